//! The interface of a job kind: running it, and settling its result.

use std::time::Duration;

use chrono::{DateTime, Utc};
use futures::FutureExt;
use futures::future::BoxFuture;
use serde_json::Value;
use shared::app::App;
use shared::db::Tx;
use shared::ids::JobId;
use shared::jobs::{Claimed, Disposition, JobError, JobKind, Queue};

use crate::attempt::Attempt;

/// A fault outside the job, such as the database or a bug. The attempt counts as crashed.
pub type RunError = Box<dyn std::error::Error + Send + Sync>;

/// The outcome of an attempt, as its handler returns it.
#[derive(Debug)]
pub enum Outcome<T> {
    /// Success.
    Done(T),
    /// It failed and may be retried: after the provider's delay, or else the kind's backoff. The last attempt fails
    /// permanently.
    Retry {
        /// The provider's delay.
        after: Option<Duration>,
        /// Why.
        error: JobError,
    },
    /// It has to wait; the attempt does not count.
    Snooze {
        /// Until when.
        until: DateTime<Utc>,
        /// Reason.
        error: JobError,
    },
    /// It fails permanently.
    Fail(JobError),
    /// Its owner cancelled it.
    Cancelled,
}

/// A finished attempt, typed for [`Handler::settle`].
#[derive(Debug)]
pub struct Finished<K: JobKind> {
    /// The job.
    pub job: JobId,
    /// Its payload.
    pub payload: K,
    /// What becomes of the job. `settle` may replace a failure's error, and turn a success into a failure or a snooze; a
    /// changed result is ignored.
    pub disposition: Disposition<K::Output>,
    /// Whether the attempt's progress is unknown: it panicked, timed out, or its worker was lost.
    pub crashed: bool,
}

/// Runs one kind of job.
pub trait Handler: Send + Sync + 'static {
    /// The kind.
    type Kind: JobKind;

    /// Makes an attempt. No transaction may be open during an external call.
    fn run(
        &self,
        app: &App,
        payload: &Self::Kind,
        attempt: &Attempt,
    ) -> impl Future<Output = Result<Outcome<<Self::Kind as JobKind>::Output>, RunError>> + Send;

    /// Applies the results of a batch of attempts, in the transaction that completes them. Most kinds have nothing to
    /// apply.
    fn settle(
        &self,
        _app: &App,
        _tx: &mut Tx,
        _attempts: &mut [Finished<Self::Kind>],
    ) -> impl Future<Output = sqlx::Result<()>> + Send {
        std::future::ready(Ok(()))
    }
}

/// A claimed job and what becomes of it.
#[derive(Debug, Clone)]
pub(crate) struct FinishedAttempt {
    pub job: Claimed,
    pub disposition: Disposition,
    /// See [`Finished::crashed`].
    pub crashed: bool,
}

impl FinishedAttempt {
    /// `None` if the payload can't be read: the handler never ran and has nothing to settle.
    fn typed<K: JobKind>(&self) -> Option<Finished<K>> {
        Some(Finished {
            job: self.job.id,
            payload: serde::Deserialize::deserialize(&self.job.payload).ok()?,
            disposition: self.disposition.try_map(|result| serde::Deserialize::deserialize(result)).ok()?,
            crashed: self.crashed,
        })
    }
}

/// A type-erased [`Handler`].
pub(crate) trait AnyHandler: Send + Sync {
    fn kind(&self) -> &'static str;
    fn queue(&self) -> Queue;
    fn timeout(&self) -> Duration;
    fn run<'a>(
        &'a self,
        app: &'a App,
        payload: &'a Value,
        attempt: &'a Attempt,
    ) -> BoxFuture<'a, Result<Outcome<Value>, RunError>>;
    fn settle<'a>(
        &'a self,
        app: &'a App,
        tx: &'a mut Tx,
        attempts: &'a mut [FinishedAttempt],
    ) -> BoxFuture<'a, sqlx::Result<()>>;
}

impl<H: Handler> AnyHandler for H {
    fn kind(&self) -> &'static str {
        H::Kind::NAME
    }

    fn queue(&self) -> Queue {
        H::Kind::QUEUE
    }

    fn timeout(&self) -> Duration {
        H::Kind::TIMEOUT
    }

    fn run<'a>(
        &'a self,
        app: &'a App,
        payload: &'a Value,
        attempt: &'a Attempt,
    ) -> BoxFuture<'a, Result<Outcome<Value>, RunError>> {
        async move {
            let payload: H::Kind = match serde::Deserialize::deserialize(payload) {
                Ok(payload) => payload,
                Err(error) => {
                    tracing::error!(%error, "job payload can't be decoded");
                    return Ok(Outcome::Fail(JobError::permanent(
                        "invalid_payload",
                        "The job's payload can't be read.",
                    )));
                }
            };
            Ok(match Handler::run(self, app, &payload, attempt).await? {
                Outcome::Done(output) => Outcome::Done(serde_json::to_value(output)?),
                Outcome::Retry { after, error } => Outcome::Retry { after, error },
                Outcome::Snooze { until, error } => Outcome::Snooze { until, error },
                Outcome::Fail(error) => Outcome::Fail(error),
                Outcome::Cancelled => Outcome::Cancelled,
            })
        }
        .boxed()
    }

    fn settle<'a>(
        &'a self,
        app: &'a App,
        tx: &'a mut Tx,
        attempts: &'a mut [FinishedAttempt],
    ) -> BoxFuture<'a, sqlx::Result<()>> {
        async move {
            let (mut typed, places): (Vec<_>, Vec<_>) =
                attempts.iter().enumerate().filter_map(|(place, it)| Some((it.typed::<H::Kind>()?, place))).unzip();
            Handler::settle(self, app, tx, &mut typed).await?;
            for (settled, place) in typed.into_iter().zip(places) {
                // A success keeps its result as it is.
                if let Ok(changed) = settled.disposition.try_map(|_| Err(())) {
                    attempts[place].disposition = changed;
                }
            }
            Ok(())
        }
        .boxed()
    }
}
