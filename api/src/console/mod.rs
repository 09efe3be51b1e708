//! The web console: a single-page application built from `web/` and embedded in the program. Each path outside the API
//! serves its page; the console routes on the client.
//!
//! Without a built console, a page explains how to build one.

mod files;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use axum::Router;
use axum::extract::State;
use axum::http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use rust_embed::Embed;
use shared::app::App;
use shared::secrets::random;

use crate::problem::{self, Problem};
use files::Files;

/// The output of `npm run build`. Debug builds read it at startup.
#[derive(Embed)]
#[folder = "../web/dist"]
#[allow_missing = true]
struct Embedded;

static FILES: LazyLock<Files> = LazyLock::new(|| {
    let read = |path: std::borrow::Cow<'static, str>| Embedded::get(&path).map(|file| (path, file.data));
    Files::of(Embedded::iter().filter_map(read))
});

/// Paths of the API, its documents and files: never a console page.
const NOT_PAGES: [&str; 8] = ["/v1", "/health", "/metrics", "/openapi.json", "/docs", "/redoc", "/checkout", "/assets"];
/// Placeholder in the page for the nonce of inline scripts and styles.
const NONCE_PLACE: &str = "__CSP_NONCE__";
/// The console uses none of these.
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), \
    fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), \
    picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()";

/// The return pages of Stripe Checkout. The payment's outcome comes from Stripe.
pub(crate) fn checkout() -> Router<App> {
    let page = |text: &'static str| {
        get(async move |State(app): State<App>| match FILES.index() {
            Some(page) => document(page),
            None => plain(&app.config.http.app_name, text),
        })
    };
    Router::new()
        .route("/checkout/done", page("Thank you. Your payment is on its way; you can close this page."))
        .route("/checkout/cancelled", page("Nothing was paid. You can close this page."))
}

/// Answers unrouted requests: with a file, the console page or a 404 problem.
pub(crate) async fn fallback(
    State(app): State<App>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = answer(&FILES, &app.config.http.app_name, (&method, uri.path()), &headers);
    found.ok_or_else(problem::no_such_route)
}

fn answer(files: &Files, name: &str, (method, path): (&Method, &str), headers: &HeaderMap) -> Option<Response> {
    if method != Method::GET && method != Method::HEAD {
        return None;
    }
    if let Some(mut file) = files.answer(path, headers) {
        file.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        return Some(file);
    }
    let is_page = path == "/" || (wants_html(headers) && !NOT_PAGES.iter().any(|other| is_under(path, other)));
    if !is_page {
        return None;
    }
    match files.index() {
        Some(page) => Some(document(page)),
        None if path == "/" => Some(plain(name, NOT_BUILT)),
        None => None,
    }
}

const NOT_BUILT: &str = "The API is running. This program was built without the web console: run <code>make run</code>, \
    or <code>scripts/web build</code> before <code>cargo build</code> (docs/console.md). The API's \
    documents are at <a href=\"/docs/\">/docs</a> and <a href=\"/redoc\">/redoc</a>.";

fn is_under(path: &str, other: &str) -> bool {
    path.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Browsers name HTML when they open a page; API clients get a problem.
fn wants_html(headers: &HeaderMap) -> bool {
    let values = headers.get_all(ACCEPT).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|item| {
        let media_type = item.split(';').next().unwrap_or_default().trim();
        media_type.eq_ignore_ascii_case("text/html")
    })
}

/// The page with a fresh nonce. It has no ETag: a 304 would carry a different nonce from the cached page.
fn document(page: &str) -> Response {
    let nonce = hex::encode(random::<16>());
    protected(page.replace(NONCE_PLACE, &nonce), &nonce)
}

/// A page without scripts.
fn plain(name: &str, text: &str) -> Response {
    let name = name.replace('&', "&amp;").replace('<', "&lt;");
    let head = "<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">";
    let page = format!("<!doctype html><html lang=\"en\">{head}<title>{name}</title><p>{text}");
    protected(page, &hex::encode(random::<16>()))
}

fn protected(page: String, nonce: &str) -> Response {
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; \
        img-src 'self' blob: data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
        frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    );
    let mut response = Html(page).into_response();
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    let fixed = [
        (CACHE_CONTROL, "no-cache"),
        (VARY, "Accept"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS),
    ];
    headers.extend(fixed.map(|(name, value)| (name, HeaderValue::from_static(value))));
    response
}
