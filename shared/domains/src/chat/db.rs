use std::collections::HashMap;
use std::ops::RangeInclusive;

use sqlx::PgExecutor;
use sqlx::types::Json;
use uuid::Uuid;

use super::message_cache::{MAX_MESSAGES, Recent};
use super::model::Stored;
use super::{ChatMessage, ChatRole, ChatStatus, ConversationKind};
use crate::db::Tx;
use crate::ids::{ChatMessageId, ConversationId, UserId};

/// Maximum number of conversations per all-conversations socket, whose heads are polled every second. The quota
/// `memberships` bounds them too, except for memberships that predate the quota.
const MAX_HEARD: i64 = 10_000;

/// A user's membership of a conversation, with its visible range.
#[derive(Debug, Clone)]
pub struct Membership {
    /// The conversation.
    pub conversation: ConversationId,
    /// Its kind.
    pub kind: ConversationKind,
    /// The owner of a group.
    pub owner: Option<UserId>,
    /// The member's name.
    pub username: String,
    /// The first message visible to the member.
    pub first_seq: i64,
    /// The last message read by the member.
    pub last_read_seq: i64,
    /// The newest message.
    pub last_seq: i64,
    /// Change counter of the conversation.
    pub revision: i64,
}

/// The head of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The conversation.
    pub conversation: ConversationId,
    /// The newest message.
    pub last_seq: i64,
    /// Change counter of the conversation.
    pub revision: i64,
}

/// A user's membership of a conversation; `None` if not a member.
///
/// # Errors
/// Database errors.
pub async fn member(
    db: impl PgExecutor<'_>,
    conversation: ConversationId,
    user: UserId,
) -> sqlx::Result<Option<Membership>> {
    Ok(member_and_names(db, conversation, user, &[]).await?.map(|(member, _)| member))
}

/// A membership, and the names of some users.
pub(super) async fn member_and_names(
    db: impl PgExecutor<'_>,
    conversation: ConversationId,
    user: UserId,
    named: &[UserId],
) -> sqlx::Result<Option<(Membership, HashMap<UserId, String>)>> {
    let row = sqlx::query!(
        r#"SELECT c.kind AS "kind: ConversationKind", c.owner_id AS "owner: UserId", u.username, m.first_seq,
            m.last_read_seq, c.last_seq, c.revision,
            (SELECT jsonb_object_agg(id, username) FROM users WHERE id = ANY($3)) AS "names: Json<HashMap<Uuid, String>>"
        FROM conversation_members m JOIN conversations c ON c.id = m.conversation_id JOIN users u ON u.id = m.user_id
        WHERE m.conversation_id = $1 AND m.user_id = $2"#,
        conversation.uuid(),
        user.uuid(),
        named as &[UserId],
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| {
        let names = row.names.map(|Json(names)| names).unwrap_or_default();
        let member = Membership {
            conversation,
            kind: row.kind,
            owner: row.owner,
            username: row.username,
            first_seq: row.first_seq,
            last_read_seq: row.last_read_seq,
            last_seq: row.last_seq,
            revision: row.revision,
        };
        (member, names.into_iter().map(|(id, name)| (id.into(), name)).collect())
    }))
}

/// A user's newest conversations, up to the limit of one socket.
///
/// # Errors
/// Database errors.
pub async fn memberships(db: impl PgExecutor<'_>, user: UserId) -> sqlx::Result<Vec<Membership>> {
    sqlx::query_as!(
        Membership,
        r#"SELECT c.id AS "conversation: ConversationId", c.kind AS "kind: ConversationKind",
            c.owner_id AS "owner: UserId", u.username, m.first_seq, m.last_read_seq, c.last_seq, c.revision
        FROM conversation_members m JOIN conversations c ON c.id = m.conversation_id JOIN users u ON u.id = m.user_id
        WHERE m.user_id = $1 ORDER BY m.conversation_id DESC LIMIT $2"#,
        user.uuid(),
        MAX_HEARD,
    )
    .fetch_all(db)
    .await
}

/// The members of a conversation among these users.
///
/// # Errors
/// Database errors.
pub async fn members_among(
    db: impl PgExecutor<'_>,
    conversation: ConversationId,
    users: &[UserId],
) -> sqlx::Result<Vec<UserId>> {
    sqlx::query_scalar!(
        r#"SELECT user_id AS "user: UserId" FROM conversation_members WHERE conversation_id = $1 AND user_id = ANY($2)"#,
        conversation.uuid(),
        users as &[UserId],
    )
    .fetch_all(db)
    .await
}

/// The conversations of these users, each with the user; the newest, up to the limit of one socket.
///
/// # Errors
/// Database errors.
pub async fn conversations_of(
    db: impl PgExecutor<'_>,
    users: &[UserId],
) -> sqlx::Result<Vec<(UserId, ConversationId)>> {
    let rows = sqlx::query!(
        r#"SELECT user_id AS "user: UserId", conversation_id AS "conversation: ConversationId"
        FROM UNNEST($1::uuid[]) AS asked (id) CROSS JOIN LATERAL (
            SELECT user_id, conversation_id FROM conversation_members WHERE user_id = asked.id
            ORDER BY conversation_id DESC LIMIT $2) AS newest"#,
        users as &[UserId],
        MAX_HEARD,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.user, row.conversation)).collect())
}

/// The heads of conversations.
///
/// # Errors
/// Database errors.
pub async fn heads(db: impl PgExecutor<'_>, conversations: &[ConversationId]) -> sqlx::Result<Vec<Head>> {
    sqlx::query_as!(
        Head,
        r#"SELECT id AS "conversation: ConversationId", last_seq, revision FROM conversations WHERE id = ANY($1)"#,
        conversations as &[ConversationId],
    )
    .fetch_all(db)
    .await
}

/// Current messages above `after` up to `up_to`, oldest first, at most `limit`.
///
/// # Errors
/// Database errors.
pub async fn after(
    db: impl PgExecutor<'_>,
    conversation: ConversationId,
    after: i64,
    up_to: i64,
    limit: i64,
) -> sqlx::Result<Vec<ChatMessage>> {
    let rows = stored(db, conversation, after, up_to, limit).await?;
    let none = HashMap::new();
    Ok(rows.into_iter().map(|message| message.shown(conversation, &none)).collect())
}

/// Messages with these numbers, oldest first.
pub(super) async fn range(
    db: impl PgExecutor<'_>,
    conversation: ConversationId,
    span: &RangeInclusive<i64>,
) -> sqlx::Result<Vec<Stored>> {
    stored(db, conversation, span.start() - 1, *span.end(), i64::MAX).await
}

async fn stored(
    db: impl PgExecutor<'_>,
    conversation: ConversationId,
    after: i64,
    up_to: i64,
    limit: i64,
) -> sqlx::Result<Vec<Stored>> {
    sqlx::query_as!(
        Stored,
        r#"SELECT m.id AS "id: ChatMessageId", seq, sender_id AS "sender_id: UserId", u.username AS "sender?",
            m.role AS "role: ChatRole", client_id, body, m.status AS "status: ChatStatus", m.created_at, edited_at, deleted_at
        FROM chat_messages m LEFT JOIN users u ON u.id = sender_id
        WHERE conversation_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4"#,
        conversation.uuid(),
        after,
        up_to,
        limit,
    )
    .fetch_all(db)
    .await
}

/// The newest messages and their revision: one statement, hence one snapshot.
pub(super) async fn newest(db: impl PgExecutor<'_>, conversation: ConversationId) -> sqlx::Result<Recent> {
    let rows = sqlx::query!(
        r#"SELECT c.revision, m.id AS "id: ChatMessageId", m.seq, m.sender_id AS "sender_id: UserId",
            u.username AS "sender?", m.role AS "role: ChatRole", m.client_id, m.body, m.status AS "status: ChatStatus",
            m.created_at, m.edited_at, m.deleted_at
        FROM conversations c
        CROSS JOIN LATERAL (SELECT * FROM chat_messages WHERE conversation_id = c.id ORDER BY seq DESC LIMIT $2) AS m
        LEFT JOIN users u ON u.id = m.sender_id
        WHERE c.id = $1 ORDER BY m.seq"#,
        conversation.uuid(),
        MAX_MESSAGES,
    )
    .fetch_all(db)
    .await?;
    let revision = rows.first().map_or(0, |row| row.revision);
    let stored = rows.into_iter().map(|row| Stored {
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
    });
    Ok(Recent { revision, messages: stored.collect() })
}

/// The message that a client sent under its own id.
pub async fn sent_as(
    db: impl PgExecutor<'_>,
    conversation: ConversationId,
    user: UserId,
    client_id: &str,
) -> sqlx::Result<Option<ChatMessage>> {
    let row = sqlx::query_as!(
        Stored,
        r#"SELECT m.id AS "id: ChatMessageId", seq, sender_id AS "sender_id: UserId", u.username AS "sender?",
            m.role AS "role: ChatRole", client_id, body, m.status AS "status: ChatStatus", m.created_at, edited_at, deleted_at
        FROM chat_messages m LEFT JOIN users u ON u.id = sender_id
        WHERE conversation_id = $1 AND sender_id = $2 AND client_id = $3"#,
        conversation.uuid(),
        user.uuid(),
        client_id,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|message| message.shown(conversation, &HashMap::new())))
}

/// Names of users.
pub(super) async fn names(db: impl PgExecutor<'_>, users: &[UserId]) -> sqlx::Result<HashMap<UserId, String>> {
    let rows = sqlx::query!(r#"SELECT id AS "id: UserId", username FROM users WHERE id = ANY($1)"#, users as &[UserId])
        .fetch_all(db)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.username)).collect())
}

/// Locks a conversation until the end of the transaction; later reads include all committed changes.
pub(super) async fn lock(tx: &mut Tx, conversation: ConversationId) -> sqlx::Result<()> {
    sqlx::query!("SELECT FROM conversations WHERE id = $1 FOR NO KEY UPDATE", conversation.uuid())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Counts a change of a locked conversation; returns its revision.
pub(super) async fn bump(tx: &mut Tx, conversation: ConversationId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        "UPDATE conversations SET revision = revision + 1 WHERE id = $1 RETURNING revision",
        conversation.uuid(),
    )
    .fetch_one(tx.conn())
    .await
}
