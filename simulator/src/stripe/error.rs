//! Stripe's error format.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

/// An API error.
#[derive(Debug, Clone)]
pub(super) struct StripeError {
    pub(super) status: StatusCode,
    pub(super) kind: &'static str,
    pub(super) code: Option<String>,
    pub(super) param: Option<String>,
    pub(super) message: String,
    pub(super) retry_after: Option<u64>,
    pub(super) should_retry: Option<bool>,
}

impl StripeError {
    pub(super) fn new(status: StatusCode, kind: &'static str, message: impl Into<String>) -> Self {
        Self { status, kind, code: None, param: None, message: message.into(), retry_after: None, should_retry: None }
    }

    pub(super) fn invalid(code: &str, param: &str, message: impl Into<String>) -> Self {
        let error = Self::new(StatusCode::BAD_REQUEST, "invalid_request_error", message);
        Self { code: Some(code.to_owned()), param: Some(param.to_owned()), ..error }
    }

    pub(super) fn no_such(what: &str, id: &str) -> Self {
        let status = StatusCode::NOT_FOUND;
        Self { status, ..Self::invalid("resource_missing", "id", format!("No such {what}: '{id}'")) }
    }
}

impl IntoResponse for StripeError {
    fn into_response(self) -> Response {
        let error = json!({"type": self.kind, "code": self.code, "param": self.param, "message": self.message});
        let mut response = (self.status, Json(json!({"error": error}))).into_response();
        let headers = response.headers_mut();
        if let Some(seconds) = self.retry_after {
            headers.insert("retry-after", seconds.into());
        }
        if let Some(should) = self.should_retry {
            headers.insert(
                "stripe-should-retry",
                axum::http::HeaderValue::from_static(if should { "true" } else { "false" }),
            );
        }
        response
    }
}
