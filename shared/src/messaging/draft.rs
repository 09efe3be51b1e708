//! A message between its acceptance and its storage.

use super::content::Content;
use super::{Message, NewMessage};
use crate::ids::{JobId, MessageId, UserId};
use crate::jobs::{Job, NewJob};
use crate::ledger::Transfer;

/// A message with all that is needed to accept it.
pub(super) struct Draft {
    pub sender: UserId,
    pub message: Message,
    pub job: NewJob,
    /// The same as its owner sees it.
    pub shown: Job,
    pub price: i64,
    pub charge: Option<Transfer>,
    /// Whether it goes out from the platform's number.
    pub is_shared: bool,
    /// Whether its queue is told of it by whoever accepts it.
    pub told: bool,
}

/// A message that somebody wants to send.
#[derive(Debug, Clone)]
pub struct Send {
    /// Who.
    pub sender: UserId,
    /// What.
    pub message: NewMessage,
    /// The failed message that it repeats, and that one's job.
    pub repeats: Option<(MessageId, JobId)>,
    /// What that one carried, as it went out then.
    pub carried: Option<Content>,
    /// The request that asked for it.
    pub request_id: Option<String>,
    /// The same as a W3C traceparent, where it is traced.
    pub trace_context: Option<String>,
}
