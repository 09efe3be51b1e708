use chrono::{DateTime, Utc};

/// Why a question was refused.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The daily limit of completions is reached.
    #[error("the limit of {limit} a day is reached")]
    DailyLimit {
        /// Completions per day.
        limit: i32,
        /// Time of the next reset.
        resets_at: DateTime<Utc>,
    },
    /// A database error.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}
