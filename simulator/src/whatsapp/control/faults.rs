//! Errors of control routes.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::json;

pub(super) fn no_receiver() -> Response {
    fault(StatusCode::CONFLICT, "no webhook URL is configured")
}

pub(super) fn bad_request(message: &str) -> Response {
    fault(StatusCode::BAD_REQUEST, message)
}

pub(super) fn fault(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({"error": {"message": message}}))).into_response()
}
