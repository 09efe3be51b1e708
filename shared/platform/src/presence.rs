//! Presence of users, over all processes.
//!
//! One sorted set in Redis holds online users with their expiry. A process with a user's sockets extends the expiry,
//! for all of its users at once; after a crash it lapses. A sweeper pops expired users, each once, and records their
//! last time online. Times are from Redis's clock, which all processes share.
//!
//! Presence is best effort: without Redis all users appear offline.

use std::collections::HashMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use redis::Script;
use uuid::Uuid;

use crate::cache::Redis;
use crate::ids::UserId;

/// Expiry of a user after the last renewal.
const TTL: Duration = Duration::from_secs(10);
/// Renewal interval: twice within the TTL, and once within the grace period.
pub const RENEW: Duration = Duration::from_secs(3);
/// How long a user stays online after the last socket: enough to reconnect, or for another process to renew.
const GRACE_PERIOD: Duration = Duration::from_secs(5);
/// Retention of the last time online.
const REMEMBERED: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// Users per call.
const AT_A_TIME: usize = 1_000;

/// Extends users' expiry to `ARGV[1]` milliseconds from now, or, with `ARGV[2]`, sets it to that. Returns users who
/// were offline.
const RENEWAL: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local new = {}
for at = 3, #ARGV do
  local before = tonumber(redis.call('ZSCORE', KEYS[1], ARGV[at])) or 0
  local until_ = now + tonumber(ARGV[1])
  if before <= now then new[#new + 1] = ARGV[at] end
  if ARGV[2] == 'set' or before < until_ then redis.call('ZADD', KEYS[1], until_, ARGV[at]) end
end
return new";

/// Moves up to `ARGV[1]` expired users to the last-seen set, and returns them with that time.
const SWEEP: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local over = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'WITHSCORES', 'LIMIT', 0, ARGV[1])
for at = 1, #over, 2 do
  redis.call('ZREM', KEYS[1], over[at])
  redis.call('ZADD', KEYS[2], over[at + 1], over[at])
end
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - ARGV[2])
return over";

/// A user's presence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    /// Whether the user has a socket.
    pub online: bool,
    /// Time of the last socket's end, to within ten seconds; `None` while online, or after a month.
    pub last_seen: Option<DateTime<Utc>>,
}

/// Presence of users. Clones share the state.
#[derive(Clone)]
pub struct Presence {
    redis: Redis,
    renewal: Script,
    sweep: Script,
}

impl Presence {
    /// Presence stored in this Redis.
    #[must_use]
    pub fn new(redis: &Redis) -> Self {
        Self { redis: redis.clone(), renewal: Script::new(RENEWAL), sweep: Script::new(SWEEP) }
    }

    /// Marks users as online. Returns those who were offline; `None` if Redis did not answer, though it may have
    /// applied the renewal.
    pub async fn renew(&self, users: &[UserId]) -> Option<Vec<UserId>> {
        let mut new = Vec::new();
        for some in users.chunks(AT_A_TIME) {
            new.extend(self.put_off(TTL, "later", some).await?);
        }
        Some(new)
    }

    /// Records that a user has no socket left in this process.
    pub async fn leave(&self, user: UserId) {
        self.put_off(GRACE_PERIOD, "set", &[user]).await;
    }

    async fn put_off(&self, by: Duration, how: &str, users: &[UserId]) -> Option<Vec<UserId>> {
        let mut call = self.renewal.key(self.online());
        call.arg(millis(by)).arg(how);
        for user in users {
            call.arg(user.uuid().to_string());
        }
        let mut connection = self.redis.shared();
        let new: Vec<String> = self.redis.try_optional(call.invoke_async(&mut connection)).await?;
        Some(new.iter().filter_map(|id| user(id)).collect())
    }

    /// Users who went offline since the last sweep, each returned to one caller only, with their last time online.
    pub async fn sweep(&self) -> Vec<(UserId, DateTime<Utc>)> {
        let mut call = self.sweep.key(self.online());
        call.key(self.seen()).arg(AT_A_TIME).arg(millis(REMEMBERED));
        let mut connection = self.redis.shared();
        let over: Vec<(String, i64)> =
            self.redis.try_optional(call.invoke_async(&mut connection)).await.unwrap_or_default();
        over.iter().filter_map(|(id, at)| Some((user(id)?, DateTime::from_timestamp_millis(*at)?))).collect()
    }

    /// Presence of these users. Users never seen are not in the result.
    pub async fn of(&self, users: &[UserId]) -> HashMap<UserId, Seen> {
        if users.is_empty() {
            return HashMap::new();
        }
        let ids: Vec<_> = users.iter().map(|user| user.uuid().to_string()).collect();
        let mut both = redis::pipe();
        both.cmd("TIME");
        both.cmd("ZMSCORE").arg(self.online()).arg(&ids);
        both.cmd("ZMSCORE").arg(self.seen()).arg(&ids);
        let mut connection = self.redis.shared();
        type Answer = ((i64, i64), Vec<Option<i64>>, Vec<Option<i64>>);
        let Some(((seconds, _), until, seen)) =
            self.redis.try_optional(both.query_async::<Answer>(&mut connection)).await
        else {
            return HashMap::new();
        };
        let now = seconds * 1000;
        let each = users.iter().zip(until.into_iter().zip(seen));
        each.map(|(user, (until, seen))| {
            let online = until.is_some_and(|until| until > now);
            let last_seen = until.or(seen).filter(|_| !online).and_then(DateTime::from_timestamp_millis);
            (*user, Seen { online, last_seen })
        })
        .collect()
    }

    fn online(&self) -> String {
        self.redis.key("presence:online")
    }

    fn seen(&self) -> String {
        self.redis.key("presence:seen")
    }
}

fn user(id: &str) -> Option<UserId> {
    Uuid::try_parse(id).ok().map(UserId::from)
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
