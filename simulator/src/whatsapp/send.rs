//! The send call: judge, note, answer, and let the statuses follow.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{ConnectInfo, Path, State, rejection::BytesRejection},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use chrono::Utc;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Provider,
    graph_error::{GraphError, THROUGHPUT, UNKNOWN_PATH, meaning},
    magic::{self, Behaviour},
    request::{SendRequest, digits},
    store::{Call, Message, Status, Store},
    webhooks::StatusEvent,
};
use crate::connection::Connection;

/// How many messages may wait for their statuses to be taken, before more are refused.
const MAX_WAITING: usize = 10_000;
/// How much of a text is noted of a call; no valid one is longer.
const MAX_NOTED_CHARACTERS: usize = 512;

/// `POST /{version}/{phone_number_id}/messages`.
pub(super) async fn send(
    State(provider): State<Arc<Provider>>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    Path((version, phone_number_id)): Path<(String, String)>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    if !is_version(&version) {
        return unknown_route().await.into_response();
    }
    // A body that can't be read or isn't JSON is judged as null: it has none of the members.
    let body: Value = serde_json::from_slice(&body.unwrap_or_default()).unwrap_or_default();
    let call = Call {
        at: Utc::now(),
        to: noted(&body["to"]),
        callback_data: noted(&body["biz_opaque_callback_data"]),
        http_status: None,
        error_code: None,
    };
    let judged = SendRequest::judge(&provider.config, &phone_number_id, &headers, body);
    let (message, input, behaviour) = match settle(&provider, call, judged) {
        Ok(accepted) => accepted,
        Err(error) => return error.into_response(),
    };
    let answer = json!({
        "messaging_product": "whatsapp",
        "contacts": [{"input": input, "wa_id": digits(&message.to)}],
        "messages": [{"id": message.wamid}],
    });
    let background = provider.background.clone();
    background.spawn(report(provider, message, behaviour));
    if matches!(behaviour, Behaviour::LoseAnswer { .. }) {
        connection.hang_up();
        // The server drops this handler as soon as it sees the closed connection.
        background.stopped().await;
    }
    Json(answer).into_response()
}

/// Any path that is none of Graph's.
pub(super) async fn unknown_route() -> GraphError {
    GraphError::new(UNKNOWN_PATH, "nothing answers at this path")
}

/// Decides what becomes of a call and notes it, under one lock, so that of two equal calls at the same time only one
/// is the first.
fn settle(
    provider: &Provider,
    mut call: Call,
    judged: Result<SendRequest, GraphError>,
) -> Result<(Message, String, Behaviour), GraphError> {
    let mut store = provider.store();
    let settled = judged.and_then(|request| {
        let recipient = digits(&request.to);
        let behaviour = magic::behaviour(&recipient);
        if let Behaviour::Refuse { code, once } = behaviour
            && !(once && refused_before(&store, &call, code))
        {
            return Err(GraphError::new(code, "this recipient is made to fail"));
        }
        if provider.background.len() >= MAX_WAITING {
            return Err(GraphError::new(THROUGHPUT, "too many statuses wait for the receiver"));
        }
        let message = Message {
            wamid: format!("wamid.SIMULATOR{:X}", Uuid::now_v7().simple()),
            to: format!("+{recipient}"),
            body: request.text.body,
            callback_data: request.callback_data,
            status: Status::Accepted,
            accepted_at: Utc::now(),
        };
        Ok((message, request.to, behaviour))
    });
    match &settled {
        Ok((message, _, behaviour)) => {
            let answered = !matches!(behaviour, Behaviour::LoseAnswer { .. });
            call.http_status = answered.then_some(StatusCode::OK.as_u16());
            store.add_message(message.clone());
        }
        Err(error) => {
            call.http_status = Some(meaning(error.code).0.as_u16());
            call.error_code = Some(error.code);
        }
    }
    store.add_call(call);
    settled
}

fn refused_before(store: &Store, call: &Call, code: u32) -> bool {
    store.calls().any(|earlier| {
        earlier.error_code == Some(code) && earlier.to == call.to && earlier.callback_data == call.callback_data
    })
}

/// Takes a message through its statuses, one after the other.
async fn report(provider: Arc<Provider>, message: Message, behaviour: Behaviour) {
    let (statuses, error_code): (&[Status], _) = match behaviour {
        Behaviour::LoseAnswer { statuses: false } => (&[], None),
        Behaviour::Fail { code } => (&[Status::Failed], Some(code)),
        _ => (&[Status::Sent, Status::Delivered], None),
    };
    for status in statuses {
        tokio::time::sleep(provider.config.status_delay).await;
        provider.store().advance(&message.wamid, *status);
        let event = StatusEvent::new(json!(status), &message.wamid, Some(&message), error_code);
        provider.webhooks.deliver(&event).await;
    }
}

/// `vN.M`.
fn is_version(text: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.strip_prefix('v')
        .and_then(|numbers| numbers.split_once('.'))
        .is_some_and(|(major, minor)| is_number(major) && is_number(minor))
}

fn noted(value: &Value) -> Option<String> {
    let text = value.as_str()?;
    Some(text.chars().take(MAX_NOTED_CHARACTERS).collect())
}
