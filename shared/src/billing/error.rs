use crate::money::Money;
use crate::quotas::{QuotaError, QuotaExceeded};

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
    /// The user has as many unpaid ones as it may.
    #[error(transparent)]
    Quota(QuotaExceeded),
    /// The database.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl From<QuotaError> for OrderError {
    fn from(error: QuotaError) -> Self {
        match error {
            QuotaError::Exceeded(exceeded) => Self::Quota(exceeded),
            QuotaError::Database(error) => Self::Database(error),
        }
    }
}
