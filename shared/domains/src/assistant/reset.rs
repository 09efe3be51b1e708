//! The daily reset: closes the usage of past days, and deletes it after its retention.
//!
//! A day is part of the key of usage, so no limit depends on a reset. It is for those who follow their events.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::Tier;
use super::tiers::daily_limit;
use crate::app::App;
use crate::db::Tx;
use crate::events::{self, NewEvent};
use crate::ids::UserId;

/// Type of the event.
const USAGE_RESET: &str = "usage.reset";

/// Closes the usage of at most `limit` users on days before `today`, oldest first, and records an event for each user
/// who used units. Returns how many were closed; 0: all are. Concurrent calls take turns.
///
/// # Errors
/// Database errors.
pub async fn close_days(app: &App, tx: &mut Tx, today: NaiveDate, now: DateTime<Utc>, limit: i64) -> sqlx::Result<u64> {
    let closed = sqlx::query!("SELECT day, user_id FROM usage_reset FOR UPDATE").fetch_one(tx.conn()).await?;
    let days = sqlx::query!(
        r#"SELECT day, days.user_id AS "user_id: UserId", used, tier AS "tier?: Tier", daily_limit AS "daily_limit?"
        FROM completion_days AS days LEFT JOIN completion_tiers USING (user_id)
        WHERE day >= $1 AND (day, days.user_id) > ($1, $2) AND day < $3
        ORDER BY day, days.user_id LIMIT $4"#,
        closed.day,
        closed.user_id,
        today,
        limit,
    )
    .fetch_all(tx.conn())
    .await?;
    let Some(last) = days.last() else { return Ok(0) };
    sqlx::query!("UPDATE usage_reset SET day = $1, user_id = $2", last.day, last.user_id.uuid())
        .execute(tx.conn())
        .await?;
    let resets = days.iter().filter(|it| it.used > 0).map(|it| NewEvent {
        owner: it.user_id,
        kind: USAGE_RESET.into(),
        data: json!({
            "day": it.day,
            "used": it.used,
            "limit": daily_limit(app, (it.tier.unwrap_or(Tier::Basic), it.daily_limit)),
        }),
    });
    events::record(tx, resets, now);
    Ok(days.len() as u64)
}

/// Deletes the usage of at most `limit` users on closed days before `day` that have no open completions; returns how
/// many.
///
/// # Errors
/// Database errors.
pub async fn purge_days(tx: &mut Tx, day: NaiveDate, limit: i64) -> sqlx::Result<u64> {
    let purged = sqlx::query!(
        "DELETE FROM completion_days WHERE (user_id, day) IN (
            SELECT user_id, day FROM completion_days AS days
            WHERE day < $1 AND day < (SELECT day FROM usage_reset) AND NOT EXISTS (
                SELECT FROM completions
                WHERE completions.user_id = days.user_id AND completions.day = days.day AND ended_at IS NULL)
            ORDER BY day LIMIT $2)",
        day,
        limit,
    )
    .execute(tx.conn())
    .await?;
    Ok(purged.rows_affected())
}
