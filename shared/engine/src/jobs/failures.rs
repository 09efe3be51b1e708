//! Recent failures for operators, by kind and code.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;

use crate::ids::{JobId, UserId};

/// Failures that are counted: the newest ones.
const MAX_COUNTED: i64 = 10_000;
/// Groups that are returned.
const MAX_GROUPS: i64 = 100;

/// Jobs that failed alike.
#[derive(Debug, Serialize, ToSchema)]
pub struct FailureGroup {
    /// Their queue.
    #[schema(examples("whatsapp"))]
    pub queue: String,
    /// Their kind.
    #[schema(examples("whatsapp.deliver"))]
    pub kind: String,
    /// The code of their error.
    #[schema(examples("recipient_not_on_whatsapp"))]
    pub code: Option<String>,
    /// Their number.
    pub jobs: i64,
    /// When the latest of them failed.
    pub latest_at: DateTime<Utc>,
    /// The latest of them.
    pub latest_job_id: JobId,
    /// Its owner; null for the platform.
    pub latest_owner_id: Option<UserId>,
    /// The owner's name.
    pub latest_owner: Option<String>,
}

/// Failed jobs of a period.
#[derive(Debug, Serialize, ToSchema)]
pub struct Failures {
    /// The start of the period.
    pub since: DateTime<Utc>,
    /// Most jobs first; at most 100 groups.
    pub data: Vec<FailureGroup>,
    /// Whether there were more: the newest 10,000 failures are counted.
    pub is_partial: bool,
}

/// Jobs that failed within `span`, by queue, kind and error code. They are read from the index of failures, and
/// bounded.
///
/// # Errors
/// Database errors.
pub async fn failures(db: &mut PgConnection, now: DateTime<Utc>, span: TimeDelta) -> sqlx::Result<Failures> {
    let since = now - span;
    let mut rows = sqlx::query!(
        r#"SELECT queue, kind, code, jobs AS "jobs!", counted AS "counted!", latest_at AS "latest_at!",
            job_id AS "job_id!: JobId", owner_id AS "owner_id: UserId", username AS "username?"
        FROM (
            SELECT queue, kind, error->>'code' AS code, count(*) AS jobs, (sum(count(*)) OVER ())::bigint AS counted,
                max(finished_at) AS latest_at, (array_agg(id ORDER BY finished_at DESC, id))[1] AS job_id,
                (array_agg(owner_id ORDER BY finished_at DESC, id))[1] AS owner_id
            FROM (
                SELECT id, queue, kind, error, owner_id, finished_at FROM jobs
                WHERE state = 'failed' AND finished_at > $1 ORDER BY finished_at DESC LIMIT $2) AS failed
            GROUP BY 1, 2, 3 ORDER BY jobs DESC, queue, kind, code LIMIT $3) AS groups
        LEFT JOIN users ON users.id = owner_id
        ORDER BY jobs DESC, queue, kind, code"#,
        since,
        MAX_COUNTED,
        MAX_GROUPS + 1,
    )
    .fetch_all(db)
    .await?;
    let has_more_groups = rows.len() as i64 > MAX_GROUPS;
    let is_partial = has_more_groups || rows.first().is_some_and(|row| row.counted >= MAX_COUNTED);
    rows.truncate(MAX_GROUPS as usize);
    let group = rows.into_iter().map(|row| FailureGroup {
        queue: row.queue,
        kind: row.kind,
        code: row.code,
        jobs: row.jobs,
        latest_at: row.latest_at,
        latest_job_id: row.job_id,
        latest_owner_id: row.owner_id,
        latest_owner: row.username,
    });
    Ok(Failures { since, data: group.collect(), is_partial })
}
