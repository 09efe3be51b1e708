//! The relay's queries: due jobs that are not in Redis.
//!
//! Times are compared by the database's clock, unless a test set ours.

use std::time::Duration;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::claim::interval;
use super::{Capacity, JobState, Queue, QueuedJob, Transition};
use crate::app::App;
use crate::db::Tx;
use crate::ids::JobId;

/// A job left unclaimed this long after it was pushed is pushed again.
const REQUEUE_AFTER: Duration = Duration::from_secs(5);

/// A queue with jobs for the relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backlog {
    /// The queue.
    pub queue: Queue,
    /// Whether a job that was enqueued before the epoch, or long ago, is still pending: it may be lost.
    pub is_any_lost: bool,
}

/// The queues with due jobs that are not in Redis or, with an `epoch`, may be lost. A cheap query: each worker runs it
/// several times a second, mostly without a result.
///
/// # Errors
/// Database errors.
pub async fn backlogs(app: &App, queues: &[Queue], epoch: Option<DateTime<Utc>>) -> sqlx::Result<Vec<Backlog>> {
    // Jobs that are neither in Redis, leased nor ended are read from the index that has them in the order in which they
    // come due. The limits keep the planner from reading those of all queues at once, which it considers cheaper on a
    // table without statistics.
    let rows = sqlx::query!(
        r#"SELECT wanted.queue AS "queue!", coalesce(lost.is_any, false) AS "is_any_lost!"
        FROM UNNEST($1::text[]) AS wanted (queue)
        LEFT JOIN LATERAL (
            SELECT true AS is_any FROM jobs
            WHERE queue = wanted.queue AND enqueued_at IS NULL AND lease_expires_at IS NULL AND finished_at IS NULL
                AND run_at <= platform_now($2)
            LIMIT 1) AS due ON true
        LEFT JOIN LATERAL (
            SELECT true AS is_any FROM jobs
            WHERE $4::timestamptz IS NOT NULL AND queue = wanted.queue AND state IN ('queued', 'retrying')
                AND enqueued_at < greatest(platform_now($2) - $3::interval, $4)
                AND enqueued_at IS NOT NULL
            LIMIT 1) AS lost ON true
        WHERE due.is_any OR lost.is_any"#,
        &queues.iter().map(Into::into).collect::<Vec<&str>>() as &[&str],
        app.clock.pinned() as Option<DateTime<Utc>>,
        interval(REQUEUE_AFTER),
        epoch as Option<DateTime<Utc>>,
    )
    .fetch_all(app.db.point_lookup_pool())
    .await?;
    let found = rows.into_iter().filter_map(|row| Some((row.queue.parse().ok()?, row.is_any_lost)));
    Ok(found.map(|(queue, is_any_lost)| Backlog { queue, is_any_lost }).collect())
}

/// Selects due jobs of a queue that are not in Redis, as many as fit, account by account and longest due first, and marks
/// them as enqueued. With an `epoch` also lost ones, enqueued before it or long ago. `None`: another relay is selecting.
///
/// # Errors
/// Database errors.
pub async fn select_due(
    app: &App,
    queue: Queue,
    capacity: &Capacity,
    epoch: Option<DateTime<Utc>>,
) -> sqlx::Result<Option<Vec<QueuedJob>>> {
    let mut tx = app.db.begin_point_lookup().await?;
    let name: &str = queue.into();
    // One relay at a time: another would select the same jobs and hold locks on jobs that this one has pushed, so that
    // workers could not claim them.
    let is_mine = sqlx::query_scalar!(
        r#"SELECT pg_try_advisory_xact_lock(hashtextextended('relay ' || $1, 0)) AS "is_mine!""#,
        name,
    )
    .fetch_one(tx.conn())
    .await?;
    if !is_mine {
        return Ok(None);
    }
    if let Some(epoch) = epoch {
        forget_lost(app, &mut tx, name, epoch).await?;
    }
    let due = pick(app, &mut tx, queue, capacity).await?;
    tx.commit().await?;
    Ok(Some(due))
}

/// Marks lost jobs of a queue as not enqueued.
async fn forget_lost(app: &App, tx: &mut Tx, queue: &str, epoch: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "WITH lost AS (
            SELECT id FROM jobs
            WHERE queue = $1 AND state IN ('queued', 'retrying') AND enqueued_at IS NOT NULL
                AND enqueued_at < greatest(platform_now($2) - $3::interval, $4::timestamptz)
            FOR UPDATE SKIP LOCKED)
        UPDATE jobs SET enqueued_at = NULL FROM lost WHERE jobs.id = lost.id",
        queue,
        app.clock.pinned() as Option<DateTime<Utc>>,
        interval(REQUEUE_AFTER),
        epoch,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

async fn pick(app: &App, tx: &mut Tx, queue: Queue, capacity: &Capacity) -> sqlx::Result<Vec<QueuedJob>> {
    let name: &str = queue.into();
    let held = capacity.held.iter().filter_map(|(account, jobs)| Some((account.parse::<Uuid>().ok()?, *jobs)));
    let (accounts, jobs): (Vec<_>, Vec<_>) = held.unzip();
    // Accounts are found by skipping from one to the next in the index, so one account's backlog costs nothing. At most
    // twice its share is read of each account; the next run fills what is then free. Picked rows are updated by id:
    // states as a parameter keep the planner from the index of pending jobs, whatever a new table's statistics say.
    let mut rows = sqlx::query!(
        r#"WITH RECURSIVE moment AS (SELECT platform_now($2) AS now),
        accounts AS (
            (SELECT job_account(owner_id) AS id, run_at FROM jobs
             WHERE queue = $1 AND state IN ('queued', 'retrying') AND enqueued_at IS NULL
             ORDER BY 1, run_at LIMIT 1)
            UNION ALL
            SELECT next.id, next.run_at FROM accounts CROSS JOIN LATERAL (
                SELECT job_account(owner_id) AS id, run_at FROM jobs
                WHERE queue = $1 AND state IN ('queued', 'retrying') AND enqueued_at IS NULL
                    AND job_account(owner_id) > accounts.id
                ORDER BY 1, run_at LIMIT 1) AS next),
        ready AS MATERIALIZED (SELECT id FROM accounts, moment WHERE run_at <= moment.now),
        picked AS (
            SELECT job.id, row_number() OVER (PARTITION BY ready.id ORDER BY job.run_at, job.id) AS turn
            FROM ready
            LEFT JOIN UNNEST($3::uuid[], $4::bigint[]) AS held (id, jobs) USING (id)
            CROSS JOIN LATERAL (
                SELECT id, run_at FROM jobs, moment
                WHERE queue = $1 AND state IN ('queued', 'retrying') AND enqueued_at IS NULL
                    AND job_account(owner_id) = ready.id AND run_at <= moment.now
                ORDER BY run_at, id
                LIMIT least(greatest($5 - coalesce(held.jobs, 0), 0), 1 + 2 * $5 / (SELECT count(*) FROM ready))) job
            ORDER BY turn, job.run_at LIMIT $5),
        free AS (
            SELECT jobs.id, picked.turn FROM jobs JOIN picked USING (id)
            WHERE state = ANY($6) AND enqueued_at IS NULL
            FOR UPDATE OF jobs SKIP LOCKED)
        UPDATE jobs SET enqueued_at = moment.now FROM free, moment WHERE jobs.id = free.id
        RETURNING jobs.id AS "id: JobId", job_account(owner_id) AS "account!", turn AS "turn!""#,
        name,
        app.clock.pinned() as Option<DateTime<Utc>>,
        &accounts,
        &jobs,
        i64::try_from(capacity.free).unwrap_or(i64::MAX),
        &JobState::before(Transition::Claim) as &[JobState],
    )
    .fetch_all(tx.conn())
    .await?;
    rows.sort_unstable_by_key(|row| (row.turn, row.id));
    Ok(rows.into_iter().map(|row| QueuedJob { queue, account: row.account, job: row.id }).collect())
}

/// Marks jobs as not enqueued, since their queue had no room. Waits for locked rows: nothing else would correct the mark
/// soon.
///
/// # Errors
/// Database errors.
pub async fn unmark_enqueued(app: &App, ids: &[JobId]) -> sqlx::Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let mut tx = app.db.begin_point_lookup().await?;
    sqlx::query!(
        "WITH free AS (
            SELECT id FROM jobs WHERE id = ANY($1) AND state IN ('queued', 'retrying') ORDER BY id FOR UPDATE)
        UPDATE jobs SET enqueued_at = NULL FROM free WHERE jobs.id = free.id",
        ids as &[JobId],
    )
    .execute(tx.conn())
    .await?;
    tx.commit().await
}
