//! The memory of Redis, and what is done where it runs out.
//!
//! Queues, tickets, limits and the epoch share a server with caches unless `CACHE_REDIS_URL` names another one. A server that
//! evicts nothing then refuses all writes once caches fill it. So whoever is refused deletes the caches, which cost a
//! read of Postgres each, before anything else is tried.

use std::time::{Duration, Instant};

use redis::{FromRedisValue, InfoDict, RedisError, RedisResult, Value};

use super::Redis;

/// What the names of all cached things match. Everything else in Redis must not be deleted.
const CACHES: [&str; 2] = ["chat-*", "completion:*"];
/// Keys that one step looks at.
const STEP: usize = 500;
/// Steps of one clean-up at the most.
const MAX_STEPS: usize = 4_000;
/// One process at a time cleans up, for as long as this at the most.
const LOCK_MILLIS: usize = 5_000;
/// A clean-up that ended this long ago is not repeated: what it freed is there.
const RECENT: Duration = Duration::from_millis(500);
/// From this share of the limit on, caches are deleted without waiting for a refusal.
const HIGH: f64 = 0.9;
/// Down to which share they are.
const LOW: f64 = 0.7;

/// How much memory a Redis uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Memory {
    /// In bytes.
    pub used: u64,
    /// `maxmemory` in bytes; `None` where there is none.
    pub limit: Option<u64>,
}

impl Memory {
    fn share(self) -> f64 {
        self.limit.map_or(0.0, |limit| self.used as f64 / limit as f64)
    }

    /// Whether so little is left that writes are refused soon.
    #[must_use]
    pub fn is_short(self) -> bool {
        self.share() >= HIGH
    }
}

/// Whether Redis refused a command because its memory is full. Older versions say so inside of a script's error only.
#[must_use]
pub fn is_out_of_memory(error: &RedisError) -> bool {
    error.code() == Some("OOM") || error.detail().is_some_and(|detail| detail.contains("OOM command not allowed"))
}

impl Redis {
    /// How much memory the server uses.
    ///
    /// # Errors
    /// Redis errors.
    pub async fn memory(&self) -> RedisResult<Memory> {
        let info: InfoDict = redis::cmd("INFO").arg("memory").query_async(&mut self.shared()).await?;
        let limit = info.get::<u64>("maxmemory").filter(|limit| *limit > 0);
        Ok(Memory { used: info.get("used_memory").unwrap_or_default(), limit })
    }

    /// Deletes caches until there is room again. Returns how many keys went; none where somebody else is at it, or was just
    /// now.
    ///
    /// # Errors
    /// Redis errors.
    pub async fn free_memory(&self) -> RedisResult<usize> {
        let mut last = self.cleaned_up.lock().await;
        if last.is_some_and(|last: Instant| last.elapsed() < RECENT) {
            return Ok(0);
        }
        let mut lock = Lock { redis: self, is_held: false };
        let freed = self.delete_caches(&mut lock).await;
        lock.release().await;
        *last = Some(Instant::now());
        if let Ok(keys @ 1..) = freed {
            tracing::warn!(keys, "the memory of Redis ran out; cached chat messages were deleted");
        }
        freed
    }

    async fn delete_caches(&self, lock: &mut Lock<'_>) -> RedisResult<usize> {
        let mut freed = 0;
        let mut steps = 0;
        for pattern in CACHES {
            let mut cursor = 0_u64;
            loop {
                let keys;
                (cursor, keys) = self.scan(cursor, pattern).await?;
                if !keys.is_empty() {
                    freed += redis::cmd("UNLINK").arg(keys).query_async::<usize>(&mut self.shared()).await?;
                }
                steps += 1;
                // The first step may be what makes room for the lock itself.
                if !lock.take().await? || self.memory().await?.share() < LOW || steps >= MAX_STEPS {
                    return Ok(freed);
                }
                if cursor == 0 {
                    break;
                }
            }
        }
        Ok(freed)
    }

    async fn scan(&self, cursor: u64, pattern: &str) -> RedisResult<(u64, Vec<String>)> {
        let mut scan = redis::cmd("SCAN");
        scan.arg(cursor).arg("MATCH").arg(self.key(pattern)).arg("COUNT").arg(STEP);
        scan.query_async(&mut self.shared()).await
    }
}

/// Keeps other processes from cleaning up at the same time.
struct Lock<'a> {
    redis: &'a Redis,
    is_held: bool,
}

impl Lock<'_> {
    /// Whether this process may go on: it has the lock, or there is no room even for that.
    async fn take(&mut self) -> RedisResult<bool> {
        if self.is_held {
            return Ok(true);
        }
        let mut set = redis::cmd("SET");
        set.arg(self.redis.key("clean-up")).arg("").arg("NX").arg("PX").arg(LOCK_MILLIS);
        match set.query_async::<Value>(&mut self.redis.shared()).await {
            Ok(answer) => {
                self.is_held = Option::<String>::from_redis_value(answer)?.is_some();
                Ok(self.is_held)
            }
            Err(error) if is_out_of_memory(&error) => Ok(true),
            Err(error) => Err(error),
        }
    }

    async fn release(self) {
        if self.is_held {
            // It expires by itself where this fails.
            let _ = redis::cmd("DEL").arg(self.redis.key("clean-up")).query_async::<()>(&mut self.redis.shared()).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_short_from_nine_tenths_of_its_limit_on() {
        let is_short = |used, limit| Memory { used, limit }.is_short();
        assert!(is_short(90, Some(100)) && is_short(101, Some(100)));
        assert!(!is_short(89, Some(100)) && !is_short(u64::MAX, None));
    }
}
