use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::model::MAX_MEMBERS;
use super::publish::{Change, News, announce};
use super::{ConversationKind, NewConversation, Refusal};
use crate::accounts::{self, UserRef};
use crate::app::App;
use crate::db::Tx;
use crate::ids::{ConversationId, UserId};
use crate::quotas::{self, Quota};

/// Creates a conversation; false if the two people already have one, which is returned.
///
/// # Errors
/// The refusal, after which `tx` must be rolled back; database errors.
pub async fn create(
    app: &App,
    tx: &mut Tx,
    creator: UserId,
    new: &NewConversation,
    now: DateTime<Utc>,
) -> Result<(ConversationId, bool), Refusal> {
    let is_for_assistant = new.kind == Some(ConversationKind::Assistant);
    if is_for_assistant && app.config.gemini.is_none() {
        return Err(Refusal::AssistantNotAvailable);
    }
    if is_for_assistant && !new.participants.is_empty() {
        return Err(Refusal::NotAGroup);
    }
    let named: Vec<_> = active(tx, &new.participants).await?.into_iter().map(|user| user.id).collect();
    let others: BTreeSet<_> = named.iter().copied().filter(|user| *user != creator).collect();
    let others: Vec<_> = others.into_iter().collect();
    if others.len() >= MAX_MEMBERS {
        return Err(Refusal::TooManyMembers);
    }
    let kind = match (new.kind, others.len(), &new.name) {
        (Some(kind @ (ConversationKind::Group | ConversationKind::Assistant)), ..) => kind,
        (Some(_) | None, 1, None) => ConversationKind::Direct,
        (Some(_), ..) => return Err(Refusal::NotTwo),
        (None, 0, None) => return Err(Refusal::Alone),
        (None, ..) => ConversationKind::Group,
    };
    if kind != ConversationKind::Direct {
        quotas::reserve(tx, Quota::OwnedConversations, &[creator]).await?;
    }
    let pair = (kind == ConversationKind::Direct).then(|| (creator.min(others[0]), creator.max(others[0])));
    let Some(id) = insert(tx, kind, creator, pair, new.name.as_deref(), now).await? else {
        return Ok((of_pair(tx, pair).await?, false));
    };
    within_quotas(app, tx, (creator, kind), &others).await?;
    let mut known = BTreeSet::new();
    let members: Vec<_> = [creator].into_iter().chain(named).filter(|user| known.insert(*user)).collect();
    join(tx, id, &members, now).await?;
    let (change, frames) = (Change::None, Vec::new());
    announce(app, tx, News { conversation: id, revision: None, change, frames, users: members });
    Ok((id, true))
}

/// Checks the quotas of a conversation that was just stored; on failure it is rolled back.
async fn within_quotas(
    app: &App,
    tx: &mut Tx,
    (creator, kind): (UserId, ConversationKind),
    others: &[UserId],
) -> Result<(), Refusal> {
    if kind == ConversationKind::Group {
        let key = (creator, &*creator.to_string());
        quotas::take(&app.limiter, &mut *tx.conn(), Quota::GroupsPerHour, key, 1).await?;
    }
    brought_in(app, tx, creator, others).await?;
    let members: Vec<_> = others.iter().copied().chain([creator]).collect();
    Ok(quotas::reserve(tx, Quota::Memberships, &members).await?)
}

/// Counts people that a user adds to conversations.
pub(super) async fn brought_in(app: &App, tx: &mut Tx, by: UserId, others: &[UserId]) -> Result<(), Refusal> {
    let Some(count) = u32::try_from(others.len()).ok().filter(|count| *count > 0) else { return Ok(()) };
    let key = (by, &*by.to_string());
    Ok(quotas::take(&app.limiter, &mut *tx.conn(), Quota::MembersPerHour, key, count).await?)
}

/// The users with these ids or names, all active. A suspended user gives the same error as an unknown one.
pub(super) async fn active(tx: &mut Tx, names: &[String]) -> Result<Vec<UserRef>, Refusal> {
    let unknown = |name: &String| Refusal::ParticipantNotFound(name.clone());
    let found = accounts::resolve(tx.conn(), names).await?;
    let ids: Vec<_> = found.iter().flatten().map(|user| user.id).collect();
    let active: Vec<UserId> = sqlx::query_scalar!(
        r#"SELECT id AS "id: UserId" FROM users WHERE id = ANY($1) AND status = 'active'"#,
        &ids as &[UserId],
    )
    .fetch_all(tx.conn())
    .await?;
    let is_active = |user: &UserRef| active.contains(&user.id);
    names.iter().zip(found).map(|(name, user)| user.filter(is_active).ok_or_else(|| unknown(name))).collect()
}

/// `None`: the two already have one. Of two concurrent inserts, the later waits for the earlier here.
async fn insert(
    tx: &mut Tx,
    kind: ConversationKind,
    creator: UserId,
    pair: Option<(UserId, UserId)>,
    name: Option<&str>,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<ConversationId>> {
    sqlx::query_scalar!(
        r#"INSERT INTO conversations (id, kind, name, owner_id, one_id, other_id, created_at, active_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $7) ON CONFLICT ON CONSTRAINT conversations_once DO NOTHING
        RETURNING id AS "id: ConversationId""#,
        ConversationId::new().uuid(),
        kind as ConversationKind,
        name,
        (kind != ConversationKind::Direct).then_some(creator.uuid()),
        pair.map(|(one, _)| one.uuid()),
        pair.map(|(_, other)| other.uuid()),
        now,
    )
    .fetch_optional(tx.conn())
    .await
}

async fn of_pair(tx: &mut Tx, pair: Option<(UserId, UserId)>) -> sqlx::Result<ConversationId> {
    let (one, other) = pair.ok_or(sqlx::Error::RowNotFound)?;
    sqlx::query_scalar!(
        r#"SELECT id AS "id: ConversationId" FROM conversations WHERE one_id = $1 AND other_id = $2"#,
        one.uuid(),
        other.uuid(),
    )
    .fetch_one(tx.conn())
    .await
}

/// Members are listed in the order of joining: each joins a microsecond after the one before.
async fn join(tx: &mut Tx, id: ConversationId, members: &[UserId], now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO conversation_members (conversation_id, user_id, first_seq, joined_at)
        SELECT $1, user_id, 1, $3::timestamptz + number * interval '1 microsecond'
        FROM UNNEST($2::uuid[]) WITH ORDINALITY AS member (user_id, number)",
        id.uuid(),
        members as &[UserId],
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
