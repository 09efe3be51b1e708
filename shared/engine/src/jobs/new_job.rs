//! A job before it is stored.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{Job, JobKind, JobState, Queue};
use crate::ids::{JobId, UserId};

/// A job to create.
#[derive(Debug)]
pub struct NewJob {
    /// Its id.
    pub id: JobId,
    /// Its kind.
    pub kind: &'static str,
    #[doc(hidden)]
    pub queue: Queue,
    #[doc(hidden)]
    pub payload: Value,
    #[doc(hidden)]
    pub max_attempts: i32,
    /// The user who may watch it; `None` for the platform's own.
    pub owner: Option<UserId>,
    /// Earliest time to run.
    pub run_at: DateTime<Utc>,
    /// Unique: at most one job of this name is ever created.
    pub unique_key: Option<String>,
    /// The originating request.
    pub request_id: Option<String>,
    /// The failed job that it repeats.
    pub retried_from: Option<JobId>,
    /// W3C traceparent of its origin; by default that of the enqueuing code.
    pub trace_context: Option<String>,
}

impl NewJob {
    /// A job with `payload`, due from `run_at` on.
    ///
    /// # Errors
    /// A payload that can't be serialized as JSON.
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

    /// The job as visible to its owner once accepted at `now`.
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
