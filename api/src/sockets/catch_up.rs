//! What the hub reads from Postgres, because it was not heard of.

use std::collections::{HashMap, HashSet};

use axum::extract::ws::Utf8Bytes;
use serde::Serialize;
use shared::app::App;
use shared::chat::{self, ChatRole, Frame, Head};
use shared::ids::{ConversationId, UserId};

use super::room::{Cursor, Gap};

/// Conversations that are asked for in one statement.
const AT_A_TIME: usize = 1_000;
/// Messages that are read at a time.
pub(super) const PAGE: i64 = 100;

/// Something of a conversation but messages changed, and which frames told of that is not known.
#[derive(Serialize)]
struct Changed {
    #[serde(rename = "type")]
    kind: &'static str,
    conversation_id: ConversationId,
    revision: i64,
}

/// How far conversations are.
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

/// Where a room stands that misses something.
#[derive(Debug, Clone)]
pub(super) struct RoomCursor {
    pub conversation: ConversationId,
    pub mark: Cursor,
    /// Messages that were read and are beyond the mark's revision.
    pub read: i64,
    /// Who is there.
    pub users: Vec<UserId>,
}

/// Reads a page of what a room misses. Messages of people change nothing else, so whatever exceeds their number did.
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
        // Read after the messages: whoever is a member now may see them.
        missed.members = Some(chat::members_among(app.db.pool(), *conversation, users).await?.into_iter().collect());
    }
    if is_last {
        missed.until = Some(until);
        missed.notice = changed(*conversation, until.revision).filter(|_| !is_all);
    }
    Ok(missed)
}

/// Tells that something but messages changed.
pub(super) fn changed(conversation: ConversationId, revision: i64) -> Option<Utf8Bytes> {
    text(&Changed { kind: "changed", conversation_id: conversation, revision })
}

/// Which conversations users are in.
pub(super) async fn memberships(app: &App, users: &[UserId]) -> sqlx::Result<HashMap<UserId, HashSet<ConversationId>>> {
    let mut all: HashMap<_, HashSet<_>> = users.iter().map(|user| (*user, HashSet::new())).collect();
    for some in users.chunks(AT_A_TIME) {
        for (user, conversation) in chat::conversations_of(app.db.pool(), some).await? {
            all.entry(user).or_default().insert(conversation);
        }
    }
    Ok(all)
}

/// A frame as it goes over the wire.
pub(super) fn text(frame: &impl Serialize) -> Option<Utf8Bytes> {
    // A frame is plain JSON: it can always be written.
    serde_json::to_string(frame).ok().map(Utf8Bytes::from)
}
