//! Conversations and their messages: numbered without a gap, searched, and told to whoever listens.
//!
//! Chat does not go through the event log: each conversation has its own numbers. Whatever changes one locks its row in
//! `conversations` first, so that its changes come one after another.

mod amend;
mod announce;
mod cards;
mod create;
mod db;
mod error;
mod frame;
mod members;
mod model;
mod pages;
mod position;
mod post;
mod read;
mod recent;

pub use amend::{delete, edit};
pub use announce::publish;
pub use cards::{Activity, conversation, conversation_in, list};
pub use create::create;
pub use db::{Head, Membership, after, conversations_of, heads, member, members_among, memberships, sent_as};
pub use error::Refusal;
pub use frame::Frame;
pub use members::{add, remove, rename};
pub use model::{
    ChatMessage, ChatRole, ChatStatus, Conversation, ConversationKind, Edit, MAX_BODY_BYTES, NewChatMessage,
    NewConversation, NewMember, Participant, Rename,
};
pub use pages::{MessagePage, Source, page, search};
pub use position::Position;
pub use post::{Appended, Author, Posted, append, post, post_in, question_in};
pub use read::mark_read;
