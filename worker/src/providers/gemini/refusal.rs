//! Google's errors, which replace an answer or interrupt one.

use std::time::Duration;

use serde_json::Value;

use super::failure::{Class, Failure};
use crate::providers::http::MAX_WAIT;

pub(super) const MODEL_UNAVAILABLE: &str = "model_unavailable";

pub(super) fn no_model() -> Failure {
    Failure::new(Class::Account, MODEL_UNAVAILABLE, "The model is no longer available.")
}

/// An error within a stream, which has its HTTP status, or only its name.
pub(super) fn of_stream(error: &Value) -> Failure {
    let code = error["code"].as_u64().and_then(|code| u16::try_from(code).ok());
    let named = match error["status"].as_str().unwrap_or_default() {
        "INVALID_ARGUMENT" | "FAILED_PRECONDITION" | "OUT_OF_RANGE" => 400,
        "UNAUTHENTICATED" => 401,
        "PERMISSION_DENIED" => 403,
        "NOT_FOUND" => 404,
        "ABORTED" | "ALREADY_EXISTS" => 409,
        "RESOURCE_EXHAUSTED" => 429,
        "UNAVAILABLE" => 503,
        "DEADLINE_EXCEEDED" => 504,
        _ => 500,
    };
    of(code.unwrap_or(named), Some(error))
}

/// An error by its HTTP status and, if it is Google's own, its body.
pub(super) fn of(status: u16, error: Option<&Value>) -> Failure {
    let name = error.and_then(|error| error["status"].as_str()).unwrap_or_default();
    let failure = match (status, name) {
        (400, _) if has_reason(error, "API_KEY_INVALID") => auth("The model's API key was rejected."),
        (400, "FAILED_PRECONDITION") => auth("The account with the model's provider can't be used in this region."),
        (401 | 403, _) => auth("The model's API key was rejected or lacks permission."),
        (404, _) => no_model(),
        (429, _) if is_for_a_day(error) => {
            Failure::new(Class::Exhausted, "provider_quota_exhausted", "The model's daily quota is used up.")
        }
        (429, _) => Failure::new(Class::Limited, "provider_rate_limited", "The model's rate limit is reached for now."),
        (503, _) => Failure::new(Class::Transient, "provider_overloaded", "The model is overloaded."),
        (504, _) => Failure::late(),
        (400..=499, _) => Failure::new(Class::Permanent, "provider_refused", "The model refused the question."),
        _ => Failure::new(Class::Transient, "provider_unavailable", "The model has a temporary fault."),
    };
    Failure { after: retry_delay(error), ..failure }
}

fn auth(message: &str) -> Failure {
    Failure::new(Class::Account, "provider_auth", message)
}

fn details(error: Option<&Value>) -> impl Iterator<Item = &Value> {
    error.and_then(|error| error["details"].as_array()).into_iter().flatten()
}

fn has_reason(error: Option<&Value>, reason: &str) -> bool {
    details(error).any(|detail| detail["reason"] == reason)
}

/// Whether the exhausted quota is a daily one.
fn is_for_a_day(error: Option<&Value>) -> bool {
    let violations = details(error).filter_map(|detail| detail["violations"].as_array()).flatten();
    violations.filter_map(|violation| violation["quotaId"].as_str()).any(|id| id.contains("PerDay"))
}

/// `RetryInfo`: text such as `38s` or `1.5s`.
fn retry_delay(error: Option<&Value>) -> Option<Duration> {
    let delay = details(error).find_map(|detail| detail["retryDelay"].as_str())?;
    let seconds: f64 = delay.strip_suffix('s')?.parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok().map(|delay| delay.min(MAX_WAIT))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn retry_info_is_read_with_fractions_and_bounded() {
        let error = |delay: &str| json!({"details": [{"@type": "…"}, {"retryDelay": delay}]});
        for (text, wanted) in [
            ("38s", Some(Duration::from_secs(38))),
            ("1.5s", Some(Duration::from_millis(1500))),
            ("99999s", Some(MAX_WAIT)),
            ("-1s", None),
            ("soon", None),
        ] {
            assert_eq!(retry_delay(Some(&error(text))), wanted, "{text}");
        }
        assert_eq!(retry_delay(None), None);
    }

    #[test]
    fn statuses_of_intermediaries_are_not_attributed_to_google() {
        assert_eq!(of(502, None).error.code, "provider_unavailable");
        assert_eq!(of(400, None).error.code, "provider_refused");
    }
}
