use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgExecutor;
use sqlx::types::Json;
use uuid::Uuid;

use super::{Job, JobError, JobState};
use crate::ids::{JobId, UserId};
use crate::page::{Page, PageRequest};

/// Which jobs of an owner to list.
#[derive(Debug, Default)]
pub struct Filter {
    /// Only of this kind.
    pub kind: Option<String>,
    /// Only in this state.
    pub state: Option<JobState>,
    /// Only those accepted at this time or later.
    pub since: Option<DateTime<Utc>>,
    /// Only those accepted before this time.
    pub until: Option<DateTime<Utc>>,
}

/// A job of `owner`.
///
/// # Errors
/// The database.
pub async fn get(db: impl PgExecutor<'_>, owner: UserId, id: JobId) -> sqlx::Result<Option<Job>> {
    sqlx::query_as!(
        Job,
        r#"SELECT id AS "id: JobId", kind, state AS "state: JobState", attempt, max_attempts, run_at, progress, result,
            error AS "error: Json<JobError>", retried_from AS "retried_from: JobId", created_at, started_at, finished_at
        FROM jobs WHERE id = $1 AND owner_id = $2"#,
        id.uuid(),
        owner.uuid(),
    )
    .fetch_optional(db)
    .await
}

/// Jobs of `owner`, newest first.
///
/// # Errors
/// The database.
pub async fn list(
    db: impl PgExecutor<'_>,
    owner: UserId,
    filter: &Filter,
    request: &PageRequest<JobId>,
) -> sqlx::Result<Page<Job>> {
    let rows = sqlx::query_as!(
        Job,
        r#"SELECT id AS "id: JobId", kind, state AS "state: JobState", attempt, max_attempts, run_at, progress, result,
            error AS "error: Json<JobError>", retried_from AS "retried_from: JobId", created_at, started_at, finished_at
        FROM jobs
        WHERE owner_id = $1 AND ($2::uuid IS NULL OR id < $2) AND ($3::text IS NULL OR kind = $3)
            AND ($4::text IS NULL OR state = $4)
            AND ($6::timestamptz IS NULL OR created_at >= $6) AND ($7::timestamptz IS NULL OR created_at < $7)
        ORDER BY id DESC LIMIT $5"#,
        owner.uuid(),
        request.after.map(JobId::uuid),
        filter.kind.as_deref(),
        filter.state as Option<JobState>,
        request.rows(),
        filter.since,
        filter.until,
    )
    .fetch_all(db)
    .await?;
    Ok(request.page(rows, |job| job.id))
}

/// Which of `ids` are jobs that have ended.
///
/// # Errors
/// The database.
pub async fn ended(db: impl PgExecutor<'_>, ids: &[Uuid]) -> sqlx::Result<Vec<Uuid>> {
    sqlx::query_scalar!("SELECT id FROM jobs WHERE id = ANY($1) AND finished_at IS NOT NULL", ids).fetch_all(db).await
}

/// What a job is to do.
#[derive(Debug)]
pub struct Task {
    /// Its kind.
    pub kind: String,
    /// What the kind's handler needs.
    pub payload: Value,
}

/// What a job of `owner` is to do.
///
/// # Errors
/// The database.
pub async fn task(db: impl PgExecutor<'_>, owner: UserId, id: JobId) -> sqlx::Result<Option<Task>> {
    sqlx::query_as!(Task, "SELECT kind, payload FROM jobs WHERE id = $1 AND owner_id = $2", id.uuid(), owner.uuid())
        .fetch_optional(db)
        .await
}
