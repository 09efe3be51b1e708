//! Security headers for browsers. A route's own value wins.

use std::time::Duration;

use axum::Router;
use axum::http::header::{
    ACCEPT, AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, LOCATION, REFERRER_POLICY,
    RETRY_AFTER, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::map_response;
use axum::response::Response;
use tower_http::cors::{AllowOrigin, CorsLayer};

/// API responses are data: browsers must not render, run or frame them.
const API_POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const ONE_YEAR: &str = "max-age=31536000";
/// How long a browser may cache a preflight response.
const CORS_MAX_AGE: Duration = Duration::from_secs(600);

/// Adds the headers of every response.
pub(super) fn add(headers: &mut HeaderMap, is_https: bool) {
    add_absent(headers, X_CONTENT_TYPE_OPTIONS, "nosniff");
    add_absent(headers, CONTENT_SECURITY_POLICY, API_POLICY);
    add_absent(headers, REFERRER_POLICY, "no-referrer");
    if is_https {
        add_absent(headers, STRICT_TRANSPORT_SECURITY, ONE_YEAR);
    }
}

/// Whether responses at a path belong to an account and must not be cached by intermediaries.
pub(super) fn is_private(path: &str) -> bool {
    path.strip_prefix("/v1").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

pub(super) fn add_private(headers: &mut HeaderMap, is_private: bool) {
    if is_private {
        add_absent(headers, CACHE_CONTROL, "no-store");
    }
}

fn add_absent(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}

/// The policy of pages that run scripts.
pub(crate) trait PageHeaders {
    /// Sets the `Content-Security-Policy` of all responses of a router.
    fn with_policy(self, policy: HeaderValue) -> Self;
}

impl<S: Clone + Send + Sync + 'static> PageHeaders for Router<S> {
    fn with_policy(self, policy: HeaderValue) -> Self {
        self.layer(map_response(move |mut response: Response| {
            response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy.clone());
            std::future::ready(response)
        }))
    }
}

/// The allowed origins of the API. A `*` for headers would not cover `Authorization`, so all are named; cookies are
/// never sent.
pub(crate) fn cors(origins: &[String]) -> CorsLayer {
    let allowed = if origins.iter().any(|origin| origin == "*") {
        AllowOrigin::any()
    } else {
        AllowOrigin::list(origins.iter().filter_map(|origin| HeaderValue::from_str(origin).ok()))
    };
    let named = |names: &[&'static str]| names.iter().map(|name| HeaderName::from_static(name)).collect::<Vec<_>>();
    let headers = ["idempotency-key", "last-event-id", "prefer", "traceparent", "x-request-id"];
    let exposed = [
        "idempotent-replayed",
        "preference-applied",
        "ratelimit",
        "ratelimit-policy",
        "www-authenticate",
        "x-request-id",
    ];
    CorsLayer::new()
        .allow_origin(allowed)
        .allow_methods([Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers([vec![ACCEPT, AUTHORIZATION, CONTENT_TYPE], named(&headers)].concat())
        .expose_headers([vec![LOCATION, RETRY_AFTER], named(&exposed)].concat())
        .max_age(CORS_MAX_AGE)
}
