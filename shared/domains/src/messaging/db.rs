use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::types::Json;
use sqlx::{PgConnection, PgExecutor};
use utoipa::ToSchema;

use super::content::Content;
use super::{Channel, Message, MessageStatus, ProviderError};
use crate::accounts::UserRef;
use crate::db::Tx;
use crate::ids::{JobId, MessageId, UserId};
use crate::jobs::JobError;
use crate::json::StoredJson;
use crate::page::{Chosen, LOOKED_AT, Looked, Page, PageRequest};

/// Sent or received messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MessageDirection)]
pub enum Direction {
    /// Sent by the user.
    Sent,
    /// Received by the user.
    Received,
}

/// The other party of a user's messages.
#[derive(Debug, Clone)]
pub enum Contact {
    /// A user.
    User(UserId),
    /// A phone: an E.164 number, or the provider's substitute.
    Phone(String),
}

/// Filter for a user's messages.
#[derive(Debug, Default)]
pub struct Filter {
    /// Only messages to or from this contact.
    pub contact: Option<Contact>,
    /// Only sent, or only received messages.
    pub direction: Option<Direction>,
    /// Only messages of this channel.
    pub channel: Option<Channel>,
    /// Only messages in this status.
    pub status: Option<MessageStatus>,
    /// Only messages accepted at or after this time.
    pub since: Option<DateTime<Utc>>,
    /// Only messages accepted before this time.
    pub until: Option<DateTime<Utc>>,
}

struct Row {
    id: MessageId,
    channel: Channel,
    to: String,
    from_number: Option<String>,
    sender_id: Option<UserId>,
    sender: Option<String>,
    recipient_id: Option<UserId>,
    recipient: Option<String>,
    body: String,
    content: Option<Json<Content>>,
    status: MessageStatus,
    segments: i16,
    price: i64,
    job_id: Option<JobId>,
    provider_message_id: Option<String>,
    reference_id: Option<String>,
    error: Option<Json<JobError>>,
    provider_error: Option<Json<ProviderError>>,
    send_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    sent_at: Option<DateTime<Utc>>,
    delivered_at: Option<DateTime<Utc>>,
    read_at: Option<DateTime<Utc>>,
    retry_of: Option<MessageId>,
    metadata: StoredJson,
}

impl Row {
    /// The message as visible to `user`: price and metadata are visible to its sender only. An inbound message has no
    /// sender here, and its metadata is for its recipient.
    fn seen_by(self, user: UserId) -> Message {
        let is_sender = self.sender_id == Some(user);
        Message {
            id: self.id,
            channel: self.channel,
            to: self.to,
            from: self.from_number,
            sender: self.sender_id.zip(self.sender).map(|(id, username)| UserRef { id, username }),
            recipient: self.recipient_id.zip(self.recipient).map(|(id, username)| UserRef { id, username }),
            body: self.body,
            content: self.content,
            status: self.status,
            segments: self.segments,
            price: is_sender.then_some(self.price),
            job_id: self.job_id.filter(|_| is_sender),
            provider_message_id: self.provider_message_id,
            reference_id: self.reference_id,
            error: self.error,
            provider_error: self.provider_error.filter(|_| is_sender),
            send_at: self.send_at,
            created_at: self.created_at,
            sent_at: self.sent_at,
            delivered_at: self.delivered_at,
            read_at: self.read_at,
            retry_of: self.retry_of,
            metadata: if is_sender || self.sender_id.is_none() {
                self.metadata.0
            } else {
                Value::Object(serde_json::Map::new())
            },
        }
    }
}

/// Messages of a user, newest first. A recipient sees a message once it is delivered.
///
/// # Errors
/// Database errors.
pub async fn list(
    db: &mut PgConnection,
    user: UserId,
    filter: &Filter,
    request: &PageRequest<MessageId>,
) -> sqlx::Result<Page<Message>> {
    let Chosen { positions, next_cursor } = request.choose(page_of(db, user, filter, request).await?);
    Ok(Page { data: read(db, user, &positions).await?, next_cursor })
}

/// A message that a user sent or received.
///
/// # Errors
/// Database errors.
pub async fn get(db: impl PgExecutor<'_>, user: UserId, id: MessageId) -> sqlx::Result<Option<Message>> {
    Ok(read(db, user, &[id]).await?.pop())
}

/// Sent and received messages have an index each, as do those to and from a phone; the two relevant ones are read
/// backwards and merged.
async fn page_of(
    db: &mut PgConnection,
    user: UserId,
    filter: &Filter,
    request: &PageRequest<MessageId>,
) -> sqlx::Result<Vec<Looked<MessageId>>> {
    let (other, phone) = match &filter.contact {
        Some(Contact::User(user)) => (Some(*user), None),
        Some(Contact::Phone(phone)) => (None, Some(phone.as_str())),
        None => (None, None),
    };
    let end = MessageId::end_of(filter.until);
    sqlx::query_as!(
        Looked,
        r#"SELECT id AS "position!: MessageId", bool_or(matches) AS "matches!", bool_or(is_last) AS "is_last!" FROM (
            (SELECT id, matches, is_last FROM (
                SELECT id, coalesce(true
                        AND ($4::uuid IS NULL OR recipient_id = $4) AND ($5::text IS NULL OR channel = $5)
                        AND ($6::text IS NULL OR status = $6) AND ($7::timestamptz IS NULL OR created_at >= $7)
                        AND ($8::timestamptz IS NULL OR created_at < $8), false) AS matches,
                    row_number() OVER (ORDER BY id DESC) = $9
                        AND ($7::timestamptz IS NULL OR created_at >= $7 - interval '1 day') AS is_last
                FROM (
                    SELECT id, recipient_id, channel, status, created_at FROM messages
                    WHERE sender_id = $1 AND id < $2 AND $10 AND $3::text IS NULL ORDER BY id DESC LIMIT $9) AS newest) AS sent
             WHERE matches OR is_last ORDER BY id DESC LIMIT $12)
            UNION ALL
            (SELECT id, matches, is_last FROM (
                SELECT id, coalesce(true
                        AND ($4::uuid IS NULL OR recipient_id = $4) AND ($5::text IS NULL OR channel = $5)
                        AND ($6::text IS NULL OR status = $6) AND ($7::timestamptz IS NULL OR created_at >= $7)
                        AND ($8::timestamptz IS NULL OR created_at < $8), false) AS matches,
                    row_number() OVER (ORDER BY id DESC) = $9
                        AND ($7::timestamptz IS NULL OR created_at >= $7 - interval '1 day') AS is_last
                FROM (
                    SELECT id, recipient_id, channel, status, created_at FROM messages
                    WHERE sender_id = $1 AND recipient = $3 AND channel <> 'in_app' AND id < $2 AND $10 ORDER BY id DESC LIMIT $9) AS newest) AS sent_to_phone
             WHERE matches OR is_last ORDER BY id DESC LIMIT $12)
            UNION ALL
            (SELECT id, matches, is_last FROM (
                SELECT id, coalesce(status IN ('delivered', 'read')
                        AND ($4::uuid IS NULL OR sender_id = $4) AND ($5::text IS NULL OR channel = $5)
                        AND ($6::text IS NULL OR status = $6) AND ($7::timestamptz IS NULL OR created_at >= $7)
                        AND ($8::timestamptz IS NULL OR created_at < $8), false) AS matches,
                    row_number() OVER (ORDER BY id DESC) = $9
                        AND ($7::timestamptz IS NULL OR created_at >= $7 - interval '1 day') AS is_last
                FROM (
                    SELECT id, sender_id, channel, status, created_at FROM messages
                    WHERE recipient_id = $1 AND id < $2 AND $11 AND $3::text IS NULL ORDER BY id DESC LIMIT $9) AS newest) AS received
             WHERE matches OR is_last ORDER BY id DESC LIMIT $12)
            UNION ALL
            (SELECT id, matches, is_last FROM (
                SELECT id, coalesce(status IN ('delivered', 'read')
                        AND ($4::uuid IS NULL OR sender_id = $4) AND ($5::text IS NULL OR channel = $5)
                        AND ($6::text IS NULL OR status = $6) AND ($7::timestamptz IS NULL OR created_at >= $7)
                        AND ($8::timestamptz IS NULL OR created_at < $8), false) AS matches,
                    row_number() OVER (ORDER BY id DESC) = $9
                        AND ($7::timestamptz IS NULL OR created_at >= $7 - interval '1 day') AS is_last
                FROM (
                    SELECT id, sender_id, channel, status, created_at FROM messages
                    WHERE recipient_id = $1 AND from_number = $3 AND id < $2 AND $11 ORDER BY id DESC LIMIT $9) AS newest) AS received_from_phone
             WHERE matches OR is_last ORDER BY id DESC LIMIT $12)) AS looked
        GROUP BY id ORDER BY id DESC LIMIT $12"#,
        user.uuid(),
        request.after.map_or(end, |after| after.min(end)).uuid(),
        phone,
        other.map(UserId::uuid),
        filter.channel as Option<Channel>,
        filter.status as Option<MessageStatus>,
        filter.since,
        filter.until,
        LOOKED_AT,
        filter.direction != Some(Direction::Received),
        filter.direction != Some(Direction::Sent),
        request.rows(),
    )
    .fetch_all(db)
    .await
}

/// The messages among these that a user may see, newest first.
async fn read(db: impl PgExecutor<'_>, user: UserId, ids: &[MessageId]) -> sqlx::Result<Vec<Message>> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT m.id AS "id: MessageId", channel AS "channel: Channel", m.recipient AS "to", from_number, sender_id AS "sender_id: UserId",
            sender.username AS "sender?", content AS "content: Json<Content>", provider_error AS "provider_error: Json<ProviderError>",
            recipient_id AS "recipient_id: UserId", recipient.username AS "recipient?", body,
            m.status AS "status: MessageStatus", segments, price, job_id AS "job_id: JobId", provider_message_id, reference_id,
            error AS "error: Json<JobError>", send_at, m.created_at, sent_at, delivered_at, read_at,
            retry_of AS "retry_of: MessageId", metadata AS "metadata: StoredJson"
        FROM messages m LEFT JOIN users sender ON sender.id = sender_id
            LEFT JOIN users recipient ON recipient.id = recipient_id
        WHERE m.id = ANY($2) AND (sender_id = $1 OR (recipient_id = $1 AND m.status IN ('delivered', 'read')))
        ORDER BY m.id DESC"#,
        user.uuid(),
        ids as &[MessageId],
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| row.seen_by(user)).collect())
}

/// Data that a worker needs to deliver a message.
#[derive(Debug)]
pub struct Delivery {
    /// The message.
    pub id: MessageId,
    /// The sender.
    pub sender: Option<UserId>,
    /// The destination.
    pub to: String,
    /// The text.
    pub body: String,
    /// Content that replaces the text.
    pub content: Option<Json<Content>>,
    /// The status.
    pub status: MessageStatus,
    /// Time since which its bytes may be out without a definite answer.
    pub sending_at: Option<DateTime<Utc>>,
    /// The provider's message id, if known.
    pub provider_message_id: Option<String>,
    /// The failure.
    pub error: Option<Json<JobError>>,
    /// The provider's id of the sender's own number; `None` if it uses the platform's.
    pub number_id: Option<String>,
    /// The sealed token of that number.
    pub access_token: Option<String>,
    /// Whether the sender may use that number.
    pub is_verified: bool,
    /// Whether its sender's sends are stopped.
    pub is_stopped: bool,
    /// Whether the sender may use the message's template, if any, from the platform's number.
    pub is_granted: bool,
}

/// Data that a worker needs to deliver messages; messages that do not exist are left out.
///
/// # Errors
/// Database errors.
pub async fn deliveries(db: impl PgExecutor<'_>, ids: &[MessageId]) -> sqlx::Result<Vec<Delivery>> {
    sqlx::query_as!(
        Delivery,
        r#"SELECT messages.id AS "id!: MessageId", sender_id AS "sender: UserId", recipient AS "to!", body AS "body!", content AS "content: Json<Content>",
            status AS "status!: MessageStatus", sending_at, provider_message_id, error AS "error: Json<JobError>",
            phone_number_id AS "number_id?", access_token AS "access_token?",
            (verified_at IS NOT NULL) AS "is_verified!",
            coalesce(sender.sending_stopped_at IS NOT NULL, false) AS "is_stopped!",
            content->'template' IS NULL OR coalesce(sender.role = 'admin', false) OR EXISTS (
                SELECT FROM template_grants g WHERE g.user_id = sender_id AND g.name = content->'template'->>'name'
                    AND (g.language IS NULL OR g.language = content->'template'->>'language')) AS "is_granted!"
        FROM messages LEFT JOIN whatsapp_numbers ON user_id = sender_id
        LEFT JOIN LATERAL (SELECT role, sending_stopped_at FROM users WHERE users.id = sender_id LIMIT 1) AS sender ON true
        WHERE messages.id = ANY($1)"#,
        ids as &[MessageId],
    )
    .fetch_all(db)
    .await
}

/// The messages among these whose sender's sends are stopped.
///
/// # Errors
/// Database errors.
pub async fn stopped(tx: &mut Tx, ids: &[MessageId]) -> sqlx::Result<Vec<MessageId>> {
    // Senders are rarely stopped: usually only this small index is read.
    sqlx::query_scalar!(
        r#"SELECT id AS "id: MessageId" FROM messages
        WHERE id = ANY($1) AND sender_id IN (SELECT id FROM users WHERE sending_stopped_at IS NOT NULL)"#,
        ids as &[MessageId],
    )
    .fetch_all(tx.conn())
    .await
}

/// Marks that the bytes of messages may go out from now on, each from its number (`numbers`, provider ids); returns the
/// marked ones. The others may already be out, or need no send, and must not be sent.
///
/// # Errors
/// Database errors.
pub async fn begin_sending(
    tx: &mut Tx,
    ids: &[MessageId],
    numbers: &[String],
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<MessageId>> {
    sqlx::query_scalar!(
        r#"WITH free AS (
            SELECT id FROM messages WHERE id = ANY($1::uuid[]) AND sending_at IS NULL AND status IN ('queued', 'scheduled')
            ORDER BY id FOR UPDATE)
        UPDATE messages SET sending_at = $2, number_id = asked.number
        FROM free JOIN UNNEST($1, $3::text[]) AS asked (id, number) USING (id)
        WHERE messages.id = free.id
        RETURNING messages.id AS "id: MessageId""#,
        ids as &[MessageId],
        now,
        numbers,
    )
    .fetch_all(tx.conn())
    .await
}

/// Records that a message definitely did not go out, with the provider's error if any, and clears the mark.
///
/// # Errors
/// Database errors.
pub async fn not_sent(tx: &mut Tx, id: MessageId, error: Option<&ProviderError>) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE messages SET sending_at = NULL, provider_error = coalesce($2, provider_error) WHERE id = $1",
        id.uuid(),
        error.map(|error| serde_json::json!(error)),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Records a permanent refusal; the status follows when the job ends. The mark stays, so that no later attempt sends
/// the message.
///
/// # Errors
/// Database errors.
pub async fn refused(tx: &mut Tx, id: MessageId, error: &JobError, raw: Option<&ProviderError>) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE messages SET error = $2, provider_error = coalesce($3, provider_error)
        WHERE id = $1 AND status IN ('queued', 'scheduled')",
        id.uuid(),
        serde_json::json!(error),
        raw.map(|error| serde_json::json!(error)),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Locks messages in a consistent global order; returns those that may have gone out without a definite answer.
///
/// # Errors
/// Database errors.
pub async fn lock(tx: &mut Tx, ids: &[MessageId]) -> sqlx::Result<Vec<MessageId>> {
    let rows = sqlx::query!(
        r#"SELECT id AS "id: MessageId", sending_at IS NOT NULL AND error IS NULL AS "in_doubt!" FROM messages
        WHERE id = ANY($1) ORDER BY id FOR UPDATE"#,
        ids as &[MessageId],
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().filter(|row| row.in_doubt).map(|row| row.id).collect())
}
