//! The queue in Redis: for each queue a sorted set of jobs that are due, in a fair order.
//!
//! A set, so that a job that is put there twice is there once; bounded by a window, because the
//! backlog lives in Postgres. Nothing stays once a queue is empty. What Redis loses, the relay puts
//! there again.
//!
//! The order is start-time fair queueing: a queue has a clock, which is the score of what was taken
//! last, and an account's next job scores one more than its last one, or the clock where that is
//! ahead. So accounts take turns, whatever one of them has put there. No account may fill more than
//! what it leaves free, so that there is always room for another.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::Duration;

use chrono::{DateTime, Utc};
use redis::aio::MultiplexedConnection;
use redis::{AsyncCommands, Script, ScriptInvocation};
use uuid::Uuid;

use super::Queue;
use crate::app::App;
use crate::cache::{Redis, is_out_of_memory};
use crate::ids::JobId;

/// How long a queue that was found full is taken for full.
const FULL: Duration = Duration::from_millis(50);

/// The account of the platform's own jobs, which nobody may hold up.
const PLATFORM: Uuid = Uuid::nil();

/// Puts jobs in; answers with how many there are then, and with those that there was no room for.
/// KEYS: jobs, accounts, clock. ARGV: window, platform's account, then account and job by turns.
static OFFER: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
local refused = {}
local used = redis.call('ZCARD', KEYS[1])
local clock = tonumber(redis.call('GET', KEYS[3]) or 0)
for i = 3, #ARGV, 2 do
  local account, member = ARGV[i], ARGV[i] .. '/' .. ARGV[i + 1]
  if not redis.call('ZSCORE', KEYS[1], member) then
    local held = tonumber(redis.call('HGET', KEYS[2], account .. ':held') or 0)
    local room = tonumber(ARGV[1]) - used
    local own = account == ARGV[2]
    if room <= 0 or (not own and held >= room) then
      refused[#refused + 1] = ARGV[i + 1]
    else
      local start = clock
      if not own then
        start = math.max(clock, tonumber(redis.call('HGET', KEYS[2], account .. ':next') or 0))
        redis.call('HSET', KEYS[2], account .. ':next', start + 1, account .. ':held', held + 1)
      end
      redis.call('ZADD', KEYS[1], start, member)
      used = used + 1
    end
  end
end
return {used, refused}",
    )
});

/// Takes jobs out: one that was taken already, then as many as asked for.
/// KEYS: jobs, accounts, clock. ARGV: how many, the member and score taken already (or none).
static TAKE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
local taken = redis.call('ZPOPMIN', KEYS[1], ARGV[1])
if ARGV[2] then
  table.insert(taken, 1, ARGV[3])
  table.insert(taken, 1, ARGV[2])
end
local members = {}
for i = 1, #taken, 2 do
  members[#members + 1] = taken[i]
  local account = string.match(taken[i], '^[^/]+')
  if redis.call('HINCRBY', KEYS[2], account .. ':held', -1) <= 0 then
    redis.call('HDEL', KEYS[2], account .. ':held')
  end
end
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('DEL', KEYS[2], KEYS[3])
elseif #taken > 0 then
  redis.call('SET', KEYS[3], taken[#taken])
end
return members",
    )
});

/// A job that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// Where it waits.
    pub queue: Queue,
    /// Whose it is; nil for the platform's own.
    pub account: Uuid,
    /// Which.
    pub job: JobId,
}

/// How full a queue is.
#[derive(Debug, Default)]
pub struct Room {
    /// How many more jobs it takes.
    pub free: usize,
    /// How many it takes in all.
    pub window: usize,
    /// How many of each account it holds.
    pub held: BTreeMap<Uuid, i64>,
}

impl Room {
    /// Whether so much of it is free that workers may soon want more.
    #[must_use]
    pub fn is_ample(&self) -> bool {
        self.free * 4 >= self.window
    }
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

    /// Jobs, accounts and clock of a queue.
    fn keys(&self, queue: Queue) -> [String; 3] {
        let key = self.redis.key(&format!("queue:{queue}"));
        [key.clone(), format!("{key}:accounts"), format!("{key}:clock")]
    }

    /// Tells workers of jobs that are due; returns those that there was no room for. Failing is
    /// allowed: the relay finds what was not told.
    pub async fn offer(&self, jobs: &[Due]) -> Vec<JobId> {
        let mut by_queue: BTreeMap<Queue, Vec<&Due>> = BTreeMap::new();
        jobs.iter().for_each(|due| by_queue.entry(due.queue).or_default().push(due));
        let mut refused = Vec::new();
        for (queue, jobs) in by_queue {
            let keys = self.keys(queue);
            let mut call = OFFER.prepare_invoke();
            call.key(&keys[..]).arg(self.window).arg(PLATFORM.to_string());
            for due in &jobs {
                call.arg(due.account.to_string()).arg(due.job.uuid().to_string());
            }
            match self.try_offer(&call).await {
                Ok((used, members)) => {
                    refused.extend(members.iter().filter_map(|member| job_of(member)));
                    if used >= self.window {
                        self.redis.note_full(&keys[0], FULL);
                    }
                }
                Err(error) => {
                    tracing::warn!(%queue, jobs = jobs.len(), %error, "jobs not pushed to Redis; the relay will push them")
                }
            }
        }
        refused
    }

    /// Where the memory of Redis has run out, caches are deleted first: nothing is more important than queues.
    async fn try_offer(&self, call: &ScriptInvocation<'_>) -> redis::RedisResult<(usize, Vec<String>)> {
        match call.invoke_async(&mut self.redis.shared()).await {
            Err(error) if is_out_of_memory(&error) => {
                self.redis.free_memory().await?;
                call.invoke_async(&mut self.redis.shared()).await
            }
            answer => answer,
        }
    }

    /// Whether a queue may have room, as far as this process knows. Where it has none, its relay sees to what is due.
    #[must_use]
    pub fn has_room(&self, queue: Queue) -> bool {
        !self.redis.is_full(&self.keys(queue)[0])
    }

    /// How full queues are, in their order.
    ///
    /// # Errors
    /// Redis.
    pub async fn rooms(&self, queues: &[Queue]) -> redis::RedisResult<Vec<Room>> {
        let mut pipe = redis::pipe();
        for queue in queues {
            let [jobs, accounts, _] = self.keys(*queue);
            pipe.zcard(jobs).hgetall(accounts);
        }
        let answers: Vec<(usize, BTreeMap<String, i64>)> = pipe.query_async(&mut self.redis.shared()).await?;
        let held = |(field, held): (String, i64)| Some((field.strip_suffix(":held")?.parse().ok()?, held));
        let room = |(used, fields): (usize, BTreeMap<_, _>)| {
            let held = fields.into_iter().filter_map(held).collect();
            Room { free: self.window.saturating_sub(used), window: self.window, held }
        };
        Ok(answers.into_iter().map(room).collect())
    }

    /// How many jobs of each queue are there.
    ///
    /// # Errors
    /// Redis.
    pub async fn lengths(&self, queues: &[Queue]) -> redis::RedisResult<Vec<u64>> {
        let mut pipe = redis::pipe();
        for queue in queues {
            let [jobs, ..] = self.keys(*queue);
            pipe.zcard(jobs);
        }
        pipe.query_async(&mut self.redis.shared()).await
    }

    /// Takes up to `count` jobs of a queue, those whose turn it is; waits up to `patience` for one.
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
        let keys = self.keys(queue);
        let mut members: Vec<String> = TAKE.key(&keys[..]).arg(count).invoke_async(connection).await?;
        if members.is_empty() {
            let first: Option<(String, String, f64)> = connection.bzpopmin(&keys[0], patience.as_secs_f64()).await?;
            let Some((_, member, score)) = first else { return Ok(Vec::new()) };
            members = TAKE
                .key(&keys[..])
                .arg(count.saturating_sub(1))
                .arg(member)
                .arg(score)
                .invoke_async(connection)
                .await?;
        }
        // What is not an id was not put there by us; nothing is lost by passing it over.
        Ok(members.iter().filter_map(|member| job_of(member.rsplit('/').next()?)).collect())
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

fn job_of(text: &str) -> Option<JobId> {
    text.parse::<Uuid>().ok().map(JobId::from)
}
