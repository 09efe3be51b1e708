//! Quota checks before an addition.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::PgExecutor;

use super::count::counts;
use super::{Quota, QuotaKind, RATE_WINDOW_SECONDS};
use crate::config;
use crate::db::Tx;
use crate::ids::{SessionId, UserId};
use crate::rate_limit::Limiter;

/// A quota is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the quota {quota} of {limit} is used up")]
pub struct QuotaExceeded {
    /// The quota.
    pub quota: Quota,
    /// Its limit.
    pub limit: i64,
    /// Seconds until more is allowed, for a rate.
    pub retry_seconds: Option<u32>,
}

impl QuotaExceeded {
    /// An exceeded quota that lasts until something is removed or closed.
    #[must_use]
    pub fn new(quota: Quota, limit: i64) -> Self {
        Self { quota, limit, retry_seconds: (quota.describe().kind == QuotaKind::Open).then_some(1) }
    }
}

/// Why an addition was refused.
#[derive(Debug, thiserror::Error)]
pub enum QuotaError {
    /// The quota is reached.
    #[error(transparent)]
    Exceeded(#[from] QuotaExceeded),
    /// A database error.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// The limit of each of these users.
async fn limits(db: impl PgExecutor<'_>, quota: Quota, users: &[UserId]) -> sqlx::Result<BTreeMap<UserId, i64>> {
    let rows = sqlx::query!(
        r#"SELECT users.id AS "id: UserId", role, user_quotas.amount AS "amount?" FROM users
        LEFT JOIN user_quotas ON user_quotas.user_id = users.id AND user_quotas.name = $2
        WHERE users.id = ANY($1)"#,
        users as &[UserId],
        quota.name(),
    )
    .fetch_all(db)
    .await?;
    let default = |role: &str| quota.describe().default_of(role);
    Ok(rows.into_iter().map(|row| (row.id, row.amount.unwrap_or_else(|| default(&row.role)))).collect())
}

/// A user's limit; zero if there is no such user.
///
/// # Errors
/// Database errors.
pub async fn limit(db: impl PgExecutor<'_>, quota: Quota, user: UserId) -> sqlx::Result<i64> {
    Ok(limits(db, quota, &[user]).await?.remove(&user).unwrap_or_default())
}

/// Locks this quota of these users until the end of the transaction, in a fixed order.
async fn lock(tx: &mut Tx, quota: Quota, users: &[UserId]) -> sqlx::Result<()> {
    let names: Vec<_> = users.iter().map(|user| format!("quota:{quota}:{user}")).collect();
    sqlx::query!(
        "SELECT pg_advisory_xact_lock(key) FROM (
            SELECT DISTINCT hashtextextended(name, 0) AS key FROM UNNEST($1::text[]) AS names (name) ORDER BY key OFFSET 0
        ) AS keys",
        &names,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Checks that each of these users may add one more stored item. Holds a lock for them until the end of the
/// transaction, so that concurrent additions can't exceed the quota together.
///
/// # Errors
/// A user's quota is reached; database errors.
pub async fn reserve(tx: &mut Tx, quota: Quota, users: &[UserId]) -> Result<(), QuotaError> {
    let users: Vec<_> = users.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
    lock(tx, quota, &users).await?;
    let limits = limits(tx.conn(), quota, &users).await?;
    // After locking: earlier additions are committed and counted.
    let counts = counts(tx.conn(), quota, &limits).await?;
    for (user, limit) in limits {
        if counts.get(&user).copied().unwrap_or_default() >= limit {
            return Err(QuotaExceeded::new(quota, limit).into());
        }
    }
    Ok(())
}

/// The oldest sessions of a user beyond its quota, to be ended. One always remains.
///
/// # Errors
/// Database errors.
pub async fn reserve_sessions(tx: &mut Tx, user: UserId) -> sqlx::Result<Vec<SessionId>> {
    lock(tx, Quota::Sessions, &[user]).await?;
    let limit = limit(tx.conn(), Quota::Sessions, user).await?.max(1);
    sqlx::query_scalar!(
        r#"SELECT id AS "id: SessionId" FROM sessions WHERE user_id = $1 AND ended_at IS NULL
        ORDER BY id DESC OFFSET $2 LIMIT 100"#,
        user.uuid(),
        limit,
    )
    .fetch_all(tx.conn())
    .await
}

/// Takes `count` from a user's hourly rate. `key` separates counts.
///
/// # Errors
/// The rate is exceeded; database errors.
pub async fn take(
    limiter: &Limiter,
    db: impl PgExecutor<'_>,
    quota: Quota,
    (user, key): (UserId, &str),
    count: u32,
) -> Result<(), QuotaError> {
    let limit = limit(db, quota, user).await?;
    let amount = u32::try_from(limit).unwrap_or(u32::MAX);
    let rate = config::Quota { name: quota.name(), amount, window_seconds: RATE_WINDOW_SECONDS };
    let verdict = limiter.take_many(rate, key, count).await;
    if verdict.allowed {
        return Ok(());
    }
    let retry_seconds = Some(verdict.reset_seconds.max(1));
    Err(QuotaExceeded { quota, limit, retry_seconds }.into())
}
