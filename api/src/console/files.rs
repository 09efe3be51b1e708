//! The console's files by path, each with its precompressed copies.

use std::borrow::Cow;
use std::collections::HashMap;

use axum::body::Bytes;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;

use crate::cached::Cached;

/// Kept apart: each response has another nonce.
const INDEX: &str = "index.html";
/// File names in this folder contain a content digest: they never change.
const IMMUTABLE: &str = "assets/";

/// All files.
pub(super) struct Files {
    by_path: HashMap<String, File>,
    index: Option<String>,
}

/// A file, and its copies in order of preference.
struct File {
    content_type: HeaderValue,
    cache: &'static str,
    plain: Cached,
    compressed: Vec<(&'static str, Cached)>,
}

impl Files {
    /// Indexes files by path. `x.br` and `x.gz` are copies of `x`.
    pub fn of(files: impl Iterator<Item = (Cow<'static, str>, Cow<'static, [u8]>)>) -> Self {
        let mut all: HashMap<_, _> = files.filter(|(path, _)| !is_hidden(path)).collect();
        let index = all.remove(INDEX).and_then(|content| String::from_utf8(content.into_owned()).ok());
        let mut by_path = HashMap::new();
        let paths: Vec<_> =
            all.keys().filter(|path| !path.ends_with(".br") && !path.ends_with(".gz")).cloned().collect();
        for path in paths {
            let Some(plain) = all.remove(&path) else { continue };
            let copies = [("br", ".br"), ("gzip", ".gz")];
            let copies =
                copies.map(|(name, suffix)| Some((name, cached(all.remove(format!("{path}{suffix}").as_str())?))));
            let file = File {
                content_type: content_type(&path),
                cache: if path.starts_with(IMMUTABLE) { "public, max-age=31536000, immutable" } else { "no-cache" },
                plain: cached(plain),
                compressed: copies.into_iter().flatten().collect(),
            };
            by_path.insert(path.into_owned(), file);
        }
        Self { by_path, index }
    }

    /// The page shared by all routes; `None` if no console was built.
    pub fn index(&self) -> Option<&str> {
        self.index.as_deref()
    }

    /// The response with a file; `None` if the path has none.
    pub fn answer(&self, path: &str, headers: &HeaderMap) -> Option<Response> {
        let file = self.by_path.get(path.trim_start_matches('/'))?;
        let chosen = file.compressed.iter().find(|(encoding, _)| accepts(headers, encoding));
        let content = chosen.map_or(&file.plain, |(_, content)| content);
        let mut response = content.answer(headers, &file.content_type, file.cache);
        response.headers_mut().insert(VARY, HeaderValue::from_static("Accept-Encoding"));
        if let Some((encoding, _)) = chosen {
            response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        Some(response)
    }
}

/// Internal files of the build.
fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.'))
}

fn cached(content: Cow<'static, [u8]>) -> Cached {
    Cached::new(match content {
        Cow::Borrowed(content) => Bytes::from_static(content),
        Cow::Owned(content) => Bytes::from(content),
    })
}

fn content_type(path: &str) -> HeaderValue {
    let media_type = mime_guess::from_path(path).first_or_octet_stream();
    let is_text = media_type.type_() == "text" || media_type.subtype() == "json" || media_type.suffix().is_some();
    let text = if is_text { format!("{media_type}; charset=utf-8") } else { media_type.to_string() };
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("application/octet-stream"))
}

/// Whether a client accepts an encoding (RFC 9110, 12.5.3).
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let values = headers.get_all(ACCEPT_ENCODING).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|item| {
        let (name, weight) = item.split_once(';').unwrap_or((item, ""));
        let weight = weight.trim().strip_prefix("q=").and_then(|weight| weight.trim().parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case(encoding) && weight.is_none_or(|weight| weight > 0.0)
    })
}
