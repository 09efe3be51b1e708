//! What the relay puts in queues in Redis.
//!
//! Times are compared by the database's clock, unless a test moved ours.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::claim::interval;
use super::{Capacity, JobState, Queue, QueuedJob, Transition};
use crate::app::App;
use crate::db::Tx;
use crate::ids::JobId;

/// A queue that the relay has something to do for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backlog {
    /// Which.
    pub queue: Queue,
    /// Whether something that was put there before the epoch, or very long ago, still waits: it may have got lost.
    pub is_any_lost: bool,
}

/// Those of some queues of which something is due and not in Redis or, with an `epoch`, may have got lost there. One small
/// read: it is asked by each worker several times a second, mostly for nothing.
///
/// # Errors
/// The database.
pub async fn backlogs(app: &App, queues: &[Queue], epoch: Option<DateTime<Utc>>) -> sqlx::Result<Vec<Backlog>> {
    // `attempt >= 0` names the index of what is due. A limit keeps the planner from reading all that waits once for all
    // queues, which it would think cheaper of a young table.
    let rows = sqlx::query!(
        r#"SELECT asked.queue AS "queue!", coalesce(lost.is_any, false) AS "is_any_lost!"
        FROM UNNEST($1::text[]) AS asked (queue)
        LEFT JOIN LATERAL (
            SELECT true AS is_any FROM jobs
            WHERE queue = asked.queue AND state IN ('queued', 'retrying') AND enqueued_at IS NULL AND attempt >= 0
                AND run_at <= coalesce($2::timestamptz, now())
            LIMIT 1) AS due ON true
        LEFT JOIN LATERAL (
            SELECT true AS is_any FROM jobs
            WHERE $4::timestamptz IS NOT NULL AND queue = asked.queue AND state IN ('queued', 'retrying')
                AND enqueued_at < greatest(coalesce($2::timestamptz, now()) - $3::interval, $4)
                AND enqueued_at IS NOT NULL
            LIMIT 1) AS lost ON true
        WHERE due.is_any OR lost.is_any"#,
        &queues.iter().map(Into::into).collect::<Vec<&str>>() as &[&str],
        app.clock.pinned() as Option<DateTime<Utc>>,
        interval(app.config.work.requeue_after),
        epoch as Option<DateTime<Utc>>,
    )
    .fetch_all(app.db.point_lookup_pool())
    .await?;
    let found = rows.into_iter().filter_map(|row| Some((row.queue.parse().ok()?, row.is_any_lost)));
    Ok(found.map(|(queue, is_any_lost)| Backlog { queue, is_any_lost }).collect())
}

/// Selects jobs of a queue that are due and not in Redis, as many as it has room for, account by account and each
/// account's longest due first, and marks them as enqueued now. With an `epoch` also lost ones: a job that was enqueued
/// before it, or very long ago, is no longer in Redis. `None`: another relay is selecting.
///
/// # Errors
/// The database.
pub async fn select_due(
    app: &App,
    queue: Queue,
    capacity: &Capacity,
    epoch: Option<DateTime<Utc>>,
) -> sqlx::Result<Option<Vec<QueuedJob>>> {
    let mut tx = app.db.begin_point_lookup().await?;
    let name: &str = queue.into();
    // One relay at a time: another one's choice would be the same, and it would hold locks on what this one has put
    // in its queue already, where a worker then could not claim it.
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

/// Notes that what got lost in a queue is not there.
async fn forget_lost(app: &App, tx: &mut Tx, queue: &str, epoch: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "WITH lost AS (
            SELECT id FROM jobs
            WHERE queue = $1 AND state IN ('queued', 'retrying') AND enqueued_at IS NOT NULL
                AND enqueued_at < greatest(coalesce($2::timestamptz, now()) - $3::interval, $4::timestamptz)
            FOR UPDATE SKIP LOCKED)
        UPDATE jobs SET enqueued_at = NULL FROM lost WHERE jobs.id = lost.id",
        queue,
        app.clock.pinned() as Option<DateTime<Utc>>,
        interval(app.config.work.requeue_after),
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
    // The accounts are found by skipping from one to the next in their index: a backlog of one of them
    // costs nothing. Of each account no more is looked at than twice its share; what is free then is
    // filled by the next look. Each account is looked at by itself, and each row that is picked by its id, whatever a
    // young table's statistics say: states as a parameter keep the planner from the index of what waits.
    let mut rows = sqlx::query!(
        r#"WITH RECURSIVE moment AS (SELECT coalesce($2::timestamptz, now()) AS now),
        accounts AS (
            (SELECT coalesce(owner_id, '00000000-0000-0000-0000-000000000000') AS id, run_at FROM jobs
             WHERE queue = $1 AND state IN ('queued', 'retrying') AND enqueued_at IS NULL
             ORDER BY 1, run_at LIMIT 1)
            UNION ALL
            SELECT next.id, next.run_at FROM accounts CROSS JOIN LATERAL (
                SELECT coalesce(owner_id, '00000000-0000-0000-0000-000000000000') AS id, run_at FROM jobs
                WHERE queue = $1 AND state IN ('queued', 'retrying') AND enqueued_at IS NULL
                    AND coalesce(owner_id, '00000000-0000-0000-0000-000000000000') > accounts.id
                ORDER BY 1, run_at LIMIT 1) AS next),
        ready AS MATERIALIZED (SELECT id FROM accounts, moment WHERE run_at <= moment.now),
        picked AS (
            SELECT job.id, row_number() OVER (PARTITION BY ready.id ORDER BY job.run_at, job.id) AS turn
            FROM ready
            LEFT JOIN UNNEST($3::uuid[], $4::bigint[]) AS held (id, jobs) USING (id)
            CROSS JOIN LATERAL (
                SELECT id, run_at FROM jobs, moment
                WHERE queue = $1 AND state IN ('queued', 'retrying') AND enqueued_at IS NULL
                    AND coalesce(owner_id, '00000000-0000-0000-0000-000000000000') = ready.id AND run_at <= moment.now
                ORDER BY run_at, id
                LIMIT least(greatest($5 - coalesce(held.jobs, 0), 0), 1 + 2 * $5 / (SELECT count(*) FROM ready))) job
            ORDER BY turn, job.run_at LIMIT $5),
        free AS (
            SELECT jobs.id, picked.turn FROM jobs JOIN picked USING (id)
            WHERE state = ANY($6) AND enqueued_at IS NULL
            FOR UPDATE OF jobs SKIP LOCKED)
        UPDATE jobs SET enqueued_at = moment.now FROM free, moment WHERE jobs.id = free.id
        RETURNING jobs.id AS "id: JobId", coalesce(owner_id, '00000000-0000-0000-0000-000000000000') AS "account!", turn AS "turn!""#,
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
/// The database.
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
