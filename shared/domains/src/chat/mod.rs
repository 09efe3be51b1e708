//! Conversations and their messages: numbered without gaps, searchable, and published to subscribers.
//!
//! Chat does not use the event log: each conversation has its own numbers. Every change locks the conversation's row in
//! `conversations` first, so that changes are serialized.

mod conversation_list;
mod create;
mod db;
mod edit;
mod error;
mod frame;
mod members;
mod message_cache;
mod model;
mod pages;
mod position;
mod post;
mod publish;
mod read;
mod search;

pub use conversation_list::{Activity, conversation, conversation_in, list};
pub use create::create;
pub use db::{Head, Membership, after, conversations_of, heads, member, members_among, memberships, sent_as};
pub use edit::{delete, edit};
pub use error::Refusal;
pub use frame::Frame;
pub use members::{add, remove, rename};
pub use model::{
    ChatMessage, ChatRole, ChatStatus, Conversation, ConversationKind, Edit, MAX_BODY_BYTES, NewChatMessage,
    NewConversation, NewMember, Participant, Rename,
};
pub use pages::{MessagePage, Source, page};
pub use position::Position;
pub use post::{Appended, Author, Posted, Purpose, append, post, post_in};
pub use publish::publish;
pub use read::mark_read;
pub use search::{FoundMessage, FoundPosition, Highlight, SearchOrder, index, search};
