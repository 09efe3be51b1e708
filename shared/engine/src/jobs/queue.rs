//! The queues of jobs in Redis: queues and ids of jobs on one side, the fair queue (the crate `apalis-redis-fair`) on the
//! other.
//!
//! They hold ids of jobs that are due, no more than a window of them, because the backlog lives in Postgres. What Redis
//! loses, the relay pushes again.

use std::collections::BTreeMap;
use std::time::Duration;

use apalis_redis_fair::{Capacity, Entry, Error, FairQueue, Pushed};
use chrono::{DateTime, Utc};
use redis::AsyncCommands;
use uuid::Uuid;

use super::Queue;
use crate::app::App;
use crate::cache::{Redis, is_out_of_memory};
use crate::ids::JobId;

/// How long this process pushes nothing new to a queue that was full.
const FULL_TTL: Duration = Duration::from_millis(50);

/// The account of the platform's own jobs, which take no turns.
const PLATFORM: Uuid = Uuid::nil();

/// A job that is due, in a queue.
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

/// Hands due jobs to workers.
#[derive(Clone)]
pub struct JobQueue {
    redis: Redis,
    window: usize,
}

impl JobQueue {
    /// The queues of an application.
    #[must_use]
    pub fn new(app: &App) -> Self {
        Self { redis: app.redis.clone(), window: app.config.work.window }
    }

    fn key(&self, queue: Queue) -> String {
        self.redis.key(&format!("queue:{queue}"))
    }

    /// The queue in Redis.
    #[must_use]
    pub fn fair_queue(&self, queue: Queue) -> FairQueue {
        FairQueue::new(self.redis.client(), self.redis.shared(), &self.key(queue), self.window)
            .with_exempt_account(&PLATFORM.to_string())
    }

    /// Pushes due jobs to their queues. Returns those that found no room. An error of Redis is only logged: the relay
    /// pushes these jobs later.
    pub async fn push(&self, jobs: &[QueuedJob]) -> Vec<JobId> {
        let mut by_queue: BTreeMap<Queue, Vec<Entry>> = BTreeMap::new();
        for QueuedJob { queue, account, job } in jobs {
            by_queue.entry(*queue).or_default().push(Entry::new(account.to_string(), job.uuid().to_string()));
        }
        let mut refused = Vec::new();
        for (queue, entries) in by_queue {
            match self.try_push(&self.fair_queue(queue), &entries).await {
                Ok(pushed) => {
                    refused.extend(pushed.refused.iter().filter_map(|id| parse_job(id)));
                    if pushed.length >= self.window {
                        self.redis.note_full(&self.key(queue), FULL_TTL);
                    }
                }
                Err(error) => {
                    tracing::warn!(%queue, jobs = entries.len(), %error, "jobs not pushed to Redis; the relay will push them");
                }
            }
        }
        refused
    }

    /// If the memory of Redis has run out, caches are deleted first: nothing is more important than queues.
    async fn try_push(&self, queue: &FairQueue, entries: &[Entry]) -> Result<Pushed, Error> {
        match queue.push(entries).await {
            Err(Error::Redis(error)) if is_out_of_memory(&error) => {
                self.redis.free_memory().await?;
                queue.push(entries).await
            }
            answer => answer,
        }
    }

    /// Whether a queue may have room, as far as this process knows. If it has none, its relay pushes what is due.
    #[must_use]
    pub fn has_room(&self, queue: Queue) -> bool {
        !self.redis.is_full(&self.key(queue))
    }

    /// How full queues are, in their order.
    ///
    /// # Errors
    /// Redis.
    pub async fn capacities(&self, queues: &[Queue]) -> redis::RedisResult<Vec<Capacity>> {
        FairQueue::capacities(&self.all(queues)).await
    }

    /// How many jobs queues have in Redis, in their order.
    ///
    /// # Errors
    /// Redis.
    pub async fn lengths(&self, queues: &[Queue]) -> redis::RedisResult<Vec<u64>> {
        FairQueue::lengths(&self.all(queues)).await
    }

    fn all(&self, queues: &[Queue]) -> Vec<FairQueue> {
        queues.iter().map(|queue| self.fair_queue(*queue)).collect()
    }

    /// Since when Redis has kept what it was given. `None`: it was emptied and nobody has noted that.
    /// A key tells, which goes with the rest.
    ///
    /// # Errors
    /// Redis.
    pub async fn epoch(&self) -> redis::RedisResult<Option<DateTime<Utc>>> {
        let micros: Option<i64> = self.redis.shared().get(self.redis.key("epoch")).await?;
        Ok(micros.and_then(DateTime::from_timestamp_micros))
    }

    /// Notes that Redis was found empty at `now`, unless another process has.
    ///
    /// # Errors
    /// Redis.
    pub async fn begin_epoch(&self, now: DateTime<Utc>) -> redis::RedisResult<()> {
        self.redis.shared().set_nx(self.redis.key("epoch"), now.timestamp_micros()).await
    }
}
