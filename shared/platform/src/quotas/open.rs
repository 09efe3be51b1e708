//! Items that an account holds open, over all processes: sockets, streams, waiting requests.
//!
//! One Redis sorted set per account and quota holds the open items with their expiry. A process renews its own; after a
//! crash they expire. Without Redis each process counts its own only, and restores them once Redis is back.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use redis::Script;
use uuid::Uuid;

use super::{Quota, QuotaExceeded};
use crate::cache::Redis;
use crate::ids::UserId;

/// TTL of an open item after its process's last renewal.
const TTL_MILLIS: u64 = 30_000;
/// Renewal interval.
const RENEWAL_INTERVAL: Duration = Duration::from_secs(10);
/// Accounts per round trip.
const PER_ROUND_TRIP: usize = 500;

const ACQUIRE: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1";

const COUNT: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
return redis.call('ZCOUNT', KEYS[1], '(' .. now, '+inf')";

const RENEW: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
for at = 2, #ARGV do redis.call('ZADD', KEYS[1], now + ARGV[1], ARGV[at]) end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1";

type Key = (Quota, UserId);

/// Items held open by this process. Clones share the state.
#[derive(Clone)]
pub struct OpenSlots(Arc<Inner>);

struct Inner {
    redis: Redis,
    /// Identifies the process.
    process: Uuid,
    acquire: Script,
    renew: Script,
    count: Script,
    local: Mutex<Local>,
}

#[derive(Default)]
struct Local {
    next_id: u64,
    open: HashMap<Key, BTreeSet<u64>>,
}

/// An open item, until dropped.
#[must_use]
#[derive(Debug)]
pub struct Slot {
    slots: OpenSlots,
    key: Key,
    id: u64,
}

impl OpenSlots {
    /// A counter in this Redis.
    #[must_use]
    pub fn new(redis: &Redis) -> Self {
        Self(Arc::new(Inner {
            redis: redis.clone(),
            process: Uuid::now_v7(),
            acquire: Script::new(ACQUIRE),
            renew: Script::new(RENEW),
            count: Script::new(COUNT),
            local: Mutex::default(),
        }))
    }

    /// Opens one more item, unless the user's limit is reached.
    ///
    /// # Errors
    /// The limit is reached.
    pub async fn open(&self, quota: Quota, user: UserId, limit: i64) -> Result<Slot, QuotaExceeded> {
        let (key, exceeded) = ((quota, user), QuotaExceeded::new(quota, limit));
        let id = self.local(|local| {
            let most = usize::try_from(limit).unwrap_or_default();
            if local.open.get(&key).map_or(0, BTreeSet::len) >= most {
                return None;
            }
            local.next_id += 1;
            local.open.entry(key).or_default().insert(local.next_id);
            Some(local.next_id)
        });
        let slot = Slot { slots: self.clone(), key, id: id.ok_or(exceeded)? };
        let mut call = self.0.acquire.key(self.name(key));
        call.arg(limit).arg(TTL_MILLIS).arg(self.member(slot.id));
        let mut connection = self.0.redis.shared();
        // Without Redis only this process's items count.
        match self.0.redis.try_optional(call.invoke_async::<bool>(&mut connection)).await {
            Some(false) => Err(exceeded),
            Some(true) | None => Ok(slot),
        }
    }

    /// A user's open items, over all processes; `None` while Redis is unavailable.
    pub async fn used(&self, quota: Quota, user: UserId) -> Option<i64> {
        let call = self.0.count.key(self.name((quota, user)));
        let mut connection = self.0.redis.shared();
        self.0.redis.try_optional(call.invoke_async(&mut connection)).await
    }

    /// Renews this process's open items, for as long as this is polled.
    pub async fn renew_always(&self) {
        loop {
            tokio::time::sleep(RENEWAL_INTERVAL).await;
            self.renew().await;
        }
    }

    /// Renews this process's open items once.
    pub async fn renew(&self) {
        let open: Vec<(Key, Vec<u64>)> =
            self.local(|local| local.open.iter().map(|(key, ids)| (*key, ids.iter().copied().collect())).collect());
        for some in open.chunks(PER_ROUND_TRIP) {
            let calls = some.iter().map(|(key, ids)| async move {
                let mut call = self.0.renew.key(self.name(*key));
                call.arg(TTL_MILLIS);
                for id in ids {
                    call.arg(self.member(*id));
                }
                let mut connection = self.0.redis.shared();
                self.0.redis.try_optional(call.invoke_async::<()>(&mut connection)).await
            });
            futures::future::join_all(calls).await;
        }
    }

    fn name(&self, (quota, user): Key) -> String {
        self.0.redis.key(&format!("open:{quota}:{}", user.uuid()))
    }

    fn member(&self, id: u64) -> String {
        format!("{}:{id}", self.0.process.simple())
    }

    fn local<T>(&self, with: impl FnOnce(&mut Local) -> T) -> T {
        with(&mut self.0.local.lock())
    }
}

impl std::fmt::Debug for OpenSlots {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OpenSlots").field("process", &self.0.process).finish_non_exhaustive()
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.slots.local(|local| {
            if let Some(open) = local.open.get_mut(&self.key) {
                open.remove(&self.id);
                if open.is_empty() {
                    local.open.remove(&self.key);
                }
            }
        });
        let (slots, name, member) = (self.slots.clone(), self.slots.name(self.key), self.slots.member(self.id));
        // Without a runtime the process is ending, and its items expire.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                let mut connection = slots.0.redis.shared();
                let mut call = redis::cmd("ZREM");
                call.arg(name).arg(member);
                slots.0.redis.try_optional(call.query_async::<()>(&mut connection)).await
            });
        }
    }
}
