use std::collections::HashMap;

use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::accounts::UserRef;
use crate::config::LARGEST_CHAT_MESSAGE;
use crate::ids::{ChatMessageId, ConversationId, UserId};

/// The most people that a conversation has.
pub(super) const MAX_MEMBERS: usize = 256;
/// The longest text of a message, in bytes.
pub const MAX_BODY_BYTES: usize = LARGEST_CHAT_MESSAGE as usize;

/// What a conversation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum ConversationKind {
    /// Two people's; there is one for each two.
    Direct,
    /// Has a name and an owner; people come and go.
    Group,
    /// One person's with the assistant.
    Assistant,
}

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum ChatRole {
    /// A member.
    User,
    /// The assistant.
    Assistant,
    /// The platform: somebody came or went.
    System,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum ChatStatus {
    /// It is there.
    Sent,
    /// Its sender took it back: the body is empty, the number stays.
    Deleted,
}

/// A message of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChatMessage {
    /// Its id.
    pub id: ChatMessageId,
    /// Where it was said.
    pub conversation_id: ConversationId,
    /// Its number in the conversation: 1, 2, 3, … without a gap.
    pub seq: i64,
    /// Who said it; null where it was the assistant or the platform.
    pub sender: Option<UserRef>,
    /// Who speaks.
    pub role: ChatRole,
    /// What the client called it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// The text as it was given; empty once it was deleted.
    pub body: String,
    /// What became of it.
    pub status: ChatStatus,
    /// When it was said.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub edited_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// A message as it is kept: names of people may change, and are looked up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stored {
    pub id: ChatMessageId,
    pub seq: i64,
    pub sender_id: Option<UserId>,
    /// The sender's name, where it was looked up at once.
    #[serde(skip)]
    pub sender: Option<String>,
    pub role: ChatRole,
    pub client_id: Option<String>,
    pub body: String,
    pub status: ChatStatus,
    pub created_at: DateTime<Utc>,
    pub edited_at: Option<DateTime<Utc>>,
    pub deleted_at: Option<DateTime<Utc>>,
}

impl Stored {
    /// The message, with its sender's name.
    pub fn shown(self, conversation: ConversationId, names: &HashMap<UserId, String>) -> ChatMessage {
        let name = self.sender.or_else(|| names.get(&self.sender_id?).cloned()).unwrap_or_default();
        ChatMessage {
            id: self.id,
            conversation_id: conversation,
            seq: self.seq,
            sender: self.sender_id.map(|id| UserRef { id, username: name }),
            role: self.role,
            client_id: self.client_id,
            body: self.body,
            status: self.status,
            created_at: self.created_at,
            edited_at: self.edited_at,
            deleted_at: self.deleted_at,
        }
    }
}

/// Somebody who belongs to a conversation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Participant {
    /// The user's id.
    pub id: UserId,
    /// Its name.
    pub username: String,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Whether it listens right now.
    pub online: bool,
    /// When it last listened, as far as that is known.
    pub last_seen: Option<DateTime<Utc>>,
    /// The last message that it has read; 0 where it has read none.
    pub last_read_seq: i64,
}

/// A conversation, as one of its members sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// What it is.
    pub kind: ConversationKind,
    /// Its name; null where it has none.
    pub name: Option<String>,
    /// Who may change a group.
    pub owner_id: Option<UserId>,
    /// Its members, in the order in which they came.
    pub participants: Vec<Participant>,
    /// The newest message.
    pub last_message: Option<ChatMessage>,
    /// The newest message's number; 0 where there is none.
    pub last_seq: i64,
    /// Messages of others that the caller has not read; those above 1000 are not counted.
    pub unread_count: i64,
    /// When it began.
    pub created_at: DateTime<Utc>,
}

/// A conversation to be.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"participants": ["bob"]}), json!({"participants": ["bob", "carol"], "name": "Lunch"})))]
pub struct NewConversation {
    /// What it shall be. Without it: `direct` with one other and without a name, else `group`.
    #[serde(default)]
    #[garde(skip)]
    pub kind: Option<ConversationKind>,
    /// Ids or names of the others; who asks is a member too.
    #[serde(default)]
    #[garde(length(max = MAX_MEMBERS), inner(length(min = 1, max = 128)))]
    #[schema(max_items = 256)]
    pub participants: Vec<String>,
    /// The name of a group; kept in NFC, without control and format characters.
    #[serde(default, deserialize_with = "crate::accounts::read_optional_name")]
    #[garde(inner(length(chars, max = 100), custom(is_text)))]
    #[schema(min_length = 1, max_length = 100)]
    pub name: Option<String>,
}

/// A message to be.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"body": "Hello", "client_id": "a-1"})))]
pub struct NewChatMessage {
    /// Any text, at most 16 KB of UTF-8.
    #[garde(custom(is_body))]
    #[schema(min_length = 1)]
    pub body: String,
    /// What the client calls it: the same one again answers with the first message.
    #[serde(default)]
    #[garde(inner(length(chars, min = 1, max = 128), custom(is_text)))]
    #[schema(min_length = 1, max_length = 128)]
    pub client_id: Option<String>,
}

/// Another text for a message.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"body": "Hello!"})))]
pub struct Edit {
    /// Any text, at most 16 KB of UTF-8.
    #[garde(custom(is_body))]
    #[schema(min_length = 1)]
    pub body: String,
}

/// Another name for a group.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"name": "Dinner"})))]
pub struct Rename {
    /// The name; kept in NFC, without control and format characters.
    #[serde(deserialize_with = "crate::accounts::read_name")]
    #[garde(length(chars, max = 100), custom(is_text))]
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
}

/// Somebody for a group.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"user": "carol"})))]
pub struct NewMember {
    /// The user's id or name.
    #[garde(length(min = 1, max = 128))]
    pub user: String,
}

fn is_text(text: &str, (): &()) -> garde::Result {
    // Postgres takes no NUL in a text.
    if text.contains('\0') || text.trim().is_empty() {
        return Err(garde::Error::new("must have some text and no NUL"));
    }
    Ok(())
}

fn is_body(text: &str, (): &()) -> garde::Result {
    if text.len() > MAX_BODY_BYTES {
        return Err(garde::Error::new("must have at most 16384 bytes"));
    }
    is_text(text, &())
}
