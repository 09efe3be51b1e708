use redis::RedisError;

/// Why a queue did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The name of an account is empty or contains a `/`.
    #[error("not the name of an account: {0:?}")]
    InvalidAccount(String),
    /// Some of the pushed entries found no room.
    #[error("the queue is full; it refused {}", .refused.len())]
    Full {
        /// The ids of the refused entries. All others are in the queue.
        refused: Vec<String>,
    },
    /// Jobs of this type are claimed elsewhere and have no entry of their own.
    #[error("jobs of this storage can't be pushed; push their entries to the queue")]
    NotPushable,
    /// Redis.
    #[error("Redis: {0}")]
    Redis(#[from] RedisError),
}
