//! A message between acceptance and storage.

use super::content::Content;
use super::{Channel, Message, NewMessage};
use crate::ids::{JobId, MessageId, UserId};
use crate::jobs::{Job, NewJob};
use crate::ledger::Transfer;

/// A message with everything needed to accept it.
pub(super) struct Draft {
    pub sender: UserId,
    pub message: Message,
    pub job: NewJob,
    /// The job as visible to its owner.
    pub shown: Job,
    pub price: i64,
    pub charge: Option<Transfer>,
    /// Whether it is sent from the platform's number.
    pub is_shared: bool,
    /// Whether the accepting process pushes it to its queue.
    pub told: bool,
}

impl Draft {
    /// The channel whose platform-wide sender it goes out from, if any.
    pub fn shared_sender(&self) -> Option<Channel> {
        self.is_shared.then_some(self.message.channel)
    }
}

/// A message to send.
#[derive(Debug, Clone)]
pub struct Send {
    /// The sender.
    pub sender: UserId,
    /// The message.
    pub message: NewMessage,
    /// The failed message that it repeats, and that message's job.
    pub repeats: Option<(MessageId, JobId)>,
    /// Content of the repeated message, as it was sent.
    pub carried: Option<Content>,
    /// The originating request.
    pub request_id: Option<String>,
    /// The request's W3C traceparent, if traced.
    pub trace_context: Option<String>,
}
