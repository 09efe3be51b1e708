//! Requests to be accepted.

use crate::idempotency::Scope;
use crate::ids::{JobId, MessageId, UserId};
use crate::messaging::content::Content;
use crate::messaging::{Message, NewMessage};

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

impl Send {
    /// A failed message of `sender` once more, as a new message. `job` is the job that failed.
    #[must_use]
    pub fn repeat(sender: UserId, failed: Message, job: JobId, request_id: Option<String>) -> Self {
        let metadata = failed.metadata.as_object().cloned().unwrap_or_default();
        let (channel, to, body) = (failed.channel, failed.to, Some(failed.body));
        let message = NewMessage { channel, to, body, template: None, media: None, send_at: None, metadata };
        let carried = failed.content.map(|content| content.0);
        Self { sender, message, repeats: Some((failed.id, job)), carried, request_id, trace_context: None }
    }
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
