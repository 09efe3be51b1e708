//! Rate limits, by quota and key.
//!
//! Each count is one point in time (GCRA): the moment at which the quota is fully refilled. Redis stores it under a key
//! that expires at that moment, and one script checks and takes.
//!
//! The time is Redis's, which all processes share: with local clocks, a process a few seconds ahead would lock out the
//! others' clients. A moved clock is used instead (`Clock::pinned`), so that tests need not wait.
//!
//! While Redis is unavailable or slower than 50 ms, each process counts locally, from its last known state, and grants
//! its share only: the quota divided by the number of processes that counted together before. After a failure Redis is
//! skipped for a second, so that not every request pays for the wait.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use redis::Script;
use secrecy::SecretString;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::cache::{CircuitBreaker, Redis, call_within};
use crate::clock::Clock;
use crate::config::{Config, Quota};
use crate::metrics::{Metrics, labels};
use crate::secrets::hmac_sha256;

/// Longer than a healthy server on the same network ever takes.
const TIMEOUT: Duration = Duration::from_millis(50);
/// Maximum number of local counts; beyond it requests pass while Redis is unavailable.
const MAX_LOCAL: usize = 100_000;
/// Sweep interval of expired local counts.
const SWEEP_MICROS: i64 = 1_000_000;

/// `ahead` is how far the count lies in the future: the used quota, as time. A count too far ahead comes from an
/// earlier configuration or a clock that was set back.
const DECIDE: &str = r"
local now, cost, full = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end
local ahead = (tonumber(redis.call('GET', KEYS[1])) or now) - now
ahead = math.min(math.max(ahead, 0), full)
local allowed = ahead + cost <= full
if ARGV[4] == 'refund' then
  allowed, ahead = true, math.max(ahead - cost, 0)
  if ahead == 0 then
    redis.call('DEL', KEYS[1])
  else
    redis.call('SET', KEYS[1], string.format('%.0f', now + ahead), 'PX', math.ceil(ahead / 1000))
  end
elseif allowed and ARGV[4] == 'take' then
  ahead = ahead + cost
  redis.call('SET', KEYS[1], string.format('%.0f', now + ahead), 'PX', math.ceil(ahead / 1000))
end
return {allowed and 1 or 0, ahead}";

/// Interval at which a process registers itself, and reads the number of processes.
const PRESENCE_INTERVAL: Duration = Duration::from_secs(3);
/// A process without a renewal for this long is gone.
const PRESENCE_MILLIS: usize = 10_000;

/// Registers a process; returns the number of processes. KEYS: processes. ARGV: process, TTL in ms.
const PRESENCE: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('ZCARD', KEYS[1])";

/// The decision on a request, and the remaining quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// The quota.
    pub quota: Quota,
    /// Whether the request is allowed.
    pub allowed: bool,
    /// Remaining burst after it.
    pub remaining: u32,
    /// Seconds until one more is available, rounded up.
    pub reset_seconds: u32,
}

impl Verdict {
    fn new(quota: Quota, allowed: bool, ahead: i64) -> Self {
        let free = (full(quota) - ahead).max(0) / interval(quota);
        let next = (ahead - full(quota) + (free + 1) * interval(quota)).clamp(0, ahead);
        let whole = |number| u32::try_from(number).unwrap_or(u32::MAX);
        Self { quota, allowed, remaining: whole(free), reset_seconds: whole((next + 999_999) / 1_000_000) }
    }
}

/// Microseconds until one unit is refilled.
fn interval(quota: Quota) -> i64 {
    let (window, amount) = (i64::from(quota.window_seconds) * 1_000_000, i64::from(quota.amount).max(1));
    (window + amount - 1) / amount
}

/// Microseconds until a full refill.
fn full(quota: Quota) -> i64 {
    interval(quota) * i64::from(quota.amount)
}

/// An operation on a quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Take,
    /// This many at once, or none.
    TakeMany(u32),
    Look,
    Refund,
}

impl Act {
    /// Microseconds until the taken units are refilled.
    fn cost(self, quota: Quota) -> i64 {
        match self {
            Self::TakeMany(count) => interval(quota).saturating_mul(i64::from(count)),
            Self::Take | Self::Look | Self::Refund => interval(quota),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Take | Self::TakeMany(_) => "take",
            Self::Look => "look",
            Self::Refund => "refund",
        }
    }
}

/// Local counts, by full name.
#[derive(Debug, Default)]
struct Local {
    free_at: HashMap<String, i64>,
    swept_at: i64,
}

impl Local {
    /// The same as the script.
    fn decide(&mut self, name: &str, quota: Quota, act: Act, now: i64) -> (bool, i64) {
        let ahead = (self.free_at.get(name).copied().unwrap_or(now) - now).clamp(0, full(quota));
        let allowed = ahead + act.cost(quota) <= full(quota);
        let ahead = match act {
            Act::Refund => (ahead - act.cost(quota)).max(0),
            Act::Take | Act::TakeMany(_) if allowed => ahead + act.cost(quota),
            Act::Take | Act::TakeMany(_) | Act::Look => return (allowed, ahead),
        };
        self.keep(name, ahead, now);
        (true, ahead)
    }

    fn keep(&mut self, name: &str, ahead: i64, now: i64) {
        if now.abs_diff(self.swept_at) >= SWEEP_MICROS.unsigned_abs() {
            self.free_at.retain(|_, free_at| *free_at > now);
            self.swept_at = now;
        }
        if let Some(free_at) = self.free_at.get_mut(name) {
            *free_at = now + ahead;
        } else if ahead > 0 && self.free_at.len() < MAX_LOCAL {
            self.free_at.insert(name.to_owned(), now + ahead);
        }
    }
}

/// The rate limiter. Clones share the counts.
#[derive(Clone)]
pub struct Limiter {
    inner: Arc<Inner>,
}

struct Inner {
    redis: Redis,
    clock: Clock,
    secret: SecretString,
    script: Script,
    local: Mutex<Local>,
    /// The last known number of counting processes.
    processes: AtomicU32,
    breaker: CircuitBreaker,
    metrics: Arc<Metrics>,
}

impl Limiter {
    /// The limiter of an application.
    #[must_use]
    pub fn new(config: &Config, redis: &Redis, clock: &Clock, metrics: Arc<Metrics>) -> Self {
        let inner = Inner {
            redis: redis.clone(),
            clock: clock.clone(),
            secret: config.auth.jwt_secret.clone(),
            script: Script::new(DECIDE),
            local: Mutex::default(),
            processes: AtomicU32::new(1),
            // Each call writes: of a Redis out of memory, it is refused.
            breaker: CircuitBreaker::new("rate limits are counted by this process alone", TIMEOUT).opened_by_refusals(),
            metrics,
        };
        Self { inner: Arc::new(inner) }
    }

    /// Takes one unit of the quota, if available.
    pub async fn take(&self, quota: Quota, key: &str) -> Verdict {
        self.inner.decide(quota, key, Act::Take).await
    }

    /// Takes several units of the quota at once, if available.
    pub async fn take_many(&self, quota: Quota, key: &str, count: u32) -> Verdict {
        self.inner.decide(quota, key, Act::TakeMany(count)).await
    }

    /// Whether one unit is available; takes none.
    pub async fn peek(&self, quota: Quota, key: &str) -> Verdict {
        self.inner.decide(quota, key, Act::Look).await
    }

    /// Returns one unit that must not count after all.
    pub async fn refund(&self, quota: Quota, key: &str) {
        self.inner.decide(quota, key, Act::Refund).await;
    }

    /// Registers this process repeatedly and reads the number of processes, until `stop`.
    pub async fn count_processes(&self, stop: CancellationToken) {
        let (script, process) = (Script::new(PRESENCE), Uuid::now_v7().to_string());
        let key = self.inner.redis.key("limit-processes");
        let counting = async {
            let mut tick = tokio::time::interval(PRESENCE_INTERVAL);
            tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                tick.tick().await;
                let mut call = script.key(&key);
                call.arg(&process).arg(PRESENCE_MILLIS);
                let mut connection = self.inner.redis.shared();
                match call.invoke_async::<u32>(&mut connection).await {
                    Ok(processes) => self.inner.processes.store(processes.max(1), Ordering::Relaxed),
                    Err(error) => tracing::debug!(%error, "counting API processes failed; the last count stays in use"),
                }
            }
        };
        stop.run_until_cancelled(counting).await;
        // If this fails, the others notice after ten seconds.
        let gone = redis::cmd("ZREM").arg(&key).arg(&process).to_owned();
        let _ = call_within(TIMEOUT, gone.query_async::<()>(&mut self.inner.redis.shared())).await;
    }

    /// The last known number of counting processes.
    #[must_use]
    pub fn processes(&self) -> u32 {
        self.inner.processes.load(Ordering::Relaxed)
    }

    /// A keyed hash for data that must not be stored in Redis, such as a name.
    #[must_use]
    pub fn hidden(&self, text: &str) -> String {
        let mac = hmac_sha256(&self.inner.secret, &[b"switchboard.rate_limit.v1\0", text.as_bytes()]);
        hex::encode(&mac[..16])
    }

    /// The key of an address. An IPv6 address counts as its /64, which usually belongs to one client.
    #[must_use]
    pub fn address(&self, address: IpAddr) -> String {
        self.hidden(&network(address).to_string())
    }
}

/// An IPv4 address, also if IPv4-mapped, or the first half of an IPv6 address.
#[must_use]
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64)).into(),
    }
}

impl Inner {
    async fn decide(&self, quota: Quota, key: &str, act: Act) -> Verdict {
        let name = format!("limit:{}:{key}", quota.name);
        let answer = self.ask_redis(&name, quota, act).await;
        // Alone, each process grants its share.
        let quota = if answer.is_some() { quota } else { quota.shared_by(self.processes.load(Ordering::Relaxed)) };
        let now = self.clock.now().timestamp_micros();
        let mut local = self.local.lock();
        let (allowed, ahead) = match answer {
            // Cached, so that a limit still holds if Redis becomes unavailable.
            Some((allowed, ahead)) => {
                local.keep(&name, ahead, now);
                (allowed, ahead)
            }
            None => local.decide(&name, quota, act, now),
        };
        if !allowed && act != Act::Refund {
            self.metrics.rate_limited.get_or_create(&labels::Limit { limit: quota.name }).inc();
        }
        Verdict::new(quota, allowed, ahead)
    }

    /// `None`: Redis is unavailable.
    async fn ask_redis(&self, name: &str, quota: Quota, act: Act) -> Option<(bool, i64)> {
        let now = self.clock.pinned().map_or_else(String::new, |now| now.timestamp_micros().to_string());
        let mut call = self.script.key(self.redis.key(name));
        call.arg(now).arg(act.cost(quota)).arg(full(quota)).arg(act.name());
        let mut connection = self.redis.shared();
        self.breaker.call(call.invoke_async(&mut connection)).await
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use tokio::net::TcpListener;

    use super::*;
    use crate::config::Env;

    const QUOTA: Quota = Quota { name: "test", amount: 3, window_seconds: 30 };

    fn limiter(redis_url: String) -> Limiter {
        let variables = [
            ("DATABASE_URL", "postgres://none".to_owned()),
            ("REDIS_URL", redis_url),
            ("JWT_SECRET", "a secret for tests, not a real one".into()),
        ];
        let config = Config::read(variables.map(|(name, value)| (name.to_owned(), value)).into_iter().collect::<Env>());
        let config = config.unwrap();
        Limiter::new(&config, &Redis::new(&config.storage).unwrap(), &Clock::default(), Arc::default())
    }

    #[test]
    fn tokens_are_refilled_one_by_one() {
        let mut local = Local::default();
        let second = 1_000_000;
        let mut at = |seconds: i64, act| {
            let (allowed, ahead) = local.decide("key", QUOTA, act, 1_000 * second + seconds * second);
            let verdict = Verdict::new(QUOTA, allowed, ahead);
            (verdict.allowed, verdict.remaining, verdict.reset_seconds)
        };
        assert_eq!(at(0, Act::Look), (true, 3, 0));
        assert_eq!(at(0, Act::Take), (true, 2, 10));
        assert_eq!(at(1, Act::Take), (true, 1, 9));
        assert_eq!(at(1, Act::Take), (true, 0, 9));
        assert_eq!(at(1, Act::Look), (false, 0, 9));
        assert_eq!(at(9, Act::Take), (false, 0, 1));
        assert_eq!(at(10, Act::Take), (true, 0, 10));
        assert_eq!(at(40, Act::Look), (true, 3, 0));
        assert_eq!(at(40, Act::Take), (true, 2, 10));
        at(40, Act::Refund);
        at(40, Act::Refund);
        assert_eq!(at(40, Act::Look), (true, 3, 0));
        // The clock was set back: no wait exceeds the window.
        assert_eq!(at(-9_000, Act::Take), (false, 0, 10));
    }

    #[test]
    fn tokens_are_taken_all_or_none() {
        let mut local = Local::default();
        let mut take = |count| local.decide("key", QUOTA, Act::TakeMany(count), 0).0;
        assert_eq!((take(4), take(2), take(2), take(1), take(1)), (false, true, false, true, false));
    }

    #[test]
    fn local_counts_expire_and_are_bounded() {
        let mut local = Local::default();
        for number in 0..MAX_LOCAL + 10 {
            assert!(local.decide(&number.to_string(), QUOTA, Act::Take, 0).0);
        }
        assert_eq!(local.free_at.len(), MAX_LOCAL);
        local.decide("late", QUOTA, Act::Take, full(QUOTA));
        assert_eq!(local.free_at.len(), 1);
    }

    #[test]
    fn ipv6_counts_by_network_and_ipv4_by_address() {
        let network = |text: &str| network(text.parse().unwrap()).to_string();
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_ne!(network("2001:db8:1:3::1"), network("2001:db8:1:2::1"));
        assert_eq!(network("::ffff:192.0.2.7"), "192.0.2.7");
        assert_ne!(network("192.0.2.7"), network("192.0.2.8"));
    }

    #[tokio::test]
    async fn processes_without_redis_divide_the_quota() {
        let limiter = limiter("redis://127.0.0.1:1".into());
        let quota = Quota { amount: 10, window_seconds: 1_000, ..QUOTA };
        let taken = async |limiter: &Limiter, quota, key: &str| {
            let mut taken = 0;
            while limiter.take(quota, key).await.allowed {
                taken += 1;
            }
            taken
        };
        assert_eq!(taken(&limiter, quota, "one process").await, 10);
        limiter.inner.processes.store(4, Ordering::Relaxed);
        assert_eq!(taken(&limiter, quota, "four processes").await, 2);
        limiter.inner.processes.store(50, Ordering::Relaxed);
        assert_eq!(taken(&limiter, quota, "more processes than there is to give away").await, 1);
    }

    #[tokio::test]
    async fn a_hanging_redis_does_not_delay_every_call() {
        let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let limiter = limiter(format!("redis://{}", silent.local_addr().unwrap()));
        let quota = Quota { amount: 200, window_seconds: 20_000, ..QUOTA };
        let began = Instant::now();
        for taken in 1..=200 {
            let verdict = limiter.take(quota, "key").await;
            assert_eq!((verdict.allowed, verdict.remaining), (true, 200 - taken));
        }
        assert!(!limiter.take(quota, "key").await.allowed);
        assert!(limiter.take(quota, "other").await.allowed);
        // With a wait for each this would take ten seconds.
        assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    }
}
