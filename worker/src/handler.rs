//! What a job kind has to say: how it is run, and what its end changes.

use std::time::Duration;

use chrono::{DateTime, Utc};
use futures::FutureExt;
use futures::future::BoxFuture;
use serde_json::Value;
use shared::app::App;
use shared::db::Tx;
use shared::ids::JobId;
use shared::jobs::{Claimed, JobError, JobKind, Lock, Next, Queue};

/// Something that is not the job's fault: the database, a bug. The attempt counts as crashed.
pub type RunError = Box<dyn std::error::Error + Send + Sync>;

/// How an attempt went.
#[derive(Debug)]
pub enum Outcome<T> {
    /// It is done.
    Done(T),
    /// It failed and may be tried again: after the time that the provider asked for, or else after
    /// the kind's backoff. The last attempt fails for good.
    Retry {
        /// What the provider asked for.
        after: Option<Duration>,
        /// Why.
        error: JobError,
    },
    /// It has to wait; the attempt does not count.
    Snooze {
        /// Until when.
        until: DateTime<Utc>,
        /// What for.
        error: JobError,
    },
    /// It will never work.
    Fail(JobError),
    /// Its owner wanted no more of it.
    Cancelled,
}

/// How an attempt ended, for the domain.
#[derive(Debug)]
pub enum End<T> {
    /// It is done.
    Done(T),
    /// It is run again later.
    Again(JobError),
    /// It has to wait after all; only where [`Handler::settle`] says so of what was done.
    Held {
        /// Until when.
        until: DateTime<Utc>,
        /// What for.
        error: JobError,
    },
    /// It is given up.
    Failed(JobError),
    /// Its owner wanted no more of it.
    Cancelled,
}

/// A job whose attempt ended.
#[derive(Debug)]
pub struct Ended<K: JobKind> {
    /// Which.
    pub job: JobId,
    /// What it was to do.
    pub payload: K,
    /// How it ended. A handler may replace the error of a failure, and hold what was done or make a failure of it.
    pub end: End<K::Output>,
    /// Whether nobody knows how far the attempt got: it panicked, took too long, or its worker was
    /// lost.
    pub crashed: bool,
}

/// Does one kind of job.
pub trait Handler: Send + Sync + 'static {
    /// The kind.
    type Kind: JobKind;

    /// Makes one attempt, the `attempt`th, from 1. No transaction may be open across a call to the outside.
    fn run(
        &self,
        app: &App,
        payload: &Self::Kind,
        attempt: i32,
    ) -> impl Future<Output = Result<Outcome<<Self::Kind as JobKind>::Output>, RunError>> + Send;

    /// Changes what the ends of attempts change, for many at once, in the transaction that writes
    /// the ends. For most kinds that is nothing.
    fn settle(
        &self,
        _app: &App,
        _tx: &mut Tx,
        _ended: &mut [Ended<Self::Kind>],
    ) -> impl Future<Output = sqlx::Result<()>> + Send {
        std::future::ready(Ok(()))
    }
}

/// A job whose attempt ended, before its kind's types are known.
pub(crate) struct Settling {
    pub lock: Lock,
    pub job: Claimed,
    pub next: Next,
    pub crashed: bool,
}

/// A [`Handler`] without its types.
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
            // A payload that can't be read has nothing to settle: nothing was ever done for it.
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
