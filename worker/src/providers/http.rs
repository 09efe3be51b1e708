//! Common to provider clients: connections, retry delays, and the outcome of a send without idempotency keys.

use std::time::{Duration, SystemTime};

use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{ClientBuilder, RequestBuilder, Response};
use serde::de::DeserializeOwned;
use shared::lenient_json;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// The longest accepted retry delay.
pub(super) const MAX_WAIT: Duration = Duration::from_secs(3600);

/// The largest response; a page of a hundred Stripe events has a tenth of it.
const MAX_BODY: usize = 8 * 1024 * 1024;
/// Characters of a provider's text.
const MAX_TEXT: usize = 1000;

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
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let wait = match text.parse() {
        Ok(seconds) => Duration::from_secs(seconds),
        // A date; one in the past allows a retry at once.
        Err(_) => httpdate::parse_http_date(text).ok()?.duration_since(SystemTime::now()).unwrap_or_default(),
    };
    Some(wait.min(MAX_WAIT))
}

/// Why a response has no usable body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// It did not arrive in time, or broke off.
    Incomplete,
    /// It is too large, or of another shape.
    Unexpected,
}

/// Reads a response's JSON, of a bounded size.
pub(super) async fn read_json<T: DeserializeOwned>(mut response: Response) -> Result<T, Unreadable> {
    let mut body = Vec::new();
    while let Some(bytes) = response.chunk().await.map_err(|_| Unreadable::Incomplete)? {
        if body.len() + bytes.len() > MAX_BODY {
            return Err(Unreadable::Unexpected);
        }
        body.extend_from_slice(&bytes);
    }
    lenient_json::from_slice(&body).map_err(|_| Unreadable::Unexpected)
}

/// A provider's text, as it is stored: without NUL, which Postgres rejects, and of a bounded length.
pub(super) fn clean(text: String) -> String {
    text.chars().filter(|char| *char != '\0').take(MAX_TEXT).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_retry_delay_is_seconds_or_a_date() {
        let wait = |text: &str| retry_after(&HeaderMap::from_iter([(RETRY_AFTER, text.parse().unwrap())]));
        assert_eq!(wait("7"), Some(Duration::from_secs(7)));
        assert_eq!(wait("99999999"), Some(MAX_WAIT));
        let in_a_minute = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(60));
        let waited = wait(&in_a_minute).unwrap();
        assert!((Duration::from_secs(30)..=Duration::from_secs(60)).contains(&waited), "{waited:?}");
        assert_eq!(wait("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Duration::ZERO));
        assert_eq!(wait("Sunday, 06-Nov-94 08:49:37 GMT"), Some(Duration::ZERO), "an obsolete form");
        assert_eq!(wait("Fri, 31 Dec 9999 23:59:59 GMT"), Some(MAX_WAIT));
        assert_eq!((wait("soon"), wait("-1"), retry_after(&HeaderMap::new())), (None, None, None));
    }

    #[test]
    fn texts_are_bounded_and_have_no_nul() {
        assert_eq!(clean("a\0b".into()), "ab");
        assert_eq!(clean("ü".repeat(5_000_000)).chars().count(), MAX_TEXT);
    }
}
