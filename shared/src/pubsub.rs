//! Waking those who wait: in this process at once, in others through one Redis channel.
//!
//! A wake-up says that something of a key (a user, a job) changed, never what: whoever wakes reads
//! Postgres. One that gets lost is made up for by a read once a second.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::StreamExt;
use redis::AsyncCommands;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::cache::Redis;

const CHANNEL: &str = "changes";
/// The wait before Redis is subscribed to again.
const RECONNECT_DELAY: Duration = Duration::from_secs(1);

type Waiters = Arc<Mutex<HashMap<Uuid, watch::Sender<()>>>>;

/// All who wait in this process. A clone is the same hub.
#[derive(Clone)]
pub struct Hub {
    redis: Redis,
    waiters: Waiters,
    closing: CancellationToken,
}

/// Somebody who waits for changes of a key.
pub struct Watch {
    key: Uuid,
    changes: watch::Receiver<()>,
    waiters: Waiters,
}

impl Watch {
    /// Waits for a change since this watch was made, or since the last time this returned.
    pub async fn changed(&mut self) {
        if self.changes.changed().await.is_err() {
            // The hub keeps its end for as long as this one exists.
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let mut waiters = self.waiters.lock().unwrap_or_else(PoisonError::into_inner);
        if waiters.get(&self.key).is_some_and(|changes| changes.receiver_count() <= 1) {
            waiters.remove(&self.key);
        }
    }
}

impl Hub {
    /// A hub that hears of this process only, until [`Hub::run`].
    #[must_use]
    pub fn new(redis: Redis) -> Self {
        Self { redis, waiters: Waiters::default(), closing: CancellationToken::new() }
    }

    /// Watches a key from now on. Watch first, read then, and nothing is missed.
    #[must_use]
    pub fn watch(&self, key: Uuid) -> Watch {
        let changes = self.waiters(|waiters| waiters.entry(key).or_insert_with(|| watch::channel(()).0).subscribe());
        Watch { key, changes, waiters: self.waiters.clone() }
    }

    /// The keys that somebody watches.
    #[must_use]
    pub fn watched(&self) -> Vec<Uuid> {
        self.waiters(|waiters| waiters.keys().copied().collect())
    }

    /// Ends when this process stops; whoever waits answers with what there is.
    pub async fn closing(&self) {
        self.closing.cancelled().await;
    }

    /// Whether this process stops.
    #[must_use]
    pub fn is_closing(&self) -> bool {
        self.closing.is_cancelled()
    }

    /// Wakes those who watch one of the keys, here.
    pub fn wake(&self, keys: &[Uuid]) {
        self.waiters(|waiters| {
            keys.iter().filter_map(|key| waiters.get(key)).for_each(|changes| changes.send_replace(()))
        });
    }

    /// Wakes those who watch one of the keys, everywhere.
    pub async fn publish(&self, keys: Vec<Uuid>) {
        self.wake(&keys);
        let payload: Vec<u8> = keys.iter().flat_map(|key| *key.as_bytes()).collect();
        let channel = self.redis.key(CHANNEL);
        if let Err(error) = self.redis.shared().publish::<_, _, ()>(channel, payload).await {
            tracing::debug!(%error, "change not published; other processes poll every second");
        }
    }

    /// Hears what other processes publish, until `stop`.
    pub async fn run(&self, stop: CancellationToken) {
        let listening = async {
            loop {
                if let Err(error) = self.listen().await {
                    tracing::warn!(%error, "subscription to changes lost; reconnecting");
                }
                tokio::time::sleep(RECONNECT_DELAY).await;
            }
        };
        stop.run_until_cancelled(listening).await;
        self.closing.cancel();
    }

    async fn listen(&self) -> redis::RedisResult<()> {
        let mut subscription = self.redis.subscribe(CHANNEL).await?;
        // Something may have happened while nobody listened.
        self.wake(&self.watched());
        let mut messages = subscription.on_message();
        while let Some(message) = messages.next().await {
            let keys: Vec<_> =
                message.get_payload_bytes().chunks_exact(16).filter_map(|it| Uuid::from_slice(it).ok()).collect();
            self.wake(&keys);
        }
        Ok(())
    }

    fn waiters<T>(&self, with: impl FnOnce(&mut HashMap<Uuid, watch::Sender<()>>) -> T) -> T {
        with(&mut self.waiters.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Storage;

    fn hub() -> Hub {
        let nowhere = Storage {
            database_url: "postgres://127.0.0.1:1/none".into(),
            max_connections: 2,
            redis_url: "redis://127.0.0.1:1".into(),
            cache_redis_url: None,
            redis_prefix: "test".into(),
            cache_ttl_seconds: 300,
        };
        Hub::new(Redis::new(&nowhere).unwrap())
    }

    #[tokio::test]
    async fn a_change_between_watching_and_waiting_is_not_missed() {
        let (hub, key) = (hub(), Uuid::now_v7());
        let (mut one, mut two) = (hub.watch(key), hub.watch(key));
        hub.wake(&[key]);
        one.changed().await;
        two.changed().await;
        let waited = tokio::time::timeout(Duration::from_millis(1), one.changed()).await;
        assert!(waited.is_err(), "one change wakes once");
        drop(one);
        hub.wake(&[key, Uuid::now_v7()]);
        two.changed().await;
        drop(two);
        assert!(hub.watched().is_empty(), "nobody is left behind");
    }
}
