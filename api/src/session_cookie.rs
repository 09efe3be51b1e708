//! A browser's refresh token, in a cookie that scripts can't read and that is sent to `/v1/auth` only.
//!
//! Browsers attach cookies to any request, so it counts only in requests from our own origin.

use axum::http::header::{COOKIE, ORIGIN};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use cookie::time::Duration;
use cookie::{Cookie, SameSite};
use secrecy::{ExposeSecret, SecretString};
use shared::app::App;

use crate::extract::is_media_type;
use crate::problem::Problem;

const NAME: &str = "swb_refresh";
/// Browsers accept a cookie of this name only over TLS and with `Secure`.
const SECURE_NAME: &str = "__Secure-swb_refresh";
const PATH: &str = "/v1/auth";

fn name(app: &App) -> &'static str {
    if app.config.http.is_https() { SECURE_NAME } else { NAME }
}

/// The cookie's token, from any origin.
pub(crate) fn read(app: &App, headers: &HeaderMap) -> Option<SecretString> {
    let all = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut cookies = all.flat_map(Cookie::split_parse).flatten().filter(|cookie| cookie.name() == name(app));
    cookies.next().map(|cookie| cookie.value().to_owned().into())
}

/// The cookie's token in a request with side effects.
///
/// # Errors
/// `origin_not_allowed`, if another origin may have sent it.
pub(crate) fn read_same_origin(app: &App, headers: &HeaderMap) -> Result<Option<SecretString>, Problem> {
    let Some(token) = read(app, headers) else { return Ok(None) };
    // Other origins need a preflight to send JSON, and its response does not allow cookies.
    if is_same_origin(app, headers) && is_media_type(headers, "application/json") {
        return Ok(Some(token));
    }
    Err(origin_not_allowed())
}

/// Refuses a cross-origin login that sets the cookie: it would log the visitor in as someone else. Clients other than
/// browsers send no origin.
pub(crate) fn check_login(app: &App, headers: &HeaderMap) -> Result<(), Problem> {
    let is_from_browser = headers.contains_key(ORIGIN) || headers.contains_key("sec-fetch-site");
    if is_from_browser && !is_same_origin(app, headers) { Err(origin_not_allowed()) } else { Ok(()) }
}

fn origin_not_allowed() -> Problem {
    let detail = "The session cookie is accepted only in JSON requests from pages of this origin.";
    Problem::new(StatusCode::FORBIDDEN, "origin_not_allowed", detail)
}

/// Pages can set neither header.
fn is_same_origin(app: &App, headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin")
        || headers.get(ORIGIN).is_some_and(|origin| origin.as_bytes() == app.config.http.public_origin.as_bytes())
}

/// The header that sets the cookie until its session ends.
pub(crate) fn set(app: &App, token: &SecretString, seconds: i64) -> Option<HeaderValue> {
    write(app, token.expose_secret(), seconds)
}

/// The header that removes the cookie.
pub(crate) fn clear(app: &App) -> Option<HeaderValue> {
    write(app, "", 0)
}

fn write(app: &App, value: &str, seconds: i64) -> Option<HeaderValue> {
    let cookie = Cookie::build((name(app), value))
        .http_only(true)
        .same_site(SameSite::Strict)
        .path(PATH)
        .secure(app.config.http.is_https())
        .max_age(Duration::seconds(seconds))
        .build();
    let mut value = HeaderValue::try_from(cookie.to_string()).ok()?;
    value.set_sensitive(true);
    Some(value)
}
