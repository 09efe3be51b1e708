//! How often the interface may be called, and what its answers tell of that.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use shared::app::App;
use shared::rate_limit::Verdict;

use crate::caller::Identity;
use crate::edge::{self, ClientAddress};
use crate::problem::Problem;

const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// Whether requests to a path are limited. Providers send webhooks as often as they like, and
/// whoever watches us must always be answered; what bounds those instead is in `hooks` and `edge`.
pub(crate) fn is_limited(path: &str) -> bool {
    !["/health", "/metrics", "/v1/hooks"]
        .iter()
        .any(|open| path.strip_prefix(open).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// Lets a request through, or not: by host; by account where it has a valid token or key, else by address.
pub(crate) async fn handle(State(app): State<App>, request: Request, next: Next) -> Response {
    if let Err(problem) = edge::check_host(&app.config.edge, &request) {
        return problem.into_response();
    }
    if !is_limited(request.uri().path()) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    match verdict(&mut parts, &app).await {
        Err(problem) => problem.into_response(),
        Ok(Some(verdict)) if !verdict.allowed => {
            Problem::limited("rate_limited", "Too many requests.", verdict).into_response()
        }
        Ok(verdict) => {
            let mut response = next.run(Request::from_parts(parts, body)).await;
            if let Some(verdict) = verdict {
                show(response.headers_mut(), verdict);
            }
            response
        }
    }
}

async fn verdict(parts: &mut Parts, app: &App) -> Result<Option<Verdict>, Problem> {
    let limits = &app.config.limits;
    let (quota, key) = match Identity::of(parts, app).await {
        Ok(identity) => (limits.account, identity.user.to_string()),
        Err(_) => {
            let ClientAddress(address) = ClientAddress::from_request_parts(parts, app).await?;
            (limits.address, app.limiter.address(address))
        }
    };
    let Some(quota) = quota else { return Ok(None) };
    Ok(Some(app.limiter.take(quota, &key).await))
}

/// Counts a sign-up of an address, or refuses it.
pub(crate) async fn sign_up(app: &App, ClientAddress(address): ClientAddress) -> Result<Option<Verdict>, Problem> {
    let Some(quota) = app.config.limits.signups else { return Ok(None) };
    let verdict = app.limiter.take(quota, &app.limiter.address(address)).await;
    if verdict.allowed {
        return Ok(Some(verdict));
    }
    Err(Problem::limited("too_many_signups", "Too many sign-ups from this address.", verdict))
}

/// Counts a one-time code that shall be sent to a number, or refuses it. Whether somebody has the number
/// makes no difference.
pub(crate) async fn otp(app: &App, ClientAddress(address): ClientAddress, mobile: &str) -> Result<(), Problem> {
    let limits = &app.config.limits;
    let of_address = limits.otps_of_address.map(|quota| (quota, app.limiter.address(address)));
    let of_number = limits.otps_of_number.map(|quota| (quota, app.limiter.hidden(mobile)));
    for (quota, key) in of_address.into_iter().chain(of_number) {
        let verdict = app.limiter.take(quota, &key).await;
        if !verdict.allowed {
            return Err(Problem::limited("too_many_codes", "Too many codes were asked for.", verdict));
        }
    }
    Ok(())
}

/// Adds a limit to those that an answer tells of.
pub(crate) fn show(headers: &mut HeaderMap, verdict: Verdict) {
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
