//! The HTTP interface. It validates, commits one transaction, rings a queue and answers: it never
//! calls a provider.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod cached;
mod caller;
mod committer;
mod console;
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

use std::net::SocketAddr;

use axum::extract::DefaultBodyLimit;
use axum::http::HeaderValue;
use axum::http::header::HeaderName;
use axum::middleware;
use axum::{Extension, Router};
use shared::accounts;
use shared::app::App;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower_http::cors::{AllowOrigin, Any, CorsLayer};
use utoipa_axum::router::OpenApiRouter;

pub use openapi::document;
pub use problem::Problem;
pub use routes::metrics::run as run_metrics;

/// The largest body of a request, in bytes. A webhook of a hundred statuses has a tenth of it.
const MAX_BODY: usize = 1024 * 1024;

/// Serves on `listener` until `stop`, then ends the requests that it has.
///
/// # Errors
/// The listener.
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
    let sockets = sockets::Sockets::start(&app, &stop);
    let (committer, mut committing) = committer::Committer::start(&app);
    let service = router(app)?
        .layer((Extension(committer), Extension(sockets.clone()), Extension(waits)))
        .into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop.cancelled_owned()).await?;
    sockets.closed().await;
    // Nobody hands over anything any more; what was handed over is ended.
    while committing.join_next().await.is_some() {}
    following.await.map_err(std::io::Error::other)?;
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
        .merge(routes::audit::router())
        .merge(routes::jobs::router())
        .merge(routes::events::router())
        .merge(routes::messages::router())
        .merge(routes::sockets::router())
        .merge(routes::templates::router())
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
    Ok(router
        .merge(openapi::pages(api, &app.config.http.app_name)?)
        .merge(console::checkout())
        .fallback(console::fallback)
        .method_not_allowed_fallback(problem::no_method)
        // As one layer, because each costs every request a box or two. The first is the outermost.
        .layer((
            cors(&app.config.http.cors_origins),
            middleware::from_fn_with_state(app.clone(), request::handle),
            middleware::from_fn_with_state(app.clone(), limits::handle),
            DefaultBodyLimit::max(MAX_BODY),
        ))
        .with_state(app))
}

fn cors(origins: &[String]) -> CorsLayer {
    let allowed = if origins.iter().any(|origin| origin == "*") {
        AllowOrigin::any()
    } else {
        AllowOrigin::list(origins.iter().filter_map(|origin| HeaderValue::from_str(origin).ok()))
    };
    let exposed = ["x-request-id", "location", "retry-after", "idempotent-replayed", "ratelimit", "ratelimit-policy"];
    let exposed = exposed.map(HeaderName::from_static);
    CorsLayer::new().allow_origin(allowed).allow_methods(Any).allow_headers(Any).expose_headers(exposed)
}
