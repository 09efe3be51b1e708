//! Edits and deletions of messages by their senders.

use chrono::{DateTime, Utc};

use super::model::Stored;
use super::post::limit_user;
use super::publish::{Change, News, announce};
use super::{ChatMessage, ChatRole, ChatStatus, Frame, Refusal, db, search};
use crate::app::App;
use crate::db::Tx;
use crate::ids::{ChatMessageId, ConversationId, UserId};

/// Replaces a message's text.
///
/// # Errors
/// The refusal; database errors.
pub async fn edit(
    app: &App,
    conversation: ConversationId,
    user: UserId,
    id: ChatMessageId,
    body: &str,
) -> Result<ChatMessage, Refusal> {
    limit_user(app, user, body).await?;
    let words = search::words(body);
    let (mut tx, now) = (app.db.begin().await?, app.clock.now());
    if find(&mut tx, conversation, user, id).await? == ChatStatus::Deleted {
        return Err(Refusal::Deleted);
    }
    let stored = rewrite(&mut tx, id, (body, &words), None, now).await?;
    let revision = db::bump(&mut tx, conversation).await?;
    let frame = Frame::MessageEdited {
        conversation_id: conversation,
        message_id: id,
        seq: stored.seq,
        message: body.to_owned(),
        edited_at: now,
        revision,
    };
    let message = stored.clone().shown(conversation, &Default::default());
    replaced(app, &mut tx, conversation, revision, stored, frame);
    tx.commit().await?;
    Ok(message)
}

/// Deletes a message: its number stays, its text is removed. Idempotent.
///
/// # Errors
/// The refusal; database errors.
pub async fn delete(app: &App, conversation: ConversationId, user: UserId, id: ChatMessageId) -> Result<(), Refusal> {
    let (mut tx, now) = (app.db.begin().await?, app.clock.now());
    if find(&mut tx, conversation, user, id).await? == ChatStatus::Deleted {
        return Ok(());
    }
    let stored = rewrite(&mut tx, id, ("", ""), Some(now), now).await?;
    let revision = db::bump(&mut tx, conversation).await?;
    let (conversation_id, message_id, seq) = (conversation, id, stored.seq);
    let frame = Frame::MessageDeleted { conversation_id, message_id, seq, deleted_at: now, revision };
    replaced(app, &mut tx, conversation, revision, stored, frame);
    tx.commit().await?;
    Ok(())
}

fn replaced(app: &App, tx: &mut Tx, conversation: ConversationId, revision: i64, stored: Stored, frame: Frame) {
    let (revision, change, frames) = (Some(revision), Change::Replaced(stored), vec![frame]);
    announce(app, tx, News { conversation, revision, change, frames, users: Vec::new() });
}

/// Locks the conversation and finds a visible message sent by `user`.
async fn find(
    tx: &mut Tx,
    conversation: ConversationId,
    user: UserId,
    id: ChatMessageId,
) -> Result<ChatStatus, Refusal> {
    db::lock(tx, conversation).await?;
    let row = sqlx::query!(
        r#"SELECT said.sender_id AS "sender: UserId", said.status AS "status: ChatStatus"
        FROM chat_messages said JOIN conversation_members m USING (conversation_id)
        WHERE said.id = $1 AND conversation_id = $2 AND m.user_id = $3 AND said.seq >= m.first_seq"#,
        id.uuid(),
        conversation.uuid(),
        user.uuid(),
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or(Refusal::NotFound)?;
    if row.sender == Some(user) { Ok(row.status) } else { Err(Refusal::NotSender) }
}

async fn rewrite(
    tx: &mut Tx,
    id: ChatMessageId,
    (body, words): (&str, &str),
    deleted_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> sqlx::Result<Stored> {
    let status = if deleted_at.is_some() { ChatStatus::Deleted } else { ChatStatus::Sent };
    sqlx::query_as!(
        Stored,
        r#"UPDATE chat_messages m SET body = $2, status = $3, deleted_at = $4,
            edited_at = CASE WHEN $4::timestamptz IS NULL THEN $5 ELSE edited_at END, words = $6::text::tsvector,
            indexed_at = $5
        FROM users u WHERE m.id = $1 AND u.id = m.sender_id
        RETURNING m.id AS "id: ChatMessageId", seq, sender_id AS "sender_id: UserId", u.username AS "sender?",
            m.role AS "role: ChatRole", client_id, body, m.status AS "status: ChatStatus", m.created_at, edited_at, deleted_at"#,
        id.uuid(),
        body,
        status as ChatStatus,
        deleted_at,
        now,
        words,
    )
    .fetch_one(tx.conn())
    .await
}
