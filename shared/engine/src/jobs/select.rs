//! Counting and selecting the jobs that match a filter.
//!
//! Each part of the table has its index: pending jobs by queue, running ones by lease, failed ones, and all by age. A scan
//! reads at most [`MAX_MATCHES`] rows of each and one more, so its cost does not depend on the size of the table. The bound
//! is a literal in the SQL, visible to the planner.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;
use strum::IntoEnumIterator;

use super::bulk::BulkJobs;
use super::{Filter, JobKind, JobState, Queue};
use crate::ids::{JobId, UserId};

/// Maximum number of jobs counted in a state, and of jobs selected.
pub const MAX_MATCHES: i64 = 10_000;

/// Whose jobs are meant. The platform's own jobs, which have no owner, are never included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owners {
    /// Those of one user.
    One(UserId),
    /// Those of all users.
    All,
}

/// Number of jobs in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StateCount {
    /// The state.
    pub state: JobState,
    /// The number, at most [`MAX_MATCHES`].
    pub count: i64,
    /// Whether there may be more.
    pub is_capped: bool,
}

/// Part of a scan: rows in one state, read from one index.
struct Scanned {
    part: String,
    source: String,
    state: JobState,
    matched: i64,
    scanned: i64,
    /// The earliest time in the order of the scan.
    oldest: DateTime<Utc>,
    ids: Option<Vec<JobId>>,
}

/// Runs a scan. The three conditions select the owner's jobs, from the three kinds of indexes; the last two parts also
/// state their order and time.
macro_rules! scan {
    ($db:expr, $arguments:expr, ($pending:tt, $running:tt, $failed:tt, $ended:tt), $($owner:expr)?) => {{
        let Arguments { queues, states, kind, since, until, as_of, end, with_ids } = $arguments;
        sqlx::query_as!(
            Scanned,
            r#"SELECT part AS "part!", source AS "source!", state AS "state!: JobState",
                count(*) FILTER (WHERE matches) AS "matched!", count(*) AS "scanned!", min(at) AS "oldest!",
                CASE WHEN $8 THEN array_agg(id ORDER BY id) FILTER (WHERE matches) END AS "ids: Vec<JobId>"
            FROM (
                SELECT part, source, id, state, at, state = ANY($2::text[]) AND owner_id IS NOT NULL AND kind <> $9
                    AND ($3::text IS NULL OR kind = $3) AND ($4::timestamptz IS NULL OR created_at >= $4)
                    AND ($5::timestamptz IS NULL OR created_at < $5) AND created_at <= $6 AS matches
                FROM (
                    SELECT 'pending' AS part, wanted.queue || pending.place AS source, id, owner_id, kind, state, created_at, created_at AS at
                    FROM UNNEST($1::text[]) AS wanted (queue) CROSS JOIN LATERAL (
                        (SELECT ' in Redis' AS place, id, owner_id, kind, state, created_at FROM jobs
                            WHERE jobs.queue = wanted.queue AND state IN ('queued', 'retrying') AND enqueued_at IS NOT NULL "#
                + $pending
                + r#" LIMIT 10001)
                        UNION ALL
                        (SELECT ' backlog', id, owner_id, kind, state, created_at FROM jobs
                            WHERE jobs.queue = wanted.queue AND state IN ('queued', 'retrying') AND enqueued_at IS NULL "#
                + $pending
                + r#" LIMIT 10001)) AS pending
                    WHERE $2::text[] && ARRAY['queued', 'retrying']
                    UNION ALL
                    (SELECT 'running', '', id, owner_id, kind, state, created_at, created_at FROM jobs
                        WHERE 'running' = ANY($2::text[]) AND state = 'running' AND lease_expires_at IS NOT NULL "#
                + $running
                + r#" LIMIT 10001)
                    UNION ALL
                    (SELECT 'failed', '', id, owner_id, kind, state, created_at, "#
                + $failed
                + r#" LIMIT 10001)
                    UNION ALL
                    (SELECT 'ended', '', id, owner_id, kind, state, created_at, created_at FROM jobs
                        WHERE $2::text[] && ARRAY['succeeded', 'cancelled'] AND id < $7 "#
                + $ended
                + r#" ORDER BY id DESC LIMIT 10001)
                ) AS jobs
            ) AS scanned
            GROUP BY part, source, state"#,
            &queues,
            &states as &[JobState],
            kind,
            since,
            until,
            as_of,
            end.uuid(),
            with_ids,
            BulkJobs::NAME,
            $($owner.uuid(),)?
        )
        .fetch_all($db)
        .await
    }};
}

struct Arguments<'a> {
    queues: Vec<String>,
    states: Vec<JobState>,
    kind: Option<&'a str>,
    since: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
    as_of: DateTime<Utc>,
    /// Ids from here on are newer than the filter's period.
    end: JobId,
    with_ids: bool,
}

async fn scan(db: &mut PgConnection, owners: Owners, arguments: Arguments<'_>) -> sqlx::Result<Vec<Scanned>> {
    match owners {
        Owners::One(owner) => scan!(
            db,
            arguments,
            (
                "AND job_account(owner_id) = $10 ORDER BY run_at, id",
                "AND owner_id = $10",
                "created_at FROM jobs WHERE 'failed' = ANY($2::text[]) AND state = 'failed' AND owner_id = $10 AND id < $7 ORDER BY id DESC",
                "AND owner_id = $10"
            ),
            owner
        ),
        // The failed jobs of all users have an index by the time at which they ended.
        Owners::All => scan!(
            db,
            arguments,
            (
                "",
                "",
                "finished_at FROM jobs WHERE 'failed' = ANY($2::text[]) AND state = 'failed' ORDER BY finished_at DESC",
                ""
            ),
        ),
    }
}

/// Whether a scan read all rows of its period: it ended before its bound, or passed the period's begin.
fn is_complete(scanned: i64, oldest: DateTime<Utc>, part: &str, since: Option<DateTime<Utc>>) -> bool {
    // Ids may be a day older than their rows (`JobId::end_of`). Pending jobs are not read in the order of their age.
    let begin = since.and_then(|since| since.checked_sub_signed(TimeDelta::days(1)));
    let is_past = matches!(part, "failed" | "ended") && begin.is_some_and(|begin| oldest < begin);
    scanned <= MAX_MATCHES || is_past
}

/// The states whose rows a part has.
fn is_part_of(part: &str, state: JobState) -> bool {
    match state {
        JobState::Queued | JobState::Retrying => part == "pending",
        JobState::Running => part == "running",
        JobState::Failed => part == "failed",
        JobState::Succeeded | JobState::Cancelled => part == "ended",
    }
}

/// The parts with rows that were not read.
fn incomplete(rows: &[Scanned], since: Option<DateTime<Utc>>) -> Vec<&str> {
    let mut sources: HashMap<(&str, &str), (i64, DateTime<Utc>)> = HashMap::new();
    for row in rows {
        let (scanned, oldest) = sources.entry((&row.part, &row.source)).or_insert((0, row.oldest));
        *scanned += row.scanned;
        *oldest = row.oldest.min(*oldest);
    }
    let open =
        sources.into_iter().filter(|((part, _), (scanned, oldest))| !is_complete(*scanned, *oldest, part, since));
    open.map(|((part, _), _)| part).collect()
}

/// Counts jobs that were accepted at `as_of` or before, by their current state; the filter's state is ignored. All states
/// are present.
///
/// # Errors
/// Database errors.
pub async fn counts(
    db: &mut PgConnection,
    owners: Owners,
    filter: &Filter,
    as_of: DateTime<Utc>,
) -> sqlx::Result<Vec<StateCount>> {
    let states: Vec<_> = JobState::iter().collect();
    let rows = scan(db, owners, Arguments::of(filter, states.clone(), as_of, false)).await?;
    let incomplete = incomplete(&rows, filter.since);
    let count = |state: JobState| {
        let read = |row: &&Scanned| row.state == state && is_part_of(&row.part, state);
        let matched: i64 = rows.iter().filter(read).map(|row| row.matched).sum();
        let is_capped = matched > MAX_MATCHES || incomplete.iter().any(|part| is_part_of(part, state));
        StateCount { state, count: matched.min(MAX_MATCHES), is_capped }
    };
    Ok(states.into_iter().map(count).collect())
}

/// The jobs in one of these states that were accepted at `as_of` or before, oldest first; the filter's state is ignored.
/// `None`: more than [`MAX_MATCHES`], or too many to look through.
///
/// # Errors
/// Database errors.
pub async fn matching(
    db: &mut PgConnection,
    owners: Owners,
    filter: &Filter,
    states: &[JobState],
    as_of: DateTime<Utc>,
) -> sqlx::Result<Option<Vec<JobId>>> {
    let rows = scan(db, owners, Arguments::of(filter, states.to_vec(), as_of, true)).await?;
    if !incomplete(&rows, filter.since).is_empty() {
        return Ok(None);
    }
    let wanted = rows.into_iter().filter(|row| is_part_of(&row.part, row.state));
    let mut ids: Vec<JobId> = wanted.filter_map(|row| row.ids).flatten().collect();
    ids.sort_unstable();
    Ok((ids.len() as i64 <= MAX_MATCHES).then_some(ids))
}

impl<'a> Arguments<'a> {
    fn of(filter: &'a Filter, states: Vec<JobState>, as_of: DateTime<Utc>, with_ids: bool) -> Self {
        let end = JobId::end_of(Some(filter.until.map_or(as_of, |until| until.min(as_of))));
        let queues = Queue::iter().map(|queue| queue.to_string()).collect();
        let Filter { kind, since, until, .. } = filter;
        Self { queues, states, kind: kind.as_deref(), since: *since, until: *until, as_of, end, with_ids }
    }
}
