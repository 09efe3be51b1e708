//! What every request goes through: an id, a log line, and a task of its own.

use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use shared::app::App;
use shared::metrics::labels;
use tracing::Instrument;
use tracing::field::Empty;
use uuid::Uuid;

use crate::problem::Problem;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const MAX_ID: usize = 128;

tokio::task_local! {
    static CURRENT: String;
}

/// The id of the request that is being handled.
pub(crate) fn id() -> Option<String> {
    CURRENT.try_with(Clone::clone).ok()
}

/// Handles a request in a task of its own: a client that hangs up cancels this future, and must not
/// cancel what was begun for it half-way.
pub(crate) async fn handle(State(app): State<App>, request: Request, next: Next) -> Response {
    let id = given_id(request.headers()).unwrap_or_else(|| Uuid::now_v7().simple().to_string());
    let (method, route) = (request.method().clone(), route(&request));
    let span = tracing::info_span!("request", request_id = id, %method, route, trace_id = Empty);
    let traceparent = request.headers().get("traceparent").and_then(|value| value.to_str().ok());
    let trace = app.traces.request(name(&method), &route, traceparent);
    if let Some(trace_id) = trace.trace_id() {
        span.record("trace_id", trace_id);
        trace.set("switchboard.request_id", id.clone());
    }
    let began = Instant::now();
    let handled =
        tokio::spawn(trace.scope(CURRENT.scope(id.clone(), next.run(request))).instrument(span.clone())).await;
    let mut response = match handled {
        Ok(response) => response,
        Err(panic) => {
            span.in_scope(|| tracing::error!(%panic, "the handler broke off"));
            CURRENT.sync_scope(id.clone(), || Problem::internal().into_response())
        }
    };
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let (status, seconds) = (response.status().as_u16(), began.elapsed().as_secs_f64());
    // Three places: digits that mean nothing look like numbers of phones.
    let ms = (seconds * 1e6).round() / 1000.0;
    span.in_scope(|| tracing::info!(status, ms, "request"));
    trace.set("http.response.status_code", i64::from(status));
    if response.status().is_server_error() {
        trace.fail(response.status().as_str());
    }
    let held = response.headers().contains_key("preference-applied");
    let labels = labels::Http { method: name(&method), route, status, held };
    app.metrics.http_seconds.get_or_create(&labels).observe(seconds);
    response
}

/// A method's name; those that HTTP doesn't know have one together, so that nobody can make up series.
fn name(method: &Method) -> &'static str {
    let known = ["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE"];
    known.into_iter().find(|name| *name == method.as_str()).unwrap_or("other")
}

/// The route's pattern, never the path itself: that may hold anything.
fn route(request: &Request) -> String {
    request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned()
}

fn given_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let sane =
        (1..=MAX_ID).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:".contains(&b));
    sane.then(|| id.to_owned())
}
