//! Errors in the format of Google's APIs.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

/// An error: HTTP status, its name, message and details.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Refusal {
    pub status: u16,
    pub name: &'static str,
    pub says: String,
    pub details: Vec<Value>,
}

impl Refusal {
    pub fn new(status: u16, name: &'static str, says: impl Into<String>) -> Self {
        Self { status, name, says: says.into(), details: Vec::new() }
    }

    pub fn with(self, detail: Value) -> Self {
        Self { details: [self.details, vec![detail]].concat(), ..self }
    }

    pub fn invalid(says: impl Into<String>) -> Self {
        Self::new(400, "INVALID_ARGUMENT", says)
    }

    /// Google returns 400 for a wrong key, and details name the reason.
    pub fn bad_key() -> Self {
        Self::invalid("API key not valid. Please pass a valid API key.").with(json!({
            "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID",
            "domain": "googleapis.com", "metadata": {"service": "generativelanguage.googleapis.com"},
        }))
    }

    pub fn unknown_model(model: &str, version: &str) -> Self {
        Self::new(404, "NOT_FOUND", format!("models/{model} is not found for API version {version}"))
    }

    /// No route has this path.
    pub fn unknown_path() -> Self {
        Self::new(404, "NOT_FOUND", "Requested entity was not found.")
    }

    /// Rate limited; `retry_in` as in RetryInfo, such as `1s`.
    pub fn quota(quota_id: &str, retry_in: Option<String>) -> Self {
        let refusal = Self::new(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota.").with(json!({
            "@type": "type.googleapis.com/google.rpc.QuotaFailure",
            "violations": [{"quotaMetric": "generativelanguage.googleapis.com/generate_requests",
                "quotaId": quota_id, "quotaValue": "15"}],
        }));
        match retry_in {
            Some(delay) => {
                refusal.with(json!({"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": delay}))
            }
            None => refusal,
        }
    }

    pub fn overloaded() -> Self {
        Self::new(503, "UNAVAILABLE", "The model is overloaded. Please try again later.")
    }

    /// The error, also used in mid-stream.
    pub fn body(&self) -> Value {
        let Self { status, name, says, details } = self;
        let mut error = json!({"code": status, "message": says, "status": name});
        if !details.is_empty() {
            error["details"] = json!(details);
        }
        json!({"error": error})
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, Json(self.body())).into_response()
    }
}
