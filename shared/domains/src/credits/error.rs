use crate::ids::UserId;

/// Why a distribution or reclaim was refused.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Not a business owner of this reseller.
    #[error("{0} is no business owner of the reseller")]
    NotYours(UserId),
    /// The business owner is suspended and can't receive credits.
    #[error("{0} is suspended")]
    Suspended(UserId),
    /// The available amount is too low.
    #[error("{needed} needed, {available} there")]
    Insufficient {
        /// The reseller's balance, or the amount it may reclaim.
        available: i64,
        /// The requested amount.
        needed: i64,
    },
    /// A database error.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}
