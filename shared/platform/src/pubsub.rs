//! Wakes waiting tasks: in this process at once, in others through one Redis channel.
//!
//! A wake-up means that a key (a user, a job) changed, without details: the woken task reads Postgres. A poll every
//! second makes up for lost wake-ups.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use redis::AsyncCommands;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::cache::Redis;
use crate::subscriber::{Route, Subscriber};

const CHANNEL: &str = "changes";

type Waiters = Arc<Mutex<HashMap<Uuid, watch::Sender<()>>>>;

/// All watches of this process. Clones share the hub.
#[derive(Clone)]
pub struct Hub {
    redis: Redis,
    waiters: Waiters,
    closing: CancellationToken,
}

/// A watch on changes of a key.
pub struct Watch {
    key: Uuid,
    changes: watch::Receiver<()>,
    waiters: Waiters,
}

impl Watch {
    /// Waits for a change since this watch was created, or since this last returned.
    pub async fn changed(&mut self) {
        if self.changes.changed().await.is_err() {
            // The hub keeps its end for as long as this one exists.
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let mut waiters = self.waiters.lock();
        if waiters.get(&self.key).is_some_and(|changes| changes.receiver_count() <= 1) {
            waiters.remove(&self.key);
        }
    }
}

impl Hub {
    /// A hub for local wake-ups only, until [`Hub::run`].
    #[must_use]
    pub fn new(redis: Redis) -> Self {
        Self { redis, waiters: Waiters::default(), closing: CancellationToken::new() }
    }

    /// Watches a key from now on. To miss nothing, watch before reading.
    #[must_use]
    pub fn watch(&self, key: Uuid) -> Watch {
        let changes = self.waiters(|waiters| waiters.entry(key).or_insert_with(|| watch::channel(()).0).subscribe());
        Watch { key, changes, waiters: self.waiters.clone() }
    }

    /// The watched keys.
    #[must_use]
    pub fn watched(&self) -> Vec<Uuid> {
        self.waiters(|waiters| waiters.keys().copied().collect())
    }

    /// Returns when this process stops; waiting requests then answer with the current state.
    pub async fn closing(&self) {
        self.closing.cancelled().await;
    }

    /// Whether this process is stopping.
    #[must_use]
    pub fn is_closing(&self) -> bool {
        self.closing.is_cancelled()
    }

    /// Wakes local watches of the keys.
    pub fn wake(&self, keys: &[Uuid]) {
        self.waiters(|waiters| {
            keys.iter().filter_map(|key| waiters.get(key)).for_each(|changes| changes.send_replace(()))
        });
    }

    /// Wakes watches of the keys in all processes.
    pub async fn publish(&self, keys: Vec<Uuid>) {
        self.wake(&keys);
        let payload: Vec<u8> = keys.iter().flat_map(|key| *key.as_bytes()).collect();
        let channel = self.redis.key(CHANNEL);
        if let Err(error) = self.redis.shared().publish::<_, _, ()>(channel, payload).await {
            tracing::debug!(%error, "change not published; other processes poll every second");
        }
    }

    /// Receives other processes' wake-ups, and closes at `stop`.
    pub async fn run(&self, subscriber: &Subscriber, stop: CancellationToken) {
        subscriber.route(CHANNEL, Arc::new(self.clone()));
        subscriber.subscribe(CHANNEL);
        stop.cancelled().await;
        self.closing.cancel();
    }

    fn waiters<T>(&self, with: impl FnOnce(&mut HashMap<Uuid, watch::Sender<()>>) -> T) -> T {
        with(&mut self.waiters.lock())
    }
}

impl Route for Hub {
    fn on_message(&self, _: &str, payload: &[u8]) {
        let keys: Vec<_> = payload.chunks_exact(16).filter_map(|it| Uuid::from_slice(it).ok()).collect();
        self.wake(&keys);
    }

    fn on_resync(&self, _: &[String]) {
        // Any change may have been missed.
        self.wake(&self.watched());
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

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
        assert!(hub.watched().is_empty(), "no watcher is left");
    }
}
