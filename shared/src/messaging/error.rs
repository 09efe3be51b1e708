use super::Channel;

/// Why a message was not accepted. Nothing of it was kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The sender has too little.
    #[error("{needed} credits needed, {balance} there")]
    InsufficientCredits {
        /// What was there.
        balance: i64,
        /// What it costs.
        needed: i64,
    },
    /// No such user.
    #[error("there is no such recipient")]
    RecipientNotFound,
    /// The platform has no account with the provider.
    #[error("the channel {0} is not set up here")]
    ChannelNotConfigured(Channel),
    /// The sender is gone.
    #[error("the sender has no wallet")]
    SenderGone,
}
