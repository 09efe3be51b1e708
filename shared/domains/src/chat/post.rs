//! Posting a message: one path for requests, sockets and the platform itself.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::model::Stored;
use super::publish::{Change, News, announce};
use super::{ChatMessage, ChatRole, ChatStatus, ConversationKind, Frame, NewChatMessage, Refusal, db, search};
use crate::accounts::UserRef;
use crate::app::App;
use crate::db::Tx;
use crate::ids::{ChatMessageId, ConversationId, UserId};

/// Result of posting a message.
#[derive(Debug)]
pub struct Posted {
    /// The message.
    pub message: ChatMessage,
    /// False: it was posted before, under the same `client_id`.
    pub is_new: bool,
}

/// Author of a message.
#[derive(Debug, Clone)]
pub enum Author<'a> {
    /// A member, with the client's own id of the message.
    Member(UserRef, Option<&'a str>),
    /// The assistant; its message gets this id.
    Assistant(ChatMessageId),
    /// The platform.
    System,
}

impl Author<'_> {
    fn role(&self) -> ChatRole {
        match self {
            Self::Member(..) => ChatRole::User,
            Self::Assistant(_) => ChatRole::Assistant,
            Self::System => ChatRole::System,
        }
    }
}

/// A message appended to a conversation.
#[derive(Debug)]
pub struct Appended {
    /// The message.
    pub message: ChatMessage,
    /// The conversation's revision after it.
    pub revision: i64,
}

/// Posts a member's message, in a transaction of its own.
///
/// # Errors
/// The refusal; database errors.
pub async fn post(
    app: &App,
    conversation: ConversationId,
    user: UserId,
    new: &NewChatMessage,
) -> Result<Posted, Refusal> {
    let mut connection = app.db.pool().acquire().await?;
    let sender = match admit(app, &mut connection, (conversation, Purpose::Message), user, new).await? {
        Admission::Before(message) => return Ok(Posted { message, is_new: false }),
        Admission::Now(sender) => sender,
    };
    drop(connection);
    // Concurrent writers of one conversation wait here without a database connection.
    let _turn = app.turns.take(conversation.uuid()).await;
    let mut tx = app.db.begin().await?;
    let posted = write(app, &mut tx, conversation, sender, new).await?;
    tx.commit().await?;
    Ok(posted)
}

/// Posts a member's message as part of `tx`. A question goes to the assistant, together with its completion in `tx`.
///
/// # Errors
/// The refusal, after which `tx` must be rolled back; database errors.
pub async fn post_in(
    app: &App,
    tx: &mut Tx,
    (conversation, purpose): (ConversationId, Purpose),
    user: UserId,
    new: &NewChatMessage,
) -> Result<Posted, Refusal> {
    match admit(app, tx.conn(), (conversation, purpose), user, new).await? {
        Admission::Before(message) => Ok(Posted { message, is_new: false }),
        Admission::Now(sender) => write(app, tx, conversation, sender, new).await,
    }
}

/// The purpose of a posted message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// For members of a chat.
    Message,
    /// For the assistant.
    Question,
}

enum Admission {
    Before(ChatMessage),
    Now(UserRef),
}

/// Whether a message may be posted. A repeat is not new and is not rate-limited. Assistant conversations accept only
/// questions, and no others do: a question needs a completion.
async fn admit(
    app: &App,
    connection: &mut PgConnection,
    (conversation, purpose): (ConversationId, Purpose),
    user: UserId,
    new: &NewChatMessage,
) -> Result<Admission, Refusal> {
    let member = db::member(&mut *connection, conversation, user).await?.ok_or(Refusal::NotFound)?;
    if (member.kind == ConversationKind::Assistant) != (purpose == Purpose::Question) {
        return Err(Refusal::AssistantNotAvailable);
    }
    if let Some(client_id) = &new.client_id
        && let Some(message) = db::sent_as(connection, conversation, user, client_id).await?
    {
        return Ok(Admission::Before(message));
    }
    if let Some(quota) = app.config.limits.chat_messages {
        let verdict = app.limiter.take(quota, &format!("{}:{}", conversation.uuid(), user.uuid())).await;
        if !verdict.allowed {
            return Err(Refusal::TooFast(verdict));
        }
    }
    limit_user(app, user, &new.body).await?;
    Ok(Admission::Now(UserRef { id: user, username: member.username }))
}

/// Applies a user's rate limit over all conversations to a message or an edit.
pub(super) async fn limit_user(app: &App, user: UserId, body: &str) -> Result<(), Refusal> {
    let limits = &app.config.limits;
    let bytes = u32::try_from(body.len()).unwrap_or(u32::MAX);
    let quotas = [(limits.chat_messages_of_user, 1), (limits.chat_bytes_of_user, bytes)];
    for (quota, cost) in quotas.into_iter().filter_map(|(quota, cost)| Some((quota?, cost))) {
        let verdict = app.limiter.take(quota.at_cost(cost), &user.uuid().to_string()).await;
        if !verdict.allowed {
            return Err(Refusal::TooFast(verdict));
        }
    }
    Ok(())
}

async fn write(
    app: &App,
    tx: &mut Tx,
    conversation: ConversationId,
    sender: UserRef,
    new: &NewChatMessage,
) -> Result<Posted, Refusal> {
    let user = sender.id;
    let author = Author::Member(sender, new.client_id.as_deref());
    if let Some(appended) = append(app, tx, conversation, author, &new.body, app.clock.now()).await? {
        return Ok(Posted { message: appended.message, is_new: true });
    }
    // Between check and lock, the same message was posted by another request, or the member was removed.
    let before = match &new.client_id {
        Some(client_id) => db::sent_as(tx.conn(), conversation, user, client_id).await?,
        None => None,
    };
    before.map(|message| Posted { message, is_new: false }).ok_or(Refusal::NotFound)
}

/// Appends a message to a conversation and publishes it. `None`: its author is not a member, or its client posted it
/// before.
///
/// The conversation stays locked until the end of `tx`: commit soon.
///
/// # Errors
/// Database errors.
pub async fn append(
    app: &App,
    tx: &mut Tx,
    conversation: ConversationId,
    author: Author<'_>,
    body: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Appended>> {
    let words = search::words(body);
    db::lock(tx, conversation).await?;
    let Some((stored, revision)) = insert(tx, conversation, &author, (body, &words), now).await? else {
        return Ok(None);
    };
    let appended = appended(conversation, &stored, revision);
    let frames = vec![Frame::message(&appended.message, Some(revision))];
    let change = Change::Added(stored);
    announce(app, tx, News { conversation, revision: Some(revision), change, frames, users: Vec::new() });
    Ok(Some(appended))
}

pub(super) fn appended(conversation: ConversationId, stored: &Stored, revision: i64) -> Appended {
    Appended { message: stored.clone().shown(conversation, &Default::default()), revision }
}

/// Numbers and stores a message of a locked conversation, with its words. One statement writes both, so a number never lacks its
/// message.
pub(super) async fn insert(
    tx: &mut Tx,
    conversation: ConversationId,
    author: &Author<'_>,
    (body, words): (&str, &str),
    now: DateTime<Utc>,
) -> sqlx::Result<Option<(Stored, i64)>> {
    let (sender, client_id) = match author {
        Author::Member(sender, client_id) => (Some(sender.clone()), *client_id),
        Author::Assistant(_) | Author::System => (None, None),
    };
    let id = if let Author::Assistant(id) = author { *id } else { ChatMessageId::new() };
    let role = author.role();
    let row = sqlx::query!(
        r#"WITH next AS (
            UPDATE conversations SET last_seq = last_seq + 1, revision = revision + 1, active_at = $7
            WHERE id = $2
                AND ($3::uuid IS NULL OR EXISTS (
                    SELECT FROM conversation_members WHERE conversation_id = $2 AND user_id = $3))
                AND ($5::text IS NULL OR NOT EXISTS (
                    SELECT FROM chat_messages WHERE conversation_id = $2 AND sender_id = $3 AND client_id = $5))
            RETURNING last_seq, revision),
        stored AS (
            INSERT INTO chat_messages (id, conversation_id, seq, sender_id, role, client_id, body, status, created_at, words,
                indexed_at)
            SELECT $1, $2, last_seq, $3, $4, $5, $6, $8, $7, $9::text::tsvector, $7 FROM next)
        SELECT last_seq, revision FROM next"#,
        id.uuid(),
        conversation.uuid(),
        sender.as_ref().map(|sender| sender.id.uuid()),
        role as ChatRole,
        client_id,
        body,
        now,
        ChatStatus::Sent as ChatStatus,
        words,
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| {
        let stored = Stored {
            id,
            seq: row.last_seq,
            sender_id: sender.as_ref().map(|sender| sender.id),
            sender: sender.map(|sender| sender.username),
            role,
            client_id: client_id.map(str::to_owned),
            body: body.to_owned(),
            status: ChatStatus::Sent,
            created_at: now,
            edited_at: None,
            deleted_at: None,
        };
        (stored, row.revision)
    }))
}
