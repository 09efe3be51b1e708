use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ChatMessage, ChatRole};
use crate::ids::{ChatMessageId, ConversationId, UserId};

/// What members of a conversation are told, as it goes over the wire.
///
/// Frames may come in another order than things happened, twice, or not at all: `seq` orders messages, and a
/// `revision` that is more than one ahead of the last one says that something was missed. Frames of one change have the
/// same revision; `read`, `typing` and `presence` change none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Frame {
    /// Somebody said something.
    Message {
        /// Where.
        conversation_id: ConversationId,
        /// Its id.
        message_id: ChatMessageId,
        /// The text; empty where it was deleted meanwhile.
        message: String,
        /// Who; null for the assistant and the platform.
        sender_id: Option<UserId>,
        /// Its name.
        sender: Option<String>,
        /// When.
        timestamp: DateTime<Utc>,
        /// Its number.
        seq: i64,
        /// Who speaks.
        role: ChatRole,
        /// What the client called it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        client_id: Option<String>,
        /// When it was changed, where it is read later.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        edited_at: Option<DateTime<Utc>>,
        /// When it was taken back, where it is read later.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deleted_at: Option<DateTime<Utc>>,
        /// The conversation's revision then; absent where it is read later.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        revision: Option<i64>,
    },
    /// A message has another text.
    MessageEdited {
        /// Where.
        conversation_id: ConversationId,
        /// Which.
        message_id: ChatMessageId,
        /// Its number.
        seq: i64,
        /// The text now.
        message: String,
        /// When.
        edited_at: DateTime<Utc>,
        /// The conversation's revision.
        revision: i64,
    },
    /// A message was taken back.
    MessageDeleted {
        /// Where.
        conversation_id: ConversationId,
        /// Which.
        message_id: ChatMessageId,
        /// Its number.
        seq: i64,
        /// When.
        deleted_at: DateTime<Utc>,
        /// The conversation's revision.
        revision: i64,
    },
    /// Somebody has read until here.
    Read {
        /// Where.
        conversation_id: ConversationId,
        /// Who.
        user_id: UserId,
        /// The last message read.
        seq: i64,
    },
    /// Somebody came.
    MemberAdded {
        /// Where.
        conversation_id: ConversationId,
        /// Who.
        user_id: UserId,
        /// Its name.
        username: String,
        /// The first message that it sees.
        first_seq: i64,
        /// The conversation's revision.
        revision: i64,
    },
    /// Somebody went.
    MemberRemoved {
        /// Where.
        conversation_id: ConversationId,
        /// Who.
        user_id: UserId,
        /// Who owns the group now.
        owner_id: Option<UserId>,
        /// The conversation's revision.
        revision: i64,
    },
    /// A group has another name.
    Renamed {
        /// Where.
        conversation_id: ConversationId,
        /// The name.
        name: String,
        /// The conversation's revision.
        revision: i64,
    },
    /// Somebody is writing.
    Typing {
        /// Where.
        conversation_id: ConversationId,
        /// Who.
        user_id: UserId,
        /// Its name.
        sender: String,
    },
    /// Somebody began or ceased to listen.
    Presence {
        /// Where.
        conversation_id: ConversationId,
        /// Who.
        user_id: UserId,
        /// Whether it listens.
        online: bool,
        /// When it last did.
        last_seen: Option<DateTime<Utc>>,
    },
}

impl Frame {
    /// A message that was just said; `revision` is the conversation's then. Without one: a message that is read later.
    #[must_use]
    pub fn message(message: &ChatMessage, revision: Option<i64>) -> Self {
        Self::Message {
            conversation_id: message.conversation_id,
            message_id: message.id,
            message: message.body.clone(),
            sender_id: message.sender.as_ref().map(|sender| sender.id),
            sender: message.sender.as_ref().map(|sender| sender.username.clone()),
            timestamp: message.created_at,
            seq: message.seq,
            role: message.role,
            client_id: message.client_id.clone(),
            edited_at: message.edited_at,
            deleted_at: message.deleted_at,
            revision,
        }
    }
}
