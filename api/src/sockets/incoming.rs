//! Handles clients' frames.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::Utf8Bytes;
use futures::future::BoxFuture;
use garde::Validate;
use serde::{Deserialize, Serialize};
use shared::accounts::Scope;
use shared::app::App;
use shared::ask_assistant::{self, Outcome};
use shared::chat::{self, Frame, NewChatMessage, Refusal};
use shared::ids::ConversationId;
use tokio::time::Instant;

use super::catch_up::text;
use super::outbox::Outbox;
use crate::auth::Identity;
use crate::routes::completions;

/// How often typing is broadcast; further frames in between add nothing.
const TYPING: Duration = Duration::from_secs(1);
/// The error for a message over the rate limit.
const TOO_FAST: &str = "You are sending messages too fast. Please wait a moment.";

/// A client's frame. Without a type it is a message.
#[derive(Debug, Deserialize)]
struct Incoming {
    #[serde(rename = "type", default)]
    kind: Kind,
    /// Required on a socket for all conversations.
    conversation_id: Option<ConversationId>,
    message: Option<String>,
    client_id: Option<String>,
    seq: Option<i64>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    #[default]
    Message,
    Typing,
    Read,
    Ping,
}

/// An error of a client's frame.
#[derive(Debug, Serialize)]
struct ErrorFrame<'a> {
    error: Cow<'a, str>,
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    conversation_id: Option<ConversationId>,
}

/// The work of a frame; it yields the reply.
pub(super) type PendingReply = BoxFuture<'static, Option<Utf8Bytes>>;

/// A socket's state for incoming frames.
#[derive(Clone)]
pub(super) struct FrameHandler {
    pub app: App,
    pub line: Arc<Outbox>,
    /// The only conversation; `None` on a socket for all.
    pub only: Option<ConversationId>,
    /// The user's name.
    pub name: Arc<str>,
    /// Where and when typing was last broadcast.
    pub typed: Option<(ConversationId, Instant)>,
}

impl FrameHandler {
    /// Starts handling a frame.
    pub fn take(&mut self, frame: &str) -> PendingReply {
        let incoming = match serde_json::from_str::<Incoming>(frame) {
            Ok(incoming) => incoming,
            Err(error) => return answer(error_frame("malformed_frame", format!("This frame can't be read: {error}"))),
        };
        if incoming.kind == Kind::Ping {
            return answer(Some(r#"{"type":"pong"}"#.into()));
        }
        let wanted = if self.line.all { incoming.conversation_id } else { self.only };
        let Some(conversation) = wanted else {
            return answer(error_frame("validation_failed", "`conversation_id` is required."));
        };
        if incoming.kind == Kind::Typing {
            let is_news = self.typed.is_none_or(|(last, at)| last != conversation || at.elapsed() >= TYPING);
            if !is_news {
                return answer(None);
            }
            self.typed = Some((conversation, Instant::now()));
        }
        let handler = self.clone();
        match incoming {
            Incoming { kind: Kind::Message, message: Some(body), client_id, .. } => {
                Box::pin(async move { handler.post(conversation, NewChatMessage { body, client_id }).await })
            }
            Incoming { kind: Kind::Typing, .. } => Box::pin(async move { handler.typing(conversation).await }),
            Incoming { kind: Kind::Read, seq: Some(seq), .. } => {
                Box::pin(async move { handler.read(conversation, seq).await })
            }
            Incoming { kind: Kind::Read, .. } => answer(error_frame("validation_failed", "`seq` is missing.")),
            Incoming { .. } => answer(error_frame("validation_failed", "`message` is missing.")),
        }
    }

    async fn post(&self, conversation: ConversationId, new: NewChatMessage) -> Option<Utf8Bytes> {
        let refuse = |code: &str, error: Cow<'_, str>| {
            let conversation_id = self.line.all.then_some(conversation);
            text(&ErrorFrame { error, code, client_id: new.client_id.as_deref(), conversation_id })
        };
        if !self.may_send() {
            return refuse("insufficient_scope", "This API key lacks the `send` scope.".into());
        }
        if let Err(report) = new.validate() {
            let errors: Vec<_> = report.iter().map(|(path, error)| format!("`{path}` {error}")).collect();
            return refuse("validation_failed", errors.join("; ").replace("`body`", "`message`").into());
        }
        match chat::post(&self.app, conversation, self.line.user, &new).await {
            Ok(posted) if posted.is_new => None,
            // A client that resends it may have missed its frame.
            Ok(posted) => text(&Frame::message(&posted.message, None)),
            Err(Refusal::TooFast(_)) => refuse("sending_too_fast", TOO_FAST.into()),
            Err(Refusal::AssistantNotAvailable) => match self.ask(conversation, &new).await {
                Ok(frame) => frame,
                Err(refusal) => {
                    let (code, detail, _) = completions::refused(&self.app, refusal).into_parts();
                    refuse(code, detail.into())
                }
            },
            Err(Refusal::NotFound) => refuse("not_found", "There is no such conversation, or it is not yours.".into()),
            Err(Refusal::Database(error)) => {
                tracing::error!(%error, "posting a message from a socket failed");
                refuse("unavailable", "The message can't be accepted right now; send it again.".into())
            }
            Err(refusal) => refuse("refused", refusal.to_string().into()),
        }
    }

    /// Asks the assistant of an assistant conversation.
    async fn ask(
        &self,
        conversation: ConversationId,
        new: &NewChatMessage,
    ) -> Result<Option<Utf8Bytes>, ask_assistant::Refusal> {
        let mut tx = self.app.db.begin().await?;
        match ask_assistant::ask(&self.app, &mut tx, (self.line.user, conversation), new, None).await? {
            Outcome::Accepted(..) => {
                tx.commit().await?;
                Ok(None)
            }
            Outcome::Duplicate(message) => {
                tx.rollback().await;
                Ok(text(&Frame::message(&message, None)))
            }
        }
    }

    async fn typing(&self, conversation: ConversationId) -> Option<Utf8Bytes> {
        if !self.may_send() || !self.line.is_subscribed(conversation) {
            return None;
        }
        let (user_id, sender) = (self.line.user, self.name.to_string());
        chat::publish(&self.app, conversation, &Frame::Typing { conversation_id: conversation, user_id, sender }).await;
        None
    }

    async fn read(&self, conversation: ConversationId, seq: i64) -> Option<Utf8Bytes> {
        if !self.may_send() {
            return error_frame("insufficient_scope", "This API key lacks the `send` scope.");
        }
        match chat::mark_read(&self.app, conversation, self.line.user, seq).await {
            Ok(()) => None,
            Err(Refusal::Database(error)) => {
                tracing::error!(%error, "saving a read receipt from a socket failed");
                error_frame("unavailable", "This can't be saved right now; send it again.")
            }
            Err(_) => error_frame("not_found", "There is no such conversation, or it is not yours."),
        }
    }

    fn may_send(&self) -> bool {
        let identity = Identity { user: self.line.user, by: self.line.by.clone() };
        identity.may(Scope::Send).is_ok()
    }
}

/// An error frame for the client.
pub(super) fn error_frame<'a>(code: &'a str, error: impl Into<Cow<'a, str>>) -> Option<Utf8Bytes> {
    text(&ErrorFrame { error: error.into(), code, client_id: None, conversation_id: None })
}

fn answer(frame: Option<Utf8Bytes>) -> PendingReply {
    Box::pin(std::future::ready(frame))
}
