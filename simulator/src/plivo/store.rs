//! The newest text messages and calls.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};
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
