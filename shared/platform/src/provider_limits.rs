//! Provider throttles: how fast a provider account may be called, kept in Redis for all workers.
//!
//! A throttle belongs to one account with a provider, such as a WhatsApp number. Its rate is adaptive: it starts at the
//! provider's documented one, doubles each second while nothing is refused, and drops when the provider reports a rate
//! limit. From then on it climbs quickly back to just below that rate, and slowly beyond, faster the longer nothing is
//! refused. A throttle can be paused until a time, and be stopped: then it is paused, and after each pause one call
//! goes through as a probe.
//!
//! A throttle's state expires after an hour without a call, or when Redis is emptied; then it is learned again. Without
//! Redis calls are not paced: only the provider's own refusals apply.

use std::time::Duration;

use chrono::{DateTime, Utc};
use redis::{AsyncCommands, Script};
use serde::Serialize;
use utoipa::ToSchema;

use crate::cache::{CallError, Redis, call_within};
use crate::clock::Clock;

/// Longer than a healthy server on the same network ever takes.
const TIMEOUT: Duration = Duration::from_millis(250);

/// KEYS: throttle, set of throttles. ARGV: now in ms (or empty), event, its arguments. All times are in milliseconds,
/// rates in calls per second.
const SCRIPT: &str = r"
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + time[2] / 1000
end
local throttle = {}
local fields = redis.call('HGETALL', KEYS[1])
for i = 1, #fields, 2 do throttle[fields[i]] = tonumber(fields[i + 1]) or fields[i + 1] end
local function set(...)
  redis.call('HSET', KEYS[1], ...)
  redis.call('PEXPIRE', KEYS[1], 3600000)
  if ARGV[3] ~= '' then redis.call('SADD', KEYS[2], ARGV[3]) end
end
local closed = math.max((throttle.closed or 0) - now, 0)
local verb = ARGV[2]

if verb == 'take' then
  local most, start = tonumber(ARGV[4]), tonumber(ARGV[5])
  if closed > 0 then return {0, math.ceil(closed), 1} end
  if throttle.stopped == 1 then
    set('closed', tostring(now + tonumber(ARGV[6])))
    return {1, 0, 2}
  end
  local rate = throttle.rate or start
  local since = math.min(math.max(now - (throttle.climbed or now), 0), 1000) / 1000
  local step = 1
  if throttle.ceiling then step = rate < 0.9 * throttle.ceiling and 0.5 or 0.01 + (now - throttle.cut) / 1000000 end
  rate = math.min(rate * (1 + step * since), 100000)
  local free = math.max(throttle.free or now, now - 50)
  local count = math.min(most, math.floor((now - free) * rate / 1000) + 1)
  if free > now then count = 0 end
  if count > 0 then free = free + count * 1000 / rate end
  set('rate', tostring(rate), 'climbed', tostring(now), 'free', tostring(free))
  if throttle.cut and now - throttle.cut > 1000 then set('learned', 1) end
  return {count, math.ceil(math.max(free - now, 1)), 0}
end

if verb == 'defer' then
  local rate = throttle.rate or tonumber(ARGV[4])
  local busy = math.max(tonumber(ARGV[5]) * 1000 / rate, 50)
  local last = math.max(throttle.last or 0, now + math.max(closed, busy)) + 500 / rate
  set('last', tostring(last))
  return {0, math.ceil(last - now), closed > 0 and 1 or 0}
end

if verb == 'slow' then
  local start, began, pause = tonumber(ARGV[4]), now - tonumber(ARGV[5]), tonumber(ARGV[6])
  if began >= (throttle.cut or 0) then
    local rate = throttle.rate or start
    local slower = math.max(rate * (throttle.learned and 0.92 or 0.5), 0.1)
    set('ceiling', tostring(rate), 'rate', tostring(slower), 'cut', tostring(now), 'climbed', tostring(now),
      'free', tostring(math.max(throttle.free or 0, now + 2000 / slower)))
  end
  if pause > closed then set('closed', tostring(now + pause), 'code', ARGV[7]) end
  return {0, math.ceil(math.max(pause, closed)), 0}
end

if verb == 'close' then
  local pause, stop = tonumber(ARGV[4]), tonumber(ARGV[6])
  local new = (throttle.stopped or 0) < stop
  if pause > closed then set('closed', tostring(now + pause), 'code', ARGV[5]) end
  if stop == 1 then set('stopped', 1, 'code', ARGV[5]) end
  return {new and 1 or 0, math.ceil(math.max(pause, closed)), 0}
end

if verb == 'back_off' then
  local times = math.min(throttle.refusals or 0, 4)
  set('closed', tostring(now + 4 ^ times * 1000), 'refusals', times + 1)
  return {0, 4 ^ times * 1000, 0}
end

if verb == 'open' then
  if throttle.stopped ~= 1 then return {0, 0, 0} end
  redis.call('HDEL', KEYS[1], 'stopped', 'closed', 'code', 'last')
  return {1, 0, 0}
end

return {closed > 0 and 1 or 0, math.ceil(closed), throttle.stopped or 0}";

/// A throttle's current answer to a worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// This many calls may be made.
    Go(usize),
    /// One call may be made, as a probe of a stopped throttle.
    Probe,
    /// Not now; retry after this time.
    Wait(Duration),
    /// The throttle is paused for this long.
    Closed(Duration),
}

/// A throttle as shown to operators.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ThrottleState {
    /// Its key.
    pub throttle: String,
    /// The same, under its former name.
    pub lane: String,
    /// Paused until then.
    pub closed_until: Option<DateTime<Utc>>,
    /// Whether an operator must fix something.
    pub stopped: bool,
    /// Why it is paused or stopped.
    pub code: Option<String>,
    /// Calls per second, once the provider's limit was reached.
    pub rate: Option<f64>,
}

/// The throttles of an application. Clones share them.
#[derive(Clone)]
pub struct Throttles {
    redis: Redis,
    clock: Clock,
    script: Script,
}

impl Throttles {
    /// The throttles of an application.
    #[must_use]
    pub fn new(redis: &Redis, clock: &Clock) -> Self {
        Self { redis: redis.clone(), clock: clock.clone(), script: Script::new(SCRIPT) }
    }

    /// Requests permits for up to `most` calls. `start` is the initial rate of an unknown throttle, `probe` the pause
    /// of a stopped throttle after a probe.
    pub async fn take(&self, throttle: &str, most: usize, start: f64, probe: Duration) -> Grant {
        let args = [most.to_string(), start.to_string(), probe.as_millis().to_string()];
        match self.run(throttle, "take", &args).await {
            None => Grant::Go(most),
            Some((0, wait, 1)) => Grant::Closed(Duration::from_millis(wait)),
            Some((0, wait, _)) => Grant::Wait(Duration::from_millis(wait)),
            Some((_, _, 2)) => Grant::Probe,
            Some((count, _, _)) => Grant::Go(usize::try_from(count).unwrap_or(most)),
        }
    }

    /// A delay until there is room for one more call, different for each caller: a backlog returns at twice the
    /// throttle's rate, once it is open and the `ahead` local callers have been served.
    pub async fn defer(&self, throttle: &str, start: f64, ahead: usize) -> Duration {
        let args = [start.to_string(), ahead.to_string()];
        let wait = self.run(throttle, "defer", &args).await.map_or(1000, |(_, wait, _)| wait);
        Duration::from_millis(wait)
    }

    /// Records that a call started `age` ago was rate-limited. `pause`: the provider's requested pause.
    pub async fn slow_down(&self, throttle: &str, start: f64, age: Duration, pause: Option<Duration>, code: &str) {
        let pause = pause.unwrap_or_default().as_millis();
        let args = [start.to_string(), age.as_millis().to_string(), pause.to_string(), code.to_owned()];
        self.run(throttle, "slow", &args).await;
    }

    /// Pauses a throttle.
    pub async fn close(&self, throttle: &str, pause: Duration, code: &str) {
        self.run(throttle, "close", &[pause.as_millis().to_string(), code.to_owned(), "0".into()]).await;
    }

    /// Stops a throttle, and returns whether it was not stopped before. After `pause` one call is a probe.
    pub async fn stop(&self, throttle: &str, pause: Duration, code: &str) -> bool {
        let answer = self.run(throttle, "close", &[pause.as_millis().to_string(), code.to_owned(), "1".into()]).await;
        answer.is_some_and(|(new, _, _)| new == 1)
    }

    /// Pauses an unlisted throttle for 1, 4, 16, 64 or 256 seconds, longer each time within an hour.
    pub async fn back_off(&self, hidden: &str) -> Duration {
        let wait = self.call(hidden, "", "back_off", &[]).await.map_or(1000, |(_, wait, _)| wait);
        Duration::from_millis(wait)
    }

    /// Remaining pause of an unlisted throttle.
    pub async fn closed_for(&self, hidden: &str) -> Option<Duration> {
        let (closed, wait, _) = self.call(hidden, "", "look", &[]).await?;
        (closed == 1).then(|| Duration::from_millis(wait))
    }

    /// Reopens a throttle, and returns whether it was stopped.
    pub async fn open(&self, throttle: &str) -> bool {
        self.run(throttle, "open", &[]).await.is_some_and(|(was, _, _)| was == 1)
    }

    async fn run(&self, throttle: &str, verb: &str, args: &[String]) -> Option<(u64, u64, u64)> {
        self.call(throttle, throttle, verb, args).await
    }

    /// `listed`: the name shown to operators, if any.
    async fn call(&self, throttle: &str, listed: &str, verb: &str, args: &[String]) -> Option<(u64, u64, u64)> {
        let now = self.clock.pinned().map_or_else(String::new, |now| now.timestamp_millis().to_string());
        let mut call = self.script.key(self.redis.key(&format!("throttle:{throttle}")));
        call.key(self.redis.key("throttles")).arg(now).arg(verb).arg(listed).arg(args);
        let mut connection = self.redis.shared();
        let answer = call_within(TIMEOUT, call.invoke_async(&mut connection)).await;
        let failed =
            |error: &CallError| tracing::warn!(throttle = listed, verb, %error, "a provider throttle is not applied");
        answer.inspect_err(failed).ok()
    }

    /// A throttle's state, if known.
    ///
    /// # Errors
    /// Redis errors.
    pub async fn state(&self, throttle: &str) -> redis::RedisResult<Option<ThrottleState>> {
        let key = self.redis.key(&format!("throttle:{throttle}"));
        type Fields = (Option<f64>, Option<u8>, Option<String>, Option<f64>, Option<f64>);
        let fields = &["closed", "stopped", "code", "rate", "ceiling"];
        let (closed, stopped, code, rate, ceiling): Fields = self.redis.shared().hmget(key, fields).await?;
        if rate.is_none() && closed.is_none() {
            return Ok(None);
        }
        let now = self.clock.now();
        #[allow(clippy::cast_possible_truncation)]
        let closed_until =
            closed.and_then(|ms| DateTime::from_timestamp_millis(ms as i64)).filter(|until| *until > now);
        let stopped = stopped == Some(1);
        let code = code.filter(|_| stopped || closed_until.is_some());
        Ok(Some(ThrottleState {
            throttle: throttle.to_owned(),
            lane: throttle.to_owned(),
            closed_until,
            stopped,
            code,
            rate: rate.filter(|_| ceiling.is_some()),
        }))
    }

    /// All known throttles; expired ones are removed from the list.
    ///
    /// # Errors
    /// Redis errors.
    pub async fn all(&self) -> redis::RedisResult<Vec<ThrottleState>> {
        let mut names: Vec<String> = self.redis.shared().smembers(self.redis.key("throttles")).await?;
        names.sort();
        let mut throttles = Vec::with_capacity(names.len());
        for name in names {
            match self.state(&name).await? {
                Some(throttle) => throttles.push(throttle),
                None => self.redis.shared().srem::<_, _, ()>(self.redis.key("throttles"), name).await?,
            }
        }
        Ok(throttles)
    }
}
