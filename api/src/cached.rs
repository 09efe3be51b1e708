//! Cacheable responses: a strong ETag of the content, and 304 if the client has it already.

use axum::body::Bytes;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use headers::{ETag, HeaderMapExt, IfNoneMatch};
use sha2::{Digest, Sha256};

/// Content that does not change while this process runs.
#[derive(Debug, Clone)]
pub(crate) struct Cached {
    content: Bytes,
    etag: Option<ETag>,
}

impl Cached {
    pub fn new(content: impl Into<Bytes>) -> Self {
        let content = content.into();
        let digest = Sha256::digest(&content);
        // A quoted hex digest is always a valid ETag.
        let etag = format!("\"{}\"", hex::encode(&digest[..16])).parse().ok();
        Self { content, etag }
    }

    /// The response to a request with these headers.
    pub fn answer(&self, request: &HeaderMap, content_type: &HeaderValue, cache: &'static str) -> Response {
        let given = request.typed_get::<IfNoneMatch>();
        let is_known = given.zip(self.etag.as_ref()).is_some_and(|(given, etag)| !given.precondition_passes(etag));
        let mut response = match is_known {
            true => StatusCode::NOT_MODIFIED.into_response(),
            false => ([(CONTENT_TYPE, content_type.clone())], self.content.clone()).into_response(),
        };
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(cache));
        if let Some(etag) = &self.etag {
            response.headers_mut().typed_insert(etag.clone());
        }
        response
    }
}
