use chrono::{DateTime, Utc};

/// Why a question was not taken.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// All completions of the day were used.
    #[error("the limit of {limit} a day is reached")]
    DailyLimit {
        /// How many there are on a day.
        limit: i32,
        /// When there are new ones.
        resets_at: DateTime<Utc>,
    },
    /// The database.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}
