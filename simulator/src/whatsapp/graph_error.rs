//! Graph's error object, and the codes that the simulator uses.

use axum::{
    Json,
    http::{StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use serde_json::json;
use uuid::Uuid;

pub(super) const TEMPORARY: u32 = 2;
pub(super) const UNKNOWN_OBJECT: u32 = 33;
pub(super) const INVALID_PARAMETER: u32 = 100;
pub(super) const INVALID_TOKEN: u32 = 190;
pub(super) const UNKNOWN_PATH: u32 = 2500;
pub(super) const THROUGHPUT: u32 = 130_429;
pub(super) const INVALID_VALUE: u32 = 131_009;
pub(super) const UNDELIVERABLE: u32 = 131_026;
pub(super) const UNSUPPORTED_TYPE: u32 = 131_051;

/// The HTTP status and the title that come with a code.
pub(super) fn meaning(code: u32) -> (StatusCode, &'static str) {
    match code {
        TEMPORARY => (StatusCode::SERVICE_UNAVAILABLE, "Service temporarily unavailable"),
        UNKNOWN_OBJECT => (StatusCode::BAD_REQUEST, "Object does not exist"),
        INVALID_PARAMETER => (StatusCode::BAD_REQUEST, "Invalid parameter"),
        INVALID_TOKEN => (StatusCode::UNAUTHORIZED, "Invalid access token"),
        UNKNOWN_PATH => (StatusCode::NOT_FOUND, "Unknown path"),
        THROUGHPUT => (StatusCode::TOO_MANY_REQUESTS, "Rate limit hit"),
        INVALID_VALUE => (StatusCode::BAD_REQUEST, "Parameter value is not valid"),
        UNDELIVERABLE => (StatusCode::BAD_REQUEST, "Message undeliverable"),
        UNSUPPORTED_TYPE => (StatusCode::BAD_REQUEST, "Unsupported message type"),
        _ => (StatusCode::BAD_REQUEST, "Something went wrong"),
    }
}

/// A refused call.
pub(super) struct GraphError {
    pub(super) code: u32,
    details: String,
}

impl GraphError {
    pub(super) fn new(code: u32, details: impl Into<String>) -> Self {
        Self { code, details: details.into() }
    }
}

impl IntoResponse for GraphError {
    fn into_response(self) -> Response {
        let (status, title) = meaning(self.code);
        let body = Json(json!({"error": {
            "message": format!("(#{}) {title}", self.code),
            "type": "OAuthException",
            "code": self.code,
            "error_data": {"messaging_product": "whatsapp", "details": self.details},
            "fbtrace_id": Uuid::now_v7().simple().to_string(),
        }}));
        if status == StatusCode::TOO_MANY_REQUESTS {
            (status, [(RETRY_AFTER, "1")], body).into_response()
        } else {
            (status, body).into_response()
        }
    }
}
