//! The queue in Redis: for each queue a sorted set of the ids of jobs that are due, by due time.
//!
//! A set, so that an id that is put there twice is there once; bounded by a window, because the
//! backlog lives in Postgres. Nothing stays after an id is taken. What Redis loses, the relay puts
//! there again.

use std::time::Duration;

use chrono::{DateTime, Utc};
use redis::aio::MultiplexedConnection;
use redis::{AsyncCommands, Script};

use super::Queue;
use crate::app::App;
use crate::cache::Redis;
use crate::ids::JobId;

/// Adds members with their scores while there is room in the window.
const OFFER: &str = r"
local room = tonumber(ARGV[1]) - redis.call('ZCARD', KEYS[1])
for i = 2, #ARGV, 2 do
  if room <= 0 then break end
  room = room - redis.call('ZADD', KEYS[1], ARGV[i], ARGV[i + 1])
end";

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

    /// Tells workers of jobs that are due. Failing is allowed: the relay finds what was not told.
    pub async fn offer(&self, jobs: &[(Queue, JobId, DateTime<Utc>)]) {
        let mut rest = jobs.to_vec();
        while let Some((queue, ..)) = rest.first().copied() {
            let (these, others): (Vec<_>, Vec<_>) = rest.into_iter().partition(|(other, ..)| *other == queue);
            let script = Script::new(OFFER);
            let mut call = script.prepare_invoke();
            call.key(self.key(queue)).arg(self.window);
            for (_, id, run_at) in &these {
                call.arg(run_at.timestamp_millis()).arg(id.uuid().to_string());
            }
            if let Err(error) = call.invoke_async::<()>(&mut self.redis.shared()).await {
                tracing::warn!(%queue, jobs = these.len(), %error, "workers not told; the relay will");
            }
            rest = others;
        }
    }

    /// How many more ids a queue takes.
    ///
    /// # Errors
    /// Redis.
    pub async fn room(&self, queue: Queue) -> redis::RedisResult<usize> {
        let held: usize = self.redis.shared().zcard(self.key(queue)).await?;
        Ok(self.window.saturating_sub(held))
    }

    /// Takes up to `count` ids of a queue, those longest due first; waits up to `patience` for one.
    ///
    /// # Errors
    /// Redis.
    pub async fn take(
        &self,
        connection: &mut MultiplexedConnection,
        queue: Queue,
        count: usize,
        patience: Duration,
    ) -> redis::RedisResult<Vec<JobId>> {
        let key = self.key(queue);
        let first: Option<(String, String, f64)> = connection.bzpopmin(&key, patience.as_secs_f64()).await?;
        let Some((_, first, _)) = first else { return Ok(Vec::new()) };
        let mut members = vec![first];
        if let Some(more) = isize::try_from(count).ok().filter(|count| *count > 1) {
            let rest: Vec<(String, f64)> = connection.zpopmin(&key, more - 1).await?;
            members.extend(rest.into_iter().map(|(member, _)| member));
        }
        // What is not an id was not put there by us; nothing is lost by passing it over.
        Ok(members.iter().filter_map(|member| member.parse::<uuid::Uuid>().ok()).map(JobId::from).collect())
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

    /// Notes that Redis was found empty at `now`, unless somebody else has.
    ///
    /// # Errors
    /// Redis.
    pub async fn begin_epoch(&self, now: DateTime<Utc>) -> redis::RedisResult<()> {
        self.redis.shared().set_nx(self.redis.key("epoch"), now.timestamp_micros()).await
    }
}
