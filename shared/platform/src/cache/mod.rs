//! Redis: notifications and caches, never the source of truth.

mod call;
mod memory;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use apalis_redis_fair::FailoverConnection;
use parking_lot::Mutex;
use redis::Client;
use redis::aio::{ConnectionManagerConfig, PubSub};
use secrecy::ExposeSecret;

use crate::config::Storage;

pub use call::{CallError, CircuitBreaker, call_within, is_out_of_memory};
pub use memory::Memory;

/// Longer than any answer of a healthy server. The library's default of half a second is not.
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(5);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
/// Timeout of optional calls.
const TIMEOUT: Duration = Duration::from_millis(250);
/// Timeout of a Redis check.
const PROBE_TIMEOUT: Duration = Duration::from_secs(1);
/// Cache lifetime of a writability answer.
const MAX_AGE: Duration = Duration::from_secs(1);

/// Redis's current state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writability {
    /// It accepts writes.
    Writable,
    /// It refuses writes as a replica.
    ReadOnly,
    /// It refuses writes because its memory is full.
    Full,
    /// It refuses writes because it lacks the replicas that it must have (`min-replicas-to-write`).
    NoReplicas,
    /// It answers, and refuses writes for another reason, such as a full disk.
    RefusesWrites,
    /// It does not answer within a second.
    Unreachable,
}

/// Connections to Redis, with the prefix of all our keys. Clones share the connection.
#[derive(Clone)]
pub struct Redis {
    client: Client,
    shared: FailoverConnection,
    prefix: String,
    full: Arc<Mutex<HashMap<String, Instant>>>,
    breaker: Arc<CircuitBreaker>,
    writability: Arc<tokio::sync::Mutex<Option<(Instant, Writability)>>>,
    cleaned_up: Arc<tokio::sync::Mutex<Option<Instant>>>,
}

impl Redis {
    /// Prepares a connection, made on first use and after each loss, to the server of queues and other coordination.
    ///
    /// # Errors
    /// An invalid URL.
    pub fn new(storage: &Storage) -> redis::RedisResult<Self> {
        Self::connect(storage.redis_url.expose_secret(), storage)
    }

    /// The same, to the server of evictable data; `None` if it is the same server.
    ///
    /// # Errors
    /// An invalid URL.
    pub fn for_caches(storage: &Storage) -> redis::RedisResult<Option<Self>> {
        storage.cache_redis_url.as_ref().map(|url| Self::connect(url.expose_secret(), storage)).transpose()
    }

    fn connect(url: &str, storage: &Storage) -> redis::RedisResult<Self> {
        let client = Client::open(url)?;
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(CONNECT_TIMEOUT))
            .set_response_timeout(Some(RESPONSE_TIMEOUT))
            .set_number_of_retries(1);
        let shared = FailoverConnection::new(client.clone(), config)?;
        Ok(Self {
            client,
            shared,
            prefix: storage.redis_prefix.clone(),
            full: Arc::default(),
            breaker: Arc::new(CircuitBreaker::new("optional calls", TIMEOUT)),
            writability: Arc::default(),
            cleaned_up: Arc::default(),
        })
    }

    /// The full name of a key.
    #[must_use]
    pub fn key(&self, name: &str) -> String {
        format!("{}:{name}", self.prefix)
    }

    /// Records that a key has no capacity for a while.
    pub fn note_full(&self, key: &str, length: Duration) {
        let mut full = self.full.lock();
        full.insert(key.to_owned(), Instant::now() + length);
    }

    /// Whether a key was recently recorded as full.
    #[must_use]
    pub fn is_full(&self, key: &str) -> bool {
        let full = self.full.lock();
        full.get(key).is_some_and(|until| Instant::now() < *until)
    }

    /// The connection shared by all requests of this process.
    #[must_use]
    pub fn shared(&self) -> FailoverConnection {
        self.shared.clone()
    }

    /// An optional call: `None` if Redis is unavailable or slow. It is then skipped for a second, so that not every
    /// request waits for it.
    pub async fn try_optional<T>(&self, call: impl Future<Output = redis::RedisResult<T>>) -> Option<T> {
        self.breaker.call(call).await
    }

    /// Opens connections to this server.
    #[must_use]
    pub fn client(&self) -> Client {
        self.client.clone()
    }

    /// A dedicated pub/sub connection.
    ///
    /// # Errors
    /// Redis is unreachable.
    pub async fn pubsub(&self) -> redis::RedisResult<PubSub> {
        self.client.get_async_pubsub().await
    }

    /// Whether Redis answers within a second.
    pub async fn ping(&self) -> bool {
        let mut connection = self.shared();
        let ping = redis::cmd("PING");
        call_within(PROBE_TIMEOUT, ping.query_async::<String>(&mut connection)).await.is_ok()
    }

    /// Whether Redis accepts writes, tested with a short-lived key at most once a second.
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
        match call_within(PROBE_TIMEOUT, write.query_async::<()>(&mut connection)).await {
            Ok(()) => Writability::Writable,
            Err(CallError::Refused(error)) => {
                tracing::debug!(%error, "Redis refuses writes");
                match error.code() {
                    Some("READONLY") => Writability::ReadOnly,
                    Some("NOREPLICAS") => Writability::NoReplicas,
                    _ if is_out_of_memory(&error) => Writability::Full,
                    _ => Writability::RefusesWrites,
                }
            }
            Err(CallError::Failed(_) | CallError::TimedOut) => Writability::Unreachable,
        }
    }
}
