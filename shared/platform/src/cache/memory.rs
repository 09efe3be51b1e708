//! Redis's memory, and the clean-up when it runs out.
//!
//! Queues, tickets, limits and the epoch share a server with caches unless `CACHE_REDIS_URL` names another one. Without
//! eviction, a server filled by caches refuses all writes. So a refused caller first deletes the caches, which cost
//! only a Postgres read each to restore.

use std::time::{Duration, Instant};

use redis::{FromRedisValue, InfoDict, RedisResult, Value};

use super::Redis;
use super::call::is_out_of_memory;

/// Patterns of all cached keys. Other keys in Redis must not be deleted.
const CACHES: [&str; 2] = ["chat-*", "completion:*"];
/// Keys per step.
const STEP: usize = 500;
/// Maximum steps of one clean-up.
const MAX_STEPS: usize = 4_000;
/// Lock TTL: one process at a time cleans up.
const LOCK_MILLIS: usize = 5_000;
/// No new clean-up this soon after the last one: its freed memory is available.
const RECENT: Duration = Duration::from_millis(500);
/// From this share of the limit on, caches are deleted in advance.
const HIGH: f64 = 0.9;
/// The share at which deleting stops.
const LOW: f64 = 0.7;

/// A Redis server's memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Memory {
    /// Used memory, in bytes.
    pub used: u64,
    /// `maxmemory` in bytes; `None` without one.
    pub limit: Option<u64>,
}

impl Memory {
    fn share(self) -> f64 {
        self.limit.map_or(0.0, |limit| self.used as f64 / limit as f64)
    }

    /// Whether writes will be refused soon.
    #[must_use]
    pub fn is_short(self) -> bool {
        self.share() >= HIGH
    }
}

impl Redis {
    /// The server's memory.
    ///
    /// # Errors
    /// Redis errors.
    pub async fn memory(&self) -> RedisResult<Memory> {
        let info: InfoDict = redis::cmd("INFO").arg("memory").query_async(&mut self.shared()).await?;
        let limit = info.get::<u64>("maxmemory").filter(|limit| *limit > 0);
        Ok(Memory { used: info.get("used_memory").unwrap_or_default(), limit })
    }

    /// Deletes caches until there is room again. Returns the number of deleted keys; zero if another clean-up is
    /// running or just ended.
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
                // The first step may make room for the lock itself.
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

    /// Deletes all our keys, as if Redis had been emptied for us alone. Returns their number.
    ///
    /// # Errors
    /// Redis errors.
    pub async fn remove_all(&self) -> RedisResult<usize> {
        let (mut removed, mut cursor) = (0, 0_u64);
        loop {
            let keys;
            (cursor, keys) = self.scan(cursor, "*").await?;
            if !keys.is_empty() {
                removed += redis::cmd("UNLINK").arg(keys).query_async::<usize>(&mut self.shared()).await?;
            }
            if cursor == 0 {
                return Ok(removed);
            }
        }
    }

    async fn scan(&self, cursor: u64, pattern: &str) -> RedisResult<(u64, Vec<String>)> {
        let mut scan = redis::cmd("SCAN");
        scan.arg(cursor).arg("MATCH").arg(self.key(pattern)).arg("COUNT").arg(STEP);
        scan.query_async(&mut self.shared()).await
    }
}

/// Prevents concurrent clean-ups by other processes.
struct Lock<'a> {
    redis: &'a Redis,
    is_held: bool,
}

impl Lock<'_> {
    /// Whether this process may continue: it holds the lock, or there is no room even for that.
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
            // It expires on its own if this fails.
            let _ = redis::cmd("DEL").arg(self.redis.key("clean-up")).query_async::<()>(&mut self.redis.shared()).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_short_above_nine_tenths_of_its_limit() {
        let is_short = |used, limit| Memory { used, limit }.is_short();
        assert!(is_short(90, Some(100)) && is_short(101, Some(100)));
        assert!(!is_short(89, Some(100)) && !is_short(u64::MAX, None));
    }
}
