use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ChatMessage, ChatRole};
use crate::ids::{ChatMessageId, ConversationId, UserId};

/// A frame for members of a conversation, in its wire format.
///
/// Frames may arrive out of order, twice, or not at all: `seq` orders messages, and a `revision` more than one ahead of
/// the last one reveals a gap. Frames of one change share its revision; `read`, `typing` and `presence` change none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Frame {
    /// A new message.
    Message {
        /// The conversation.
        conversation_id: ConversationId,
        /// Its id.
        message_id: ChatMessageId,
        /// The text; empty if it was deleted meanwhile.
        message: String,
        /// The sender; null for the assistant and the platform.
        sender_id: Option<UserId>,
        /// Its name.
        sender: Option<String>,
        /// Time of sending.
        timestamp: DateTime<Utc>,
        /// Its number.
        seq: i64,
        /// The author's role.
        role: ChatRole,
        /// The client's own id.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        client_id: Option<String>,
        /// Time of the last edit, if replayed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        edited_at: Option<DateTime<Utc>>,
        /// Time of deletion, if replayed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deleted_at: Option<DateTime<Utc>>,
        /// The conversation's revision after it; absent if replayed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        revision: Option<i64>,
    },
    /// An edited message.
    MessageEdited {
        /// The conversation.
        conversation_id: ConversationId,
        /// The message.
        message_id: ChatMessageId,
        /// Its number.
        seq: i64,
        /// The new text.
        message: String,
        /// Time of the edit.
        edited_at: DateTime<Utc>,
        /// The conversation's revision.
        revision: i64,
    },
    /// A deleted message.
    MessageDeleted {
        /// The conversation.
        conversation_id: ConversationId,
        /// The message.
        message_id: ChatMessageId,
        /// Its number.
        seq: i64,
        /// Time of deletion.
        deleted_at: DateTime<Utc>,
        /// The conversation's revision.
        revision: i64,
    },
    /// A read receipt.
    Read {
        /// The conversation.
        conversation_id: ConversationId,
        /// The reader.
        user_id: UserId,
        /// The last message read.
        seq: i64,
    },
    /// A new member.
    MemberAdded {
        /// The conversation.
        conversation_id: ConversationId,
        /// The member.
        user_id: UserId,
        /// Its name.
        username: String,
        /// The first message visible to the member.
        first_seq: i64,
        /// The conversation's revision.
        revision: i64,
    },
    /// A removed member.
    MemberRemoved {
        /// The conversation.
        conversation_id: ConversationId,
        /// The member.
        user_id: UserId,
        /// The group's owner afterwards.
        owner_id: Option<UserId>,
        /// The conversation's revision.
        revision: i64,
    },
    /// A renamed group.
    Renamed {
        /// The conversation.
        conversation_id: ConversationId,
        /// The new name.
        name: String,
        /// The conversation's revision.
        revision: i64,
    },
    /// A member is typing.
    Typing {
        /// The conversation.
        conversation_id: ConversationId,
        /// The member.
        user_id: UserId,
        /// Its name.
        sender: String,
    },
    /// A member's presence changed.
    Presence {
        /// The conversation.
        conversation_id: ConversationId,
        /// The member.
        user_id: UserId,
        /// Whether the member is online.
        online: bool,
        /// When the member was last online.
        last_seen: Option<DateTime<Utc>>,
    },
}

impl Frame {
    /// A new message with the conversation's `revision` at that time, or a replayed message without one.
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
