//! A group's members and name. Joining and leaving add a message of the platform.

use chrono::{DateTime, Utc};

use super::create::{active, brought_in};
use super::db::{self, Membership};
use super::model::MAX_MEMBERS;
use super::post::{Author, appended, insert};
use super::publish::{Change, News, announce};
use super::{ConversationKind, Frame, Refusal, search};
use crate::app::App;
use crate::db::Tx;
use crate::ids::{ConversationId, UserId};
use crate::quotas::{self, Quota};

/// Renames a group, for its owner.
///
/// # Errors
/// The refusal; database errors.
pub async fn rename(app: &App, conversation: ConversationId, user: UserId, name: &str) -> Result<(), Refusal> {
    let mut tx = app.db.begin().await?;
    let member = group(&mut tx, conversation, user).await?;
    owned(&member, user)?;
    sqlx::query!("UPDATE conversations SET name = $2 WHERE id = $1", conversation.uuid(), name)
        .execute(tx.conn())
        .await?;
    let revision = db::bump(&mut tx, conversation).await?;
    let frames = vec![Frame::Renamed { conversation_id: conversation, name: name.to_owned(), revision }];
    let (revision, change) = (Some(revision), Change::None);
    announce(app, &mut tx, News { conversation, revision, change, frames, users: Vec::new() });
    tx.commit().await?;
    Ok(())
}

/// Adds a user to a group, for its owner; false if already a member. New members see later messages only.
///
/// # Errors
/// The refusal, after which `tx` must be rolled back; database errors.
pub async fn add(
    app: &App,
    tx: &mut Tx,
    conversation: ConversationId,
    user: UserId,
    whom: &str,
    now: DateTime<Utc>,
) -> Result<bool, Refusal> {
    let member = group(tx, conversation, user).await?;
    owned(&member, user)?;
    let added = active(tx, &[whom.to_owned()]).await?.pop().ok_or(Refusal::NotFound)?;
    let first_seq = member.last_seq + 1;
    if is_member(tx, conversation, added.id).await? {
        return Ok(false);
    }
    brought_in(app, tx, user, &[added.id]).await?;
    quotas::reserve(tx, Quota::Memberships, &[added.id]).await?;
    let joined = sqlx::query!(
        "INSERT INTO conversation_members (conversation_id, user_id, first_seq, last_read_seq, joined_at)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        conversation.uuid(),
        added.id.uuid(),
        first_seq,
        member.last_seq,
        now,
    )
    .execute(tx.conn())
    .await?;
    if joined.rows_affected() == 0 {
        return Ok(false);
    }
    if count(tx, conversation).await? > MAX_MEMBERS {
        return Err(Refusal::TooManyMembers);
    }
    let text = format!("{} added {}", member.username, added.username);
    let told = |revision| Frame::MemberAdded {
        conversation_id: conversation,
        user_id: added.id,
        username: added.username.clone(),
        first_seq,
        revision,
    };
    say(app, tx, conversation, &text, (added.id, told), now).await?;
    Ok(true)
}

async fn is_member(tx: &mut Tx, conversation: ConversationId, user: UserId) -> sqlx::Result<bool> {
    Ok(!db::members_among(tx.conn(), conversation, &[user]).await?.is_empty())
}

/// Removes a member from a group: the owner may remove anyone, others only themselves. If the owner leaves, the
/// longest-standing member becomes the owner.
///
/// # Errors
/// The refusal; database errors.
pub async fn remove(app: &App, conversation: ConversationId, user: UserId, whom: UserId) -> Result<(), Refusal> {
    let (mut tx, now) = (app.db.begin().await?, app.clock.now());
    let member = group(&mut tx, conversation, user).await?;
    if whom != user {
        owned(&member, user)?;
    }
    let name = sqlx::query_scalar!(
        "DELETE FROM conversation_members m USING users u
        WHERE u.id = m.user_id AND m.conversation_id = $1 AND m.user_id = $2 RETURNING u.username",
        conversation.uuid(),
        whom.uuid(),
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or(Refusal::NotFound)?;
    let owner = if member.owner == Some(whom) { hand_over(&mut tx, conversation).await? } else { member.owner };
    let text = if whom == user { format!("{name} left") } else { format!("{} removed {name}", member.username) };
    let told =
        |revision| Frame::MemberRemoved { conversation_id: conversation, user_id: whom, owner_id: owner, revision };
    say(app, &mut tx, conversation, &text, (whom, told), now).await?;
    tx.commit().await?;
    Ok(())
}

/// Locks a group that `user` belongs to.
async fn group(tx: &mut Tx, conversation: ConversationId, user: UserId) -> Result<Membership, Refusal> {
    db::lock(tx, conversation).await?;
    let member = db::member(tx.conn(), conversation, user).await?.ok_or(Refusal::NotFound)?;
    if member.kind == ConversationKind::Group { Ok(member) } else { Err(Refusal::NotAGroup) }
}

fn owned(member: &Membership, user: UserId) -> Result<(), Refusal> {
    if member.owner == Some(user) { Ok(()) } else { Err(Refusal::NotOwner) }
}

async fn count(tx: &mut Tx, conversation: ConversationId) -> sqlx::Result<usize> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM conversation_members WHERE conversation_id = $1"#,
        conversation.uuid(),
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Transfers a group without an owner to another member, if any.
async fn hand_over(tx: &mut Tx, conversation: ConversationId) -> sqlx::Result<Option<UserId>> {
    sqlx::query_scalar!(
        r#"UPDATE conversations SET owner_id = (
            SELECT user_id FROM conversation_members WHERE conversation_id = $1 ORDER BY joined_at, user_id LIMIT 1)
        WHERE id = $1 RETURNING owner_id AS "owner: UserId""#,
        conversation.uuid(),
    )
    .fetch_one(tx.conn())
    .await
}

/// Writes a change into the group, and publishes it.
async fn say(
    app: &App,
    tx: &mut Tx,
    conversation: ConversationId,
    text: &str,
    (about, told): (UserId, impl FnOnce(i64) -> Frame),
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let written = insert(tx, conversation, &Author::System, (text, &search::words(text)), now).await?;
    let (stored, revision) = written.ok_or(sqlx::Error::RowNotFound)?;
    let message = Frame::message(&appended(conversation, &stored, revision).message, Some(revision));
    // The removed member must not receive the message about it.
    let (frames, change) = (vec![told(revision), message], Change::Added(stored));
    announce(app, tx, News { conversation, revision: Some(revision), change, frames, users: vec![about] });
    Ok(())
}
