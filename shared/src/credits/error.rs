use crate::ids::UserId;

/// Why credits are not handed out or taken back.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// No business owner of this reseller.
    #[error("{0} is no business owner of the reseller")]
    NotYours(UserId),
    /// It is suspended, and gets nothing.
    #[error("{0} is suspended")]
    Suspended(UserId),
    /// Less is there than asked for.
    #[error("{needed} needed, {available} there")]
    Insufficient {
        /// What the reseller has, or what it may take back.
        available: i64,
        /// What was asked for.
        needed: i64,
    },
    /// The database.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}
