use std::collections::HashMap;

use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::accounts::UserRef;
use crate::config::LARGEST_CHAT_MESSAGE;
use crate::ids::{ChatMessageId, ConversationId, UserId};

/// Maximum number of a conversation's members.
pub(super) const MAX_MEMBERS: usize = 256;
/// Maximum length of a message's text, in bytes.
pub const MAX_BODY_BYTES: usize = LARGEST_CHAT_MESSAGE as usize;

crate::text_enum! {
    /// Kind of a conversation.
    pub enum ConversationKind {
        /// Between two people; one per pair.
        Direct,
        /// Has a name and an owner; members join and leave.
        Group,
        /// Between one person and the assistant.
        Assistant,
    }
}

crate::text_enum! {
    /// Role of a message's author.
    pub enum ChatRole {
        /// A member.
        User,
        /// The assistant.
        Assistant,
        /// The platform: a member joined or left.
        System,
    }
}

crate::text_enum! {
    /// Status of a message.
    pub enum ChatStatus {
        /// Visible.
        Sent,
        /// Deleted by its sender: the body is empty, the number stays.
        Deleted,
    }
}

/// A message of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChatMessage {
    /// Its id.
    pub id: ChatMessageId,
    /// Its conversation.
    pub conversation_id: ConversationId,
    /// Its number in the conversation: 1, 2, 3, … without gaps.
    pub seq: i64,
    /// The sender; null for the assistant and the platform.
    pub sender: Option<UserRef>,
    /// The author's role.
    pub role: ChatRole,
    /// The client's own id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// The text as given; empty once deleted.
    pub body: String,
    /// Its status.
    pub status: ChatStatus,
    /// Time of sending.
    pub created_at: DateTime<Utc>,
    /// Time of the last edit.
    pub edited_at: Option<DateTime<Utc>>,
    /// Time of deletion.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// A stored message: users' names may change and are looked up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stored {
    pub id: ChatMessageId,
    pub seq: i64,
    pub sender_id: Option<UserId>,
    /// The sender's name, if already looked up.
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

/// A member of a conversation.
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
    /// Whether it is online.
    pub online: bool,
    /// When it was last online, if known.
    pub last_seen: Option<DateTime<Utc>>,
    /// The last message that it has read; 0 if none.
    pub last_read_seq: i64,
}

/// A conversation as visible to one of its members.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// Its kind.
    pub kind: ConversationKind,
    /// Its name; null if it has none.
    pub name: Option<String>,
    /// The owner of a group.
    pub owner_id: Option<UserId>,
    /// Its members, in the order of joining.
    pub participants: Vec<Participant>,
    /// The newest message.
    pub last_message: Option<ChatMessage>,
    /// The newest message's number; 0 if there is none.
    pub last_seq: i64,
    /// Messages of others that the caller has not read; counted up to 1000.
    pub unread_count: i64,
    /// Time of creation.
    pub created_at: DateTime<Utc>,
}

/// A conversation to create.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"participants": ["bob"]}), json!({"participants": ["bob", "carol"], "name": "Lunch"})))]
pub struct NewConversation {
    /// Its kind. Default: `direct` with one other and no name, otherwise `group`.
    #[serde(default)]
    #[garde(skip)]
    pub kind: Option<ConversationKind>,
    /// Ids or names of the other members; the caller is a member too.
    #[serde(default)]
    #[garde(length(max = MAX_MEMBERS), inner(length(min = 1, max = 128)))]
    #[schema(max_items = 256)]
    pub participants: Vec<String>,
    /// A group's name; stored in NFC, without control and format characters.
    #[serde(default, deserialize_with = "crate::accounts::read_optional_name")]
    #[garde(inner(length(chars, max = 100), custom(is_text)))]
    #[schema(min_length = 1, max_length = 100)]
    pub name: Option<String>,
}

/// A message to post.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"body": "Hello", "client_id": "a-1"})))]
pub struct NewChatMessage {
    /// Any text, at most 16 KB of UTF-8.
    #[garde(custom(is_body))]
    #[schema(min_length = 1)]
    pub body: String,
    /// The client's own id: a repeat returns the first message.
    #[serde(default)]
    #[garde(inner(length(chars, min = 1, max = 128), custom(is_text)))]
    #[schema(min_length = 1, max_length = 128)]
    pub client_id: Option<String>,
}

/// A new text for a message.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"body": "Hello!"})))]
pub struct Edit {
    /// Any text, at most 16 KB of UTF-8.
    #[garde(custom(is_body))]
    #[schema(min_length = 1)]
    pub body: String,
}

/// A new name for a group.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"name": "Dinner"})))]
pub struct Rename {
    /// The name; stored in NFC, without control and format characters.
    #[serde(deserialize_with = "crate::accounts::read_name")]
    #[garde(length(chars, max = 100), custom(is_text))]
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
}

/// A user to add to a group.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"user": "carol"})))]
pub struct NewMember {
    /// The user's id or name.
    #[garde(length(min = 1, max = 128))]
    pub user: String,
}

fn is_text(text: &str, (): &()) -> garde::Result {
    // Postgres rejects NUL in texts.
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
