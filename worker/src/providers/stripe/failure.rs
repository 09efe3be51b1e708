//! Stripe's error responses.

use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{Response, StatusCode};
use serde::Deserialize;
use shared::jobs::JobError;

use crate::providers::http::{clean, read_json, retry_after};

/// The delay after a rate limit error without one.
const RATE_LIMIT_WAIT: Duration = Duration::from_secs(2);

/// Why a call failed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Failure {
    /// Permanently: the request or the customer is at fault.
    Refused(JobError),
    /// Temporarily.
    Transient {
        /// Retry delay, if given.
        after: Option<Duration>,
        /// Why.
        error: JobError,
    },
    /// Rate limit exceeded.
    Limited {
        /// Retry delay.
        after: Duration,
        /// Why.
        error: JobError,
    },
    /// Not until the key is fixed.
    Account(JobError),
}

#[derive(Deserialize)]
struct Body {
    error: StripeError,
}

#[derive(Default, Deserialize)]
struct StripeError {
    #[serde(rename = "type")]
    kind: Option<String>,
    code: Option<String>,
    message: Option<String>,
}

/// No response. Repeating a call that did arrive has no further effect.
pub(super) fn unsent(error: &reqwest::Error) -> Failure {
    tracing::warn!(is_timeout = error.is_timeout(), is_connect = error.is_connect(), "no answer from Stripe");
    Failure::Transient { after: None, error: JobError::transient("provider_unreachable", "Stripe can't be reached.") }
}

pub(super) fn unreadable(why: &'static str) -> Failure {
    tracing::warn!(why, "Stripe's answer can't be decoded");
    let error = JobError::transient("provider_unavailable", "Stripe's answer can't be read.");
    Failure::Transient { after: None, error }
}

pub(super) async fn refused(response: Response) -> Failure {
    let (status, headers) = (response.status(), response.headers().clone());
    let error = read_json::<Body>(response).await.map(|body| body.error).unwrap_or_default();
    let failure = classify(status, &headers, &error);
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let (code, request) = (error.code.as_deref().or(error.kind.as_deref()), text("request-id"));
    match failure {
        Failure::Account(_) => tracing::error!(
            provider_status = status.as_u16(),
            provider_code = code,
            provider_request_id = request,
            "Stripe rejected the API key"
        ),
        _ => tracing::info!(
            provider_status = status.as_u16(),
            provider_code = code,
            provider_request_id = request,
            "Stripe refused a call"
        ),
    }
    failure
}

fn classify(status: StatusCode, headers: &HeaderMap, error: &StripeError) -> Failure {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let after = retry_after(headers);
    let transient = || Failure::Transient {
        after,
        error: JobError::transient("provider_unavailable", "Stripe is temporarily unavailable."),
    };
    let refused = || {
        let name = if status == StatusCode::PAYMENT_REQUIRED { "payment_refused" } else { "provider_refused" };
        let words = error.message.clone().map(clean).unwrap_or_else(|| format!("HTTP status {status}"));
        Failure::Refused(JobError::permanent(name, words))
    };
    match (status, text("stripe-should-retry")) {
        (StatusCode::TOO_MANY_REQUESTS, _) => Failure::Limited {
            after: after.unwrap_or(RATE_LIMIT_WAIT),
            error: JobError::transient("provider_rate_limited", "Stripe's rate limit is reached."),
        },
        // The text holds a part of the key.
        (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN, _) => {
            Failure::Account(JobError::transient("provider_auth", "Stripe rejected the platform's API key."))
        }
        (_, Some("true")) => transient(),
        (_, Some("false")) => refused(),
        (StatusCode::CONFLICT | StatusCode::FAILED_DEPENDENCY, _) => transient(),
        _ if status.is_server_error() => transient(),
        _ => refused(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(status: u16, headers: &[(&'static str, &'static str)]) -> (&'static str, Option<u64>) {
        let headers: HeaderMap =
            headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        match classify(StatusCode::from_u16(status).unwrap(), &headers, &StripeError::default()) {
            Failure::Refused(error) => {
                assert!(!error.retryable);
                ("refused", None)
            }
            Failure::Transient { after, .. } => ("transient", after.map(|wait| wait.as_secs())),
            Failure::Limited { after, .. } => ("limited", Some(after.as_secs())),
            Failure::Account(_) => ("account", None),
        }
    }

    #[test]
    fn statuses_are_classified() {
        for status in [400, 402, 404, 418] {
            assert_eq!(class(status, &[]), ("refused", None), "{status}");
        }
        for status in [409, 424, 500, 502, 503] {
            assert_eq!(class(status, &[]), ("transient", None), "{status}");
        }
        assert_eq!(class(401, &[]), ("account", None));
        assert_eq!(class(403, &[]), ("account", None));
        assert_eq!(class(429, &[]), ("limited", Some(2)));
        assert_eq!(class(429, &[("retry-after", "7")]), ("limited", Some(7)));
        assert_eq!(class(503, &[("retry-after", "7")]), ("transient", Some(7)));
        assert_eq!(class(503, &[("retry-after", "99999999")]), ("transient", Some(3600)), "within bounds");
        assert_eq!(class(500, &[("stripe-should-retry", "false")]), ("refused", None));
        assert_eq!(class(400, &[("stripe-should-retry", "true")]), ("transient", None));
    }
}
