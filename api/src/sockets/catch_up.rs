//! The hub's reads from Postgres, for changes without a received broadcast.

use std::collections::{HashMap, HashSet};

use axum::extract::ws::Utf8Bytes;
use serde::Serialize;
use shared::app::App;
use shared::chat::{self, ChatRole, Frame, Head};
use shared::ids::{ConversationId, UserId};

use super::room::{Cursor, Gap};

/// Conversations per statement.
const AT_A_TIME: usize = 1_000;
/// Messages per page.
pub(super) const PAGE: i64 = 100;

/// A change other than a message, whose frames were lost.
#[derive(Serialize)]
struct Changed {
    #[serde(rename = "type")]
    kind: &'static str,
    conversation_id: ConversationId,
    revision: i64,
}

/// The cursors of conversations.
pub(super) async fn heads(app: &App, conversations: &[ConversationId]) -> sqlx::Result<Vec<(ConversationId, Cursor)>> {
    let mut marks = Vec::with_capacity(conversations.len());
    for some in conversations.chunks(AT_A_TIME) {
        let heads = chat::heads(app.db.pool(), some).await?;
        marks.extend(heads.into_iter().map(|head| (head.conversation, mark(head))));
    }
    Ok(marks)
}

fn mark(head: Head) -> Cursor {
    Cursor { seq: head.last_seq, revision: head.revision }
}

/// The position of a room with a gap.
#[derive(Debug, Clone)]
pub(super) struct RoomCursor {
    pub conversation: ConversationId,
    pub mark: Cursor,
    /// Messages that were read and are beyond the cursor's revision.
    pub read: i64,
    /// The users in the room.
    pub users: Vec<UserId>,
}

/// Reads a page of a room's gap. Users' messages change nothing else, so any further revisions are other changes.
pub(super) async fn missed(app: &App, room: &RoomCursor) -> sqlx::Result<Gap> {
    let RoomCursor { conversation, mark: from, read, users } = room;
    let head = chat::heads(app.db.pool(), &[*conversation]).await?.pop();
    let Some(until) = head.map(mark) else { return Ok(Gap::default()) };
    let found = chat::after(app.db.pool(), *conversation, from.seq, until.seq, PAGE).await?;
    let is_last = found.last().map_or(from.seq, |message| message.seq) >= until.seq;
    let spoken = found.iter().filter(|message| message.role != ChatRole::System).count();
    let read = read + i64::try_from(spoken).unwrap_or_default();
    let messages = found.iter().filter_map(|message| Some((message.seq, text(&Frame::message(message, None))?)));
    let mut missed = Gap { messages: messages.collect(), from: *from, read, ..Gap::default() };
    let is_all = is_last && until.revision - from.revision == read;
    if !is_all {
        // Read after the messages: current members may see them.
        missed.members = Some(chat::members_among(app.db.pool(), *conversation, users).await?.into_iter().collect());
    }
    if is_last {
        missed.until = Some(until);
        missed.notice = changed(*conversation, until.revision).filter(|_| !is_all);
    }
    Ok(missed)
}

/// The frame for a change other than a message.
pub(super) fn changed(conversation: ConversationId, revision: i64) -> Option<Utf8Bytes> {
    text(&Changed { kind: "changed", conversation_id: conversation, revision })
}

/// The conversations of users.
pub(super) async fn memberships(app: &App, users: &[UserId]) -> sqlx::Result<HashMap<UserId, HashSet<ConversationId>>> {
    let mut all: HashMap<_, HashSet<_>> = users.iter().map(|user| (*user, HashSet::new())).collect();
    for some in users.chunks(AT_A_TIME) {
        for (user, conversation) in chat::conversations_of(app.db.pool(), some).await? {
            all.entry(user).or_default().insert(conversation);
        }
    }
    Ok(all)
}

/// A serialized frame.
pub(super) fn text(frame: &impl Serialize) -> Option<Utf8Bytes> {
    // Plain JSON: serialization can't fail.
    serde_json::to_string(frame).ok().map(Utf8Bytes::from)
}
