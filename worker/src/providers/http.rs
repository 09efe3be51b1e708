//! Common to provider clients: connections, retry delays, and the outcome of a send without idempotency keys.

use std::time::Duration;

use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{ClientBuilder, RequestBuilder, Response};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// The longest accepted retry delay.
pub(super) const MAX_WAIT: Duration = Duration::from_secs(3600);

/// A message that was not sent, or is uncertain.
#[derive(Debug)]
pub(crate) enum Unsent<R> {
    /// Not sent; the provider or a proxy responded.
    Refused(R),
    /// Not sent: no connection.
    Unreachable,
    /// Uncertain: the request was sent, and no usable response arrived.
    Uncertain,
}

/// A client without redirects or retries: a request sent on a connection that broke may have arrived, and the job
/// decides whether to retry.
pub(super) fn client() -> ClientBuilder {
    reqwest::Client::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
}

/// The response's retry delay, if any.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(RETRY_AFTER)?.to_str().ok()?.parse().ok()?;
    Some(Duration::from_secs(seconds).min(MAX_WAIT))
}

/// Sends a message; the response may refuse it.
pub(super) async fn send<R>(request: RequestBuilder, provider: &'static str) -> Result<Response, Unsent<R>> {
    request.send().await.map_err(|error| {
        if error.is_connect() || error.is_builder() {
            tracing::warn!(error = %error.without_url(), "{provider} is unreachable");
            return Unsent::Unreachable;
        }
        tracing::warn!(error = %error.without_url(), "no answer from {provider} to a send");
        Unsent::Uncertain
    })
}
