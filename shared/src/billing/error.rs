use crate::money::Money;

/// Why nothing was ordered.
#[derive(Debug, thiserror::Error)]
pub enum OrderError {
    /// No payments are taken here.
    #[error("payments are not set up")]
    NotConfigured,
    /// A payment of this user went back.
    #[error("an earlier payment went back")]
    Blocked,
    /// Its price is not one that can be paid.
    #[error("this costs {price}; a payment must be from {least} to {most}")]
    Price {
        /// What it would cost.
        price: Money,
        /// The least that can be paid.
        least: Money,
        /// The most.
        most: Money,
    },
    /// The database.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}
