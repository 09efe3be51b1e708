//! `/metrics`: what this process tells of itself in numbers.

use std::net::{IpAddr, SocketAddr};

use axum::Router;
use axum::extract::State;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use shared::app::App;
use shared::ops::{self, Scope};
use shared::secrets;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::limits::Peer;
use crate::problem::{self, Problem};

/// Prometheus' text format.
const FORMAT: &str = "text/plain; version=0.0.4; charset=utf-8";
/// Headers by which proxies tell that they pass on somebody else's request.
const FORWARDED: [&str; 4] = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(metrics))
}

/// Serves the metrics of a process that serves nothing else, until `stop`.
///
/// # Errors
/// The listener.
pub async fn run(app: App, listener: TcpListener, stop: CancellationToken) -> std::io::Result<()> {
    let router = Router::new().route("/metrics", get(of_process)).fallback(problem::no_route).with_state(app);
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop.cancelled_owned()).await
}

/// Metrics in Prometheus' text format. With `METRICS_TOKEN` set it takes that as a bearer token; without,
/// it answers those who call from the same network, not through a proxy.
#[utoipa::path(get, path = "/metrics", tag = "ops", responses(
    (status = 200, description = "All series of this process, and how queues and ledger stand", body = String, content_type = "text/plain"),
    (status = 401, description = "`unauthenticated`: not the token of metrics"),
    (status = 403, description = "`forbidden`: from another network"),
))]
async fn metrics(State(app): State<App>, peer: Peer, headers: HeaderMap) -> Result<Response, Problem> {
    answer(&app, peer, &headers, Scope::Platform).await
}

async fn of_process(State(app): State<App>, peer: Peer, headers: HeaderMap) -> Result<Response, Problem> {
    answer(&app, peer, &headers, Scope::Process).await
}

async fn answer(app: &App, Peer(peer): Peer, headers: &HeaderMap, scope: Scope) -> Result<Response, Problem> {
    match &app.config.metrics.token {
        Some(token) => {
            let given = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()?.split_once(' '));
            let is_right = |(scheme, given): (&str, &str)| {
                scheme.eq_ignore_ascii_case("bearer") && secrets::same(token, given.trim())
            };
            if !given.is_some_and(is_right) {
                return Err(Problem::unauthenticated("The token of metrics is needed."));
            }
        }
        // Whoever comes through a proxy has the proxy's address.
        None if !is_near(peer) || FORWARDED.iter().any(|name| headers.contains_key(*name)) => {
            let detail = "Metrics are for callers from the same network, or with METRICS_TOKEN.";
            return Err(Problem::new(StatusCode::FORBIDDEN, "forbidden", detail));
        }
        None => {}
    }
    Ok(([(CONTENT_TYPE, FORMAT)], ops::scrape(app, scope).await).into_response())
}

/// Whether an address is one of this machine or of a private network.
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
    fn who_is_near() {
        let is_near = |text: &str| is_near(text.parse().unwrap());
        for address in ["127.0.0.1", "10.1.2.3", "172.18.0.4", "192.168.1.1", "::1", "fd00::1", "::ffff:10.0.0.1"] {
            assert!(is_near(address), "{address}");
        }
        for address in ["192.0.2.1", "172.32.0.1", "8.8.8.8", "2001:db8::1", "::ffff:192.0.2.1", "0.0.0.0"] {
            assert!(!is_near(address), "{address}");
        }
    }
}
