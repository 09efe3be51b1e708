//! Canonical paths, so that limits, idempotency, routing and proxies agree on each path.

use axum::http::Uri;
use axum::http::uri::PathAndQuery;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};

/// Characters escaped in a path segment: all but the `pchar` of RFC 3986.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// Normalises each segment of a path: escapes only where needed, in upper case. Empty segments and dots stay: no route
/// has any, so they match none.
///
/// `None`: the path can't be normalised.
pub(super) fn normalised(uri: &Uri) -> Option<Uri> {
    let path = uri.path();
    if path.bytes().all(|byte| byte == b'/' || is_plain(byte)) {
        return Some(uri.clone());
    }
    let segment = |text: &str| percent_encode(&percent_decode_str(text).collect::<Vec<_>>(), ESCAPED).to_string();
    let mut text = path.split('/').map(segment).collect::<Vec<_>>().join("/");
    if let Some(query) = uri.query() {
        text.push('?');
        text.push_str(query);
    }
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(text.parse::<PathAndQuery>().ok()?);
    Uri::from_parts(parts).ok()
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> String {
        normalised(&text.parse().unwrap()).unwrap().to_string()
    }

    #[test]
    fn equivalent_paths_have_one_normal_form() {
        for (given, normal) in [
            ("/v1/%6Dessages", "/v1/messages"),
            ("/%6d%65trics", "/metrics"),
            ("/v1/hooks%2Fstripe", "/v1/hooks%2Fstripe"),
            ("/v1/hooks%2fstripe", "/v1/hooks%2Fstripe"),
            ("/v1/jobs/a%3ab", "/v1/jobs/a:b"),
            ("/v1/jobs/%zz", "/v1/jobs/%25zz"),
            ("/v1/jobs/%25zz", "/v1/jobs/%25zz"),
            ("/v1/jobs/\"", "/v1/jobs/%22"),
            ("/v1/jobs/%22", "/v1/jobs/%22"),
            ("/v1/%2e%2E/metrics", "/v1/../metrics"),
            ("//metrics/", "//metrics/"),
            ("/v1/jobs?cursor=%6D&x=%2f", "/v1/jobs?cursor=%6D&x=%2f"),
            ("/v1/%6Aobs?cursor=%6D", "/v1/jobs?cursor=%6D"),
            ("http://api.example.test/v1/%6Aobs", "http://api.example.test/v1/jobs"),
            ("*", "*"),
        ] {
            assert_eq!(path(given), normal, "{given}");
            assert_eq!(path(normal), normal, "twice: {given}");
        }
    }
}
