//! Pages of messages. Numbers have no gaps, so a page's numbers are known before it is read.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use serde::Serialize;
use utoipa::ToSchema;

use super::db::Membership;
use super::message_cache::{self, MAX_MESSAGES, Recent};
use super::model::Stored;
use super::{ChatMessage, ConversationKind, Position, Refusal, db};
use crate::app::App;
use crate::ids::{ConversationId, UserId};

/// The numbers of the page that starts at `from`.
fn span(from: Position, member: &Membership, limit: i64) -> RangeInclusive<i64> {
    match from {
        Position::Before(seq) => {
            let to = member.last_seq.min(seq.saturating_sub(1));
            member.first_seq.max(to.saturating_sub(limit - 1))..=to
        }
        Position::After(seq) => {
            let from = member.first_seq.max(seq.saturating_add(1));
            from..=member.last_seq.min(from.saturating_add(limit - 1))
        }
    }
}

/// Where a page was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PageSource)]
pub enum Source {
    /// The cache.
    Redis,
    /// The database.
    Postgres,
}

/// Messages of a conversation.
#[derive(Debug)]
pub struct MessagePage {
    /// Newest first, or oldest first after [`Position::After`].
    pub messages: Vec<ChatMessage>,
    /// Start of the next page in the same direction; `None` at the end.
    pub next: Option<Position>,
    /// Start of the page in the other direction; `None` if there is none.
    pub previous: Option<Position>,
    /// Where it was read from.
    pub source: Source,
    /// Whether the other member is the assistant.
    pub is_assistant: bool,
}

/// A page of the messages visible to a member. The cache serves it only if it has every message of the page, as of the
/// revision that Postgres returns with the membership.
///
/// # Errors
/// [`Refusal::NotFound`]; database errors.
pub async fn page(
    app: &App,
    conversation: ConversationId,
    user: UserId,
    from: Position,
    limit: i64,
) -> Result<MessagePage, Refusal> {
    let cached = message_cache::read(app, conversation, from, limit).await;
    let senders: BTreeSet<_> = cached.iter().flat_map(|it| &it.messages).filter_map(|it| it.sender_id).collect();
    let senders: Vec<_> = senders.into_iter().collect();
    let found = db::member_and_names(app.db.pool(), conversation, user, &senders).await?;
    let (member, names) = found.ok_or(Refusal::NotFound)?;
    let span = span(from, &member, limit);
    let current = cached.filter(|cached| cached.revision == member.revision);
    let is_filled = current.is_some();
    let (stored, source) = match current.and_then(|cached| within(cached.messages, &span)) {
        Some(stored) => (stored, Source::Redis),
        // The cache is too small for these: refilling it would not help.
        None if is_filled => (db::range(app.db.pool(), conversation, &span).await?, Source::Postgres),
        None => (read(app, &member, &span).await?, Source::Postgres),
    };
    let mut messages: Vec<_> = stored.into_iter().map(|message| message.shown(conversation, &names)).collect();
    let (older, newer) = (*span.start() > member.first_seq, *span.end() < member.last_seq);
    let older = older.then_some(Position::Before(*span.start()));
    let newer = newer.then_some(Position::After((*span.end()).max(member.first_seq - 1)));
    let (next, previous) = match from {
        Position::Before(_) => {
            messages.reverse();
            (older, newer)
        }
        Position::After(_) => (newer, older),
    };
    let is_assistant = member.kind == ConversationKind::Assistant;
    Ok(MessagePage { messages, next, previous, source, is_assistant })
}

/// The page's messages among `messages`, oldest first; `None` if one is missing.
fn within(messages: Vec<Stored>, span: &RangeInclusive<i64>) -> Option<Vec<Stored>> {
    let of_page: Vec<_> = messages.into_iter().filter(|message| span.contains(&message.seq)).collect();
    of_page.iter().map(|message| message.seq).eq(span.clone()).then_some(of_page)
}

/// Reads a page from Postgres, oldest first. If it includes newest messages, all of those are cached in Redis.
async fn read(app: &App, member: &Membership, span: &RangeInclusive<i64>) -> sqlx::Result<Vec<Stored>> {
    let (pool, conversation) = (app.db.pool(), member.conversation);
    if span.is_empty() {
        return Ok(Vec::new());
    }
    if *span.end() > member.last_seq - MAX_MESSAGES {
        let newest: Recent = db::newest(pool, conversation).await?;
        message_cache::fill(app, conversation, &newest).await;
        if let Some(messages) = within(newest.messages, span) {
            return Ok(messages);
        }
    }
    db::range(pool, conversation, span).await
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn member(first_seq: i64, last_seq: i64) -> Membership {
        Membership {
            conversation: ConversationId::new(),
            kind: ConversationKind::Group,
            owner: None,
            username: "alice".into(),
            first_seq,
            last_read_seq: 0,
            last_seq,
            revision: 0,
        }
    }

    proptest! {
        #[test]
        fn a_page_has_at_most_its_limit_of_visible_messages(
            first in 1_i64..50, count in 0_i64..50, seq in any::<i64>(), near in 0_i64..100, limit in 1_i64..=100,
        ) {
            let member = member(first, first + count - 1);
            for from in [Position::NEWEST, Position::Before(seq), Position::After(seq), Position::Before(near), Position::After(near)] {
                let span = span(from, &member, limit);
                let visible: Vec<_> = (member.first_seq..=member.last_seq).collect();
                let expected: Vec<_> = match from {
                    Position::Before(seq) => {
                        let below: Vec<_> = visible.iter().copied().filter(|it| *it < seq).collect();
                        below[below.len().saturating_sub(usize::try_from(limit).unwrap())..].to_vec()
                    }
                    Position::After(seq) => {
                        visible.iter().copied().filter(|it| *it > seq).take(usize::try_from(limit).unwrap()).collect()
                    }
                };
                prop_assert_eq!(span.collect::<Vec<_>>(), expected);
                prop_assert_eq!(from.to_string().parse::<Position>().unwrap(), from);
            }
        }
    }
}
