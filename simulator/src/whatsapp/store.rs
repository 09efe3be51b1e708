//! The newest messages in both directions, and the newest calls.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

/// Maximum messages in each direction.
const MAX_MESSAGES: usize = 10_000;
/// Maximum calls.
const MAX_CALLS: usize = 50_000;
/// Maximum stored length of callback data and template names; valid ones are no longer.
const MAX_NOTED: usize = 512;
/// The same for other texts.
const MAX_NOTED_SHORT: usize = 32;

/// A message's status, in order of rank: a delivered message can't fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Status {
    Accepted,
    Sent,
    Failed,
    Delivered,
    Read,
}

/// An accepted message. `to` has a plus; `body` is text to display.
#[derive(Clone, Serialize)]
pub(super) struct Message {
    pub(super) wamid: String,
    pub(super) phone_number_id: String,
    pub(super) to: String,
    /// The provider's id of the recipient.
    #[serde(skip)]
    pub(super) wa_id: String,
    #[serde(rename = "type")]
    pub(super) type_name: &'static str,
    pub(super) body: String,
    pub(super) callback_data: Option<String>,
    pub(super) status: Status,
    pub(super) accepted_at: DateTime<Utc>,
}

/// A send call. Texts are unchanged; `http_status` is null if the response was lost.
#[derive(Clone, Serialize)]
pub(super) struct Call {
    at: DateTime<Utc>,
    phone_number_id: String,
    pub(super) to: Option<String>,
    #[serde(rename = "type")]
    type_name: Option<String>,
    template: Option<String>,
    callback_data: Option<String>,
    pub(super) http_status: Option<u16>,
    pub(super) error_code: Option<u32>,
}

impl Call {
    /// A call without a response yet.
    pub(super) fn new(phone_number_id: &str, body: &Value) -> Self {
        Self {
            at: Utc::now(),
            phone_number_id: cut(phone_number_id, MAX_NOTED_SHORT),
            to: noted(&body["to"], MAX_NOTED_SHORT),
            type_name: noted(&body["type"], MAX_NOTED_SHORT),
            template: noted(&body["template"]["name"], MAX_NOTED),
            callback_data: noted(&body["biz_opaque_callback_data"], MAX_NOTED),
            http_status: None,
            error_code: None,
        }
    }
}

/// A message from a person, with a phone number (with a plus), a user id, or both.
#[derive(Clone, Serialize)]
pub(super) struct Inbound {
    pub(super) id: String,
    pub(super) phone_number_id: String,
    pub(super) from: Option<String>,
    pub(super) user_id: Option<String>,
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) type_name: String,
    pub(super) body: String,
    /// The receiver's last status, or null.
    pub(super) http_status: Option<u16>,
    /// Whether the business marked it as read.
    pub(super) is_read: bool,
    /// Whether the business showed that it types an answer.
    pub(super) is_answer_typed: bool,
    pub(super) at: DateTime<Utc>,
}

/// Newest last.
#[derive(Default)]
pub(super) struct Store {
    messages: VecDeque<Message>,
    inbound: VecDeque<Inbound>,
    calls: VecDeque<Call>,
}

impl Store {
    pub(super) fn add_message(&mut self, message: Message) {
        push(&mut self.messages, message, MAX_MESSAGES);
    }

    pub(super) fn add_inbound(&mut self, inbound: Inbound) {
        push(&mut self.inbound, inbound, MAX_MESSAGES);
    }

    pub(super) fn add_call(&mut self, call: Call) {
        push(&mut self.calls, call, MAX_CALLS);
    }

    /// Records the receiver's response to a message from a person.
    pub(super) fn note_answer(&mut self, id: &str, http_status: Option<u16>) {
        if let Some(inbound) = self.inbound.iter_mut().rev().find(|inbound| inbound.id == id) {
            inbound.http_status = http_status;
        }
    }

    /// Records that the business has read a message from a person.
    pub(super) fn mark_read(&mut self, id: &str, is_answer_typed: bool) {
        if let Some(inbound) = self.inbound.iter_mut().rev().find(|inbound| inbound.id == id) {
            inbound.is_read = true;
            inbound.is_answer_typed |= is_answer_typed;
        }
    }

    /// Newest first.
    pub(super) fn messages(&self) -> impl Iterator<Item = &Message> {
        self.messages.iter().rev()
    }

    /// Newest first.
    pub(super) fn inbound(&self) -> impl Iterator<Item = &Inbound> {
        self.inbound.iter().rev()
    }

    /// Newest first.
    pub(super) fn calls(&self) -> impl Iterator<Item = &Call> {
        self.calls.iter().rev()
    }

    pub(super) fn message(&self, wamid: &str) -> Option<&Message> {
        self.messages().find(|message| message.wamid == wamid)
    }

    /// Raises a message's status; a failed one stays failed. Returns the updated message.
    pub(super) fn advance(&mut self, wamid: &str, status: Status) -> Option<Message> {
        let message = self.messages.iter_mut().rev().find(|message| message.wamid == wamid)?;
        if message.status != Status::Failed {
            message.status = message.status.max(status);
        }
        Some(message.clone())
    }
}

fn push<T>(items: &mut VecDeque<T>, item: T, capacity: usize) {
    if items.len() == capacity {
        items.pop_front();
    }
    items.push_back(item);
}

fn noted(value: &Value, most: usize) -> Option<String> {
    value.as_str().map(|text| cut(text, most))
}

/// The first characters of a text.
pub(super) fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}
