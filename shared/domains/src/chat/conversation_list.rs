//! Conversations as visible to a member: participants, last message, unread count.
//!
//! Conversations, their order, members and read positions always come from Postgres. The more expensive last message
//! and unread count are cached in Redis under a key of everything that they depend on: conversation, member, revision,
//! last message read. A cached entry can't be out of date.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use super::message_cache::MAX_ENTRY_BYTES;
use super::model::Stored;
use super::{ChatRole, ChatStatus, Conversation, ConversationKind, Participant, db};
use crate::app::App;
use crate::ids::{ChatMessageId, ConversationId, UserId};
use crate::page::{Page, PageRequest};

/// Maximum number of unread messages counted.
const MAX_UNREAD: i64 = 1000;

/// A position in a list of conversations: time of the last activity.
#[derive(Debug, Clone, Copy)]
pub struct Activity {
    at: DateTime<Utc>,
    id: ConversationId,
}

impl fmt::Display for Activity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.at.timestamp_micros(), self.id)
    }
}

impl FromStr for Activity {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (at, id) = text.split_once(' ').ok_or(())?;
        let at = DateTime::from_timestamp_micros(at.parse().map_err(|_| ())?).ok_or(())?;
        Ok(Self { at, id: id.parse().map_err(|_| ())? })
    }
}

struct Row {
    id: ConversationId,
    kind: ConversationKind,
    name: Option<String>,
    owner_id: Option<UserId>,
    last_seq: i64,
    revision: i64,
    first_seq: i64,
    last_read_seq: i64,
    created_at: DateTime<Utc>,
    active_at: DateTime<Utc>,
}

/// The cached entry.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Summary {
    last: Option<Stored>,
    unread: i64,
}

/// Whether Redis may be used. Data that a transaction reads before its commit must not be cached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cache {
    Use,
    LeaveAlone,
}

/// A user's conversations, newest message first.
///
/// # Errors
/// Database errors.
pub async fn list(
    app: &App,
    user: UserId,
    kind: Option<ConversationKind>,
    request: &PageRequest<Activity>,
) -> sqlx::Result<Page<Conversation>> {
    let mut connection = app.db.pool().acquire().await?;
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT c.id AS "id: ConversationId", kind AS "kind: ConversationKind", name, owner_id AS "owner_id: UserId",
            last_seq, revision, first_seq, last_read_seq, created_at, active_at
        FROM conversation_members m JOIN conversations c ON c.id = m.conversation_id
        WHERE m.user_id = $1 AND ($2::text IS NULL OR kind = $2)
            AND ($3::timestamptz IS NULL OR (active_at, c.id) < ($3, $4))
        ORDER BY active_at DESC, c.id DESC LIMIT $5"#,
        user.uuid(),
        kind as Option<ConversationKind>,
        request.after.map(|after| after.at),
        request.after.map(|after| after.id.uuid()),
        request.rows(),
    )
    .fetch_all(&mut *connection)
    .await?;
    let page = request.page(rows, |row| Activity { at: row.active_at, id: row.id });
    let data = show(app, &mut connection, user, page.data, Cache::Use).await?;
    Ok(Page { data, next_cursor: page.next_cursor })
}

/// A conversation as visible to a member.
///
/// # Errors
/// Database errors.
pub async fn conversation(app: &App, user: UserId, id: ConversationId) -> sqlx::Result<Option<Conversation>> {
    let mut connection = app.db.pool().acquire().await?;
    one(app, &mut connection, user, id, Cache::Use).await
}

/// A conversation as visible to a member, including this transaction's changes.
///
/// # Errors
/// Database errors.
pub async fn conversation_in(
    app: &App,
    connection: &mut PgConnection,
    user: UserId,
    id: ConversationId,
) -> sqlx::Result<Option<Conversation>> {
    one(app, connection, user, id, Cache::LeaveAlone).await
}

async fn one(
    app: &App,
    connection: &mut PgConnection,
    user: UserId,
    id: ConversationId,
    cache: Cache,
) -> sqlx::Result<Option<Conversation>> {
    let row = sqlx::query_as!(
        Row,
        r#"SELECT c.id AS "id: ConversationId", kind AS "kind: ConversationKind", name, owner_id AS "owner_id: UserId",
            last_seq, revision, first_seq, last_read_seq, created_at, active_at
        FROM conversation_members m JOIN conversations c ON c.id = m.conversation_id
        WHERE m.user_id = $1 AND m.conversation_id = $2"#,
        user.uuid(),
        id.uuid(),
    )
    .fetch_optional(&mut *connection)
    .await?;
    Ok(show(app, connection, user, row.into_iter().collect(), cache).await?.pop())
}

async fn show(
    app: &App,
    connection: &mut PgConnection,
    user: UserId,
    rows: Vec<Row>,
    cache: Cache,
) -> sqlx::Result<Vec<Conversation>> {
    let cards = summaries(app, connection, user, &rows, cache).await?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let mut participants = participants(app, connection, &ids).await?;
    let mut names: HashMap<_, _> =
        participants.values().flatten().map(|someone| (someone.id, someone.username.clone())).collect();
    let senders = cards.iter().filter_map(|card| card.last.as_ref()?.sender_id);
    let gone: Vec<_> = senders.filter(|sender| !names.contains_key(sender)).collect();
    if !gone.is_empty() {
        names.extend(db::names(connection, &gone).await?);
    }
    let shown = rows.into_iter().zip(cards).map(|(row, card)| Conversation {
        id: row.id,
        kind: row.kind,
        name: row.name,
        owner_id: row.owner_id,
        participants: participants.remove(&row.id).unwrap_or_default(),
        last_message: card.last.map(|last| last.shown(row.id, &names)),
        last_seq: row.last_seq,
        unread_count: card.unread,
        created_at: row.created_at,
    });
    Ok(shown.collect())
}

async fn participants(
    app: &App,
    connection: &mut PgConnection,
    ids: &[ConversationId],
) -> sqlx::Result<HashMap<ConversationId, Vec<Participant>>> {
    let rows = sqlx::query!(
        r#"SELECT m.conversation_id AS "conversation: ConversationId", u.id AS "id: UserId", username, first_name,
            last_name, last_read_seq
        FROM conversation_members m JOIN users u ON u.id = m.user_id
        WHERE m.conversation_id = ANY($1) ORDER BY joined_at, u.id"#,
        ids as &[ConversationId],
    )
    .fetch_all(connection)
    .await?;
    let users: BTreeSet<_> = rows.iter().map(|row| row.id).collect();
    let presence = app.presence.of(&users.into_iter().collect::<Vec<_>>()).await;
    let mut participants: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows {
        let seen = presence.get(&row.id).copied().unwrap_or_default();
        participants.entry(row.conversation).or_default().push(Participant {
            id: row.id,
            username: row.username,
            first_name: row.first_name,
            last_name: row.last_name,
            online: seen.online,
            last_seen: seen.last_seen,
            last_read_seq: row.last_read_seq,
        });
    }
    Ok(participants)
}

/// The summary of each row, from Redis or else from Postgres.
async fn summaries(
    app: &App,
    connection: &mut PgConnection,
    user: UserId,
    rows: &[Row],
    cache: Cache,
) -> sqlx::Result<Vec<Summary>> {
    let keys: Vec<_> = rows.iter().map(|row| key(app, user, row)).collect();
    let mut cards = match cache {
        Cache::Use => cached(app, &keys).await,
        Cache::LeaveAlone => vec![None; rows.len()],
    };
    let missing: Vec<_> = rows.iter().zip(&cards).filter(|(_, card)| card.is_none()).map(|(row, _)| row).collect();
    if !missing.is_empty() {
        let read = read_summaries(connection, user, &missing).await?;
        if cache == Cache::Use {
            keep(app, missing.iter().zip(&read).map(|(row, card)| (key(app, user, row), card))).await;
        }
        let mut read = read.into_iter();
        cards.iter_mut().filter(|card| card.is_none()).for_each(|card| *card = read.next());
    }
    Ok(cards.into_iter().flatten().collect())
}

fn key(app: &App, user: UserId, row: &Row) -> String {
    let (conversation, user) = (row.id.uuid(), user.uuid());
    app.cache.key(&format!("chat-card:{conversation}:{user}:{}:{}", row.revision, row.last_read_seq))
}

async fn cached(app: &App, keys: &[String]) -> Vec<Option<Summary>> {
    if keys.is_empty() {
        return Vec::new();
    }
    let mut connection = app.cache.shared();
    let mut command = redis::cmd("MGET");
    let found = app.cache.try_optional(command.arg(keys).query_async::<Vec<Option<String>>>(&mut connection)).await;
    let found = found.unwrap_or_else(|| vec![None; keys.len()]);
    found.into_iter().map(|text| serde_json::from_str(&text?).ok()).collect()
}

async fn keep(app: &App, cards: impl Iterator<Item = (String, &Summary)>) {
    let mut pipe = redis::pipe();
    for (key, card) in cards {
        let Ok(text) = serde_json::to_string(card) else { continue };
        if text.len() > MAX_ENTRY_BYTES {
            continue;
        }
        pipe.set_ex(key, text, app.config.storage.cache_ttl_seconds.into()).ignore();
    }
    if pipe.is_empty() {
        return;
    }
    let mut connection = app.cache.shared();
    app.cache.try_optional(pipe.query_async::<()>(&mut connection)).await;
}

/// Reads summaries as of the rows, or newer; in the rows' order.
async fn read_summaries(connection: &mut PgConnection, user: UserId, rows: &[&Row]) -> sqlx::Result<Vec<Summary>> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let firsts: Vec<_> = rows.iter().map(|row| row.first_seq).collect();
    let reads: Vec<_> = rows.iter().map(|row| row.last_read_seq).collect();
    let lasts: Vec<_> = rows.iter().map(|row| row.last_seq).collect();
    let found = sqlx::query!(
        r#"SELECT unread AS "unread!", last.id AS "id?: ChatMessageId", last.seq AS "seq?",
            last.sender_id AS "sender_id?: UserId", last.role AS "role?: ChatRole", last.client_id AS "client_id?",
            last.body AS "body?", last.status AS "status?: ChatStatus", last.created_at AS "created_at?",
            last.edited_at AS "edited_at?", last.deleted_at AS "deleted_at?"
        FROM UNNEST($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[])
            WITH ORDINALITY AS asked (conversation_id, first_seq, last_read_seq, last_seq, number)
        CROSS JOIN LATERAL (SELECT count(*) AS unread FROM (
            SELECT FROM chat_messages m WHERE m.conversation_id = asked.conversation_id
                AND m.seq > greatest(asked.last_read_seq, asked.first_seq - 1) AND m.seq <= asked.last_seq
                AND m.role <> 'system' AND m.status <> 'deleted' AND m.sender_id IS DISTINCT FROM $5
            LIMIT $6) AS unread_ones) AS counted
        LEFT JOIN LATERAL (
            SELECT * FROM chat_messages m WHERE m.conversation_id = asked.conversation_id
                AND m.seq BETWEEN asked.first_seq AND asked.last_seq
            ORDER BY m.seq DESC LIMIT 1) AS last ON true
        ORDER BY number"#,
        &ids as &[ConversationId],
        &firsts,
        &reads,
        &lasts,
        user.uuid(),
        MAX_UNREAD,
    )
    .fetch_all(connection)
    .await?;
    let card = |unread, last| Summary { unread, last };
    let cards = found.into_iter().map(|row| {
        let Some((((id, seq), (role, status)), (body, created_at))) =
            row.id.zip(row.seq).zip(row.role.zip(row.status)).zip(row.body.zip(row.created_at))
        else {
            return card(row.unread, None);
        };
        let (sender_id, client_id) = (row.sender_id, row.client_id);
        let (edited_at, deleted_at) = (row.edited_at, row.deleted_at);
        let sender = None;
        let last =
            Stored { id, seq, sender_id, sender, role, client_id, body, status, created_at, edited_at, deleted_at };
        card(row.unread, Some(last))
    });
    Ok(cards.collect())
}
