use crate::money::Money;
use crate::quotas::{QuotaError, QuotaExceeded};

/// Why an order was refused.
#[derive(Debug, thiserror::Error)]
pub enum OrderError {
    /// Payments are not configured.
    #[error("payments are not set up")]
    NotConfigured,
    /// A payment of this user was returned.
    #[error("an earlier payment went back")]
    Blocked,
    /// Its price is outside the payable range.
    #[error("this costs {price}; a payment must be from {least} to {most}")]
    Price {
        /// The price.
        price: Money,
        /// The minimum.
        least: Money,
        /// The maximum.
        most: Money,
    },
    /// The user's quota of unpaid orders is reached.
    #[error(transparent)]
    Quota(QuotaExceeded),
    /// A database error.
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
