//! A job before it is stored.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{Job, JobKind, JobState, Queue};
use crate::ids::{JobId, UserId};

/// A job to be.
#[derive(Debug)]
pub struct NewJob {
    /// Its id.
    pub id: JobId,
    /// Its kind.
    pub kind: &'static str,
    pub(crate) queue: Queue,
    pub(crate) payload: Value,
    pub(crate) max_attempts: i32,
    /// Who may watch it; `None` for the platform's own.
    pub owner: Option<UserId>,
    /// Not run before this time.
    pub run_at: DateTime<Utc>,
    /// At most one job of this name is ever made.
    pub unique_key: Option<String>,
    /// The request that asked for it.
    pub request_id: Option<String>,
    /// The failed job that it repeats.
    pub retried_from: Option<JobId>,
    /// What asked for it, as a W3C traceparent; unless told otherwise that of whoever enqueues it.
    pub trace_context: Option<String>,
}

impl NewJob {
    /// A job that does `payload`, from `run_at` on.
    ///
    /// # Errors
    /// A payload that can't be written as JSON.
    pub fn new<K: JobKind>(payload: &K, run_at: DateTime<Utc>) -> sqlx::Result<Self> {
        Ok(Self {
            id: JobId::new(),
            kind: K::NAME,
            queue: K::QUEUE,
            payload: serde_json::to_value(payload).map_err(|why| sqlx::Error::Encode(why.into()))?,
            max_attempts: K::MAX_ATTEMPTS,
            owner: None,
            run_at,
            unique_key: None,
            request_id: None,
            retried_from: None,
            trace_context: None,
        })
    }

    /// What its owner sees of it once it is accepted at `now`.
    #[must_use]
    pub fn to_job(&self, now: DateTime<Utc>) -> Job {
        Job {
            id: self.id,
            kind: self.kind.into(),
            state: JobState::Queued,
            attempt: 0,
            max_attempts: self.max_attempts,
            run_at: self.run_at,
            progress: None,
            result: None,
            error: None,
            retried_from: self.retried_from,
            created_at: now,
            started_at: None,
            finished_at: None,
        }
    }
}
