use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use apalis_core::backend::finalize::Ephemeral;
use apalis_core::backend::persistence::{Persisted, State};
use apalis_core::backend::{Backend, BackendConfig};
use apalis_core::layers::Identity;
use apalis_core::task::Task;
use apalis_core::task::task_id::RandomId;
use apalis_core::worker::context::WorkerContext;
use futures::Sink;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::persistence::{FairPersistence, Settings};
use crate::{AsIs, Claim, Error, FairQueue};

/// Default maximum of jobs per fetch.
const MAX_BATCH: usize = 64;
/// apalis' heartbeat interval. Redis gets none.
const HEARTBEAT_INTERVAL: Duration = Duration::from_secs(30);

/// An apalis backend that takes entries from a [`FairQueue`] and passes them to handlers as claimed jobs.
///
/// A clone is the backend of another worker of the same queue, with its own connection.
pub struct FairStorage<C: Claim> {
    settings: Settings<C>,
    persisted: Persisted<FairPersistence<C>>,
}

impl<C: Claim> FairStorage<C> {
    /// Jobs of `queue` for a worker that runs `concurrency` of them at a time, the same number as the worker's
    /// `concurrency(n)`. It takes no more entries than there are free slots.
    #[must_use]
    pub fn new(queue: FairQueue, claim: C, concurrency: usize) -> Self {
        let (stop, (_, paused)) = (CancellationToken::new(), watch::channel(false));
        Self::of(Settings { queue, claim, concurrency, max_batch: MAX_BATCH, stop, paused })
    }

    /// Takes nothing from Redis once `stop` is cancelled: pass the token that also stops the monitor. Otherwise a
    /// stopping worker would keep taking entries, which wait until its running jobs have ended and then return to the
    /// queue.
    #[must_use]
    pub fn stop_on(self, stop: CancellationToken) -> Self {
        Self::of(Settings { stop, ..self.settings })
    }

    /// Takes nothing from Redis while `paused` is true: entries stay in the queue, and running jobs are finished. Entries
    /// that Redis hands out at the moment of the pause go back.
    #[must_use]
    pub fn pause_on(self, paused: watch::Receiver<bool>) -> Self {
        Self::of(Settings { paused, ..self.settings })
    }

    /// Claims at most `max_batch` jobs at once; default: 64.
    #[must_use]
    pub fn max_batch(self, max_batch: usize) -> Self {
        Self::of(Settings { max_batch, ..self.settings })
    }

    fn of(settings: Settings<C>) -> Self {
        Self { persisted: Persisted::new(FairPersistence::new(settings.clone())), settings }
    }
}

impl FairStorage<AsIs> {
    /// Jobs that are their own entries.
    #[must_use]
    pub fn as_is(queue: FairQueue, concurrency: usize) -> Self {
        Self::new(queue.clone(), AsIs::new(queue), concurrency)
    }
}

impl<C: Claim> Clone for FairStorage<C> {
    fn clone(&self) -> Self {
        Self::of(self.settings.clone())
    }
}

impl<C: Claim> std::fmt::Debug for FairStorage<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FairStorage")
            .field("queue", &self.settings.queue)
            .field("concurrency", &self.settings.concurrency)
            .finish_non_exhaustive()
    }
}

impl<C: Claim> Backend for FairStorage<C> {
    type Task = Task<C::Job>;
    type Error = Error;

    fn poll_ready(&mut self, cx: &mut Context<'_>, worker: &WorkerContext) -> Poll<Result<(), Error>> {
        self.persisted.poll_ready(cx, worker, HEARTBEAT_INTERVAL)
    }

    fn poll_next(&mut self, cx: &mut Context<'_>, worker: &WorkerContext) -> Poll<Option<Result<Self::Task, Error>>> {
        self.persisted.poll_next(cx, worker)
    }

    /// Returns jobs that were claimed and not started, including those of a fetch in progress, which `Persisted` would
    /// drop.
    fn poll_close(&mut self, cx: &mut Context<'_>, worker: &WorkerContext) -> Poll<Result<(), Error>> {
        self.persisted.stop.cancel();
        if let State::Fetch(fetch) = self.persisted.state_mut() {
            let tasks = ready!(fetch.poll_unpin(cx))?;
            *self.persisted.state_mut() = State::Buffered(tasks.into());
        }
        self.persisted.poll_close(cx, worker)
    }
}

impl<C: Claim> BackendConfig for FairStorage<C> {
    type Args = C::Job;
    type Id = RandomId;
    type Kind = Ephemeral;
    type Config = FairQueue;
    type Layer = Identity;

    fn config(&self) -> &FairQueue {
        &self.settings.queue
    }

    fn middleware(&mut self, _: &mut WorkerContext) -> Identity {
        Identity::new()
    }
}

/// Pushes jobs that have an [entry](Claim::entry), also by apalis' `TaskSink`. If there is no room for some, the error
/// is [`Error::Full`] with their ids.
impl<C: Claim> Sink<Task<C::Job>> for FairStorage<C> {
    type Error = Error;

    fn poll_ready(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Sink::poll_ready(Pin::new(&mut self.persisted), cx)
    }

    fn start_send(mut self: Pin<&mut Self>, task: Task<C::Job>) -> Result<(), Error> {
        Sink::start_send(Pin::new(&mut self.persisted), task)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Sink::poll_flush(Pin::new(&mut self.persisted), cx)
    }

    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Sink::poll_close(Pin::new(&mut self.persisted), cx)
    }
}
