//! The HTTP interface. It validates, commits one transaction, rings a queue and answers: it never
//! calls a provider.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod admission;
mod cached;
mod caller;
mod committer;
mod console;
mod edge;
mod extract;
mod idempotent;
mod limits;
mod openapi;
mod parties;
mod problem;
mod request;
mod routes;
mod session_cookie;
mod sockets;
mod wait;
mod wire;

use std::time::Duration;

use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::{Extension, Router};
use shared::accounts;
use shared::app::App;
use tokio::net::TcpListener;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;
use utoipa_axum::router::OpenApiRouter;

pub use openapi::document;
pub use problem::Problem;
pub use routes::metrics::run as run_metrics;

/// The largest body of a request, in bytes. A webhook of a hundred statuses has a tenth of it.
const MAX_BODY: usize = 1024 * 1024;

/// How long each thing may take at least that ends after the last request.
const END_TIMEOUT: Duration = Duration::from_secs(2);

/// Serves on `listener` until `stop`, then ends the requests that it has.
///
/// # Errors
/// A part that broke off.
pub async fn run(app: App, listener: TcpListener, stop: CancellationToken) -> std::io::Result<()> {
    let listening = tokio::spawn({
        let (hub, stop) = (app.hub.clone(), stop.clone());
        async move { hub.run(stop).await }
    });
    let waits = wait::Waits::start(&app);
    accounts::load_revocations(&app).await;
    let following = tokio::spawn({
        let (app, stop) = (app.clone(), stop.clone());
        async move { accounts::follow_revocations(&app, stop).await }
    });
    let counting = tokio::spawn({
        let (limiter, stop) = (app.limiter.clone(), stop.clone());
        async move { limiter.count_processes(stop).await }
    });
    let sockets = sockets::Sockets::start(&app, &stop);
    let (committer, mut committing) = committer::Committer::start(&app);
    let router = router(app.clone())?.layer((Extension(committer), Extension(sockets.clone()), Extension(waits)));
    let stopped = stop.clone();
    let stopped_at = async move {
        stopped.cancelled_owned().await;
        Instant::now()
    };
    let ((), stopped_at) = tokio::join!(edge::Service::new(&app, router).serve(listener, stop), stopped_at);
    // Sockets were told to close when the stop began. One that does not answer is dropped with the process.
    let until = (stopped_at + app.config.edge.stop_timeout).max(Instant::now() + END_TIMEOUT);
    if timeout_at(until, sockets.closed()).await.is_err() {
        tracing::warn!("sockets that did not close in time are dropped");
    }
    // Nobody hands over anything any more; what was handed over is ended.
    let committed = async { while committing.join_next().await.is_some() {} };
    if timeout_at(until.max(Instant::now() + END_TIMEOUT), committed).await.is_err() {
        tracing::warn!("sends that were not committed in time are dropped");
    }
    following.await.map_err(std::io::Error::other)?;
    counting.await.map_err(std::io::Error::other)?;
    listening.await.map_err(std::io::Error::other)
}

fn documented() -> (Router<App>, utoipa::openapi::OpenApi) {
    let (router, mut api) = OpenApiRouter::with_openapi(openapi::base())
        .merge(routes::auth::router())
        .merge(routes::platform::router())
        .merge(routes::otp::router())
        .merge(routes::password::router())
        .merge(routes::sessions::router())
        .merge(routes::api_keys::router())
        .merge(routes::users::router())
        .merge(routes::resellers::router())
        .merge(routes::profile::router())
        .merge(routes::preferences::router())
        .merge(routes::audit::router())
        .merge(routes::quotas::router())
        .merge(routes::jobs::router())
        .merge(routes::events::router())
        .merge(routes::messages::router())
        .merge(routes::message_summary::router())
        .merge(routes::contacts::router())
        .merge(routes::sockets::router())
        .merge(routes::templates::router())
        .merge(routes::template_grants::router())
        .merge(routes::channels::router())
        .merge(routes::credits::router())
        .merge(routes::distributions::router())
        .merge(routes::credit_stats::router())
        .merge(routes::wallet::router())
        .merge(routes::transfers::router())
        .merge(routes::conversations::router())
        .merge(routes::chat_messages::router())
        .merge(routes::usage::router())
        .merge(routes::recharges::router())
        .merge(routes::subscription::router())
        .merge(routes::hooks_whatsapp::router())
        .merge(routes::hooks_stripe::router())
        .merge(routes::health::router())
        .merge(routes::metrics::router())
        .merge(routes::queues::router())
        .split_for_parts();
    openapi::complete(&mut api);
    (router, api)
}

fn router(app: App) -> serde_json::Result<Router> {
    let (router, api) = documented();
    let pages = if app.config.edge.docs { openapi::pages(api, &app.config.http.app_name)? } else { Router::new() };
    Ok(router
        .merge(pages)
        .merge(console::checkout())
        .fallback(console::fallback)
        .method_not_allowed_fallback(problem::no_method)
        // As one layer, because each costs every request a box or two. The first is the outermost.
        .layer((
            edge::cors(&app.config.http.cors_origins),
            middleware::from_fn_with_state(app.clone(), request::handle),
            middleware::from_fn_with_state(app.clone(), limits::handle),
            DefaultBodyLimit::max(MAX_BODY),
        ))
        .with_state(app))
}
