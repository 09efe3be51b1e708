//! The `RateLimit` headers of a response.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use shared::rate_limit::Verdict;

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// Adds a limit to the headers of a response.
pub(crate) fn add_limit(headers: &mut HeaderMap, verdict: Verdict) {
    let Verdict { quota, remaining, reset_seconds, .. } = verdict;
    add(headers, POLICY, &format!("\"{}\";q={};w={}", quota.name, quota.amount, quota.window_seconds));
    add(headers, LIMIT, &format!("\"{}\";r={remaining};t={reset_seconds}", quota.name));
}

fn add(headers: &mut HeaderMap, name: HeaderName, item: &str) {
    let before = headers.get(&name).and_then(|value| value.to_str().ok());
    let all = before.map_or_else(|| item.to_owned(), |before| format!("{before}, {item}"));
    if let Ok(value) = HeaderValue::from_str(&all) {
        headers.insert(name, value);
    }
}
