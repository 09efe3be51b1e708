//! The transport: an apalis backend that takes ids from Redis, claims their jobs in Postgres and
//! hands them to handlers, as many as there are free slots.
//!
//! It never ends by an error: what Redis or Postgres can't do now is tried again, and what is lost
//! on the way is found by the relay.

use std::convert::Infallible;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use apalis_core::backend::finalize::Ephemeral;
use apalis_core::backend::{Backend, BackendConfig};
use apalis_core::layers::Identity;
use apalis_core::task::Task;
use apalis_core::task::data::Data;
use apalis_core::task::task_id::RandomId;
use apalis_core::worker::context::WorkerContext;
use chrono::TimeDelta;
use redis::aio::MultiplexedConnection;
use shared::ids::JobId;
use shared::jobs::{Claimed, JobQueue, Queue};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use crate::engine::Engine;
use crate::handler::RunError;

/// How many jobs one claim takes at the most.
const MAX_CLAIM: usize = 64;
/// How long one blocking call to Redis waits for work.
const PATIENCE: Duration = Duration::from_secs(5);
/// The wait before Redis or Postgres is asked again after an error.
const PAUSE: Duration = Duration::from_secs(1);

/// A claimed job and the slot that it takes up until it is ended.
pub(crate) struct Slot {
    job: Claimed,
    permit: OwnedSemaphorePermit,
}

/// Runs a claimed job in a task of its own, which ends with this future.
pub(crate) async fn run_slot(slot: Slot, engine: Data<Engine>) {
    let engine = (*engine).clone();
    let work = async move {
        engine.work(slot.job).await;
        drop(slot.permit);
    };
    // A panic was caught and written down where it happened.
    let _ = AbortOnDropHandle::new(tokio::spawn(work)).await;
}

/// Feeds one queue's worker.
pub(crate) struct RedisBackend {
    slots: mpsc::Receiver<Slot>,
}

impl RedisBackend {
    /// Starts to take jobs of a queue, until `stop` or until it is dropped.
    pub fn start(engine: Engine, queue: Queue, stop: CancellationToken) -> Self {
        let (sender, slots) = mpsc::channel(1);
        tokio::spawn(async move {
            let mut feed = Feed::new(engine, queue);
            tokio::select! {
                () = feed.run(sender) => {}
                () = stop.cancelled() => {}
            }
        });
        Self { slots }
    }
}

impl Backend for RedisBackend {
    type Task = Task<Slot>;
    type Error = Infallible;

    fn poll_ready(&mut self, _: &mut Context<'_>, _: &WorkerContext) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn poll_next(&mut self, cx: &mut Context<'_>, _: &WorkerContext) -> Poll<Option<Result<Self::Task, Infallible>>> {
        self.slots.poll_recv(cx).map(|slot| slot.map(|slot| Ok(Task::new(slot))))
    }

    fn poll_close(&mut self, _: &mut Context<'_>, _: &WorkerContext) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }
}

impl BackendConfig for RedisBackend {
    type Args = Slot;
    type Id = RandomId;
    type Kind = Ephemeral;
    type Config = ();
    type Layer = Identity;

    fn config(&self) -> &() {
        &()
    }

    fn middleware(&mut self, _: &mut WorkerContext) -> Identity {
        Identity::new()
    }
}

struct Feed {
    engine: Engine,
    queue: Queue,
    source: JobQueue,
    free: Arc<Semaphore>,
    connection: Option<MultiplexedConnection>,
}

impl Feed {
    fn new(engine: Engine, queue: Queue) -> Self {
        let source = JobQueue::new(engine.app());
        let free = Arc::new(Semaphore::new(engine.app().config.work.concurrency));
        Self { engine, queue, source, free, connection: None }
    }

    async fn run(&mut self, slots: mpsc::Sender<Slot>) {
        // The semaphore is never closed.
        while let Ok(mut permits) = self.free.clone().acquire_owned().await {
            let more = self.free.available_permits().min(MAX_CLAIM - 1);
            if let Ok(more) = self.free.clone().try_acquire_many_owned(u32::try_from(more).unwrap_or(0)) {
                permits.merge(more);
            }
            match self.next(permits.num_permits()).await {
                Ok(jobs) => {
                    for job in jobs {
                        let Some(permit) = permits.split(1) else { return };
                        if slots.send(Slot { job, permit }).await.is_err() {
                            return;
                        }
                    }
                }
                Err(error) => {
                    tracing::warn!(queue = %self.queue, %error, "taking jobs failed; retrying");
                    self.connection = None;
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    }

    /// Up to `count` claimed jobs; none where it waited in vain.
    async fn next(&mut self, count: usize) -> Result<Vec<Claimed>, RunError> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            none => none.insert(self.engine.app().redis.dedicated().await?),
        };
        // Redis answers when its patience ends; a connection that does not is dead.
        let taken = self.source.take(connection, self.queue, count, PATIENCE);
        let ids = tokio::time::timeout(PATIENCE * 2, taken).await??;
        Ok(self.engine.claim(&ids).await?)
    }
}

/// Claims and runs what is due of a queue, once; for tests. Returns how many jobs ran.
pub(crate) async fn step(engine: &Engine, queue: Queue) -> Result<usize, RunError> {
    let source = JobQueue::new(engine.app());
    // Also what was put there just now, should the clock stand still.
    let epoch = engine.app().clock.now() + TimeDelta::microseconds(1);
    crate::caretaker::relay(engine, &[queue], Some(epoch)).await?;
    let mut connection = engine.app().redis.dedicated().await?;
    let mut ids: Vec<JobId> = Vec::new();
    loop {
        // Redis takes nought for "for ever".
        let more = source.take(&mut connection, queue, MAX_CLAIM, Duration::from_millis(1)).await?;
        if more.is_empty() {
            break;
        }
        ids.extend(more);
    }
    let jobs = engine.claim(&ids).await?;
    let ran = jobs.len();
    futures::future::join_all(jobs.into_iter().map(|job| engine.work(job))).await;
    Ok(ran)
}
