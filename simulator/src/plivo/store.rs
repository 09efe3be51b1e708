//! The newest text messages and calls.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

const MAX_MESSAGES: usize = 10_000;
const MAX_CALLS: usize = 50_000;

/// A delivered text message. `to` has a plus.
#[derive(Clone, Serialize)]
pub(super) struct Message {
    pub message_uuid: String,
    pub from: String,
    pub to: String,
    pub text: String,
    pub at: DateTime<Utc>,
    #[serde(skip)]
    pub powerpack_uuid: Option<String>,
}

/// The time between a message's states.
pub(super) const STATE_DELAY: TimeDelta = TimeDelta::milliseconds(50);
/// Characters of one part, and of each of several: in the GSM alphabet, and in others.
const PARTS: [(usize, usize); 2] = [(160, 153), (70, 67)];

impl Message {
    /// Its state at a time.
    pub fn state(&self, now: DateTime<Utc>) -> &'static str {
        match now.signed_duration_since(self.at) {
            age if age < STATE_DELAY => "queued",
            age if age < STATE_DELAY * 2 => "sent",
            _ => "delivered",
        }
    }

    /// The number of its parts.
    pub fn units(&self) -> usize {
        let (length, (one, several)) = match self.text.is_ascii() {
            true => (self.text.len(), PARTS[0]),
            false => (self.text.encode_utf16().count(), PARTS[1]),
        };
        if length <= one { 1 } else { length.div_ceil(several) }
    }
}

/// A send call; `http_status` is null if the response was lost.
#[derive(Clone, Serialize)]
pub(super) struct Call {
    pub at: DateTime<Utc>,
    /// With a plus; null if the call was invalid.
    pub to: Option<String>,
    pub http_status: Option<u16>,
}

/// Newest last.
#[derive(Default)]
pub(super) struct Store {
    messages: VecDeque<Message>,
    calls: VecDeque<Call>,
}

impl Store {
    pub fn add_message(&mut self, message: Message) {
        push(&mut self.messages, message, MAX_MESSAGES);
    }

    pub fn add_call(&mut self, call: Call) {
        push(&mut self.calls, call, MAX_CALLS);
    }

    /// Newest first.
    pub fn messages(&self) -> impl Iterator<Item = &Message> {
        self.messages.iter().rev()
    }

    /// Newest first.
    pub fn calls(&self) -> impl Iterator<Item = &Call> {
        self.calls.iter().rev()
    }

    /// The number of calls to a number.
    pub fn calls_to(&self, to: &str) -> usize {
        self.calls.iter().filter(|call| call.to.as_deref() == Some(to)).count()
    }
}

fn push<T>(items: &mut VecDeque<T>, item: T, capacity: usize) {
    if items.len() == capacity {
        items.pop_front();
    }
    items.push_back(item);
}
