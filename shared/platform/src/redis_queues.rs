//! The fair queues in Redis, each built once per process.

use std::collections::HashMap;
use std::sync::Arc;

use apalis_redis_fair::FairQueue;
use parking_lot::RwLock;
use uuid::Uuid;

use crate::cache::Redis;

/// The account of the platform's own jobs, which are exempt from fairness.
const PLATFORM: Uuid = Uuid::nil();

/// Fair queues by name. Clones share them.
#[derive(Clone)]
pub struct RedisQueues(Arc<Inner>);

struct Inner {
    redis: Redis,
    window: usize,
    built: RwLock<HashMap<&'static str, FairQueue>>,
}

impl RedisQueues {
    /// Queues of at most `window` entries each.
    #[must_use]
    pub fn new(redis: &Redis, window: usize) -> Self {
        Self(Arc::new(Inner { redis: redis.clone(), window, built: RwLock::default() }))
    }

    /// The queue of this name.
    #[must_use]
    pub fn get(&self, name: &'static str) -> FairQueue {
        let built = self.0.built.read();
        if let Some(queue) = built.get(name) {
            return queue.clone();
        }
        drop(built);
        let mut built = self.0.built.write();
        built.entry(name).or_insert_with(|| self.build(name)).clone()
    }

    fn build(&self, name: &str) -> FairQueue {
        let Inner { redis, window, .. } = &*self.0;
        FairQueue::new(redis.client(), redis.shared(), &redis.key(&format!("queue:{name}")), *window)
            .with_exempt_account(&PLATFORM.to_string())
    }
}
