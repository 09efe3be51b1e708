//! What clients of providers have in common: how they connect, how long they are told to wait, and what a send came to
//! where the provider takes no idempotency key.

use std::time::Duration;

use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{ClientBuilder, RequestBuilder, Response};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// The longest wait that a provider may ask for.
pub(super) const MAX_WAIT: Duration = Duration::from_secs(3600);

/// A message that was not, or perhaps not, sent.
#[derive(Debug)]
pub(crate) enum Unsent<R> {
    /// It was not; the provider or something in between said why.
    Refused(R),
    /// It was not: nobody could be reached.
    Unreachable,
    /// Nobody knows: its bytes went out, and no answer came that says.
    Uncertain,
}

/// A client that follows no redirect and repeats nothing: a request that went out on a connection that broke may have
/// arrived, and whether to make another one is the job's decision.
pub(super) fn client() -> ClientBuilder {
    reqwest::Client::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
}

/// When to try again, where an answer says so.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(RETRY_AFTER)?.to_str().ok()?.parse().ok()?;
    Some(Duration::from_secs(seconds).min(MAX_WAIT))
}

/// Sends a message; the answer may be a refusal.
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
