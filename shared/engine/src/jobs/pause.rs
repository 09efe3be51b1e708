//! Pausing queues: workers take no jobs of a paused queue. The jobs stay in it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use super::Queue;
use crate::db::Tx;
use crate::ids::{JobId, UserId};

/// The paused queues, and since when.
///
/// # Errors
/// Database errors.
pub async fn paused_queues(db: impl PgExecutor<'_>) -> sqlx::Result<BTreeMap<Queue, DateTime<Utc>>> {
    let rows = sqlx::query!("SELECT queue, paused_at FROM queue_pauses").fetch_all(db).await?;
    // A newer version may have other queues.
    Ok(rows.into_iter().filter_map(|row| Some((row.queue.parse().ok()?, row.paused_at))).collect())
}

/// Since when the queue of a job is paused; `None` if it is not.
///
/// # Errors
/// Database errors.
pub async fn paused_since(db: impl PgExecutor<'_>, job: JobId) -> sqlx::Result<Option<DateTime<Utc>>> {
    sqlx::query_scalar!("SELECT paused_at FROM jobs JOIN queue_pauses USING (queue) WHERE id = $1", job.uuid())
        .fetch_optional(db)
        .await
}

/// Pauses or resumes a queue; false if it was so before.
///
/// # Errors
/// Database errors.
pub async fn set_paused(
    tx: &mut Tx,
    queue: Queue,
    paused: bool,
    (by, now): (UserId, DateTime<Utc>),
) -> sqlx::Result<bool> {
    let name: &str = queue.into();
    let changed = if paused {
        sqlx::query!(
            "INSERT INTO queue_pauses (queue, paused_at, paused_by) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            name,
            now,
            by.uuid(),
        )
        .execute(tx.conn())
        .await?
    } else {
        sqlx::query!("DELETE FROM queue_pauses WHERE queue = $1", name).execute(tx.conn()).await?
    };
    Ok(changed.rows_affected() > 0)
}
