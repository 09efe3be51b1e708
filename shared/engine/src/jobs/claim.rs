//! Claims, leases, and the reaper's queries.
//!
//! Times are compared by the database's clock, unless a test moved ours.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::postgres::types::PgInterval;

use super::model::job_event;
use super::{Disposition, JobState, Transition};
use crate::app::App;
use crate::db::Tx;
use crate::events;
use crate::ids::{JobId, UserId};

/// Lease duration of a claim. It bounds the delay of a job whose worker is lost.
pub const LEASE: Duration = Duration::from_secs(15);

/// A job claimed by a worker.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// Its id.
    pub id: JobId,
    /// Its kind.
    pub kind: String,
    /// Its owner.
    pub owner: Option<UserId>,
    /// The kind's payload.
    pub payload: Value,
    /// The attempt's number, from 1.
    pub attempt: i32,
    /// Maximum number of attempts.
    pub max_attempts: i32,
    /// The originating request.
    pub request_id: Option<String>,
    /// Its trace.
    pub trace_context: Option<String>,
    /// Time of acceptance, or the scheduled time if later.
    pub since: DateTime<Utc>,
    /// Whether this is its first run.
    pub is_first: bool,
}

pub(super) fn interval(duration: Duration) -> PgInterval {
    PgInterval { months: 0, days: 0, microseconds: i64::try_from(duration.as_micros()).unwrap_or(i64::MAX) }
}

/// Claims for `worker` the jobs among `ids` that wait in a queue, have one of `kinds`, and are not held by another. A
/// stale id in Redis, whose job waits for a later attempt, is not in a queue.
///
/// # Errors
/// Database errors.
pub async fn claim(app: &App, ids: &[JobId], kinds: &[String], worker: &str) -> sqlx::Result<Vec<Claimed>> {
    let mut tx = app.db.begin_point_lookup().await?;
    let claimed = sqlx::query_as!(
        Claimed,
        r#"WITH free AS (
            SELECT id FROM jobs
            WHERE id = ANY($1) AND state = ANY($2) AND kind = ANY($3) AND enqueued_at IS NOT NULL
            ORDER BY id FOR UPDATE SKIP LOCKED)
        UPDATE jobs SET state = $7, attempt = attempt + 1, progress = NULL, worker = $5,
            lease_expires_at = platform_now($4) + $6::interval,
            started_at = coalesce(started_at, platform_now($4)),
            attempt_started_at = platform_now($4)
        FROM free WHERE jobs.id = free.id
        RETURNING jobs.id AS "id: JobId", kind, owner_id AS "owner: UserId", payload, attempt, max_attempts, request_id,
            trace_context, coalesce(scheduled_for, created_at) AS "since!", (started_at = attempt_started_at) AS "is_first!""#,
        ids as &[JobId],
        &JobState::before(Transition::Claim) as &[JobState],
        kinds,
        app.clock.pinned() as Option<DateTime<Utc>>,
        worker,
        interval(LEASE),
        JobState::Running as JobState,
    )
    .fetch_all(tx.conn())
    .await?;
    let events: Vec<_> = claimed
        .iter()
        .filter_map(|job| Some(job_event(job.owner?, job.id, &job.kind, JobState::Running, job.attempt, None)))
        .collect();
    events::record(&mut tx, events, app.clock.now());
    claimed.iter().for_each(|job| tx.notify(job.id.uuid()));
    tx.commit().await?;
    Ok(claimed)
}

/// Renews the leases of jobs held by `worker`.
///
/// # Errors
/// Database errors.
pub async fn renew(app: &App, held: &[(JobId, i32)], worker: &str) -> sqlx::Result<()> {
    let mut tx = app.db.begin().await?;
    sqlx::query!(
        "WITH held AS (
            SELECT id FROM jobs JOIN UNNEST($1::uuid[], $2::int[]) AS mine (id, attempt) USING (id, attempt)
            WHERE worker = $3 AND state = $6 ORDER BY id FOR UPDATE)
        UPDATE jobs SET lease_expires_at = platform_now($4) + $5::interval FROM held WHERE jobs.id = held.id",
        &held.iter().map(|(id, _)| id.uuid()).collect::<Vec<_>>(),
        &held.iter().map(|(_, attempt)| *attempt).collect::<Vec<_>>(),
        worker,
        app.clock.pinned() as Option<DateTime<Utc>>,
        interval(LEASE),
        JobState::Running as JobState,
    )
    .execute(tx.conn())
    .await?;
    tx.commit().await
}

/// Returns jobs held by `worker` to their queue; the attempt does not count.
///
/// # Errors
/// Database errors.
pub async fn hand_back(app: &App, held: &[(JobId, i32)], worker: &str) -> sqlx::Result<()> {
    let mut tx = app.db.begin().await?;
    let locks = super::lock_held(&mut tx, worker, held).await?;
    let now = app.clock.now();
    let returned = locks.into_iter().map(|lock| (lock, Disposition::Snooze { run_at: now, error: None }));
    super::complete_attempts(&mut tx, now, &returned.collect::<Vec<_>>()).await?;
    tx.commit().await
}

/// At most `limit` jobs of these kinds with an expired lease, each with its kind.
///
/// # Errors
/// Database errors.
pub async fn lost(app: &App, kinds: &[String], limit: i64) -> sqlx::Result<Vec<(String, JobId)>> {
    let rows = sqlx::query!(
        r#"SELECT id AS "id: JobId", kind FROM jobs
        WHERE state = 'running' AND lease_expires_at < platform_now($1) AND kind = ANY($2)
        ORDER BY id LIMIT $3"#,
        app.clock.pinned() as Option<DateTime<Utc>>,
        kinds,
        limit,
    )
    .fetch_all(app.db.pool())
    .await?;
    Ok(rows.into_iter().map(|row| (row.kind, row.id)).collect())
}

/// The clock for leases and queues: the database's.
///
/// # Errors
/// Database errors.
pub async fn now(app: &App) -> sqlx::Result<DateTime<Utc>> {
    match app.clock.pinned() {
        Some(now) => Ok(now),
        None => sqlx::query_scalar!(r#"SELECT now() AS "now!""#).fetch_one(app.db.pool()).await,
    }
}

/// Locks the jobs among `ids` whose lease has expired and that no other reaper holds.
///
/// # Errors
/// Database errors.
pub async fn lock_lost(app: &App, tx: &mut Tx, ids: &[JobId]) -> sqlx::Result<Vec<(super::Lock, Claimed)>> {
    let lost = sqlx::query_as!(
        Claimed,
        r#"SELECT id AS "id: JobId", kind, owner_id AS "owner: UserId", payload, attempt, max_attempts, request_id,
            trace_context, coalesce(scheduled_for, created_at) AS "since!", false AS "is_first!"
        FROM jobs WHERE id = ANY($2) AND state = 'running' AND lease_expires_at < platform_now($1)
        ORDER BY id FOR UPDATE SKIP LOCKED"#,
        app.clock.pinned() as Option<DateTime<Utc>>,
        ids as &[JobId],
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(lost.into_iter().map(|job| (super::Lock::of(job.id), job)).collect())
}
