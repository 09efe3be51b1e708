//! Search in one conversation, or in all of a user's conversations.
//!
//! The words of a message are determined here and stored with it: neither posting nor searching runs the text parser of
//! Postgres, whose time is quadratic for some texts.

mod highlights;
mod index;
mod query;
mod tokens;

use std::collections::HashMap;
use std::fmt::{self, Display};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;

use super::model::Stored;
use super::{ChatMessage, ChatRole, ChatStatus, Refusal, db};
use crate::app::App;
use crate::ids::{ChatMessageId, ConversationId, UserId};
use crate::page::{Page, PageRequest};

pub use highlights::Highlight;
pub use index::index;
use query::Query;
pub(super) use tokens::words;

/// Conversations of a user that are searched together: those with the newest messages.
const MAX_CONVERSATIONS: i64 = 1_000;
/// Matches of a conversation that are ranked: the newest.
const MAX_RANKED: i64 = 1_000;
/// The same, if several conversations are searched.
const MAX_RANKED_OF_EACH: i64 = 100;

/// Order of found messages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SearchOrder {
    /// The most and most frequent words first; the newest first among equals. Ranks the newest 1000 matches.
    #[default]
    Relevance,
    /// The newest first.
    Newest,
}

/// A found message.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FoundMessage {
    /// The message.
    #[serde(flatten)]
    pub message: ChatMessage,
    /// Its text around the first match, at most 200 characters, in pieces.
    pub highlights: Vec<Highlight>,
    /// Its relevance: comparable within one search only; 0 in the order `newest`.
    pub score: f64,
}

/// Position in the list of found messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundPosition {
    /// The score, in millionths.
    rank: i32,
    id: ChatMessageId,
}

impl Display for FoundPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.rank, self.id)
    }
}

impl FromStr for FoundPosition {
    type Err = crate::page::CursorError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (rank, id) = text.split_once('/').ok_or(crate::page::CursorError)?;
        let rank = rank.parse().map_err(|_| crate::page::CursorError)?;
        Ok(Self { rank, id: id.parse().map_err(|_| crate::page::CursorError)? })
    }
}

/// Finds messages with these words (or "a phrase", or without -these), among the first 4000 words of each: in one
/// conversation, or in the 1000 of the user's conversations with the newest messages.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::TooBroad`] if no word is required; database errors.
pub async fn search(
    app: &App,
    conversation: Option<ConversationId>,
    user: UserId,
    (text, order): (&str, SearchOrder),
    request: &PageRequest<FoundPosition>,
) -> Result<Page<FoundMessage>, Refusal> {
    let mut report = app.db.reports(user.uuid()).await?;
    let visible = visible(&mut report, conversation, user).await?;
    let query = Query::parse(text).map_err(|query::TooBroad| Refusal::TooBroad)?;
    let Some(query) = query else { return Ok(request.page(Vec::new(), position)) };
    let found = find(&mut report, &visible, &query, order, request).await?;
    drop(report);
    // Up to a hundred long texts.
    let highlighted = tokio::task::spawn_blocking(move || {
        let phrases: Vec<_> = query.phrases().collect();
        let mut found = found;
        for it in &mut found {
            it.highlights = highlights::highlights(&it.message.body, &phrases);
        }
        found
    });
    let found = highlighted.await.map_err(|error| sqlx::Error::Io(std::io::Error::other(error)))?;
    Ok(request.page(found, position))
}

fn position(found: &FoundMessage) -> FoundPosition {
    FoundPosition { rank: (found.score * 1e6).round() as i32, id: found.message.id }
}

/// The searched conversations, with the first message that the user sees of each.
#[derive(Default)]
struct Visible {
    conversations: Vec<ConversationId>,
    first_seqs: Vec<i64>,
}

async fn visible(
    report: &mut PgConnection,
    conversation: Option<ConversationId>,
    user: UserId,
) -> Result<Visible, Refusal> {
    if let Some(conversation) = conversation {
        let member = db::member(report, conversation, user).await?.ok_or(Refusal::NotFound)?;
        return Ok(Visible { conversations: vec![conversation], first_seqs: vec![member.first_seq] });
    }
    let rows = sqlx::query!(
        r#"SELECT conversation_id AS "conversation: ConversationId", first_seq
        FROM conversation_members m JOIN conversations c ON c.id = conversation_id
        WHERE m.user_id = $1 ORDER BY c.active_at DESC LIMIT $2"#,
        user.uuid(),
        MAX_CONVERSATIONS,
    )
    .fetch_all(report)
    .await?;
    let (conversations, first_seqs) = rows.into_iter().map(|row| (row.conversation, row.first_seq)).unzip();
    Ok(Visible { conversations, first_seqs })
}

/// The newest matches of each conversation, ranked.
async fn find(
    report: &mut PgConnection,
    visible: &Visible,
    query: &Query,
    order: SearchOrder,
    request: &PageRequest<FoundPosition>,
) -> sqlx::Result<Vec<FoundMessage>> {
    let of_each = if visible.conversations.len() > 1 { MAX_RANKED_OF_EACH } else { MAX_RANKED };
    // In the order of time a page begins at its cursor; ranks are those of all candidates.
    let before = request.after.filter(|_| order == SearchOrder::Newest);
    let rows = sqlx::query!(
        r#"WITH newest AS MATERIALIZED (
            SELECT match.id, match.words FROM UNNEST($1::uuid[], $2::bigint[]) AS asked (conversation, first_seq)
            CROSS JOIN LATERAL (
                SELECT id, words FROM chat_messages
                WHERE conversation_id = asked.conversation AND seq >= asked.first_seq AND words @@ $3::text::tsquery
                    AND role <> 'system' AND ($4::uuid IS NULL OR id < $4)
                ORDER BY seq DESC LIMIT $5) AS match
            ORDER BY match.id DESC LIMIT $6),
        ranked AS (
            SELECT id, CASE WHEN $7 THEN round(ts_rank(words, $8::text::tsquery) * 1e6)::integer ELSE 0 END AS rank
            FROM newest)
        SELECT r.rank AS "rank!", m.id AS "id: ChatMessageId", conversation_id AS "conversation: ConversationId", seq,
            sender_id AS "sender_id: UserId", u.username AS "sender?", m.role AS "role: ChatRole", client_id, body,
            m.status AS "status: ChatStatus", m.created_at, edited_at, deleted_at
        FROM (SELECT id, rank FROM ranked WHERE $9::integer IS NULL OR (rank, id) < ($9, $10)
            ORDER BY rank DESC, id DESC LIMIT $11) AS r
        JOIN chat_messages m ON m.id = r.id LEFT JOIN users u ON u.id = sender_id
        ORDER BY r.rank DESC, r.id DESC"#,
        &visible.conversations as &[ConversationId],
        &visible.first_seqs,
        query.condition(),
        before.map(|it| it.id.uuid()),
        of_each,
        MAX_RANKED,
        order == SearchOrder::Relevance,
        query.any_word(),
        request.after.map(|it| it.rank),
        request.after.map(|it| it.id.uuid()),
        request.rows(),
    )
    .fetch_all(report)
    .await?;
    let none = HashMap::new();
    let found = rows.into_iter().map(|row| {
        let stored = Stored {
            id: row.id,
            seq: row.seq,
            sender_id: row.sender_id,
            sender: row.sender,
            role: row.role,
            client_id: row.client_id,
            body: row.body,
            status: row.status,
            created_at: row.created_at,
            edited_at: row.edited_at,
            deleted_at: row.deleted_at,
        };
        let message = stored.shown(row.conversation, &none);
        FoundMessage { message, highlights: Vec::new(), score: f64::from(row.rank) / 1e6 }
    });
    Ok(found.collect())
}
