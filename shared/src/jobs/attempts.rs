use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::PgExecutor;
use sqlx::types::Json;
use utoipa::ToSchema;

use super::{Job, JobError, JobState};
use crate::ids::JobId;

/// One try at a job.
#[derive(Debug, Serialize, ToSchema)]
pub struct Attempt {
    /// From 1.
    pub number: i32,
    /// Who made it.
    pub worker: Option<String>,
    /// When it began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended; null while it runs.
    pub ended_at: Option<DateTime<Utc>>,
    /// What it left the job in.
    pub outcome: JobState,
    /// Why it failed.
    #[schema(value_type = Option<JobError>)]
    pub error: Option<Json<JobError>>,
}

/// The attempts at a job, oldest first.
///
/// # Errors
/// The database.
pub async fn attempts<'c>(db: impl PgExecutor<'c> + Copy, job: &Job) -> sqlx::Result<Vec<Attempt>> {
    let mut attempts: Vec<_> = sqlx::query!(
        r#"SELECT number, worker, started_at, ended_at, error AS "error: Json<JobError>" FROM job_attempts
        WHERE job_id = $1 ORDER BY number"#,
        job.id.uuid(),
    )
    .fetch_all(db)
    .await?
    .into_iter()
    .map(|row| Attempt {
        number: row.number,
        worker: row.worker,
        started_at: Some(row.started_at),
        ended_at: Some(row.ended_at),
        outcome: JobState::Retrying,
        error: Some(row.error),
    })
    .collect();
    if matches!(job.state, JobState::Running | JobState::Succeeded | JobState::Failed) {
        let last = sqlx::query!("SELECT worker, attempt_started_at FROM jobs WHERE id = $1", job.id as JobId)
            .fetch_one(db)
            .await?;
        attempts.push(Attempt {
            number: job.attempt,
            worker: last.worker,
            started_at: last.attempt_started_at,
            ended_at: job.finished_at,
            outcome: job.state,
            error: job.error.clone(),
        });
    }
    Ok(attempts)
}
