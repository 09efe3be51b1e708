//! The HTTP API. It validates, commits one transaction, notifies a queue and answers: it never calls a provider.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod accept;
mod account_access;
mod admission;
mod auth;
mod cached;
mod console;
mod current_request;
mod edge;
mod exact_numbers;
mod extract;
mod idempotent;
mod limit_headers;
mod limits;
mod long_poll;
mod openapi;
mod problem;
mod reading;
mod request;
mod routes;
mod schemas;
mod session_cookie;
mod sockets;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::{Extension, Router};
use shared::accounts;
use shared::app::App;
use shared::processes::{self, ProcessRole};
use tokio::net::TcpListener;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

pub use openapi::document;
pub use problem::Problem;
pub use routes::chaos::{ChaosAction, ChaosError, ChaosFuture, ChaosLab};
pub use routes::metrics::run as run_metrics;

use routes::chaos::{self, Lab};

/// The minimum time for each part that stops after the last request.
const END_TIMEOUT: Duration = Duration::from_secs(2);

/// Serves on `listener` until `stop`, then drains its requests.
///
/// # Errors
/// A part that failed.
pub async fn run(app: App, listener: TcpListener, stop: CancellationToken) -> std::io::Result<()> {
    serve(app, listener, stop, None).await
}

/// Like [`run`], with routes that break the system on purpose; for development only.
///
/// # Errors
/// A part that failed.
pub async fn run_with_chaos(
    app: App,
    listener: TcpListener,
    stop: CancellationToken,
    lab: Arc<dyn ChaosLab>,
) -> std::io::Result<()> {
    serve(app, listener, stop, Some(Lab(lab))).await
}

async fn serve(app: App, listener: TcpListener, stop: CancellationToken, lab: Option<Lab>) -> std::io::Result<()> {
    let subscribing = tokio::spawn({
        let (subscriber, stop) = (app.subscriber.clone(), stop.clone());
        async move { subscriber.run(stop).await }
    });
    let listening = tokio::spawn({
        let (app, stop) = (app.clone(), stop.clone());
        async move { app.hub.run(&app.subscriber, stop).await }
    });
    let waits = long_poll::Waits::start(&app);
    accounts::load_revocations(&app).await;
    let following = tokio::spawn({
        let (app, stop) = (app.clone(), stop.clone());
        async move { accounts::follow_revocations(&app, stop).await }
    });
    let counting = tokio::spawn({
        let (limiter, stop) = (app.limiter.clone(), stop.clone());
        async move { limiter.count_processes(stop).await }
    });
    let beating = tokio::spawn({
        let (app, stop) = (app.clone(), stop.clone());
        async move { processes::send_heartbeats(&app, ProcessRole::Api, Vec::new(), stop).await }
    });
    let sockets = sockets::Sockets::start(&app, &stop);
    let (committer, mut committing) = accept::GroupCommit::start(&app);
    let router = router(app.clone(), lab)?.layer((Extension(committer), Extension(sockets.clone()), Extension(waits)));
    let stopped = stop.clone();
    let stopped_at = async move {
        stopped.cancelled_owned().await;
        Instant::now()
    };
    let ((), stopped_at) = tokio::join!(edge::serve(edge::Service::new(&app, router), listener, stop), stopped_at);
    // Sockets were closed when the stop began. An unresponsive one is dropped with the process.
    let until = (stopped_at + app.config.edge.stop_timeout).max(Instant::now() + END_TIMEOUT);
    if timeout_at(until, sockets.closed()).await.is_err() {
        tracing::warn!("sockets dropped: they did not close within the timeout");
    }
    // No more sends arrive; the committers finish those they have.
    let committed = async { while committing.join_next().await.is_some() {} };
    if timeout_at(until.max(Instant::now() + END_TIMEOUT), committed).await.is_err() {
        tracing::warn!("sends dropped: they were not committed within the timeout");
    }
    following.await.map_err(std::io::Error::other)?;
    counting.await.map_err(std::io::Error::other)?;
    beating.await.map_err(std::io::Error::other)?;
    subscribing.await.map_err(std::io::Error::other)?;
    listening.await.map_err(std::io::Error::other)
}

fn router(app: App, lab: Option<Lab>) -> serde_json::Result<Router> {
    let (mut router, api) = openapi::documented();
    if let Some(lab) = lab {
        // The installation's description says that they are there.
        router = router.merge(chaos::router()).layer(Extension(lab));
    }
    let pages = if app.config.edge.docs { openapi::pages(api, &app.config.http.app_name)? } else { Router::new() };
    Ok(router
        .merge(pages)
        .merge(console::checkout())
        .fallback(console::fallback)
        .method_not_allowed_fallback(problem::no_method)
        // One layer, because each costs every request a box or two. The first is the outermost.
        .layer((
            edge::cors(&app.config.http.cors_origins),
            middleware::from_fn_with_state(app.clone(), request::handle),
            middleware::from_fn_with_state(app.clone(), limits::handle),
            DefaultBodyLimit::max(extract::MAX_BODY),
        ))
        .with_state(app))
}
