use chrono::{DateTime, Utc};

use super::model::job_event;
use super::{JobState, Task, Transition};
use crate::db::Tx;
use crate::events;
use crate::ids::{JobId, UserId};

/// Why a job was not cancelled.
#[derive(Debug, thiserror::Error)]
pub enum CancelError {
    /// Unknown job, or another owner's.
    #[error("no such job")]
    NotFound,
    /// It is running or has ended.
    #[error("it is {0:?}")]
    TooLate(JobState),
    /// A database error.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Cancels a pending job of `owner`; returns its task.
///
/// # Errors
/// Unknown job; one that is running or has ended; database errors.
pub async fn cancel(tx: &mut Tx, owner: UserId, id: JobId, now: DateTime<Utc>) -> Result<Task, CancelError> {
    let row = sqlx::query!(
        r#"SELECT kind, payload, state AS "state: JobState", attempt FROM jobs
        WHERE id = $1 AND owner_id = $2 FOR UPDATE"#,
        id.uuid(),
        owner.uuid(),
    )
    .fetch_optional(tx.conn())
    .await?
    .ok_or(CancelError::NotFound)?;
    let state = row.state.after(Transition::Cancel).ok_or(CancelError::TooLate(row.state))?;
    sqlx::query!(
        "UPDATE jobs SET state = $2, finished_at = $3, enqueued_at = NULL WHERE id = $1",
        id.uuid(),
        state as JobState,
        now,
    )
    .execute(tx.conn())
    .await?;
    events::record(tx, [job_event(owner, id, &row.kind, state, row.attempt, None)], now);
    tx.notify(id.uuid());
    tx.count(tx.metrics().ended(row.kind.clone(), "cancelled"), 1);
    Ok(Task { kind: row.kind, payload: row.payload })
}
