//! Tiers, limits, and fair use.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use super::Tier;
use crate::app::App;
use crate::db::Tx;
use crate::ids::UserId;
use crate::rate_limit::Verdict;

/// A user's tier, and the daily limit that an admin set.
///
/// # Errors
/// Database errors.
pub async fn limit_of(db: impl PgExecutor<'_>, user: UserId) -> sqlx::Result<(Tier, Option<i32>)> {
    let row = sqlx::query!(
        r#"SELECT tier AS "tier: Tier", daily_limit FROM completion_tiers WHERE user_id = $1"#,
        user.uuid()
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map_or((Tier::Basic, None), |row| (row.tier, row.daily_limit)))
}

/// Completions per day; `None`: fair use.
#[must_use]
pub fn daily_limit(app: &App, (tier, set): (Tier, Option<i32>)) -> Option<i32> {
    set.or(match tier {
        Tier::Basic => Some(app.config.tiers.basic_daily_limit),
        Tier::Pro => None,
    })
}

/// Counts a question of a user without a daily limit; `None` if it has one, or nothing is counted.
///
/// # Errors
/// Database errors.
pub async fn fair_use(app: &App, db: impl PgExecutor<'_>, user: UserId) -> sqlx::Result<Option<Verdict>> {
    let Some(quota) = app.config.tiers.fair_use else { return Ok(None) };
    if daily_limit(app, limit_of(db, user).await?).is_some() {
        return Ok(None);
    }
    Ok(Some(app.limiter.take(quota, &user.to_string()).await))
}

/// Sets a user's tier, at the start or end of a subscription.
///
/// # Errors
/// Database errors.
pub async fn set_tier(tx: &mut Tx, user: UserId, tier: Tier, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO completion_tiers (user_id, tier, updated_at) VALUES ($1, $2, $3)
        ON CONFLICT (user_id) DO UPDATE SET tier = excluded.tier, updated_at = excluded.updated_at",
        user.uuid(),
        tier as Tier,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Sets a user's daily limit, which overrides its tier's; `None`: the tier's. Returns the previous one.
///
/// # Errors
/// Database errors.
pub async fn set_limit(tx: &mut Tx, user: UserId, limit: Option<i32>, now: DateTime<Utc>) -> sqlx::Result<Option<i32>> {
    let (_, before) = limit_of(tx.conn(), user).await?;
    sqlx::query!(
        "INSERT INTO completion_tiers (user_id, daily_limit, updated_at) VALUES ($1, $2, $3)
        ON CONFLICT (user_id) DO UPDATE SET daily_limit = excluded.daily_limit, updated_at = excluded.updated_at",
        user.uuid(),
        limit,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(before)
}
