//! `/metrics`: the metrics of this process.

use std::net::IpAddr;

use axum::Router;
use axum::extract::State;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use secrecy::SecretString;
use shared::app::App;
use shared::metrics::FORMAT;
use shared::ops::{self, Scope};
use shared::secrets;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::edge::{self, Connection, Service};
use crate::problem::{self, Problem};
use crate::routes::health;

/// Headers set by proxies on forwarded requests.
const FORWARDED: [&str; 4] = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(metrics))
}

/// Serves a process's metrics on their own port, until `stop`; `scope` limits their extent.
pub async fn run(app: App, listener: TcpListener, scope: Scope, stop: CancellationToken) {
    let metrics = get(async move |State(app), connection, headers: HeaderMap| {
        let answer: Result<Response, Problem> = own_port(&app, connection, &headers, scope).await;
        answer
    });
    let router = Router::new()
        .route("/metrics", metrics)
        .route("/health/live", get(health::of_loops))
        .fallback(problem::no_route)
        .with_state(app.clone());
    edge::serve(Service::of_metrics(&app, router), listener, stop).await;
}

/// Returns metrics in the OpenMetrics format, for the bearer token of `METRICS_TOKEN`.
///
/// Without one they are served on `METRICS_PORT` only.
#[utoipa::path(get, path = "/metrics", tag = "ops", responses(
    (status = 200, description = "All series of this process, and the state of queues and ledger", body = String, content_type = "application/openmetrics-text"),
    (status = 401, description = "`unauthenticated`: a metrics token is required"),
    (status = 404, description = "`no_such_route`: METRICS_TOKEN is not set"),
))]
async fn metrics(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    let Some(token) = &app.config.metrics.token else { return Err(problem::no_such_route()) };
    check_token(token, &headers)?;
    Ok(series(&app, Scope::Platform).await)
}

/// On their own port, metrics need no token for callers from the same network.
async fn own_port(
    app: &App,
    Connection { peer, .. }: Connection,
    headers: &HeaderMap,
    scope: Scope,
) -> Result<Response, Problem> {
    match &app.config.metrics.token {
        Some(token) => check_token(token, headers)?,
        // A client behind a trusted proxy has that proxy's address here.
        None if !is_near(peer) || FORWARDED.iter().any(|name| headers.contains_key(*name)) => {
            let detail = "Metrics are available within the network or with METRICS_TOKEN.";
            return Err(Problem::new(StatusCode::FORBIDDEN, "forbidden", detail));
        }
        None => {}
    }
    Ok(series(app, scope).await)
}

fn check_token(token: &SecretString, headers: &HeaderMap) -> Result<(), Problem> {
    let given = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()?.split_once(' '));
    let is_right =
        |(scheme, given): (&str, &str)| scheme.eq_ignore_ascii_case("bearer") && secrets::same(token, given.trim());
    if given.is_some_and(is_right) {
        return Ok(());
    }
    Err(Problem::unauthenticated("A metrics token is required."))
}

async fn series(app: &App, scope: Scope) -> Response {
    ([(CONTENT_TYPE, FORMAT)], ops::scrape(app, scope).await).into_response()
}

/// Whether an address is local or private.
fn is_near(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(it) => it.is_loopback() || it.is_private() || it.is_link_local(),
        IpAddr::V6(it) => it.is_loopback() || it.is_unique_local() || it.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_and_loopback_addresses_are_near() {
        let is_near = |text: &str| is_near(text.parse().unwrap());
        for address in ["127.0.0.1", "10.1.2.3", "172.18.0.4", "192.168.1.1", "::1", "fd00::1", "::ffff:10.0.0.1"] {
            assert!(is_near(address), "{address}");
        }
        for address in ["192.0.2.1", "172.32.0.1", "8.8.8.8", "2001:db8::1", "::ffff:192.0.2.1", "0.0.0.0"] {
            assert!(!is_near(address), "{address}");
        }
    }
}
