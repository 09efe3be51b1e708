//! Completes attempts in batches, in the transaction of their effects.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::types::Json;

use super::model::job_event;
use super::{JobError, JobState, Transition};
use crate::db::Tx;
use crate::events;
use crate::ids::{JobId, UserId};

/// Proof that a job's row is locked by this transaction and its attempt is still the holder's.
#[derive(Debug, PartialEq, Eq)]
pub struct Lock(JobId);

impl Lock {
    pub(super) fn of(id: JobId) -> Self {
        Self(id)
    }

    /// The locked job.
    #[must_use]
    pub fn id(&self) -> JobId {
        self.0
    }
}

/// What becomes of a job after an attempt; `T` is the kind's result.
#[derive(Debug, Clone, PartialEq)]
pub enum Disposition<T = Value> {
    /// It has succeeded.
    Succeed(T),
    /// The attempt failed, and another follows at `run_at` or later.
    Retry {
        /// Earliest time of the next attempt.
        run_at: DateTime<Utc>,
        /// The failure.
        error: JobError,
    },
    /// The attempt does not count, and the job runs again at `run_at` or later.
    Snooze {
        /// Earliest time of the next run.
        run_at: DateTime<Utc>,
        /// The reason; `None` if its worker is stopping.
        error: Option<JobError>,
    },
    /// It has failed permanently.
    Fail(JobError),
    /// Its owner cancelled it.
    Cancel,
}

impl<T> Disposition<T> {
    /// The same disposition with another type of result.
    ///
    /// # Errors
    /// That of `convert`, which is called for a success only.
    pub fn try_map<U, E>(&self, convert: impl FnOnce(&T) -> Result<U, E>) -> Result<Disposition<U>, E> {
        Ok(match self {
            Self::Succeed(result) => Disposition::Succeed(convert(result)?),
            Self::Retry { run_at, error } => Disposition::Retry { run_at: *run_at, error: error.clone() },
            Self::Snooze { run_at, error } => Disposition::Snooze { run_at: *run_at, error: error.clone() },
            Self::Fail(error) => Disposition::Fail(error.clone()),
            Self::Cancel => Disposition::Cancel,
        })
    }

    fn transition(&self) -> Transition {
        match self {
            Self::Succeed(_) => Transition::Succeed,
            Self::Retry { .. } => Transition::Retry,
            Self::Snooze { .. } => Transition::Snooze,
            Self::Fail(_) => Transition::Fail,
            Self::Cancel => Transition::Stop,
        }
    }

    fn run_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Retry { run_at, .. } | Self::Snooze { run_at, .. } => Some(*run_at),
            Self::Succeed(_) | Self::Fail(_) | Self::Cancel => None,
        }
    }

    /// The error of the attempt.
    #[must_use]
    pub fn error(&self) -> Option<&JobError> {
        match self {
            Self::Retry { error, .. } | Self::Fail(error) => Some(error),
            Self::Snooze { error, .. } => error.as_ref(),
            Self::Succeed(_) | Self::Cancel => None,
        }
    }
}

/// Locks the jobs among `held` whose attempt still belongs to `worker`. A missing one was lost: its lease expired and
/// another worker has claimed or ended it.
///
/// # Errors
/// Database errors.
pub async fn lock_held(tx: &mut Tx, worker: &str, held: &[(JobId, i32)]) -> sqlx::Result<Vec<Lock>> {
    // By ids alone: joined to attempts, a table without statistics is scanned by its running jobs.
    let rows = sqlx::query!(
        r#"SELECT id AS "id: JobId", attempt FROM jobs WHERE id = ANY($1) AND worker = $2 AND state = $3 ORDER BY id FOR UPDATE"#,
        &held.iter().map(|(id, _)| id.uuid()).collect::<Vec<_>>(),
        worker,
        JobState::Running as JobState,
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().filter(|row| held.contains(&(row.id, row.attempt))).map(|row| Lock(row.id)).collect())
}

/// Completes attempts at locked jobs.
///
/// # Errors
/// Database errors.
pub async fn complete_attempts(tx: &mut Tx, now: DateTime<Utc>, attempts: &[(Lock, Disposition)]) -> sqlx::Result<()> {
    let mut ids = Vec::with_capacity(attempts.len());
    let mut states: Vec<JobState> = Vec::with_capacity(attempts.len());
    for (lock, disposition) in attempts {
        // A lock exists only for a running job, in which each of these transitions is possible.
        let Some(state) = JobState::Running.after(disposition.transition()) else { continue };
        ids.push(lock.0.uuid());
        states.push(state);
    }
    let dispositions = || attempts.iter().map(|(_, disposition)| disposition);
    let results =
        dispositions().map(|it| if let Disposition::Succeed(result) = it { Some(result.clone()) } else { None });
    let results: Vec<_> = results.collect();
    let errors: Vec<_> = dispositions().map(|it| it.error().map(|error| serde_json::json!(error))).collect();
    // An attempt with a successor is archived; the last one stays in the job's row.
    let rows = sqlx::query!(
        r#"WITH ended AS (
            SELECT * FROM UNNEST($1::uuid[], $2::text[], $3::timestamptz[], $4::bool[], $5::bool[], $6::jsonb[], $7::jsonb[])
                AS ended (id, state, run_at, uncounted, is_end, result, error)),
        kept AS (
            INSERT INTO job_attempts (job_id, number, worker, started_at, ended_at, error)
            SELECT jobs.id, jobs.attempt, jobs.worker, coalesce(jobs.attempt_started_at, jobs.started_at, $8), $8, ended.error
            FROM jobs JOIN ended USING (id) WHERE NOT ended.uncounted AND NOT ended.is_end)
        UPDATE jobs SET state = ended.state, run_at = coalesce(ended.run_at, jobs.run_at),
            attempt = jobs.attempt - CASE WHEN ended.uncounted THEN 1 ELSE 0 END,
            result = ended.result, error = ended.error, lease_expires_at = NULL, enqueued_at = NULL,
            finished_at = CASE WHEN ended.is_end THEN $8::timestamptz END,
            progress = CASE WHEN ended.state = 'succeeded' AND jobs.progress IS NOT NULL THEN 100 ELSE jobs.progress END
        FROM ended WHERE jobs.id = ended.id
        RETURNING jobs.id AS "id: JobId", jobs.owner_id AS "owner: UserId", jobs.kind, jobs.state AS "state: JobState",
            jobs.attempt, jobs.error AS "error: Json<JobError>""#,
        &ids,
        &states as &[JobState],
        &dispositions().map(Disposition::run_at).collect::<Vec<_>>() as &[Option<DateTime<Utc>>],
        &dispositions().map(|it| matches!(it, Disposition::Snooze { .. })).collect::<Vec<_>>(),
        &states.iter().map(|state| state.is_end()).collect::<Vec<_>>(),
        &results as &[Option<Value>],
        &errors as &[Option<Value>],
        now,
    )
    .fetch_all(tx.conn())
    .await?;
    let events: Vec<_> = rows
        .iter()
        .filter_map(|row| {
            let error = row.error.as_ref().map(|error| &error.0);
            Some(job_event(row.owner?, row.id, &row.kind, row.state, row.attempt, error))
        })
        .collect();
    events::record(tx, events, now);
    rows.iter().for_each(|row| tx.notify(row.id.uuid()));
    Ok(())
}
