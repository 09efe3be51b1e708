//! Middleware of every request: an id, a log line, and running to completion.

use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::FutureExt;
use futures::future::BoxFuture;
use shared::app::App;
use shared::metrics::labels;
use tokio::runtime::Handle;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;
use tracing::field::{self, Empty};
use uuid::Uuid;

use crate::current_request::{CURRENT, Current};
use crate::edge::{ClientAddress, Connection};
use crate::problem::Problem;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const MAX_ID: usize = 128;

/// Runs work that is useless without its client, and cancels it on disconnect. It must be safe to cancel at any point.
pub(crate) async fn while_connected<T>(work: impl Future<Output = T>) -> Result<T, Problem> {
    let Ok(gone) = CURRENT.try_with(|current| current.gone.clone()) else { return Ok(work.await) };
    tokio::select! {
        biased;
        () = gone.cancelled() => Err(client_gone()),
        done = work => Ok(done),
    }
}

/// Nobody reads this response; logs and metrics show its status (nginx's code for a closed request).
fn client_gone() -> Problem {
    let status = StatusCode::from_u16(499).unwrap_or(StatusCode::BAD_REQUEST);
    Problem::new(status, "client_gone", "The client closed the connection.")
}

/// Runs a request to completion: a disconnect cancels this future, and must not leave its work half done.
pub(crate) async fn handle(State(app): State<App>, request: Request, next: Next) -> Response {
    let id = given_id(request.headers()).unwrap_or_else(|| Uuid::now_v7().simple().to_string());
    let (method, route) = (request.method().clone(), route(&request));
    let span = tracing::info_span!("request", request_id = id, %method, route, client = Empty, trace_id = Empty);
    if let Some(ClientAddress(address)) = request.extensions().get() {
        span.record("client", field::display(address));
    }
    // Sampling a trace costs us, so untrusted clients can't request it.
    let is_trusted = request.extensions().get::<Connection>().is_some_and(|connection| connection.is_trusted);
    let traceparent = request.headers().get("traceparent").filter(|_| is_trusted);
    let traceparent = traceparent.and_then(|value| value.to_str().ok());
    let trace = app.traces.request(name(&method), &route, traceparent);
    if let Some(trace_id) = trace.trace_id() {
        span.record("trace_id", trace_id);
        trace.set("switchboard.request_id", id.clone());
    }
    let began = Instant::now();
    let current = Current { id: id.clone(), gone: CancellationToken::new(), slot: Arc::default() };
    let handled = trace.scope(CURRENT.scope(current.clone(), next.run(request))).instrument(span.clone());
    let handled = AssertUnwindSafe(handled).catch_unwind().boxed();
    let mut response = match (RunToCompletion { work: Some(handled), gone: current.gone.clone() }).await {
        Ok(response) => response,
        Err(_) => {
            // The panic hook has logged the message and location.
            span.in_scope(|| tracing::error!("the handler panicked"));
            CURRENT.sync_scope(current, || Problem::internal().into_response())
        }
    };
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    let (status, seconds) = (response.status().as_u16(), began.elapsed().as_secs_f64());
    // Three decimals: longer numbers look like phone numbers.
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

/// Work polled by its caller and, if that is dropped, in its own task, which knows that the client is gone. Always
/// spawning would cost each request two task switches.
struct RunToCompletion<T: Send + 'static> {
    work: Option<BoxFuture<'static, T>>,
    gone: CancellationToken,
}

impl<T: Send> Future for RunToCompletion<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let Some(work) = &mut self.work else { return Poll::Pending };
        let done = ready!(work.as_mut().poll(context));
        self.work = None;
        Poll::Ready(done)
    }
}

impl<T: Send> Drop for RunToCompletion<T> {
    fn drop(&mut self) {
        if let Some(work) = self.work.take()
            && let Ok(runtime) = Handle::try_current()
        {
            self.gone.cancel();
            runtime.spawn(work);
        }
    }
}

/// A method's name; unknown ones share one label, to bound the metric series.
fn name(method: &Method) -> &'static str {
    let known = ["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE"];
    known.into_iter().find(|name| *name == method.as_str()).unwrap_or("other")
}

/// The route's pattern, never the path itself, which may contain anything.
fn route(request: &Request) -> String {
    request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned()
}

fn given_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let sane =
        (1..=MAX_ID).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.:".contains(&b));
    sane.then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::sync::oneshot;
    use tokio::time::timeout;

    use super::*;

    #[tokio::test]
    async fn work_runs_to_completion_after_the_client_disconnects() {
        let (go, gone) = oneshot::channel();
        let (done, is_done) = oneshot::channel();
        let work = async move {
            let said: u32 = gone.await.unwrap();
            done.send(said).unwrap();
        };
        let work = RunToCompletion { work: Some(work.boxed()), gone: CancellationToken::new() };
        assert!(timeout(Duration::ZERO, work).await.is_err(), "it waits for a signal");
        go.send(7).unwrap();
        assert_eq!(timeout(Duration::from_secs(5), is_done).await.unwrap().unwrap(), 7);
    }

    #[tokio::test]
    async fn client_only_work_is_cancelled_when_the_client_disconnects() {
        // Dropped with the work that owns it.
        let (held, dropped) = oneshot::channel::<()>();
        let (done, is_done) = oneshot::channel();
        let current = Current { id: "a request".into(), gone: CancellationToken::new(), slot: Arc::default() };
        let gone = current.gone.clone();
        let work = CURRENT.scope(current, async move {
            let cancelled = while_connected(async move {
                let _held = held;
                std::future::pending::<()>().await;
            });
            done.send(cancelled.await.is_err()).unwrap();
            while_connected(std::future::pending::<()>()).await.is_err()
        });
        let work = RunToCompletion { work: Some(work.boxed()), gone };
        assert!(timeout(Duration::ZERO, work).await.is_err(), "it waits forever");
        assert!(timeout(Duration::from_secs(5), is_done).await.unwrap().unwrap());
        assert!(timeout(Duration::from_secs(5), dropped).await.unwrap().is_err());
    }
}
