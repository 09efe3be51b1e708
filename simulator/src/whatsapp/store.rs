//! What the simulator remembers: the newest messages, and the newest calls.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};
use serde::Serialize;

/// How many messages, and how many calls, are remembered.
const CAPACITY: usize = 10_000;

/// Where a message is, in order of rank: a message that was delivered can't fail any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Status {
    Accepted,
    Sent,
    Failed,
    Delivered,
    Read,
}

/// An accepted message. `to` has a plus.
#[derive(Clone, Serialize)]
pub(super) struct Message {
    pub(super) wamid: String,
    pub(super) to: String,
    pub(super) body: String,
    pub(super) callback_data: Option<String>,
    pub(super) status: Status,
    pub(super) accepted_at: DateTime<Utc>,
}

/// A send call. `to` and `callback_data` are as they came; `http_status` is null where the answer was lost.
#[derive(Clone, Serialize)]
pub(super) struct Call {
    pub(super) at: DateTime<Utc>,
    pub(super) to: Option<String>,
    pub(super) callback_data: Option<String>,
    pub(super) http_status: Option<u16>,
    pub(super) error_code: Option<u32>,
}

/// Newest last.
#[derive(Default)]
pub(super) struct Store {
    messages: VecDeque<Message>,
    calls: VecDeque<Call>,
}

impl Store {
    pub(super) fn add_message(&mut self, message: Message) {
        push(&mut self.messages, message);
    }

    pub(super) fn add_call(&mut self, call: Call) {
        push(&mut self.calls, call);
    }

    /// Newest first.
    pub(super) fn messages(&self) -> impl Iterator<Item = &Message> {
        self.messages.iter().rev()
    }

    /// Newest first.
    pub(super) fn calls(&self) -> impl Iterator<Item = &Call> {
        self.calls.iter().rev()
    }

    pub(super) fn message(&self, wamid: &str) -> Option<&Message> {
        self.messages().find(|message| message.wamid == wamid)
    }

    /// Raises a message's status; one that failed stays failed. Answers with the message as it is then.
    pub(super) fn advance(&mut self, wamid: &str, status: Status) -> Option<Message> {
        let message = self.messages.iter_mut().rev().find(|message| message.wamid == wamid)?;
        if message.status != Status::Failed {
            message.status = message.status.max(status);
        }
        Some(message.clone())
    }
}

fn push<T>(items: &mut VecDeque<T>, item: T) {
    if items.len() == CAPACITY {
        items.pop_front();
    }
    items.push_back(item);
}
