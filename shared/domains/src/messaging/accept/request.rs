//! Requests to be accepted.

use crate::idempotency::Scope;
use crate::ids::{JobId, MessageId, UserId};
use crate::messaging::NewMessage;
use crate::messaging::content::Content;

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

/// A send with its `Idempotency-Key`.
#[derive(Debug, Clone, Copy)]
pub struct SendRequest<'a> {
    /// The send.
    pub send: &'a Send,
    /// Its key.
    pub scope: Option<&'a Scope>,
    /// Whether another transaction holds its key.
    pub is_in_flight: bool,
}

impl<'a> SendRequest<'a> {
    /// The receiving user, by id or name; `None` if it is external.
    pub(super) fn inside(&self) -> Option<&'a str> {
        let NewMessage { channel, to, .. } = &self.send.message;
        (!channel.is_external()).then_some(to)
    }
}
