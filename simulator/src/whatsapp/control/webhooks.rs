//! Webhooks on demand: valid, duplicate and invalid ones. None is retried on failure, except `read`.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::faults::{bad_request, fault, no_receiver};
use crate::whatsapp::{
    Provider,
    inbound::{self, NewInbound},
    payload::{self, StatusEvent},
    phone::digits,
    send::new_wamid,
    store::{Inbound, Status, cut},
    webhooks::{Handshake, Signature},
};

/// Maximum sends of the same webhook.
const MAX_TIMES: u32 = 100;
const BAD_TIMES: &str = "times must be 1 to 100";
/// Maximum statuses in a webhook.
const MAX_STATUSES: usize = 1000;
/// Changes that a webhook's statuses are split into, two per entry.
const CHANGES: usize = 4;
/// Maximum stored length of a person's name.
const MAX_NAME: usize = 128;

/// `POST /messages/{wamid}/read`: returns the message; its status webhook follows.
pub(super) async fn read(State(provider): State<Arc<Provider>>, Path(wamid): Path<String>) -> Response {
    let Some(message) = provider.state().store.advance(&wamid, Status::Read) else {
        return fault(StatusCode::NOT_FOUND, "no such message");
    };
    if message.status != Status::Read {
        return fault(StatusCode::CONFLICT, "the message failed, nobody can read it");
    }
    let event = StatusEvent::new(json!(message.status), &wamid, Some(&message), None, provider.state().identity);
    let change = provider.business(&message.phone_number_id).statuses(&[event]);
    let webhook = payload::webhook([[change].as_slice()]);
    let background = provider.background.clone();
    background.spawn(async move { provider.setup.webhooks.deliver(&wamid, webhook).await });
    Json(message).into_response()
}

/// An event, possibly false.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnyStatus {
    wamid: String,
    status: String,
    error_code: Option<u32>,
    timestamp: Option<Timestamp>,
}

/// Unix seconds; text is sent unchanged.
#[derive(Deserialize)]
#[serde(untagged)]
enum Timestamp {
    Seconds(i64),
    Text(String),
}

/// The one or many events of a request, and how often to send them.
fn read_statuses(mut wanted: Map<String, Value>) -> serde_json::Result<(Vec<AnyStatus>, Option<u32>)> {
    let times = serde_json::from_value(wanted.remove("times").unwrap_or_default())?;
    let statuses = match wanted.remove("statuses") {
        Some(statuses) if wanted.is_empty() => serde_json::from_value(statuses)?,
        Some(_) => Vec::new(),
        None => vec![serde_json::from_value(wanted.into())?],
    };
    Ok((statuses, times))
}

/// `POST /statuses`: sends the events in one webhook, `times` times, without changing the messages. Returns the
/// receiver's last `http_status`, null if none.
pub(super) async fn statuses(
    State(provider): State<Arc<Provider>>,
    Json(wanted): Json<Map<String, Value>>,
) -> Response {
    let Ok((statuses, times)) = read_statuses(wanted) else {
        return bad_request("there must be wamid and status, or statuses with such members");
    };
    if !(1..=MAX_STATUSES).contains(&statuses.len()) {
        return bad_request("there must be 1 to 1000 statuses and nothing beside them, or one");
    }
    send_times(&provider, provider.status_webhook(statuses), Signature::Right, times).await
}

/// A webhook that is untrusted or malformed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnyWebhook {
    body: Option<Value>,
    raw: Option<String>,
    #[serde(default)]
    signature: Signature,
    times: Option<u32>,
}

/// `POST /webhook`: sends `body` as JSON, or `raw` byte for byte; responds like `POST /statuses`.
pub(super) async fn webhook(State(provider): State<Arc<Provider>>, Json(wanted): Json<AnyWebhook>) -> Response {
    let body: Bytes = match (wanted.body, wanted.raw) {
        (Some(body), None) => payload::escape(&body.to_string()).into(),
        (None, Some(raw)) => raw.into(),
        _ => return bad_request("there must be either body or raw"),
    };
    send_times(&provider, body, wanted.signature, wanted.times).await
}

/// The handshake's kind; it and the body are optional.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnyHandshake {
    #[serde(default)]
    variant: Handshake,
}

/// `POST /handshake`: `{"status", "challenge_echoed"}`; the status is null if the receiver gave none.
pub(super) async fn handshake(State(provider): State<Arc<Provider>>, wanted: Option<Json<AnyHandshake>>) -> Response {
    if provider.setup.config.webhook_url.is_none() {
        return no_receiver();
    }
    let how = wanted.map(|Json(wanted)| wanted.variant).unwrap_or_default();
    let (status, challenge_echoed) = provider.setup.webhooks.handshake(how).await;
    Json(json!({"status": status, "challenge_echoed": challenge_echoed})).into_response()
}

/// `POST /inbound`: a message from a person. Returns its `id` and the receiver's last `http_status`, null if none or
/// if webhooks are off.
pub(super) async fn inbound(State(provider): State<Arc<Provider>>, Json(wanted): Json<NewInbound>) -> Response {
    let times = wanted.times.unwrap_or(1);
    if let Some(fault) = wanted.fault() {
        return bad_request(fault);
    }
    if !(1..=MAX_TIMES).contains(&times) {
        return bad_request(BAD_TIMES);
    }
    let id = new_wamid();
    let webhook = provider.take_inbound(&id, &wanted);
    let http_status = provider.send_times(webhook, Signature::Right, times).await;
    provider.state().store.note_answer(&id, http_status);
    Json(json!({"id": id, "http_status": http_status})).into_response()
}

async fn send_times(provider: &Provider, body: Bytes, signature: Signature, times: Option<u32>) -> Response {
    let times = times.unwrap_or(1);
    if !(1..=MAX_TIMES).contains(&times) {
        return bad_request(BAD_TIMES);
    }
    if provider.setup.config.webhook_url.is_none() {
        return no_receiver();
    }
    let http_status = provider.send_times(body, signature, times).await;
    Json(json!({"http_status": http_status})).into_response()
}

impl Provider {
    async fn send_times(&self, body: Bytes, signature: Signature, times: u32) -> Option<u16> {
        let mut http_status = None;
        for _ in 0..times {
            http_status = self.setup.webhooks.send_once(body.clone(), signature).await;
        }
        http_status
    }

    /// All events in one webhook, in order. Events of different numbers never share a change; many events of one
    /// number are also spread over several changes and entries.
    fn status_webhook(&self, statuses: Vec<AnyStatus>) -> Bytes {
        let most = statuses.len().div_ceil(CHANGES);
        let mut sets: Vec<(String, Vec<StatusEvent>)> = Vec::new();
        for AnyStatus { wamid, status, error_code, timestamp } in statuses {
            let memory = self.state();
            let (message, identity) = (memory.store.message(&wamid).cloned(), memory.identity);
            drop(memory);
            let mut event = StatusEvent::new(status.into(), &wamid, message.as_ref(), error_code, identity);
            event = match timestamp {
                Some(Timestamp::Seconds(seconds)) => event.with_timestamp(seconds.to_string()),
                Some(Timestamp::Text(text)) => event.with_timestamp(text),
                None => event,
            };
            let number =
                message.map_or_else(|| self.setup.config.phone_number_id.clone(), |message| message.phone_number_id);
            match sets.last_mut() {
                Some((last, events)) if *last == number && events.len() < most => events.push(event),
                _ => sets.push((number, vec![event])),
            }
        }
        let changes: Vec<_> = sets.iter().map(|(number, events)| self.business(number).statuses(events)).collect();
        payload::webhook(changes.chunks(2))
    }

    /// Adds a message from a person, and builds its webhook.
    fn take_inbound(&self, id: &str, wanted: &NewInbound) -> Bytes {
        let phone_number_id = wanted.phone_number_id.as_ref().unwrap_or(&self.setup.config.phone_number_id);
        let business = self.business(phone_number_id);
        let file = inbound::sample_file(wanted.type_name());
        let mut memory = self.state();
        let file_id = file.as_ref().map(|file| memory.media.add(phone_number_id, file.clone()));
        if let Some(from) = &wanted.from {
            memory.gate.note_inbound(phone_number_id, &digits(from), wanted.at());
        }
        memory.store.add_inbound(Inbound {
            id: id.to_owned(),
            phone_number_id: phone_number_id.clone(),
            from: wanted.from.as_deref().map(|from| format!("+{}", digits(from))),
            user_id: wanted.user_id.clone(),
            name: cut(wanted.name(), MAX_NAME),
            type_name: wanted.type_name().to_owned(),
            body: wanted.body(),
            http_status: None,
            is_read: false,
            is_answer_typed: false,
            at: wanted.at(),
        });
        let identity = memory.identity;
        drop(memory);
        let message = wanted.message(id, &business, file_id.as_deref().zip(file.as_ref()), identity);
        payload::webhook([[business.message(&wanted.contact(identity), &message)].as_slice()])
    }
}
