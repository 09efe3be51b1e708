//! Joins missed messages to live ones, without gaps or duplicates.
//!
//! Past messages are read page by page before the socket subscribes. It then subscribes and gets the cursor from which
//! it is live; the few messages in between are read last. So nothing has to be buffered.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::Utf8Bytes;
use serde::Serialize;
use shared::app::App;
use shared::chat::{self, Frame, Membership};
use shared::ids::ConversationId;
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::time::timeout;

use super::catch_up::{PAGE, text};
use super::close_reason::CloseReason;
use super::hub::{Event, Marks};
use super::outbox::Outbox;
use super::room::Cursor;

/// The timeout for subscribing to a conversation.
const JOINING: Duration = Duration::from_secs(10);

/// Where messages continue.
#[derive(Serialize)]
struct Notice {
    #[serde(rename = "type")]
    kind: &'static str,
    conversation_id: ConversationId,
    /// The next message, if there is one. If it is above the requested number plus one, those in between are
    /// unavailable.
    from_seq: i64,
    /// The newest message right now.
    last_seq: i64,
    /// Counts changes of the conversation.
    revision: i64,
}

/// The start of missed messages.
pub(super) struct Resumed {
    pub notice: Utf8Bytes,
    pub reached: i64,
}

/// A page of messages.
pub(super) struct Page {
    pub frames: Vec<Utf8Bytes>,
    pub reached: i64,
    pub is_last: bool,
}

/// A socket's context for reading missed messages.
#[derive(Clone)]
pub(super) struct Resume {
    pub app: App,
    pub line: Arc<Outbox>,
    pub events: mpsc::UnboundedSender<Event>,
    /// Concurrent page reads of this process.
    pub readers: Arc<Semaphore>,
}

impl Resume {
    /// The start position of a socket that has messages up to `after`.
    pub fn begin(&self, member: &Membership, after: i64) -> Result<Resumed, CloseReason> {
        let before = member.first_seq - 1;
        let reached = after.clamp(before, member.last_seq.max(before));
        let Membership { conversation: conversation_id, last_seq, revision, .. } = *member;
        let notice = Notice { kind: "resumed", conversation_id, from_seq: reached + 1, last_seq, revision };
        Ok(Resumed { notice: text(&notice).ok_or(CloseReason::Failed)?, reached })
    }

    /// Messages above one number, up to another; `None`: not a member.
    pub async fn page(
        &self,
        conversation: ConversationId,
        after: i64,
        until: i64,
    ) -> Result<Option<Page>, CloseReason> {
        let db = self.app.db.pool();
        let found = if after < until {
            let _reader = self.readers.acquire().await.map_err(|_| CloseReason::Restart)?;
            chat::after(db, conversation, after, until, PAGE).await.map_err(failed)?
        } else {
            Vec::new()
        };
        // Read after the messages: current members may see them.
        if chat::member(db, conversation, self.line.user).await.map_err(failed)?.is_none() {
            return Ok(None);
        }
        let is_last = i64::try_from(found.len()).unwrap_or(PAGE) < PAGE;
        let reached = found.last().map_or(after, |message| message.seq);
        let frames = found.iter().filter_map(|message| text(&Frame::message(message, None))).collect();
        Ok(Some(Page { frames, reached, is_last }))
    }

    /// Subscribes the socket to conversations, each after a message. Returns the cursors from which it is live.
    pub async fn join(&self, conversations: Vec<(ConversationId, i64)>) -> Result<Marks, CloseReason> {
        let (answer, joined) = oneshot::channel();
        let join = Event::Join(self.line.clone(), conversations, answer);
        self.events.send(join).map_err(|_| CloseReason::Restart)?;
        tokio::select! {
            ending = self.line.ended() => Err(ending),
            joined = timeout(JOINING, joined) => joined.map_err(|_| CloseReason::Failed)?.map_err(|_| CloseReason::Restart),
        }
    }

    /// Unsubscribes the socket from a conversation.
    pub fn leave(&self, conversation: ConversationId) {
        // Without a hub there are no subscriptions.
        let _ = self.events.send(Event::Leave(self.line.clone(), conversation));
    }

    /// Updates the subscriptions to the user's current conversations. Returns the new ones, and their cursors.
    pub async fn refresh_memberships(&self) -> Result<Vec<(Membership, Cursor)>, CloseReason> {
        let mut now: HashMap<_, _> = match chat::memberships(self.app.db.pool(), self.line.user).await {
            Ok(members) => members.into_iter().map(|member| (member.conversation, member)).collect(),
            // The next refresh retries.
            Err(error) => {
                tracing::warn!(%error, "polling the conversations of a user failed");
                return Ok(Vec::new());
            }
        };
        for conversation in self.line.subscriptions() {
            if now.remove(&conversation).is_none() {
                self.leave(conversation);
            }
        }
        if now.is_empty() {
            return Ok(Vec::new());
        }
        let joined = self.join(now.keys().map(|conversation| (*conversation, 0)).collect()).await?;
        Ok(joined.into_iter().filter_map(|(conversation, mark)| Some((now.remove(&conversation)?, mark))).collect())
    }
}

fn failed(error: sqlx::Error) -> CloseReason {
    tracing::warn!(%error, "reading the events that a client missed failed");
    CloseReason::Failed
}
