use redis::RedisError;

/// Why a queue operation failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The name of an account is empty or contains a `/`.
    #[error("not the name of an account: {0:?}")]
    InvalidAccount(String),
    /// There is no room for some of the pushed entries.
    #[error("the queue is full; it refused {}", .refused.len())]
    Full {
        /// The ids of the rejected entries. All others are in the queue.
        refused: Vec<String>,
    },
    /// Jobs of this type have no entry: they are created elsewhere.
    #[error("jobs of this storage can't be pushed; push their entries to the queue")]
    NotPushable,
    /// Redis.
    #[error("Redis: {0}")]
    Redis(#[from] RedisError),
}
