//! Queue statistics for operators. All are read from indexes and bounded: a table of millions costs as much as one of
//! thousands. The bounds are literals in the SQL, visible to the planner.

use chrono::{DateTime, TimeDelta, Utc};

use super::{NewJob, Queue};
use crate::app::App;
use crate::db::Tx;
use crate::metrics::labels;

/// Maximum number of ended jobs counted.
const MAX_ENDED: i64 = 50_000;
/// Time span of ended jobs counted.
const ENDED_WITHIN: TimeDelta = TimeDelta::minutes(5);
/// Time span of failures counted.
const FAILED_WITHIN: TimeDelta = TimeDelta::hours(1);

/// Unfinished jobs of a kind in a queue.
#[derive(Debug, PartialEq)]
pub struct QueueDepth {
    /// The queue's name.
    pub queue: String,
    /// Their kind.
    pub kind: String,
    /// Jobs that are due and untried.
    pub waiting: i64,
    /// Jobs that are due later and untried.
    pub scheduled: i64,
    /// Jobs with a failed attempt, due or not.
    pub retrying: i64,
    /// Jobs claimed by a worker.
    pub running: i64,
    /// Seconds since the longest due job came due.
    pub oldest_due_seconds: Option<f64>,
}

/// How many jobs of a queue end.
#[derive(Debug, PartialEq)]
pub struct Throughput {
    /// The queue's name.
    pub queue: String,
    /// Jobs per minute.
    pub per_minute: f64,
}

/// Unfinished jobs, by queue and kind. Of a queue's backlog, the 100,000 longest due are counted.
///
/// # Errors
/// Database errors.
pub async fn depths(app: &App, queues: &[Queue]) -> sqlx::Result<Vec<QueueDepth>> {
    let names: Vec<String> = queues.iter().map(Queue::to_string).collect();
    // The backlog of a queue is read in index order, so that its count can be bounded; in Redis there is only a window.
    sqlx::query_as!(
        QueueDepth,
        r#"WITH moment AS (SELECT platform_now($2) AS now)
        SELECT queue AS "queue!", kind AS "kind!", sum(waiting)::bigint AS "waiting!", sum(scheduled)::bigint AS "scheduled!",
            sum(retrying)::bigint AS "retrying!", sum(running)::bigint AS "running!", max(oldest)::float8 AS oldest_due_seconds
        FROM (
            SELECT wanted.queue, kind, count(*) FILTER (WHERE state = 'queued' AND run_at <= moment.now) AS waiting,
                count(*) FILTER (WHERE state = 'queued' AND run_at > moment.now) AS scheduled,
                count(*) FILTER (WHERE state = 'retrying') AS retrying, 0 AS running,
                extract(epoch FROM max(moment.now) - min(run_at) FILTER (WHERE run_at <= moment.now)) AS oldest
            FROM moment, UNNEST($1::text[]) AS wanted (queue) CROSS JOIN LATERAL (
                (SELECT kind, state, run_at FROM jobs
                WHERE jobs.queue = wanted.queue AND enqueued_at IS NULL AND lease_expires_at IS NULL AND finished_at IS NULL
                ORDER BY run_at, id LIMIT 100000)
                UNION ALL
                SELECT kind, state, run_at FROM jobs
                WHERE jobs.queue = wanted.queue AND state IN ('queued', 'retrying') AND enqueued_at IS NOT NULL) AS open
            GROUP BY wanted.queue, kind
            UNION ALL
            SELECT queue, kind, 0, 0, 0, count(*), NULL FROM jobs
            WHERE state = 'running' AND lease_expires_at IS NOT NULL AND queue = ANY($1) GROUP BY queue, kind) AS parts
        GROUP BY queue, kind ORDER BY queue, kind"#,
        &names,
        app.clock.pinned() as Option<DateTime<Utc>>,
    )
    .fetch_all(app.db.pool())
    .await
}

/// Rate of ended jobs within the last five minutes, by queue. Beyond the count limit, the rate of the latest ones.
///
/// # Errors
/// Database errors.
pub async fn ended_lately(app: &App) -> sqlx::Result<Vec<Throughput>> {
    let now = app.clock.now();
    let rows = sqlx::query!(
        r#"SELECT queue, count(*) AS "ended!", (sum(count(*)) OVER ())::bigint AS "of!", (min(min(finished_at)) OVER ()) AS "first!"
        FROM (SELECT queue, finished_at FROM jobs WHERE finished_at > $1 ORDER BY finished_at DESC LIMIT 50000) AS ended
        GROUP BY queue ORDER BY queue"#,
        now - ENDED_WITHIN,
    )
    .fetch_all(app.db.pool())
    .await?;
    let minutes = |of: i64, first: DateTime<Utc>| {
        let span = if of < MAX_ENDED { ENDED_WITHIN } else { now - first };
        span.as_seconds_f64().max(0.001) / 60.0
    };
    Ok(rows
        .into_iter()
        .map(|row| Throughput { per_minute: row.ended as f64 / minutes(row.of, row.first), queue: row.queue })
        .collect())
}

/// Jobs that failed within the last hour, by queue; the latest 50,000 of all queues.
///
/// # Errors
/// Database errors.
pub async fn failed_lately(app: &App) -> sqlx::Result<Vec<(String, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT queue, count(*) AS "failed!"
        FROM (SELECT queue FROM jobs WHERE state = 'failed' AND finished_at > $1 ORDER BY finished_at DESC LIMIT 50000) AS failed
        GROUP BY queue ORDER BY queue"#,
        app.clock.now() - FAILED_WITHIN,
    )
    .fetch_all(app.db.pool())
    .await?;
    Ok(rows.into_iter().map(|row| (row.queue, row.failed)).collect())
}

/// The number of running jobs whose lease is held by a worker process.
///
/// # Errors
/// Database errors.
pub async fn held_by(app: &App, process: u32) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"SELECT count(*) AS "held!" FROM jobs WHERE state = 'running' AND starts_with(worker, $1)"#,
        format!("{process}-"),
    )
    .fetch_one(app.db.pool())
    .await
}

/// Counts new jobs.
pub(super) fn count_accepted(tx: &mut Tx, jobs: &[&NewJob]) {
    for of_kind in jobs.chunk_by(|one, next| one.kind == next.kind) {
        let label = labels::Kind { kind: of_kind[0].kind.into() };
        tx.count(tx.metrics().jobs_accepted.get_or_create_owned(&label), of_kind.len());
    }
}
