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
    Provider, callbacks,
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
    let judged = authenticate(&provider.setup.config, &auth_id, &headers)
        .and_then(|()| SendRequest::judge(&provider.setup.config, &headers, &body));
    let request = match judged {
        Ok(request) => request,
        Err(fault) => {
            provider.state().add_call(Call { at: Utc::now(), to: None, http_status: Some(fault.0) });
            return refusal(fault, false);
        }
    };
    let callback = request.callback.clone();
    let (messages, response) = settle(&provider, request);
    if let Some(callback) = callback {
        for message in messages {
            callbacks::start(&provider, message, callback.clone());
        }
    }
    match response {
        Some(response) => response,
        None => {
            connection.hang_up();
            // The server drops this handler once the connection is closed.
            provider.background.stopped().await;
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// Picks and records the outcome of a valid call, under one lock: the messages, and the response, if any.
fn settle(provider: &Provider, request: SendRequest) -> (Vec<Message>, Option<Response>) {
    let SendRequest { from, to: recipients, mut invalid, text, powerpack_uuid, .. } = request;
    let at = Utc::now();
    let mut store = provider.state();
    // In a call with several recipients, the first that is magic decides.
    let magic = recipients.iter().map(|digits| (digits, magic::behaviour(digits)));
    let mut decisive = magic.filter(|(_, is)| !matches!(is, Behaviour::Arrive | Behaviour::InvalidNumber));
    let first = recipients.first().cloned().unwrap_or_default();
    let (digits, behaviour) = decisive.next().map_or((first, Behaviour::Arrive), |(digits, is)| (digits.clone(), is));
    let to = format!("+{digits}");
    let turn = store.calls_to(&to);
    let (arrives, refused) = match behaviour {
        Behaviour::Refuse { status, says, as_object, by_turns } if !by_turns || turn.is_multiple_of(2) => {
            (false, Some(refusal((status, says.to_owned()), as_object)))
        }
        Behaviour::HtmlRefusal => {
            (false, Some((StatusCode::BAD_GATEWAY, Html("<h1>502 Bad Gateway</h1>\n")).into_response()))
        }
        _ => (true, None),
    };
    let mut messages = Vec::new();
    for digits in recipients.into_iter().filter(|_| arrives) {
        if magic::behaviour(&digits) == Behaviour::InvalidNumber {
            invalid.push(digits);
            continue;
        }
        let message = Message {
            message_uuid: Uuid::now_v7().to_string(),
            from: from.clone(),
            to: format!("+{digits}"),
            text: text.clone(),
            at,
            powerpack_uuid: powerpack_uuid.clone(),
        };
        store.add_message(message.clone());
        messages.push(message);
    }
    let response = match behaviour {
        Behaviour::LoseAnswer => None,
        _ => Some(refused.unwrap_or_else(|| accepted(&messages, &invalid))),
    };
    let http_status = response.as_ref().map(|response| response.status().as_u16());
    store.add_call(Call { at, to: Some(to), http_status });
    (messages, response)
}

fn accepted(messages: &[Message], invalid: &[String]) -> Response {
    let ids: Vec<_> = messages.iter().map(|message| &message.message_uuid).collect();
    let mut body = json!({"message": "message(s) queued", "message_uuid": ids});
    if !invalid.is_empty() {
        body["invalid_number"] = json!(invalid);
    }
    answer(StatusCode::ACCEPTED, body)
}

pub(super) fn answer(status: StatusCode, mut body: Value) -> Response {
    body["api_id"] = json!(Uuid::now_v7());
    (status, Json(body)).into_response()
}

pub(super) fn refusal((status, says): Fault, as_object: bool) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let error = if as_object { json!({"error": says}) } else { json!(says) };
    let response = answer(status, json!({"error": error}));
    match status {
        StatusCode::TOO_MANY_REQUESTS => ([(RETRY_AFTER, "1")], response).into_response(),
        _ => response,
    }
}
