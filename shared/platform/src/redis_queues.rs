//! The fair queues in Redis, each built once per process.

use std::collections::HashMap;
use std::sync::Arc;

use apalis_redis_fair::FairQueue;
use parking_lot::RwLock;
use uuid::Uuid;

use crate::cache::Redis;

/// The account of the platform's own jobs, which are exempt from fairness.
const PLATFORM: Uuid = Uuid::nil();

/// The queue window: the most job ids of a queue in Redis; the backlog stays in Postgres.
const WINDOW: usize = 2_000;

/// Fair queues by name. Clones share them.
#[derive(Clone)]
pub struct RedisQueues(Arc<Inner>);

struct Inner {
    redis: Redis,
    built: RwLock<HashMap<&'static str, FairQueue>>,
}

impl RedisQueues {
    /// No queues yet.
    #[must_use]
    pub fn new(redis: &Redis) -> Self {
        Self(Arc::new(Inner { redis: redis.clone(), built: RwLock::default() }))
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
        let redis = &self.0.redis;
        FairQueue::new(redis.client(), redis.shared(), &redis.key(&format!("queue:{name}")), WINDOW)
            .with_exempt_account(&PLATFORM.to_string())
    }
}
