//! Graph's paths, which begin with a version or not, and its access token, which can be in the query.

use std::convert::Infallible;

use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, Uri, header::AUTHORIZATION, uri::PathAndQuery},
    response::{IntoResponse, Response},
};
use tower::ServiceExt;

use super::graph_error::{GraphError, UNKNOWN_PATH};

/// Calls a route of Graph. `routes` have paths without a version.
pub(crate) async fn call(routes: Router, mut request: Request) -> Response {
    let Some(uri) = without_version(request.uri()) else { return unknown_path().into_response() };
    let query = uri.query().unwrap_or_default().as_bytes();
    let token = form_urlencoded::parse(query).find(|(name, _)| name == "access_token").map(|(_, token)| token);
    if let Some(token) = token
        && let Ok(bearer) = HeaderValue::from_str(&format!("Bearer {token}"))
    {
        request.headers_mut().entry(AUTHORIZATION).or_insert(bearer);
    }
    *request.uri_mut() = uri;
    routes.oneshot(request).await.unwrap_or_else(|never: Infallible| match never {})
}

/// The response to a path without a route.
pub(super) fn unknown_path() -> GraphError {
    GraphError::of_code(UNKNOWN_PATH)
}

/// The address without its version and without a final slash. `None`: it begins with neither a version nor an id.
fn without_version(uri: &Uri) -> Option<Uri> {
    let path = uri.path();
    let path = path.strip_suffix('/').unwrap_or(path);
    let (first, rest) = path.strip_prefix('/')?.split_once('/').unwrap_or((path.strip_prefix('/')?, ""));
    let is_id = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
    let path = if is_id || first == "whatsapp_business" {
        path.to_owned()
    } else if is_version(first) {
        format!("/{rest}")
    } else {
        return None;
    };
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(path + &query).ok()?);
    Uri::from_parts(parts).ok()
}

/// `vN.M`.
fn is_version(text: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.strip_prefix('v')
        .and_then(|numbers| numbers.split_once('.'))
        .is_some_and(|(major, minor)| is_number(major) && is_number(minor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_optional() {
        for (uri, path) in [
            ("/v25.0/1/messages", Some("/1/messages")),
            ("/1/messages", Some("/1/messages")),
            ("/v25.0/1/?fields=a%2Cb", Some("/1?fields=a%2Cb")),
            ("/v25.0", Some("/")),
            ("/v25/1/messages", None),
            ("/25.0/1/messages", None),
            ("/latest/1/messages", None),
            ("/", None),
        ] {
            let found = without_version(&uri.parse().unwrap()).map(|uri| uri.to_string());
            assert_eq!(found.as_deref(), path, "{uri}");
        }
    }
}
