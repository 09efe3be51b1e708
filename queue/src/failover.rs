//! A shared connection that survives a failover of Redis.

use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use redis::aio::{ConnectionLike, ConnectionManager, ConnectionManagerConfig};
use redis::{Client, Cmd, Pipeline, RedisError, RedisFuture, RedisResult, Value};

/// A connection younger than this is kept: its server has not been promoted yet.
const MIN_AGE: Duration = Duration::from_millis(200);

/// A shared connection that connects on first use, and again after each loss and as soon as its server refuses a write
/// as a replica: after a failover the old primary keeps its connections open, while its address leads to the new one.
///
/// The refused command fails; later ones use the new connection. Clones share the connection.
#[derive(Clone)]
pub struct FailoverConnection(Arc<Inner>);

struct Inner {
    client: Client,
    config: ConnectionManagerConfig,
    current: Mutex<Current>,
}

struct Current {
    manager: ConnectionManager,
    since: Instant,
    /// How often the connection was replaced.
    generation: u64,
}

impl std::fmt::Debug for FailoverConnection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FailoverConnection").field("generation", &self.generation()).finish_non_exhaustive()
    }
}

impl FailoverConnection {
    /// A connection that is made on first use.
    ///
    /// # Errors
    /// A URL that can't be used.
    pub fn new(client: Client, config: ConnectionManagerConfig) -> RedisResult<Self> {
        let manager = ConnectionManager::new_lazy_with_config(client.clone(), config.clone())?;
        let current = Mutex::new(Current { manager, since: Instant::now(), generation: 0 });
        Ok(Self(Arc::new(Inner { client, config, current })))
    }

    /// How often the connection was replaced because its server had become a replica.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.0.current.lock().generation
    }

    fn current(&self) -> (ConnectionManager, u64) {
        let current = self.0.current.lock();
        (current.manager.clone(), current.generation)
    }

    /// Replaces the connection of this generation, unless it is new.
    fn replace(&self, generation: u64) {
        let mut current = self.0.current.lock();
        if current.generation != generation || current.since.elapsed() < MIN_AGE {
            return;
        }
        if let Ok(manager) = ConnectionManager::new_lazy_with_config(self.0.client.clone(), self.0.config.clone()) {
            *current = Current { manager, since: Instant::now(), generation: generation + 1 };
        }
    }
}

/// Whether a server refused a write because it is a replica. Some versions report it only in a script's error.
fn is_read_only(error: &RedisError) -> bool {
    error.code() == Some("READONLY") || error.detail().is_some_and(|detail| detail.contains("READONLY"))
}

/// The same for an answer: errors of the server are values until they are converted.
fn has_read_only(value: &Value) -> bool {
    match value {
        Value::ServerError(error) => is_read_only(&error.clone().into()),
        Value::Array(values) => values.iter().any(has_read_only),
        _ => false,
    }
}

impl ConnectionLike for FailoverConnection {
    fn req_packed_command<'a>(&'a mut self, cmd: &'a Cmd) -> RedisFuture<'a, Value> {
        let (mut manager, generation) = self.current();
        Box::pin(async move {
            let answer = manager.req_packed_command(cmd).await;
            let is_refused = match &answer {
                Ok(value) => has_read_only(value),
                Err(error) => is_read_only(error),
            };
            if is_refused {
                self.replace(generation);
            }
            answer
        })
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        cmd: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        let (mut manager, generation) = self.current();
        Box::pin(async move {
            let answers = manager.req_packed_commands(cmd, offset, count).await;
            let is_refused = match &answers {
                Ok(values) => values.iter().any(has_read_only),
                Err(error) => is_read_only(error),
            };
            if is_refused {
                self.replace(generation);
            }
            answers
        })
    }

    fn get_db(&self) -> i64 {
        self.current().0.get_db()
    }
}
