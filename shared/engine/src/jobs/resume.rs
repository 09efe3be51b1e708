use chrono::{DateTime, Utc};
use strum::IntoEnumIterator;

use super::Queue;
use crate::app::App;
use crate::db::Tx;
use crate::ids::UserId;

/// Jobs made due at once; the others come due on their own.
const BATCH_SIZE: i64 = 10_000;

/// Makes due the jobs of `owner` that wait because of error `code`. The relay queues them as usual.
///
/// # Errors
/// Database errors.
pub async fn resume(app: &App, tx: &mut Tx, owner: UserId, code: &str, now: DateTime<Utc>) -> sqlx::Result<()> {
    let due = app.clock.pinned().unwrap_or(now);
    sqlx::query!(
        "WITH waiting AS (
            SELECT id FROM jobs
            WHERE queue = ANY($1) AND job_account(owner_id) = $2
                AND state IN ('queued', 'retrying') AND enqueued_at IS NULL AND error->>'code' = $3 AND run_at > $4
            LIMIT $5 FOR UPDATE SKIP LOCKED)
        UPDATE jobs SET run_at = $4 FROM waiting WHERE jobs.id = waiting.id",
        &Queue::iter().map(Into::into).collect::<Vec<&str>>() as &[&str],
        owner.uuid(),
        code,
        due,
        BATCH_SIZE,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
