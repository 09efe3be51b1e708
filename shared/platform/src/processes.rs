//! Heartbeats of the platform's processes, kept in Redis for operators.
//!
//! A process that stops removes its entry. One that is gone without that is shown as lost for a while. Without Redis
//! nothing is known; nothing depends on it.

use std::fs;
use std::time::Duration;

use chrono::{DateTime, Utc};
use redis::Script;
use serde::{Deserialize, Serialize};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::App;
use crate::cache::{CallError, call_within};

/// Interval of heartbeats.
const INTERVAL: Duration = Duration::from_secs(5);
/// A process without a heartbeat for this long is lost.
const LOST_AFTER: Duration = Duration::from_secs(20);
/// A lost process is shown for this long.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(10 * 60);
/// Processes that are remembered: a process that restarts in a loop is another one each time.
const MAX_PROCESSES: usize = 500;
/// Timeout of a call.
const TIMEOUT: Duration = Duration::from_secs(1);

/// KEYS: heartbeats, descriptions. ARGV: process, description, milliseconds until it is forgotten, most processes.
const BEAT: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
local gone = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[3])
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1 - ARGV[4])) do gone[#gone + 1] = id end
for _, id in ipairs(gone) do
  redis.call('ZREM', KEYS[1], id)
  redis.call('HDEL', KEYS[2], id)
end
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return now";

/// KEYS: heartbeats, descriptions. ARGV: milliseconds until a process is forgotten. Returns, for each process, how long
/// ago its last heartbeat was, and its description.
const LIST: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local beats = redis.call('ZRANGEBYSCORE', KEYS[1], now - ARGV[1], '+inf', 'WITHSCORES')
local found = {}
for at = 1, #beats, 2 do
  local description = redis.call('HGET', KEYS[2], beats[at])
  if description then found[#found + 1] = {now - beats[at + 1], description} end
end
return found";

/// What a process does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProcessRole {
    /// Serves HTTP.
    Api,
    /// Runs jobs.
    Worker,
    /// Enqueues periodic jobs.
    Scheduler,
}

/// State of a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProcessStatus {
    /// Its heartbeats arrive.
    Running,
    /// Its heartbeats arrive, but a background loop hangs.
    Stalled,
    /// No heartbeat for 20 seconds.
    Lost,
}

/// A process's description of itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Description {
    id: Uuid,
    role: ProcessRole,
    version: String,
    host: Option<String>,
    pid: u32,
    started_at: DateTime<Utc>,
    queues: Vec<String>,
    stalled_loops: Vec<String>,
}

/// A process of the platform.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Process {
    /// Its id, new at each start.
    pub id: Uuid,
    /// What it does. One operating system process may have several roles, each with an entry.
    pub role: ProcessRole,
    /// Its version.
    pub version: String,
    /// The name of its machine or container.
    pub host: Option<String>,
    /// Its process id there.
    pub pid: u32,
    /// When it started.
    pub started_at: DateTime<Utc>,
    /// Its last heartbeat; one is due every five seconds.
    pub last_heartbeat_at: DateTime<Utc>,
    /// Its state.
    pub status: ProcessStatus,
    /// Background loops that hang.
    pub stalled_loops: Vec<String>,
    /// The queues that a worker serves.
    pub queues: Vec<String>,
}

/// Sends heartbeats of this process until `stop`, then removes its entry.
pub async fn send_heartbeats(app: &App, role: ProcessRole, queues: Vec<String>, stop: CancellationToken) {
    let mut description = Description {
        id: Uuid::now_v7(),
        role,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        host: host(),
        pid: std::process::id(),
        started_at: app.clock.now(),
        queues,
        stalled_loops: Vec::new(),
    };
    let beating = async {
        let mut tick = tokio::time::interval(INTERVAL);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            description.stalled_loops = app.liveness.hung().into_iter().map(str::to_owned).collect();
            if let Err(error) = beat(app, &description).await {
                tracing::debug!(%error, "no heartbeat sent; retrying");
            }
        }
    };
    stop.run_until_cancelled(beating).await;
    let id = description.id.to_string();
    let [beats, descriptions] = keys(app);
    let removal = redis::pipe().atomic().zrem(beats, &id).ignore().hdel(descriptions, &id).ignore().to_owned();
    // If this fails, the process is shown as lost.
    let _ = call_within(TIMEOUT, removal.query_async::<()>(&mut app.redis.shared())).await;
}

async fn beat(app: &App, description: &Description) -> Result<(), CallError> {
    // A description of texts, numbers and times: it can always be serialized.
    let text = serde_json::to_string(description).unwrap_or_default();
    let script = Script::new(BEAT);
    let [beats, descriptions] = keys(app);
    let mut call = script.key(beats);
    call.key(descriptions).arg(description.id.to_string()).arg(text);
    call.arg(FORGOTTEN_AFTER.as_millis() as u64).arg(MAX_PROCESSES);
    call_within(TIMEOUT, call.invoke_async(&mut app.redis.shared())).await
}

fn keys(app: &App) -> [String; 2] {
    [app.redis.key("processes"), app.redis.key("processes:descriptions")]
}

/// The processes, by role and start.
///
/// # Errors
/// Redis is unavailable.
pub async fn list(app: &App) -> Result<Vec<Process>, CallError> {
    let script = Script::new(LIST);
    let [beats, descriptions] = keys(app);
    let mut call = script.key(beats);
    call.key(descriptions).arg(FORGOTTEN_AFTER.as_millis() as u64);
    let found: Vec<(u64, String)> = call_within(TIMEOUT, call.invoke_async(&mut app.redis.shared())).await?;
    let now = app.clock.now();
    let mut processes: Vec<_> = found
        .into_iter()
        // Another version may describe itself differently.
        .filter_map(|(age, text)| Some(shown(serde_json::from_str(&text).ok()?, Duration::from_millis(age), now)))
        .collect();
    processes.sort_by_key(|process| (process.role, process.started_at, process.id));
    Ok(processes)
}

fn shown(description: Description, age: Duration, now: DateTime<Utc>) -> Process {
    let Description { id, role, version, host, pid, started_at, queues, stalled_loops } = description;
    let status = match stalled_loops.as_slice() {
        _ if age >= LOST_AFTER => ProcessStatus::Lost,
        [] => ProcessStatus::Running,
        _ => ProcessStatus::Stalled,
    };
    let last_heartbeat_at = now - age;
    Process { id, role, version, host, pid, started_at, last_heartbeat_at, status, stalled_loops, queues }
}

/// The name of this machine, as Linux has it.
fn host() -> Option<String> {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").ok()?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}
