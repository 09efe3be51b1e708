//! Stripe's error format.

use axum::{
    Json,
    http::{HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

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

    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_request_error", message)
    }

    pub(super) fn invalid(code: &str, param: &str, message: impl Into<String>) -> Self {
        Self { code: Some(code.to_owned()), param: Some(param.to_owned()), ..Self::bad_request(message) }
    }

    pub(super) fn no_such(what: &str, id: &str) -> Self {
        let status = StatusCode::NOT_FOUND;
        Self { status, ..Self::invalid("resource_missing", "id", format!("No such {what}: '{id}'")) }
    }

    /// No route has this path.
    pub(super) fn unknown_route(method: &str, path: &str) -> Self {
        let message = format!("Unrecognized request URL ({method}: {path}).");
        Self::new(StatusCode::NOT_FOUND, "invalid_request_error", message)
    }

    /// Members without a value are absent.
    fn body(&self) -> Value {
        let mut error = json!({"type": self.kind, "message": self.message});
        if let Some(code) = &self.code {
            error["code"] = json!(code);
            error["doc_url"] = json!(format!("https://stripe.com/docs/error-codes/{}", code.replace('_', "-")));
        }
        if let Some(param) = &self.param {
            error["param"] = json!(param);
        }
        json!({"error": error})
    }
}

impl IntoResponse for StripeError {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.body())).into_response();
        let headers = response.headers_mut();
        if let Some(seconds) = self.retry_after {
            headers.insert("retry-after", seconds.into());
        }
        if let Some(should) = self.should_retry {
            headers.insert("stripe-should-retry", HeaderValue::from_static(if should { "true" } else { "false" }));
        }
        response
    }
}
