//! The one composition root, for binaries and tests alike.

use std::ops::Deref;
use std::sync::Arc;

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
use crate::revocations::Revocations;
use crate::secrets::Sealer;
use crate::traces::Traces;

/// Passwords that may wait to be hashed, at least, and for each that is hashed at a time. The time that each may wait
/// bounds the load; this bounds memory only. A burst of logins that hang up at once must fit beside an honest one.
const MIN_HASHES_WAITING: usize = 64;
const HASHES_WAITING: usize = 4;

/// An application. A clone shares all of it.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// Everything that a process needs to serve.
pub struct Parts {
    /// The configuration.
    pub config: Config,
    /// The time.
    pub clock: Clock,
    /// Postgres, the truth.
    pub db: Db,
    /// Redis, the doorbell.
    pub redis: Redis,
    /// Redis, for what may be evicted at any time; often the same server.
    pub cache: Redis,
    /// Whether the loops of this process still turn.
    pub liveness: Liveness,
    /// Who waits for changes.
    pub hub: Hub,
    /// Tells all processes something at once.
    pub broadcast: Broadcast,
    /// Who is online.
    pub presence: Presence,
    /// Says how often something may happen.
    pub limiter: Limiter,
    /// What accounts hold open, over all processes.
    pub open: OpenSlots,
    /// Which sessions have ended, where access tokens are checked.
    pub revocations: Revocations,
    /// How fast providers may be called.
    pub lanes: Throttles,
    /// Who waits for the same row.
    pub turns: KeyedMutex,
    /// Keeps secrets of users.
    pub sealer: Sealer,
    /// What it tells of itself in numbers.
    pub metrics: Arc<Metrics>,
    /// What it tells of the ways that requests take.
    pub traces: Traces,
    /// Password hashing, which keeps a core busy: all cores but one at the most, and callers take turns.
    pub hashing: FairQueue,
    /// What is remembered of API keys.
    pub keys: KeyCache,
    /// How many requests of an account are handled at a time.
    pub concurrency: Concurrency,
}

/// A configuration that no application can be built from.
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
    /// Wires an application that tells nobody of the ways that requests take. Nothing is connected yet: that happens on
    /// first use.
    ///
    /// # Errors
    /// A URL that is none.
    pub fn build(config: Config) -> Result<Self, BuildError> {
        Self::traced(config, Traces::default())
    }

    /// Wires an application that tells a collector.
    ///
    /// # Errors
    /// A URL that is none.
    pub fn traced(config: Config, traces: Traces) -> Result<Self, BuildError> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let hashers = (cores - 1).max(1);
        let (clock, redis) = (Clock::default(), Redis::new(&config.storage)?);
        let cache = Redis::for_caches(&config.storage).map_err(BuildError::Cache)?.unwrap_or_else(|| redis.clone());
        let hub = Hub::new(redis.clone());
        let metrics = Arc::new(Metrics::default());
        let publisher = hub.clone();
        let waker = Arc::new(move |keys| {
            let publisher = publisher.clone();
            Box::pin(async move { publisher.publish(keys).await }) as _
        });
        Ok(Self(Arc::new(Parts {
            limiter: Limiter::new(&config, &redis, &clock, metrics.clone()),
            broadcast: Broadcast::new(redis.clone()),
            presence: Presence::new(&redis),
            open: OpenSlots::new(&redis),
            revocations: Revocations::default(),
            lanes: Throttles::new(&redis, &clock),
            turns: KeyedMutex::default(),
            sealer: Sealer::new(&config.encryption),
            clock,
            db: Db::new(&config.storage, waker, metrics.clone())?,
            redis,
            cache,
            liveness: Liveness::default(),
            hub,
            metrics,
            traces,
            keys: KeyCache::default(),
            concurrency: Concurrency::new(&config.limits, config.storage.max_connections),
            hashing: FairQueue::new(hashers, (hashers * HASHES_WAITING).max(MIN_HASHES_WAITING)),
            config,
        })))
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
