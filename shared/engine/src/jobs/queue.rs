//! The queues in Redis, built on the fair queue of the crate `apalis-redis-fair`.
//!
//! They hold ids of due jobs, at most a window of them; the backlog stays in Postgres. The relay pushes again what Redis
//! loses.

use std::collections::BTreeMap;
use std::time::Duration;

use apalis_redis_fair::{Capacity, Entry, Error, FairQueue, Pushed};
use chrono::{DateTime, Utc};
use redis::AsyncCommands;
use uuid::Uuid;

use super::Queue;
use crate::app::App;
use crate::cache::is_out_of_memory;
use crate::ids::JobId;

/// How long this process pushes nothing to a queue that was full.
const FULL_TTL: Duration = Duration::from_millis(50);

/// A due job and its queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QueuedJob {
    /// The queue of its kind.
    pub queue: Queue,
    /// Its owner; nil for the platform's own.
    pub account: Uuid,
    /// Its id.
    pub job: JobId,
}

/// The job of a queue's entry. `None`: the entry was not pushed by this application.
#[must_use]
pub fn job_of(entry: &Entry) -> Option<JobId> {
    parse_job(&entry.id)
}

fn parse_job(id: &str) -> Option<JobId> {
    id.parse::<Uuid>().ok().map(JobId::from)
}

/// The queues in Redis.
#[derive(Clone)]
pub struct JobQueue(App);

impl JobQueue {
    /// The queues of an application.
    #[must_use]
    pub fn new(app: &App) -> Self {
        Self(app.clone())
    }

    /// The queue in Redis.
    #[must_use]
    pub fn fair_queue(&self, queue: Queue) -> FairQueue {
        self.0.queues.get(queue.into())
    }

    /// Pushes due jobs to their queues. Returns those that do not fit. A Redis error is only logged: the relay pushes
    /// these jobs later.
    pub async fn push(&self, jobs: &[QueuedJob]) -> Vec<JobId> {
        let mut by_queue: BTreeMap<Queue, Vec<Entry>> = BTreeMap::new();
        for QueuedJob { queue, account, job } in jobs {
            by_queue.entry(*queue).or_default().push(Entry::new(account.to_string(), job.uuid().to_string()));
        }
        let mut refused = Vec::new();
        for (queue, entries) in by_queue {
            let target = self.fair_queue(queue);
            match self.try_push(&target, &entries).await {
                Ok(pushed) => {
                    refused.extend(pushed.refused.iter().filter_map(|id| parse_job(id)));
                    if pushed.length >= target.window() {
                        self.0.redis.note_full(target.key(), FULL_TTL);
                    }
                }
                Err(error) => {
                    tracing::warn!(%queue, jobs = entries.len(), %error, "jobs not pushed to Redis; the relay will push them");
                }
            }
        }
        refused
    }

    /// If Redis is out of memory, deletes caches and retries: queues take precedence.
    async fn try_push(&self, queue: &FairQueue, entries: &[Entry]) -> Result<Pushed, Error> {
        match queue.push(entries).await {
            Err(Error::Redis(error)) if is_out_of_memory(&error) => {
                self.0.redis.free_memory().await?;
                queue.push(entries).await
            }
            answer => answer,
        }
    }

    /// Whether a queue may have room, as far as this process knows. The relay serves a queue that has none.
    #[must_use]
    pub fn has_room(&self, queue: Queue) -> bool {
        !self.0.redis.is_full(self.fair_queue(queue).key())
    }

    /// The capacities of queues, in their order.
    ///
    /// # Errors
    /// Redis errors.
    pub async fn capacities(&self, queues: &[Queue]) -> redis::RedisResult<Vec<Capacity>> {
        FairQueue::capacities(&self.all(queues)).await
    }

    /// The lengths of queues, in their order.
    ///
    /// # Errors
    /// Redis errors.
    pub async fn lengths(&self, queues: &[Queue]) -> redis::RedisResult<Vec<u64>> {
        FairQueue::lengths(&self.all(queues)).await
    }

    fn all(&self, queues: &[Queue]) -> Vec<FairQueue> {
        queues.iter().map(|queue| self.fair_queue(*queue)).collect()
    }

    /// When Redis was last found empty; `None` if it was emptied since, which also deletes the epoch key.
    ///
    /// # Errors
    /// Redis errors.
    pub async fn epoch(&self) -> redis::RedisResult<Option<DateTime<Utc>>> {
        let micros: Option<i64> = self.0.redis.shared().get(self.0.redis.key("epoch")).await?;
        Ok(micros.and_then(DateTime::from_timestamp_micros))
    }

    /// Sets the epoch key to `now`, unless another process has set it.
    ///
    /// # Errors
    /// Redis errors.
    pub async fn begin_epoch(&self, now: DateTime<Utc>) -> redis::RedisResult<()> {
        self.0.redis.shared().set_nx(self.0.redis.key("epoch"), now.timestamp_micros()).await
    }
}
