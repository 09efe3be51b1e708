//! The send call.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{ConnectInfo, Path, State, rejection::BytesRejection},
    http::{HeaderMap, StatusCode, header::RETRY_AFTER},
    response::{Html, IntoResponse, Response},
};
use chrono::Utc;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Provider,
    magic::{self, Behaviour},
    request::{Fault, SendRequest, authenticate},
    store::{Call, Message},
};
use crate::connection::Connection;

/// `POST /v1/Account/{auth_id}/Message/`.
pub(super) async fn send(
    State(provider): State<Arc<Provider>>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    Path(auth_id): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let body = body.unwrap_or_default();
    let judged = authenticate(&provider.setup, &auth_id, &headers)
        .and_then(|()| SendRequest::judge(&provider.setup, &headers, &body));
    let request = match judged {
        Ok(request) => request,
        Err(fault) => {
            provider.state().add_call(Call { at: Utc::now(), to: None, http_status: Some(fault.0) });
            return refusal(fault, false);
        }
    };
    match settle(&provider, request) {
        Some(response) => response,
        None => {
            connection.hang_up();
            // The server drops this handler once the connection is closed.
            provider.background.stopped().await;
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// Picks and records the outcome of a valid call, under one lock. `None`: no response.
fn settle(provider: &Provider, request: SendRequest) -> Option<Response> {
    let SendRequest { from, to: digits, text } = request;
    let (to, at) = (format!("+{digits}"), Utc::now());
    let mut store = provider.state();
    let turn = store.calls_to(&to);
    let message_uuid = Uuid::now_v7().to_string();
    let message = Message { message_uuid: message_uuid.clone(), from, to: to.clone(), text, at };
    let accepted =
        || answer(StatusCode::ACCEPTED, json!({"message": "message(s) queued", "message_uuid": [message_uuid]}));
    let (arrives, response) = match magic::behaviour(&digits) {
        Behaviour::Refuse { status, says, as_object, by_turns } if !by_turns || turn.is_multiple_of(2) => {
            (false, Some(refusal((status, says.to_owned()), as_object)))
        }
        Behaviour::Arrive | Behaviour::Refuse { .. } => (true, Some(accepted())),
        Behaviour::LoseAnswer => (true, None),
        Behaviour::HtmlRefusal => {
            (false, Some((StatusCode::BAD_GATEWAY, Html("<h1>502 Bad Gateway</h1>\n")).into_response()))
        }
        Behaviour::InvalidNumber => {
            let body = json!({"message": "message(s) queued", "message_uuid": [], "invalid_number": [digits]});
            (false, Some(answer(StatusCode::ACCEPTED, body)))
        }
    };
    if arrives {
        store.add_message(message);
    }
    let http_status = response.as_ref().map(|response| response.status().as_u16());
    store.add_call(Call { at, to: Some(to), http_status });
    response
}

/// The response to paths outside the Message API, such as one without the trailing slash.
pub(super) async fn unknown_path() -> Response {
    refusal((404, "not found".to_owned()), false)
}

pub(super) async fn wrong_method() -> Response {
    refusal((405, "method not allowed".to_owned()), false)
}

fn answer(status: StatusCode, mut body: Value) -> Response {
    body["api_id"] = json!(Uuid::now_v7());
    (status, Json(body)).into_response()
}

fn refusal((status, says): Fault, as_object: bool) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let error = if as_object { json!({"error": says}) } else { json!(says) };
    let response = answer(status, json!({"error": error}));
    match status {
        StatusCode::TOO_MANY_REQUESTS => ([(RETRY_AFTER, "1")], response).into_response(),
        _ => response,
    }
}
