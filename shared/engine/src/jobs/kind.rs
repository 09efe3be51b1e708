//! A kind of job: its payload and settings, and what the owner of a job can do with it.

use std::time::Duration;

use chrono::{DateTime, Utc};
use futures::FutureExt;
use futures::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{CancelError, Queue};
use crate::app::App;
use crate::db::Tx;
use crate::ids::{JobId, MessageId};

/// A kind of job: its payload and settings.
pub trait JobKind: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The public name, `domain.verb`.
    const NAME: &'static str;
    /// The queue that it waits in.
    const QUEUE: Queue;
    /// Maximum number of attempts.
    const MAX_ATTEMPTS: i32;
    /// Timeout of one attempt.
    const TIMEOUT: Duration;
    /// The job's `result`.
    type Output: Serialize + DeserializeOwned + Send + Sync + 'static;
}

/// What the owner of a job can do with it. Each kind states this where all kinds are listed.
pub struct Hooks<K> {
    /// Cancelling it while it waits.
    pub cancel: Cancel<K>,
    /// Retrying it after it failed.
    pub retry: Retry<K>,
    /// Whether its event stream also has the text that it generates.
    pub streams_text: bool,
}

impl<K> Hooks<K> {
    /// Of a job without a subject: it can be cancelled, and not retried.
    pub const JOB_ONLY: Self = Self { cancel: Cancel::JobOnly, retry: Retry::Never, streams_text: false };
}

/// Cancels a job's subject.
pub type CancelSubject<K> = for<'a> fn(&'a App, &'a mut Tx, Cancelled<K>) -> BoxFuture<'a, Result<(), CancelError>>;

/// How a waiting job is cancelled.
pub enum Cancel<K> {
    /// Only the job: nothing else was written for it.
    JobOnly,
    /// The job and its subject, in one transaction. An error, such as [`CancelError::TooLate`], rolls back both.
    WithSubject(CancelSubject<K>),
}

/// How a failed job is retried: always as a new job.
pub enum Retry<K> {
    /// Not at all.
    Never,
    /// As a new send of its message.
    Message(fn(&K) -> MessageId),
    /// As a new answer to its question.
    Question,
}

/// A job that was cancelled.
#[derive(Debug)]
pub struct Cancelled<K = Value> {
    /// The job.
    pub job: JobId,
    /// Its payload.
    pub payload: K,
    /// When it was cancelled.
    pub at: DateTime<Utc>,
}

/// What to repeat for a failed job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeat {
    /// The send of this message.
    Message(MessageId),
    /// The question that the job answers.
    Question,
}

/// A kind whose type is erased.
pub trait AnyKind: Send + Sync {
    /// [`JobKind::NAME`].
    fn name(&self) -> &'static str;
    /// Cancels the subject of a cancelled job.
    fn cancel<'a>(&self, app: &'a App, tx: &'a mut Tx, cancelled: Cancelled) -> BoxFuture<'a, Result<(), CancelError>>;
    /// What to repeat for a failed job with this payload; `None` if it can't be retried.
    fn repeat(&self, payload: &Value) -> Option<Repeat>;
    /// [`Hooks::streams_text`].
    fn streams_text(&self) -> bool;
}

/// The kind `K`, as a value.
pub struct Kind<K>(Hooks<K>);

impl<K: JobKind> Kind<K> {
    /// The kind `K` with its hooks.
    #[must_use]
    pub const fn new(hooks: Hooks<K>) -> Self {
        Self(hooks)
    }
}

impl<K: JobKind> AnyKind for Kind<K> {
    fn name(&self) -> &'static str {
        K::NAME
    }

    fn cancel<'a>(
        &self,
        app: &'a App,
        tx: &'a mut Tx,
        Cancelled { job, payload, at }: Cancelled,
    ) -> BoxFuture<'a, Result<(), CancelError>> {
        let Cancel::WithSubject(cancel) = &self.0.cancel else { return std::future::ready(Ok(())).boxed() };
        match serde_json::from_value(payload) {
            Ok(payload) => cancel(app, tx, Cancelled { job, payload, at }),
            // Its subject is unknown, so the job stays; a worker fails it.
            Err(error) => std::future::ready(Err(sqlx::Error::Decode(error.into()).into())).boxed(),
        }
    }

    fn repeat(&self, payload: &Value) -> Option<Repeat> {
        match &self.0.retry {
            Retry::Never => None,
            Retry::Message(message) => Some(Repeat::Message(message(&K::deserialize(payload).ok()?))),
            Retry::Question => Some(Repeat::Question),
        }
    }

    fn streams_text(&self) -> bool {
        self.0.streams_text
    }
}
