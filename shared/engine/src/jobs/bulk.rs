//! Bulk jobs: jobs that cancel or retry many others.
//!
//! The set of jobs is stored at acceptance, with the position of the next one. Each step locks the row, changes one job and
//! advances the position in one transaction: after a crash the next attempt continues where the last one stopped, and
//! nothing is done twice, even while a lost worker still runs.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::PgExecutor;
use sqlx::types::Json;

use super::{JobKind, JobState, NewJob, Queue};
use crate::app::App;
use crate::db::Tx;
use crate::ids::{JobId, UserId};

crate::text_enum! {
    /// What is done with each job.
    pub enum BulkAction {
        /// Cancel it, if it is pending.
        Cancel,
        /// Retry it as a new job, if it failed.
        Retry,
    }
}

impl BulkAction {
    /// The states in which a job is selected.
    #[must_use]
    pub fn states(self) -> &'static [JobState] {
        match self {
            Self::Cancel => &[JobState::Queued, JobState::Retrying],
            Self::Retry => &[JobState::Failed],
        }
    }
}

/// Cancels or retries many jobs.
#[derive(Debug, Serialize, Deserialize)]
pub struct BulkJobs {
    /// The action.
    pub action: BulkAction,
    /// Number of jobs.
    pub matched: i32,
}

impl JobKind for BulkJobs {
    const NAME: &'static str = "jobs.bulk";
    const QUEUE: Queue = Queue::Bulk;
    // Each attempt continues where the previous one stopped.
    const MAX_ATTEMPTS: i32 = 10;
    const TIMEOUT: Duration = Duration::from_secs(600);
    type Output = BulkResult;
}

/// Result of the job.
#[derive(Debug, Serialize, Deserialize)]
pub struct BulkResult {
    /// The action.
    pub action: BulkAction,
    /// Number of jobs selected at acceptance.
    pub matched: i32,
    /// Jobs that were cancelled, or retried as a new job.
    pub done: i32,
    /// Jobs to which the action no longer applied.
    pub skipped: i32,
    /// Jobs for which the action was refused.
    pub failed: i32,
    /// Number of skipped and failed jobs by error code.
    pub reasons: BTreeMap<String, i32>,
}

/// What became of one job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BulkOutcome {
    /// The action was done.
    Done,
    /// It no longer applied, with the error code.
    Skipped(&'static str),
    /// It was refused, with the error code.
    Failed(&'static str),
}

/// Why a bulk job was refused.
#[derive(Debug, thiserror::Error)]
pub enum BulkError {
    /// The account has a bulk job that has not ended.
    #[error("a bulk job of this account is open")]
    Open,
    /// A database error.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// State of a bulk job, locked until the end of the transaction.
#[derive(Debug, Clone, Copy)]
pub struct BulkTurn {
    /// Number of jobs that are finished.
    pub position: i32,
    /// Whether nothing more is to be done: its owner stopped it, or it has ended.
    pub is_stopping: bool,
}

/// Enqueues a bulk job of `owner` for these jobs.
///
/// # Errors
/// The owner has an open one; database errors.
pub async fn enqueue_bulk(
    app: &App,
    tx: &mut Tx,
    owner: UserId,
    action: BulkAction,
    ids: &[JobId],
    (now, request_id): (DateTime<Utc>, Option<String>),
) -> Result<NewJob, BulkError> {
    let matched = i32::try_from(ids.len()).unwrap_or(i32::MAX);
    let job = NewJob { owner: Some(owner), request_id, ..NewJob::new(&BulkJobs { action, matched }, now)? };
    let inserted = sqlx::query!(
        "INSERT INTO bulk_jobs (job_id, account_id, job_ids, matched) VALUES ($1, $2, $3, $4)
        ON CONFLICT (account_id) WHERE ended_at IS NULL DO NOTHING",
        job.id.uuid(),
        owner.uuid(),
        ids as &[JobId],
        matched,
    )
    .execute(tx.conn())
    .await?;
    if inserted.rows_affected() == 0 {
        return Err(BulkError::Open);
    }
    super::enqueue(app, tx, std::slice::from_ref(&job), now).await?;
    Ok(job)
}

/// The jobs of a bulk job, in order; none once it has ended.
///
/// # Errors
/// Database errors.
pub async fn bulk_ids(db: impl PgExecutor<'_>, bulk: JobId) -> sqlx::Result<Vec<JobId>> {
    let ids =
        sqlx::query_scalar!(r#"SELECT job_ids AS "ids: Vec<JobId>" FROM bulk_jobs WHERE job_id = $1"#, bulk.uuid(),);
    Ok(ids.fetch_optional(db).await?.unwrap_or_default())
}

/// A job that a bulk job is about to change.
#[derive(Debug)]
pub struct BulkSubject {
    /// Its owner.
    pub owner: UserId,
    /// Its state.
    pub state: JobState,
    /// Its kind.
    pub kind: String,
    /// The kind's payload.
    pub payload: Value,
}

/// Locks a job that a bulk job is about to change; `None` if it is gone.
///
/// # Errors
/// Database errors.
pub async fn lock_bulk_subject(tx: &mut Tx, id: JobId) -> sqlx::Result<Option<BulkSubject>> {
    sqlx::query_as!(
        BulkSubject,
        r#"SELECT owner_id AS "owner!: UserId", state AS "state: JobState", kind, payload
        FROM jobs WHERE id = $1 AND owner_id IS NOT NULL FOR UPDATE"#,
        id.uuid(),
    )
    .fetch_optional(tx.conn())
    .await
}

/// Whether a job was retried before.
///
/// # Errors
/// Database errors.
pub async fn is_retried(db: impl PgExecutor<'_>, id: JobId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"SELECT EXISTS (SELECT FROM jobs WHERE retried_from = $1) AS "is!""#, id.uuid())
        .fetch_one(db)
        .await
}

/// Locks a bulk job until the end of the transaction.
///
/// # Errors
/// Database errors.
pub async fn lock_bulk(tx: &mut Tx, bulk: JobId) -> sqlx::Result<BulkTurn> {
    let turn = sqlx::query_as!(
        BulkTurn,
        r#"SELECT position, is_stopping OR ended_at IS NOT NULL AS "is_stopping!" FROM bulk_jobs
        WHERE job_id = $1 FOR UPDATE"#,
        bulk.uuid(),
    );
    // A row that is gone was purged.
    Ok(turn.fetch_optional(tx.conn()).await?.unwrap_or(BulkTurn { position: 0, is_stopping: true }))
}

/// Counts one job of a locked bulk job, and advances to the next one.
///
/// # Errors
/// Database errors.
pub async fn advance_bulk(tx: &mut Tx, bulk: JobId, outcome: BulkOutcome) -> sqlx::Result<()> {
    let code = match outcome {
        BulkOutcome::Done => None,
        BulkOutcome::Skipped(code) | BulkOutcome::Failed(code) => Some(code),
    };
    sqlx::query!(
        "UPDATE bulk_jobs SET position = position + 1, done = done + $2, skipped = skipped + $3, failed = failed + $4,
            reasons = CASE WHEN $5::text IS NULL THEN reasons
                ELSE jsonb_set(reasons, ARRAY[$5], to_jsonb(coalesce((reasons->>$5)::int, 0) + 1)) END
        WHERE job_id = $1",
        bulk.uuid(),
        i32::from(matches!(outcome, BulkOutcome::Done)),
        i32::from(matches!(outcome, BulkOutcome::Skipped(_))),
        i32::from(matches!(outcome, BulkOutcome::Failed(_))),
        code,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The counts of a bulk job; `None` if it was purged.
///
/// # Errors
/// Database errors.
pub async fn bulk_result(db: impl PgExecutor<'_>, bulk: JobId, action: BulkAction) -> sqlx::Result<Option<BulkResult>> {
    let row = sqlx::query!(
        r#"SELECT matched, done, skipped, failed, reasons AS "reasons: Json<BTreeMap<String, i32>>" FROM bulk_jobs
        WHERE job_id = $1"#,
        bulk.uuid(),
    );
    Ok(row.fetch_optional(db).await?.map(|row| BulkResult {
        action,
        matched: row.matched,
        done: row.done,
        skipped: row.skipped,
        failed: row.failed,
        reasons: row.reasons.0,
    }))
}

/// Requests the open bulk job of `owner` to stop, if it is `bulk` or that is `None`; false if there is none.
///
/// # Errors
/// Database errors.
pub async fn stop_bulk(tx: &mut Tx, owner: UserId, bulk: Option<JobId>) -> sqlx::Result<bool> {
    let stopped = sqlx::query!(
        "UPDATE bulk_jobs SET is_stopping = true
        WHERE account_id = $1 AND ended_at IS NULL AND ($2::uuid IS NULL OR job_id = $2)",
        owner.uuid(),
        bulk.map(JobId::uuid),
    )
    .execute(tx.conn())
    .await?;
    Ok(stopped.rows_affected() > 0)
}

/// Ends bulk jobs: their accounts can have another one.
///
/// # Errors
/// Database errors.
pub async fn end_bulk(tx: &mut Tx, ids: &[JobId], now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE bulk_jobs SET ended_at = $2, job_ids = '{}' WHERE job_id = ANY($1) AND ended_at IS NULL",
        ids as &[JobId],
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
