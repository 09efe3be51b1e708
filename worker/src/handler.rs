//! The interface of a job kind: running it, and settling its result.

use std::time::Duration;

use chrono::{DateTime, Utc};
use futures::FutureExt;
use futures::future::BoxFuture;
use serde_json::Value;
use shared::app::App;
use shared::db::Tx;
use shared::ids::JobId;
use shared::jobs::{Claimed, JobError, JobKind, Lock, Next, Queue};

/// A fault outside the job, such as the database or a bug. The attempt counts as crashed.
pub type RunError = Box<dyn std::error::Error + Send + Sync>;

/// An attempt's result.
#[derive(Debug)]
pub enum Outcome<T> {
    /// Success.
    Done(T),
    /// It failed and may be retried: after the provider's delay, or else the kind's backoff. The last attempt fails
    /// for good.
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
    /// It fails for good.
    Fail(JobError),
    /// Its owner cancelled it.
    Cancelled,
}

/// How an attempt ended, for the domain.
#[derive(Debug)]
pub enum End<T> {
    /// Success.
    Done(T),
    /// It is retried later.
    Again(JobError),
    /// It has to wait after all; only if [`Handler::settle`] turned a success into this.
    Held {
        /// Until when.
        until: DateTime<Utc>,
        /// Reason.
        error: JobError,
    },
    /// Final failure.
    Failed(JobError),
    /// Its owner cancelled it.
    Cancelled,
}

/// A job whose attempt ended.
#[derive(Debug)]
pub struct Ended<K: JobKind> {
    /// Id.
    pub job: JobId,
    /// Its payload.
    pub payload: K,
    /// Its result. A handler may replace a failure's error, and turn a success into a hold or a failure.
    pub end: End<K::Output>,
    /// Whether the attempt's progress is unknown: it panicked, timed out, or its worker was lost.
    pub crashed: bool,
}

/// Runs one kind of job.
pub trait Handler: Send + Sync + 'static {
    /// The kind.
    type Kind: JobKind;

    /// Runs attempt number `attempt`, from 1. No transaction may be open during an external call.
    fn run(
        &self,
        app: &App,
        payload: &Self::Kind,
        attempt: i32,
    ) -> impl Future<Output = Result<Outcome<<Self::Kind as JobKind>::Output>, RunError>> + Send;

    /// Applies the results of a batch of attempts, in the transaction that completes them. Most kinds have nothing to
    /// apply.
    fn settle(
        &self,
        _app: &App,
        _tx: &mut Tx,
        _ended: &mut [Ended<Self::Kind>],
    ) -> impl Future<Output = sqlx::Result<()>> + Send {
        std::future::ready(Ok(()))
    }
}

/// A job whose attempt ended, before its payload is decoded.
pub(crate) struct Settling {
    pub lock: Lock,
    pub job: Claimed,
    pub next: Next,
    pub crashed: bool,
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
        attempt: i32,
    ) -> BoxFuture<'a, Result<Outcome<Value>, RunError>>;
    fn settle<'a>(&'a self, app: &'a App, tx: &'a mut Tx, ended: &'a mut [Settling])
    -> BoxFuture<'a, sqlx::Result<()>>;
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
        attempt: i32,
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
        ended: &'a mut [Settling],
    ) -> BoxFuture<'a, sqlx::Result<()>> {
        async move {
            // An unreadable payload has nothing to settle: the handler never ran.
            let (mut typed, places): (Vec<_>, Vec<_>) =
                ended.iter().enumerate().filter_map(|(place, it)| Some((typed::<H::Kind>(it)?, place))).unzip();
            Handler::settle(self, app, tx, &mut typed).await?;
            for (settled, place) in typed.into_iter().zip(places) {
                match settled.end {
                    End::Failed(error) => ended[place].next = Next::Fail(error),
                    End::Held { until, error } => {
                        ended[place].next = Next::Snooze { run_at: until, error: Some(error) };
                    }
                    End::Done(_) | End::Again(_) | End::Cancelled => {}
                }
            }
            Ok(())
        }
        .boxed()
    }
}

fn typed<K: JobKind>(settling: &Settling) -> Option<Ended<K>> {
    let end = match &settling.next {
        Next::Succeed(output) => End::Done(serde::Deserialize::deserialize(output).ok()?),
        Next::Retry { error, .. } => End::Again(error.clone()),
        Next::Snooze { error, .. } => End::Again(error.clone()?),
        Next::Fail(error) => End::Failed(error.clone()),
        Next::Cancel => End::Cancelled,
    };
    let payload = serde::Deserialize::deserialize(&settling.job.payload).ok()?;
    Some(Ended { job: settling.job.id, payload, end, crashed: settling.crashed })
}
