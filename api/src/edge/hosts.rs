//! `ALLOWED_HOSTS`: the host names the API answers to.

use axum::http::uri::Authority;
use axum::http::{Request, StatusCode, header};
use shared::config::Edge;

use crate::problem::Problem;

/// Refuses a request for another host. Health checks connect by address, so they are answered under any name.
pub(crate) fn check_host<B>(edge: &Edge, request: &Request<B>) -> Result<(), Problem> {
    if edge.allowed_hosts.is_empty() || is_health(request.uri().path()) {
        return Ok(());
    }
    let mut headers = request.headers().get_all(header::HOST).iter();
    // With two headers, proxies may disagree on which one counts.
    let single = headers.next().filter(|_| headers.next().is_none());
    let named = single.and_then(|value| value.to_str().ok()).filter(|host| !host.contains('@'));
    let named = named.and_then(|host| host.parse::<Authority>().ok());
    // The request line wins over the header (RFC 9112, 3.2.2).
    let host = request.uri().authority().cloned().or(named);
    let is_allowed = host.is_some_and(|host| edge.allowed_hosts.contains(&host.host().to_lowercase()));
    if is_allowed {
        return Ok(());
    }
    let detail = "This server does not serve that host.";
    Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, "misdirected_request", detail))
}

fn is_health(path: &str) -> bool {
    path.strip_prefix("/health").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
