use chrono::{DateTime, Utc};

use crate::db::Tx;

/// Removes at most `limit` jobs, with their attempts and bulk operations, that ended at `until` or before, longest ended first; returns how
/// many. Locked jobs are left for the next run.
///
/// # Errors
/// Database errors.
pub async fn purge(tx: &mut Tx, until: DateTime<Utc>, limit: i64) -> sqlx::Result<u64> {
    let purged = sqlx::query!(
        "WITH ended AS (
            SELECT id FROM jobs WHERE finished_at <= $1 ORDER BY finished_at LIMIT $2 FOR UPDATE SKIP LOCKED),
        attempts AS (DELETE FROM job_attempts USING ended WHERE job_id = ended.id),
        bulk AS (DELETE FROM bulk_jobs USING ended WHERE job_id = ended.id)
        DELETE FROM jobs USING ended WHERE jobs.id = ended.id",
        until,
        limit,
    )
    .execute(tx.conn())
    .await?;
    Ok(purged.rows_affected())
}
