use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::types::Json;
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use super::{Job, JobError, JobState, Queue};
use crate::app::App;
use crate::ids::{JobId, UserId};
use crate::json::StoredJson;
use crate::page::{Chosen, LOOKED_AT, Looked, Page, PageRequest};

/// Filter for an owner's jobs.
#[derive(Debug, Default)]
pub struct Filter {
    /// Only jobs of this kind.
    pub kind: Option<String>,
    /// Only jobs in this state.
    pub state: Option<JobState>,
    /// Only jobs accepted at or after this time.
    pub since: Option<DateTime<Utc>>,
    /// Only jobs accepted before this time.
    pub until: Option<DateTime<Utc>>,
}

/// A job of `owner`.
///
/// # Errors
/// Database errors.
pub async fn get(db: impl PgExecutor<'_>, owner: UserId, id: JobId) -> sqlx::Result<Option<Job>> {
    sqlx::query_as!(
        Job,
        r#"SELECT id AS "id: JobId", kind, state AS "state: JobState", attempt, max_attempts, run_at, progress,
            result AS "result: StoredJson",
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
/// Database errors.
pub async fn list(
    db: &mut PgConnection,
    owner: UserId,
    filter: &Filter,
    request: &PageRequest<JobId>,
) -> sqlx::Result<Page<Job>> {
    let Chosen { positions, next_cursor } = request.choose(page_of(db, owner, filter, request).await?);
    let data = sqlx::query_as!(
        Job,
        r#"SELECT id AS "id: JobId", kind, state AS "state: JobState", attempt, max_attempts, run_at, progress,
            result AS "result: StoredJson",
            error AS "error: Json<JobError>", retried_from AS "retried_from: JobId", created_at, started_at, finished_at
        FROM jobs WHERE id = ANY($1) ORDER BY id DESC"#,
        &positions as &[JobId],
    )
    .fetch_all(db)
    .await?;
    Ok(Page { data, next_cursor })
}

async fn page_of(
    db: &mut PgConnection,
    owner: UserId,
    filter: &Filter,
    request: &PageRequest<JobId>,
) -> sqlx::Result<Vec<Looked<JobId>>> {
    let end = JobId::end_of(filter.until);
    sqlx::query_as!(
        Looked,
        r#"SELECT id AS "position: JobId", matches AS "matches!", is_last AS "is_last!" FROM (
            SELECT id, ($3::text IS NULL OR kind = $3) AND ($4::text IS NULL OR state = $4)
                    AND ($5::timestamptz IS NULL OR created_at >= $5)
                    AND ($6::timestamptz IS NULL OR created_at < $6) AS matches,
                row_number() OVER (ORDER BY id DESC) = $7
                    AND ($5::timestamptz IS NULL OR created_at >= $5 - interval '1 day') AS is_last
            FROM (
                SELECT id, kind, state, created_at FROM jobs
                WHERE owner_id = $1 AND id < $2 ORDER BY id DESC LIMIT $7) AS newest) AS looked
        WHERE matches OR is_last ORDER BY id DESC LIMIT $8"#,
        owner.uuid(),
        request.after.map_or(end, |after| after.min(end)).uuid(),
        filter.kind.as_deref(),
        filter.state as Option<JobState>,
        filter.since,
        filter.until,
        LOOKED_AT,
        request.rows(),
    )
    .fetch_all(db)
    .await
}

/// State and attempt of the jobs among `ids`.
///
/// # Errors
/// Database errors.
pub async fn states(db: impl PgExecutor<'_>, ids: &[JobId]) -> sqlx::Result<Vec<(JobId, (JobState, i32))>> {
    let rows = sqlx::query!(
        r#"SELECT id AS "id: JobId", state AS "state: JobState", attempt FROM jobs WHERE id = ANY($1)"#,
        ids as &[JobId],
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, (row.state, row.attempt))).collect())
}

/// A job's task.
#[derive(Debug)]
pub struct Task {
    /// Its kind.
    pub kind: String,
    /// The kind's payload.
    pub payload: Value,
}

/// The task of a job of `owner`.
///
/// # Errors
/// Database errors.
pub async fn task(db: impl PgExecutor<'_>, owner: UserId, id: JobId) -> sqlx::Result<Option<Task>> {
    sqlx::query_as!(Task, "SELECT kind, payload FROM jobs WHERE id = $1 AND owner_id = $2", id.uuid(), owner.uuid())
        .fetch_optional(db)
        .await
}

/// A pending job's position in its queue.
#[derive(Debug)]
pub struct Position {
    /// Whether it is in the Redis queue.
    pub is_queued: bool,
    /// Number of its owner's jobs ahead of it; at most 10,000 are counted.
    pub before: i64,
}

/// A pending job's position in its queue.
///
/// # Errors
/// Database errors.
pub async fn position(db: impl PgExecutor<'_>, owner: UserId, id: JobId) -> sqlx::Result<Option<Position>> {
    sqlx::query_as!(
        Position,
        r#"SELECT enqueued_at IS NOT NULL AS "is_queued!", (
            SELECT count(*) FROM (
                SELECT FROM jobs other
                WHERE other.queue = jobs.queue AND other.state IN ('queued', 'retrying') AND other.enqueued_at IS NOT NULL
                    AND job_account(other.owner_id) = $2
                    AND (other.run_at, other.id) < (jobs.run_at, jobs.id)
                UNION ALL
                SELECT FROM jobs other
                WHERE other.queue = jobs.queue AND other.state IN ('queued', 'retrying') AND other.enqueued_at IS NULL
                    AND job_account(other.owner_id) = $2
                    AND (other.run_at, other.id) < (jobs.run_at, jobs.id)
                LIMIT 10000) AS others) AS "before!"
        FROM jobs WHERE id = $1 AND owner_id = $2"#,
        id.uuid(),
        owner.uuid(),
    )
    .fetch_optional(db)
    .await
}

/// An owner's backlog in a queue, and the queue's throughput.
#[derive(Debug)]
pub struct Pace {
    /// Jobs that are due, or wait after an error; at most 10,000 are counted.
    pub waiting: i64,
    /// Jobs of the queue that ended per second, all owners together, measured over the latest ones of the last minute;
    /// `None` without any.
    pub per_second: Option<f64>,
}

/// The backlog of `owner` in a queue, and the queue's throughput.
///
/// # Errors
/// Database errors.
pub async fn pace(app: &App, owner: UserId, queue: Queue) -> sqlx::Result<Pace> {
    let (name, now): (&str, _) = (queue.into(), app.clock.now());
    sqlx::query_as!(
        Pace,
        r#"SELECT (
            SELECT count(*) FROM (
                SELECT FROM jobs WHERE queue = $1 AND state IN ('queued', 'retrying') AND enqueued_at IS NOT NULL
                    AND job_account(owner_id) = $2
                    AND (run_at <= $3 OR error IS NOT NULL)
                UNION ALL
                SELECT FROM jobs WHERE queue = $1 AND state IN ('queued', 'retrying') AND enqueued_at IS NULL
                    AND job_account(owner_id) = $2
                    AND (run_at <= $3 OR error IS NOT NULL)
                LIMIT 10000) AS own) AS "waiting!",
            (SELECT count(*)::float8 / greatest(extract(epoch FROM $3 - min(finished_at))::float8, 0.001) FROM (
                SELECT finished_at, queue FROM jobs WHERE finished_at > $3 - interval '1 minute'
                ORDER BY finished_at DESC LIMIT 500) AS ended
            WHERE ended.queue = $1 HAVING count(*) > 0) AS per_second"#,
        name,
        owner.uuid(),
        now,
    )
    .fetch_one(app.db.pool())
    .await
}

/// Pending jobs of `owner` in a queue, longest due first, after a position in that order.
///
/// # Errors
/// Database errors.
pub async fn waiting(
    db: impl PgExecutor<'_>,
    owner: UserId,
    queue: Queue,
    after: Option<(DateTime<Utc>, JobId)>,
    limit: i64,
) -> sqlx::Result<Vec<(DateTime<Utc>, JobId)>> {
    let name: &str = queue.into();
    let (run_at, id) = after.unwrap_or((DateTime::UNIX_EPOCH, Uuid::nil().into()));
    let rows = sqlx::query!(
        r#"(SELECT run_at AS "run_at!", id AS "id!: JobId" FROM jobs
            WHERE queue = $1 AND job_account(owner_id) = $2
                AND state IN ('queued', 'retrying') AND enqueued_at IS NOT NULL AND (run_at, id) > ($3, $4)
            ORDER BY run_at, id LIMIT $5)
        UNION ALL
        (SELECT run_at, id FROM jobs
            WHERE queue = $1 AND job_account(owner_id) = $2
                AND state IN ('queued', 'retrying') AND enqueued_at IS NULL AND (run_at, id) > ($3, $4)
            ORDER BY run_at, id LIMIT $5)
        ORDER BY 1, 2 LIMIT $5"#,
        name,
        owner.uuid(),
        run_at,
        id.uuid(),
        limit,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.run_at, row.id)).collect())
}

/// Whether a job of `owner` is running.
///
/// # Errors
/// Database errors.
pub async fn is_running(db: impl PgExecutor<'_>, owner: UserId) -> sqlx::Result<bool> {
    // By the index of leases, which has running jobs only.
    sqlx::query_scalar!(
        r#"SELECT EXISTS (
            SELECT FROM jobs WHERE state = 'running' AND lease_expires_at IS NOT NULL AND owner_id = $1) AS "is!""#,
        owner.uuid(),
    )
    .fetch_one(db)
    .await
}
