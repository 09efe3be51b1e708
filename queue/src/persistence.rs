//! The store that apalis requires: here it only fetches jobs and returns unstarted ones. Attempts, leases and results
//! belong to the application, so heartbeats and task events are ignored.

use std::convert::Infallible;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use apalis_core::backend::persistence::{Persistence, TaskEvent};
use apalis_core::task::Task;
use apalis_core::worker::context::WorkerContext;
use parking_lot::{Mutex, MutexGuard};
use redis::RedisResult;
use redis::aio::MultiplexedConnection;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use crate::claim::put_back;
use crate::{Claim, Entry, Error, FairQueue, Pushed};

/// Timeout of a blocking call to Redis.
const TAKE_WAIT: Duration = Duration::from_secs(5);
/// Redis responds within the timeout; a connection without a response for this much longer is dead.
const TAKE_TIMEOUT: Duration = Duration::from_secs(10);
/// The delay after an error of Redis or of a claim.
const RETRY_DELAY: Duration = Duration::from_secs(1);
/// How long a stopping worker waits for the end of its blocking call before it closes the connection.
const UNBLOCK_TIMEOUT: Duration = Duration::from_secs(1);
/// How often Redis is asked to end a blocking call, which may not have arrived there yet.
const UNBLOCK_INTERVAL: Duration = Duration::from_millis(20);

/// A connection that blocks, and its id at the server.
struct Dedicated {
    connection: MultiplexedConnection,
    client_id: i64,
}

/// Shared by all workers of a storage.
#[derive(Clone)]
pub(crate) struct Settings<C> {
    pub queue: FairQueue,
    pub claim: C,
    /// Concurrent jobs of a worker.
    pub concurrency: usize,
    /// Maximum number of jobs per fetch.
    pub max_batch: usize,
    /// Cancelled once nothing more is taken from Redis.
    pub stop: CancellationToken,
    /// Nothing is taken while this is true.
    pub paused: watch::Receiver<bool>,
}

/// Fetches the jobs of one worker. A clone belongs to the same worker: apalis clones it for each call.
#[derive(Clone)]
pub(crate) struct FairPersistence<C> {
    queue: FairQueue,
    claim: C,
    concurrency: usize,
    max_batch: usize,
    /// Cancelled once this worker stops.
    pub stop: CancellationToken,
    paused: watch::Receiver<bool>,
    /// The connection of the last fetch. A fetch takes it out, and returns it only after a complete response.
    idle: Arc<Mutex<Option<Dedicated>>>,
}

impl<C: Claim> FairPersistence<C> {
    pub fn new(settings: Settings<C>) -> Self {
        let Settings { queue, claim, concurrency, max_batch, stop, paused } = settings;
        let (max_batch, stop) = (max_batch.max(1), stop.child_token());
        Self { queue, claim, concurrency, max_batch, stop, paused, idle: Arc::default() }
    }

    /// The claimed jobs of the next entries. Waits until there are some; empty only if the worker stops.
    async fn fetch(mut self, worker: WorkerContext) -> Vec<C::Job> {
        while !self.stop.is_cancelled() {
            self.resumed().await;
            // apalis fetches if a slot is free; layers other than its concurrency limit may not know about slots.
            let free = self.concurrency.saturating_sub(worker.task_count()).clamp(1, self.max_batch);
            match self.take(free).await {
                // They arrived in a call that began before the pause.
                Ok(entries) if *self.paused.borrow() => put_back(&self.queue, &entries).await,
                Ok(entries) => {
                    let jobs = self.claim(&entries).await;
                    if !jobs.is_empty() {
                        return jobs;
                    }
                }
                Err(error) => {
                    tracing::warn!(queue = self.queue.key(), %error, "no jobs taken from Redis; retrying");
                    self.retry_delay().await;
                }
            }
        }
        Vec::new()
    }

    /// Waits while the queue is paused, unless the worker stops.
    async fn resumed(&mut self) {
        let open = async { self.paused.wait_for(|paused| !paused).await.is_ok() };
        if self.stop.run_until_cancelled(open).await == Some(false) {
            // The sender is gone, so the queue stays paused.
            self.stop.cancelled().await;
        }
    }

    /// Up to `count` entries; none after a timeout, or if the worker stops.
    async fn take(&self, count: usize) -> RedisResult<Vec<Entry>> {
        let kept = self.idle().take();
        let mut dedicated = match kept {
            Some(dedicated) => dedicated,
            None => match self.stop.run_until_cancelled(self.connect()).await {
                Some(connected) => connected?,
                None => return Ok(Vec::new()),
            },
        };
        let client_id = dedicated.client_id;
        let entries = {
            let taking = self.queue.take(&mut dedicated.connection, count, TAKE_WAIT);
            let mut taking = pin!(timeout(TAKE_TIMEOUT, taking));
            tokio::select! {
                taken = &mut taking => taken.map_err(io::Error::from)??,
                () = self.stop.cancelled() => {
                    let unblocked = async {
                        tokio::select! { taken = taking => taken, never = self.unblock(client_id) => match never {} }
                    };
                    timeout(UNBLOCK_TIMEOUT, unblocked).await.flatten().map_err(io::Error::from)??
                }
            }
        };
        *self.idle() = Some(dedicated);
        Ok(entries)
    }

    async fn connect(&self) -> RedisResult<Dedicated> {
        let mut connection = self.queue.dedicated().await?;
        let client_id = redis::cmd("CLIENT").arg("ID").query_async(&mut connection).await?;
        Ok(Dedicated { connection, client_id })
    }

    async fn unblock(&self, client_id: i64) -> Infallible {
        loop {
            if let Err(error) = self.queue.unblock(client_id).await {
                tracing::debug!(queue = self.queue.key(), %error, "a blocking call to Redis is not ended");
            }
            sleep(UNBLOCK_INTERVAL).await;
        }
    }

    /// Jobs of entries; if the worker stops before they are claimed, the entries return to the queue.
    async fn claim(&self, entries: &[Entry]) -> Vec<C::Job> {
        while !entries.is_empty() && !self.stop.is_cancelled() {
            match self.claim.claim(entries).await {
                Ok(jobs) => return jobs,
                Err(error) => {
                    tracing::warn!(queue = self.queue.key(), entries = entries.len(), %error, "jobs not claimed; retrying");
                }
            }
            self.retry_delay().await;
        }
        put_back(&self.queue, entries).await;
        Vec::new()
    }

    /// Returns early if the worker stops.
    async fn retry_delay(&self) {
        self.stop.run_until_cancelled(sleep(RETRY_DELAY)).await;
    }

    fn idle(&self) -> MutexGuard<'_, Option<Dedicated>> {
        self.idle.lock()
    }
}

impl<C: Claim> Persistence for FairPersistence<C> {
    type Compact = C::Job;
    type Response = ();
    type Error = Error;

    async fn register(&mut self, _: &WorkerContext) -> Result<(), Error> {
        Ok(())
    }

    async fn heartbeat(&mut self, _: &WorkerContext) -> Result<(), Error> {
        Ok(())
    }

    /// Never fails: an error would end the worker and abort its running jobs.
    async fn fetch_next(&mut self, worker: &WorkerContext) -> Result<Vec<Task<C::Job>>, Error> {
        loop {
            // A separate task: while a stopped worker finishes its jobs, apalis doesn't poll its backend, and entries
            // already sent by Redis would wait.
            let fetching = tokio::spawn(self.clone().fetch(worker.clone()));
            match AbortOnDropHandle::new(fetching).await {
                Ok(jobs) => return Ok(jobs.into_iter().map(Task::new).collect()),
                Err(error) => tracing::error!(queue = self.queue.key(), %error, "a fetch panicked; retrying"),
            }
            self.retry_delay().await;
        }
    }

    async fn reenqueue_abandoned(&mut self, tasks: Vec<Task<C::Job>>, _: &WorkerContext) -> Result<u64, Error> {
        let jobs: Vec<_> = tasks.into_iter().map(|task| task.take().0).collect();
        let count = jobs.len() as u64;
        self.claim.give_back(jobs).await;
        Ok(count)
    }

    async fn handle_events(&mut self, _: Vec<TaskEvent<()>>, _: &WorkerContext) -> Result<(), Error> {
        Ok(())
    }

    async fn push_tasks(&mut self, tasks: Vec<Task<C::Job>>) -> Result<(), Error> {
        let entries: Option<Vec<_>> = tasks.iter().map(|task| C::entry(&task.args)).collect();
        let Pushed { refused, .. } = self.queue.push(&entries.ok_or(Error::NotPushable)?).await?;
        if refused.is_empty() { Ok(()) } else { Err(Error::Full { refused }) }
    }
}
