use super::{Channel, Misuse};

/// Why a message was not accepted. Nothing of it was kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The sender has too little.
    #[error("{needed} credits needed, {balance} there, {promotional} of them for in-app messages only")]
    InsufficientCredits {
        /// What was there.
        balance: i64,
        /// How much of that is for in-app messages only, where this is none.
        promotional: i64,
        /// What it costs.
        needed: i64,
    },
    /// No such user.
    #[error("there is no such recipient")]
    RecipientNotFound,
    /// The platform has no account with the provider.
    #[error("the channel {0} is not set up here")]
    ChannelNotConfigured(Channel),
    /// The recipient wants nothing more from this sender.
    #[error("the recipient has opted out")]
    RecipientOptedOut,
    /// The sender has no such template.
    #[error("there is no such template")]
    TemplateNotFound,
    /// The sender has such a template in several languages.
    #[error("there are several such templates")]
    TemplateAmbiguous,
    /// A template with the wrong parameters.
    #[error("the template takes other parameters")]
    TemplateMisused(Vec<Misuse>),
    /// The sender is gone.
    #[error("the sender has no wallet")]
    SenderGone,
}
