use chrono::{DateTime, Utc};

/// Why money was not moved.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// There is no active user of this id or name.
    #[error("no such receiver")]
    ReceiverNotFound,
    /// Nobody sends money to itself.
    #[error("the receiver is the sender")]
    ToYourself,
    /// More than one transfer may move, in minor units.
    #[error("above {0}, the limit of a transfer")]
    AboveLimit(i64),
    /// More than the sender may send today, in minor units.
    #[error("above {left}, what is left of the day's limit {limit}")]
    AboveDailyLimit {
        /// The limit.
        limit: i64,
        /// What is left of it.
        left: i64,
        /// Seconds until the next day.
        resets_in: u32,
    },
    /// A payment of the sender went back: an admin has to clear that first.
    #[error("a payment of the sender went back")]
    Blocked,
    /// The sender has enough, but too much of it from fresh deposits, in minor units.
    #[error("{needed} needed, {available} available of {balance}")]
    Held {
        /// What it has.
        balance: i64,
        /// What of that it may send.
        available: i64,
        /// What it wanted to send.
        needed: i64,
        /// When more becomes available.
        until: DateTime<Utc>,
    },
    /// The sender has too little, in minor units.
    #[error("{needed} needed, {balance} there")]
    Insufficient {
        /// What it has.
        balance: i64,
        /// What it wanted to send.
        needed: i64,
    },
    /// The database.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}
