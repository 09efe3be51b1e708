use chrono::{DateTime, Utc};

/// Why a transfer was refused.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// There is no active user of this id or name.
    #[error("no such receiver")]
    ReceiverNotFound,
    /// Sender and receiver are the same.
    #[error("the receiver is the sender")]
    ToYourself,
    /// Above the limit of one transfer, in minor units.
    #[error("above {0}, the limit of a transfer")]
    AboveLimit(i64),
    /// Above the sender's daily limit, in minor units.
    #[error("above {left}, what is left of the day's limit {limit}")]
    AboveDailyLimit {
        /// The limit.
        limit: i64,
        /// The remainder.
        left: i64,
        /// Seconds until the next day.
        resets_in: u32,
    },
    /// A payment of the sender was returned: an admin must clear the block first.
    #[error("a payment of the sender went back")]
    Blocked,
    /// The balance suffices, but too much of it comes from recent deposits; in minor units.
    #[error("{needed} needed, {available} available of {balance}")]
    Held {
        /// The balance.
        balance: i64,
        /// The transferable part.
        available: i64,
        /// The requested amount.
        needed: i64,
        /// Time at which more becomes available.
        until: DateTime<Utc>,
    },
    /// The sender's balance is too low, in minor units.
    #[error("{needed} needed, {balance} there")]
    Insufficient {
        /// The balance.
        balance: i64,
        /// The requested amount.
        needed: i64,
    },
    /// A database error.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}
