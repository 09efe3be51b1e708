//! Routes under `/simulator/whatsapp`: what happened, and levers for tests and the page.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Provider, magic,
    request::digits,
    store::{Call, Message, Status},
    webhooks::StatusEvent,
};

/// How often `POST /statuses` sends the same event at most.
const MAX_TIMES: u32 = 100;

/// Narrows a list: to a recipient (compared on digits), and to the newest `limit` rows.
#[derive(Deserialize)]
pub(super) struct Filter {
    to: Option<String>,
    limit: Option<usize>,
}

impl Filter {
    fn list<'a, T: serde::Serialize + 'a>(
        self,
        rows: impl Iterator<Item = &'a T>,
        recipient: impl Fn(&T) -> Option<&str>,
    ) -> Json<Value> {
        let wanted = self.to.as_deref().map(digits);
        let rows: Vec<&T> = rows
            .filter(|row| wanted.is_none() || recipient(row).map(digits) == wanted)
            .take(self.limit.unwrap_or(usize::MAX))
            .collect();
        Json(json!({"data": rows}))
    }
}

/// `GET /messages?to=&limit=`: the accepted messages, newest first.
pub(super) async fn messages(State(provider): State<Arc<Provider>>, Query(filter): Query<Filter>) -> Json<Value> {
    filter.list(provider.store().messages(), |message: &Message| Some(&message.to))
}

/// `GET /requests?to=&limit=`: the send calls, also the refused ones, newest first.
pub(super) async fn requests(State(provider): State<Arc<Provider>>, Query(filter): Query<Filter>) -> Json<Value> {
    filter.list(provider.store().calls(), |call: &Call| call.to.as_deref())
}

/// `GET /magic-recipients`.
pub(super) async fn magic_recipients() -> Json<Value> {
    Json(json!({"data": magic::table()}))
}

/// `POST /messages/{wamid}/read`: the message as it is then; its status webhook follows.
pub(super) async fn read(State(provider): State<Arc<Provider>>, Path(wamid): Path<String>) -> Response {
    let Some(message) = provider.store().advance(&wamid, Status::Read) else {
        return fault(StatusCode::NOT_FOUND, "no such message");
    };
    if message.status != Status::Read {
        return fault(StatusCode::CONFLICT, "the message failed, nobody can read it");
    }
    let event = StatusEvent::new(json!(message.status), &wamid, Some(&message), None);
    let background = provider.background.clone();
    background.spawn(async move { provider.webhooks.deliver(&event).await });
    Json(message).into_response()
}

/// An event that need not be true.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnyStatus {
    wamid: String,
    status: String,
    times: Option<u32>,
    error_code: Option<u32>,
}

/// `POST /statuses`: sends the event `times` times, never again on a failure, and leaves the message as it is. Answers
/// with the receiver's last `http_status`, null where it gave none.
pub(super) async fn statuses(State(provider): State<Arc<Provider>>, Json(wanted): Json<AnyStatus>) -> Response {
    let times = wanted.times.unwrap_or(1);
    if !(1..=MAX_TIMES).contains(&times) {
        return fault(StatusCode::BAD_REQUEST, "times must be 1 to 100");
    }
    if provider.config.webhook_url.is_none() {
        return no_receiver();
    }
    let message = provider.store().message(&wanted.wamid).cloned();
    let event = StatusEvent::new(wanted.status.into(), &wanted.wamid, message.as_ref(), wanted.error_code);
    let mut http_status = None;
    for _ in 0..times {
        http_status = provider.webhooks.send_once(&event).await;
    }
    Json(json!({"http_status": http_status})).into_response()
}

/// `POST /handshake`: `{"status", "challenge_echoed"}`; the status is null where the receiver gave none.
pub(super) async fn handshake(State(provider): State<Arc<Provider>>) -> Response {
    if provider.config.webhook_url.is_none() {
        return no_receiver();
    }
    let (status, challenge_echoed) = provider.webhooks.handshake().await;
    Json(json!({"status": status, "challenge_echoed": challenge_echoed})).into_response()
}

fn no_receiver() -> Response {
    fault(StatusCode::CONFLICT, "no webhook URL is configured")
}

fn fault(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({"error": {"message": message}}))).into_response()
}
