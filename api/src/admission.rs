//! Admission control: limits concurrent requests per account and waits for a Postgres connection.
//!
//! A request refused here has cost nothing yet. An account queues behind its own requests only.

use std::time::Duration;

use axum::extract::{FromRequestParts, MatchedPath, Request};
use axum::http::Method;
use axum::http::request::Parts;
use shared::app::App;
use shared::concurrency::{Slot, Work};
use shared::fair_queue::Permit;
use shared::ids::UserId;
use shared::metrics::labels::Reason;
use shared::rate_limit::network;
use tokio::time::timeout;

use crate::current_request;
use crate::edge::ClientAddress;
use crate::problem::Problem;

/// How long a read, or the first lookup of a key, waits for a Postgres connection.
const TIMEOUT: Duration = Duration::from_secs(1);

/// Takes one of the account's request slots.
pub(crate) async fn enter(app: &App, user: UserId, work: Work) -> Result<Slot, Problem> {
    let slot = app.concurrency.enter(user, work).await;
    slot.ok_or_else(|| {
        shed(app, "account");
        Problem::too_many_at_once()
    })
}

/// Takes a slot for the current request, until it is answered or waits without a connection.
pub(crate) async fn admit(app: &App, user: UserId, (work, method): (Work, Method)) -> Result<(), Problem> {
    current_request::occupy(enter(app, user, work).await?);
    if method == Method::GET { connection(app).await } else { Ok(()) }
}

/// Classifies a request. Sends share transactions; dry runs do not.
pub(crate) fn work(request: &Request) -> (Work, Method) {
    let path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let sends = request.method() == Method::POST && path == Some("/v1/messages") && request.uri().query().is_none();
    (if sends { Work::Send } else { Work::Other }, request.method().clone())
}

/// Waits briefly for a free Postgres connection. Reads can be retried, and writes must not queue behind reads whose
/// clients have given up.
pub(crate) async fn connection(app: &App) -> Result<(), Problem> {
    let pool = app.db.pool();
    if pool.num_idle() > 0 || pool.size() < app.config.storage.max_connections {
        return Ok(());
    }
    // The handler reuses this connection. Errors surface in the handler.
    match timeout(TIMEOUT, pool.acquire()).await {
        Ok(_) => Ok(()),
        Err(_) => {
            shed(app, "database");
            Err(Problem::busy("All database connections are in use. Try again.", 1))
        }
    }
}

/// Limits concurrent lookups of uncached keys; client addresses take turns.
pub(crate) async fn key_lookup(app: &App, parts: &mut Parts) -> Result<Permit, Problem> {
    let ClientAddress(address) = ClientAddress::from_request_parts(parts, app).await?;
    match timeout(TIMEOUT, app.keys.lookups.acquire(&network(address).to_string(), "")).await {
        Ok(Ok(permit)) => Ok(permit),
        _ => {
            shed(app, "api_keys");
            Err(Problem::busy("Too many API keys are being looked up. Try again.", 1))
        }
    }
}

fn shed(app: &App, reason: &'static str) {
    app.metrics.requests_shed.get_or_create(&Reason { reason }).inc();
}
