use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::PgExecutor;
use sqlx::types::Json;
use utoipa::ToSchema;

use super::{JobError, JobState};
use crate::ids::JobId;

/// One attempt at a job.
#[derive(Debug, Serialize, ToSchema)]
pub struct Attempt {
    /// From 1.
    pub number: i32,
    /// Its worker.
    pub worker: Option<String>,
    /// Start time.
    pub started_at: Option<DateTime<Utc>>,
    /// End time; null while it runs.
    pub ended_at: Option<DateTime<Utc>>,
    /// The job's state after it.
    pub outcome: JobState,
    /// The failure.
    #[schema(value_type = Option<JobError>)]
    pub error: Option<Json<JobError>>,
}

/// The attempts at a job, oldest first: the archived ones, and the latest from its row.
///
/// # Errors
/// Database errors.
pub async fn attempts(db: impl PgExecutor<'_>, job: JobId) -> sqlx::Result<Vec<Attempt>> {
    sqlx::query_as!(
        Attempt,
        r#"SELECT number AS "number!", worker, started_at, ended_at, outcome AS "outcome!: JobState", error AS "error: Json<JobError>"
        FROM (
            SELECT number, worker, started_at, ended_at, 'retrying' AS outcome, error FROM job_attempts WHERE job_id = $1
            UNION ALL
            SELECT attempt, worker, attempt_started_at, finished_at, state, CASE WHEN state = 'failed' THEN error END
            FROM jobs WHERE id = $1 AND state IN ('running', 'succeeded', 'failed')) AS attempts
        ORDER BY number"#,
        job.uuid(),
    )
    .fetch_all(db)
    .await
}
