//! Counts of stored items. No count reads more rows than its quota allows: each is an index scan with a limit.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgExecutor};

use super::Quota;
use crate::ids::UserId;

/// The scan passes cancelled scheduled messages, up to this multiple of the quota.
const WALKED: i64 = 2;

macro_rules! counted {
    ($db:expr, $limits:expr, $rows:tt) => {{
        let users: Vec<_> = $limits.keys().copied().collect();
        let most: Vec<_> = $limits.values().map(|limit| limit.saturating_add(1)).collect();
        let rows = sqlx::query!(
            r#"SELECT asked.id AS "id!: UserId", (SELECT count(*) FROM (SELECT FROM "#
                + $rows
                + r#" LIMIT asked.most) AS capped) AS "count!"
            FROM UNNEST($1::uuid[], $2::bigint[]) AS asked (id, most)"#,
            &users as &[UserId],
            &most,
        )
        .fetch_all($db)
        .await?;
        Ok(rows.into_iter().map(|row| (row.id, row.count)).collect())
    }};
}

/// Each user's count; for a user over its limit, only that it exceeds it.
pub(super) async fn counts(
    db: &mut PgConnection,
    quota: Quota,
    limits: &BTreeMap<UserId, i64>,
) -> sqlx::Result<BTreeMap<UserId, i64>> {
    match quota {
        Quota::ApiKeys => counted!(db, limits, "api_keys WHERE user_id = asked.id"),
        Quota::Templates => counted!(db, limits, "message_templates WHERE owner_id = asked.id"),
        Quota::Sessions => counted!(db, limits, "sessions WHERE user_id = asked.id AND ended_at IS NULL"),
        Quota::OwnedConversations => counted!(db, limits, "conversations WHERE owner_id = asked.id"),
        Quota::Memberships => counted!(db, limits, "conversation_members WHERE user_id = asked.id"),
        Quota::OpenRecharges => counted!(db, limits, "recharges WHERE user_id = asked.id AND status = 'pending'"),
        Quota::ScheduledMessages
        | Quota::Sockets
        | Quota::Streams
        | Quota::GroupsPerHour
        | Quota::MembersPerHour
        | Quota::RefreshesPerHour
        | Quota::BulkJobsPerHour => Ok(BTreeMap::new()),
    }
}

/// A user's count, up to one more than its `limit`; `None` if it is not stored.
///
/// # Errors
/// Database errors.
pub async fn count(
    db: &mut PgConnection,
    quota: Quota,
    (user, limit): (UserId, i64),
    now: DateTime<Utc>,
) -> sqlx::Result<Option<i64>> {
    if quota == Quota::ScheduledMessages {
        let left = scheduled(db, &[user], now).await?.get(&user).copied();
        return Ok(left.map(|Scheduled { waiting, .. }| waiting));
    }
    Ok(counts(db, quota, &BTreeMap::from([(user, limit)])).await?.remove(&user))
}

/// A sender's scheduled messages.
#[derive(Debug, Clone, Copy)]
pub struct Scheduled {
    /// The sender's limit.
    pub limit: i64,
    /// Number of pending ones.
    pub waiting: i64,
    /// Pending ones, and those cancelled before their time.
    walked: i64,
}

impl Scheduled {
    /// How many more are allowed.
    #[must_use]
    pub fn left(&self) -> i64 {
        if self.walked > self.limit.saturating_mul(WALKED) { 0 } else { (self.limit - self.waiting).max(0) }
    }
}

/// Scheduled messages of these senders, with their limits. One statement, because sends are accepted in batches.
///
/// # Errors
/// Database errors.
pub async fn scheduled(
    db: impl PgExecutor<'_>,
    senders: &[UserId],
    now: DateTime<Utc>,
) -> sqlx::Result<BTreeMap<UserId, Scheduled>> {
    let description = Quota::ScheduledMessages.describe();
    let defaults: Vec<_> = super::ROLES.iter().map(|role| description.default_of(role)).collect();
    let rows = sqlx::query!(
        r#"SELECT asked.id AS "id!: UserId", may.amount AS "limit!", there.waiting AS "waiting!", there.walked AS "walked!"
        FROM UNNEST($1::uuid[]) AS asked (id)
        JOIN users ON users.id = asked.id
        LEFT JOIN UNNEST($3::text[], $4::bigint[]) AS defaults (role, amount) ON defaults.role = users.role
        LEFT JOIN user_quotas ON user_quotas.user_id = asked.id AND user_quotas.name = $5
        CROSS JOIN LATERAL (SELECT coalesce(user_quotas.amount, defaults.amount, 0) AS amount) AS may
        CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE status = 'scheduled') AS waiting, count(*) AS walked FROM (
                SELECT status FROM messages WHERE sender_id = asked.id AND send_at > $2
                LIMIT may.amount * $6 + 1) AS capped
        ) AS there"#,
        senders as &[UserId],
        now,
        &super::ROLES.map(str::to_owned),
        &defaults,
        Quota::ScheduledMessages.name(),
        WALKED,
    )
    .fetch_all(db)
    .await?;
    let read = |row: (i64, i64, i64)| Scheduled { limit: row.0, waiting: row.1, walked: row.2 };
    Ok(rows.into_iter().map(|row| (row.id, read((row.limit, row.waiting, row.walked)))).collect())
}
