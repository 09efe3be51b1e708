//! Redis: a doorbell and a cache, never the truth.

mod memory;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use redis::Client;
use redis::aio::{ConnectionManager, ConnectionManagerConfig, MultiplexedConnection, PubSub};
use secrecy::ExposeSecret;

use crate::config::Storage;

pub use memory::{Memory, is_out_of_memory};

/// Longer than any answer of a healthy server. The library's default of half a second is not.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(5);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
/// How long is waited for what can be had without Redis as well.
const TIMEOUT: Duration = Duration::from_millis(250);
/// How long Redis is not asked for such things after a failure.
const RETRY_DELAY: Duration = Duration::from_secs(1);
/// How long a check of Redis waits for its answer.
const PROBE_TIMEOUT: Duration = Duration::from_secs(1);
/// For how long an answer about writability is served without asking again.
const MAX_AGE: Duration = Duration::from_secs(1);

/// What Redis does right now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writability {
    /// It takes writes.
    Writable,
    /// It answers, and refuses writes.
    RefusesWrites,
    /// It does not answer within a second.
    Unreachable,
}

/// Connections to Redis, with the prefix of all our keys. A clone shares the connection.
#[derive(Clone)]
pub struct Redis {
    client: Client,
    shared: ConnectionManager,
    prefix: String,
    full: Arc<Mutex<HashMap<String, Instant>>>,
    away_until: Arc<Mutex<Option<Instant>>>,
    writability: Arc<tokio::sync::Mutex<Option<(Instant, Writability)>>>,
    cleaned_up: Arc<tokio::sync::Mutex<Option<Instant>>>,
}

impl Redis {
    /// Prepares a connection that is made on first use and again whenever it is lost: to the server of queues and all else
    /// that processes coordinate by.
    ///
    /// # Errors
    /// A URL that is none.
    pub fn new(storage: &Storage) -> redis::RedisResult<Self> {
        Self::connect(storage.redis_url.expose_secret(), storage)
    }

    /// The same, to the server of what may be evicted; `None` where that is the same server.
    ///
    /// # Errors
    /// A URL that is none.
    pub fn for_caches(storage: &Storage) -> redis::RedisResult<Option<Self>> {
        storage.cache_redis_url.as_ref().map(|url| Self::connect(url.expose_secret(), storage)).transpose()
    }

    fn connect(url: &str, storage: &Storage) -> redis::RedisResult<Self> {
        let client = Client::open(url)?;
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(CONNECT_TIMEOUT))
            .set_response_timeout(Some(RESPONSE_TIMEOUT))
            .set_number_of_retries(1);
        let shared = ConnectionManager::new_lazy_with_config(client.clone(), config)?;
        Ok(Self {
            client,
            shared,
            prefix: storage.redis_prefix.clone(),
            full: Arc::default(),
            away_until: Arc::default(),
            writability: Arc::default(),
            cleaned_up: Arc::default(),
        })
    }

    /// The full name of a key.
    #[must_use]
    pub fn key(&self, name: &str) -> String {
        format!("{}:{name}", self.prefix)
    }

    /// Notes that there is no room under a key for a while.
    pub fn note_full(&self, key: &str, length: Duration) {
        let mut full = self.full.lock().unwrap_or_else(PoisonError::into_inner);
        full.insert(key.to_owned(), Instant::now() + length);
    }

    /// Whether there was no room under a key just now.
    #[must_use]
    pub fn is_full(&self, key: &str) -> bool {
        let full = self.full.lock().unwrap_or_else(PoisonError::into_inner);
        full.get(key).is_some_and(|until| Instant::now() < *until)
    }

    /// The connection that all requests of this process share.
    #[must_use]
    pub fn shared(&self) -> ConnectionManager {
        self.shared.clone()
    }

    /// What can be had without Redis as well: `None` where it is away or slow. Then it is left alone for a second, so
    /// that not every request waits for it.
    pub async fn soon<T>(&self, answer: impl Future<Output = redis::RedisResult<T>>) -> Option<T> {
        let away_until = || self.away_until.lock().unwrap_or_else(PoisonError::into_inner);
        if away_until().is_some_and(|until| Instant::now() < until) {
            return None;
        }
        let why = match tokio::time::timeout(TIMEOUT, answer).await {
            Ok(Ok(answer)) => return Some(answer),
            // It answered: it is there, and may have no memory for this.
            Ok(Err(error)) if error.code().is_some() => {
                tracing::debug!(%error, "the cache refused a command");
                return None;
            }
            Ok(Err(error)) => error.to_string(),
            Err(_) => "no answer in time".into(),
        };
        let until = Instant::now() + RETRY_DELAY;
        // One line for all that were under way.
        if away_until().replace(until).is_none_or(|before| before + RETRY_DELAY <= until) {
            tracing::warn!(why, "the cache is unavailable; skipping it for one second");
        }
        None
    }

    /// A connection of one's own, for commands that block; answers may take as long as they like.
    ///
    /// # Errors
    /// Redis can't be reached.
    pub async fn dedicated(&self) -> redis::RedisResult<MultiplexedConnection> {
        let config = redis::AsyncConnectionConfig::new()
            .set_connection_timeout(Some(CONNECT_TIMEOUT))
            .set_response_timeout(None);
        self.client.get_multiplexed_async_connection_with_config(&config).await
    }

    /// A subscription to one of our channels, on a connection of its own.
    ///
    /// # Errors
    /// Redis can't be reached.
    pub async fn subscribe(&self, channel: &str) -> redis::RedisResult<PubSub> {
        let mut subscription = self.client.get_async_pubsub().await?;
        subscription.subscribe(self.key(channel)).await?;
        Ok(subscription)
    }

    /// A connection of one's own that may subscribe to channels.
    ///
    /// # Errors
    /// Redis can't be reached.
    pub async fn pubsub(&self) -> redis::RedisResult<PubSub> {
        self.client.get_async_pubsub().await
    }

    /// Whether Redis answers within a second.
    pub async fn ping(&self) -> bool {
        let mut connection = self.shared();
        let ping = redis::cmd("PING");
        let answer = ping.query_async::<String>(&mut connection);
        matches!(tokio::time::timeout(PROBE_TIMEOUT, answer).await, Ok(Ok(_)))
    }

    /// Whether Redis takes writes: it is given a key that is gone at once. It is asked once a second at the most.
    pub async fn writability(&self) -> Writability {
        let mut known = self.writability.lock().await;
        if let Some((at, answer)) = *known
            && at.elapsed() < MAX_AGE
        {
            return answer;
        }
        let answer = self.probe().await;
        *known = Some((Instant::now(), answer));
        answer
    }

    async fn probe(&self) -> Writability {
        let mut connection = self.shared();
        let mut write = redis::cmd("SET");
        write.arg(self.key("health")).arg("").arg("PX").arg(1);
        match tokio::time::timeout(PROBE_TIMEOUT, write.query_async::<()>(&mut connection)).await {
            Ok(Ok(())) => Writability::Writable,
            // The server answered: no memory (OOM), a replica (READONLY), a disk that is full (MISCONF).
            Ok(Err(error)) if error.code().is_some() => {
                tracing::debug!(%error, "Redis refuses writes");
                Writability::RefusesWrites
            }
            Ok(Err(_)) | Err(_) => Writability::Unreachable,
        }
    }
}
