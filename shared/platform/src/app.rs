//! The single composition root, for binaries and tests.

use std::ops::Deref;
use std::sync::Arc;

use tokio_util::task::TaskTracker;

use crate::broadcast::Broadcast;
use crate::cache::Redis;
use crate::clock::Clock;
use crate::concurrency::Concurrency;
use crate::config::Config;
use crate::db::Db;
use crate::fair_queue::FairQueue;
use crate::key_cache::KeyCache;
use crate::keyed_mutex::KeyedMutex;
use crate::liveness::Liveness;
use crate::metrics::Metrics;
use crate::presence::Presence;
use crate::provider_limits::Throttles;
use crate::pubsub::Hub;
use crate::quotas::OpenSlots;
use crate::rate_limit::Limiter;
use crate::redis_queues::RedisQueues;
use crate::revocations::Revocations;
use crate::secrets::Sealer;
use crate::subscriber::Subscriber;
use crate::traces::Traces;

/// Minimum number of passwords that may wait for hashing, and the number per concurrent hash. The maximum wait bounds
/// the load; this bounds memory only. A burst of aborted logins must leave room for a genuine one.
const MIN_HASHES_WAITING: usize = 64;
const HASHES_WAITING: usize = 4;

/// An application. Clones share everything.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The components of a process.
pub struct Parts {
    /// The configuration.
    pub config: Config,
    /// The time.
    pub clock: Clock,
    /// Postgres, the source of truth.
    pub db: Db,
    /// Redis, for notifications.
    pub redis: Redis,
    /// The queues of jobs in Redis.
    pub queues: RedisQueues,
    /// Redis, for evictable data; often the same server.
    pub cache: Redis,
    /// Liveness of this process's loops.
    pub liveness: Liveness,
    /// The subscription to Redis.
    pub subscriber: Subscriber,
    /// Wakes tasks that wait for changes.
    pub hub: Hub,
    /// Publishes to all processes.
    pub broadcast: Broadcast,
    /// Presence of users.
    pub presence: Presence,
    /// Rate limits.
    pub limiter: Limiter,
    /// Open slots of accounts, over all processes.
    pub open: OpenSlots,
    /// Ended sessions, for checking access tokens.
    pub revocations: Revocations,
    /// Provider throttles.
    pub throttles: Throttles,
    /// Serializes local tasks that need the same row.
    pub turns: KeyedMutex,
    /// Encrypts users' secrets.
    pub sealer: Sealer,
    /// Metrics.
    pub metrics: Arc<Metrics>,
    /// Request traces.
    pub traces: Traces,
    /// Password hashing, which occupies a core: at most all cores but one, with fair queuing.
    pub hashing: FairQueue,
    /// Cached API key data.
    pub keys: KeyCache,
    /// Concurrent requests per account.
    pub concurrency: Concurrency,
    /// Tasks that no request awaits; [`App::close`] does.
    pub background: TaskTracker,
}

/// An invalid configuration.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// `DATABASE_URL`.
    #[error("DATABASE_URL is not a Postgres URL: {0}")]
    Database(#[from] sqlx::Error),
    /// `REDIS_URL`.
    #[error("REDIS_URL is not a Redis URL: {0}")]
    Redis(#[from] redis::RedisError),
    /// `CACHE_REDIS_URL`.
    #[error("CACHE_REDIS_URL is not a Redis URL: {0}")]
    Cache(redis::RedisError),
}

impl App {
    /// Wires an application without tracing. Connections are made on first use.
    ///
    /// # Errors
    /// An invalid URL.
    pub fn build(config: Config) -> Result<Self, BuildError> {
        Self::traced(config, Traces::default())
    }

    /// Wires an application that exports traces to a collector.
    ///
    /// # Errors
    /// An invalid URL.
    pub fn traced(config: Config, traces: Traces) -> Result<Self, BuildError> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let hashers = (cores - 1).max(1);
        let (clock, redis) = (Clock::default(), Redis::new(&config.storage)?);
        let cache = Redis::for_caches(&config.storage).map_err(BuildError::Cache)?.unwrap_or_else(|| redis.clone());
        let (hub, subscriber) = (Hub::new(redis.clone()), Subscriber::new(redis.clone()));
        let metrics = Arc::new(Metrics::default());
        let publisher = hub.clone();
        let waker = Arc::new(move |keys| {
            let publisher = publisher.clone();
            Box::pin(async move { publisher.publish(keys).await }) as _
        });
        Ok(Self(Arc::new(Parts {
            limiter: Limiter::new(&config, &redis, &clock, metrics.clone()),
            broadcast: Broadcast::new(redis.clone(), subscriber.clone()),
            presence: Presence::new(&redis),
            open: OpenSlots::new(&redis),
            revocations: Revocations::default(),
            throttles: Throttles::new(&redis, &clock),
            turns: KeyedMutex::default(),
            sealer: Sealer::new(&config.encryption),
            clock,
            db: Db::new(&config.storage, waker, metrics.clone())?,
            queues: RedisQueues::new(&redis),
            redis,
            cache,
            liveness: Liveness::default(),
            subscriber,
            hub,
            metrics,
            traces,
            keys: KeyCache::default(),
            concurrency: Concurrency::new(&config.limits, config.storage.max_connections),
            background: TaskTracker::new(),
            hashing: FairQueue::new(hashers, (hashers * HASHES_WAITING).max(MIN_HASHES_WAITING)),
            config,
        })))
    }

    /// Awaits the background tasks and the work after commits, then closes the connections to Postgres.
    pub async fn close(&self) {
        self.background.close();
        self.background.wait().await;
        self.db.close().await;
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
