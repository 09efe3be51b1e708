//! The parts of a WhatsApp Cloud webhook that we use.
//!
//! Unknown and missing fields are accepted everywhere, and an unreadable item affects no other.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::dates;
use shared::messaging::jobs::{ApplyStatuses, Inbound, ProviderStatus};
use shared::messaging::{Media, MediaKind, MessageStatus, ProviderError};

/// WhatsApp's ids and texts are shorter; a text is cut to our message limit.
const MAX_ID: usize = 256;
const MAX_TEXT: usize = 4096;

/// WhatsApp retries an event for seven days. An older one is a replay, and is ignored.
const MAX_AGE: TimeDelta = TimeDelta::days(8);

/// A webhook's events, and the number of those too old to be genuine.
pub(super) struct Webhook {
    pub told: ApplyStatuses,
    pub stale: usize,
}

/// Parses a webhook.
pub(super) fn read(webhook: &Value, now: DateTime<Utc>) -> Webhook {
    let mut told = ApplyStatuses { statuses: Vec::new(), inbound: Vec::new() };
    let values = items(webhook, "entry").flat_map(|entry| items(entry, "changes")).map(|change| &change["value"]);
    for value in values {
        let number = value["metadata"]["phone_number_id"].as_str().unwrap_or_default();
        let statuses = items(value, "statuses").filter_map(known::<Status>);
        told.statuses.extend(statuses.filter_map(|status| status.meaning(number)));
        let messages = items(value, "messages").filter_map(known::<Message>);
        told.inbound.extend(messages.filter_map(|message| message.meaning(number)));
        for error in items(value, "errors") {
            tracing::error!(provider_code = error["code"].as_i64(), "WhatsApp reported a problem with the account");
        }
    }
    let events = told.statuses.len() + told.inbound.len();
    let is_fresh = |at: Option<DateTime<Utc>>| at.is_none_or(|at| now - at <= MAX_AGE);
    told.statuses.retain(|status| is_fresh(status.at));
    told.inbound.retain(|message| is_fresh(message.at));
    let stale = events - told.statuses.len() - told.inbound.len();
    Webhook { told, stale }
}

fn items<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value[name].as_array().map(Vec::as_slice).unwrap_or_default().iter()
}

fn known<T: DeserializeOwned>(item: &Value) -> Option<T> {
    let read = T::deserialize(item);
    if let Err(error) = &read {
        // serde's type errors may quote the value.
        tracing::warn!(kind = std::any::type_name::<T>(), is_data = error.is_data(), "a webhook item can't be decoded");
    }
    read.ok()
}

#[derive(Deserialize)]
struct Status {
    id: String,
    status: String,
    #[serde(default)]
    timestamp: Value,
    #[serde(default)]
    recipient_id: Value,
    #[serde(default)]
    biz_opaque_callback_data: Value,
    #[serde(default)]
    errors: Value,
}

impl Status {
    /// Our status; `None` for an unknown one.
    fn meaning(self, number: &str) -> Option<ProviderStatus> {
        let status = match self.status.as_str() {
            "sent" => MessageStatus::Sent,
            "delivered" => MessageStatus::Delivered,
            "read" | "played" => MessageStatus::Read,
            "failed" => MessageStatus::Failed,
            _ => return None,
        };
        let failed = status == MessageStatus::Failed;
        let nameless = ProviderError { code: -1, message: None, details: None, request_id: None };
        Some(ProviderStatus {
            message_id: self.biz_opaque_callback_data.as_str().and_then(|data| data.parse().ok()),
            provider_message_id: id(self.id)?,
            // Without a number it concerns no message.
            number_id: Some(id(number.to_owned()).unwrap_or_default()),
            recipient: self.recipient_id.as_str().and_then(|recipient| id(recipient.to_owned())),
            status,
            at: time(&self.timestamp),
            error: self.errors.get(0).and_then(error).or(failed.then_some(nameless)),
        })
    }
}

fn error(error: &Value) -> Option<ProviderError> {
    let text = |value: &Value| Some(clean(value.as_str()?));
    let details = &error["error_data"];
    Some(ProviderError {
        code: error["code"].as_i64()?,
        message: text(&error["message"]).or_else(|| text(&error["title"])),
        details: text(&details["details"]).or_else(|| text(details)),
        request_id: text(&error["fbtrace_id"]),
    })
}

#[derive(Deserialize)]
struct Message {
    id: String,
    from: Option<String>,
    from_user_id: Option<String>,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    timestamp: Value,
    #[serde(flatten)]
    rest: serde_json::Map<String, Value>,
}

impl Message {
    fn meaning(self, number: &str) -> Option<Inbound> {
        let part = self.rest.get(&self.kind).unwrap_or(&Value::Null);
        let reference = self.reference(part);
        // An edit carries the new message.
        let edited = &part["message"];
        let part = edited["type"].as_str().map_or(part, |kind| &edited[kind]);
        let texts = [
            &part["body"],
            &part["caption"],
            &part["text"],
            &part["emoji"],
            &part["button_reply"]["title"],
            &part["list_reply"]["title"],
        ];
        Some(Inbound {
            reference,
            body: texts.into_iter().find_map(Value::as_str).map(clean).unwrap_or_default(),
            media: media(&self.kind, part),
            provider_message_id: id(self.id)?,
            number_id: id(number.to_owned())?,
            from: id(self.from.or(self.from_user_id)?)?,
            kind: clean(&self.kind),
            at: time(&self.timestamp),
        })
    }
}

impl Message {
    /// The message that is edited, revoked, reacted to or quoted.
    fn reference(&self, part: &Value) -> Option<String> {
        let quoted = self.rest.get("context").unwrap_or(&Value::Null);
        let names = [&part["original_message_id"], &part["message_id"], &quoted["id"]];
        names.into_iter().find_map(|name| id(name.as_str()?.to_owned()))
    }
}

/// A received file: WhatsApp stores it under its id for a while.
fn media(kind: &str, part: &Value) -> Option<Media> {
    let kind = match kind {
        "image" => MediaKind::Image,
        "video" => MediaKind::Video,
        "audio" => MediaKind::Audio,
        "document" => MediaKind::Document,
        "sticker" => MediaKind::Sticker,
        _ => return None,
    };
    let text = |name: &str| part[name].as_str().map(clean);
    Some(Media { kind, link: None, id: Some(text("id")?), caption: text("caption"), filename: text("filename") })
}

/// Postgres text can't contain NUL.
fn clean(text: &str) -> String {
    text.chars().filter(|c| *c != '\0').take(MAX_TEXT).collect()
}

fn id(text: String) -> Option<String> {
    (!text.is_empty() && text.len() <= MAX_ID && !text.contains('\0')).then_some(text)
}

/// Unix seconds, as text.
fn time(value: &Value) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(value.as_str()?.parse().ok()?, 0).filter(|at| dates::is_expressible(*at))
}
