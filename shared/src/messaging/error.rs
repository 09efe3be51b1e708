use super::{Channel, Misuse};
use crate::quotas::QuotaExceeded;
use crate::rate_limit::Verdict;

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
    /// The sender's sends are stopped.
    #[error("its sends are stopped")]
    SendingStopped {
        /// Why, where that was said.
        reason: Option<String>,
    },
    /// The sender may not send outside the platform.
    #[error("it may not send outside the platform")]
    ExternalSendingNotAllowed {
        /// Whether a verified phone number would be enough.
        by_verified_number: bool,
    },
    /// The template belongs to the shared number and is not granted to the sender.
    #[error("the template is not granted to it")]
    TemplateNotGranted,
    /// The sender's external messages of the day are used up.
    #[error("its {limit} external messages of the day are used up")]
    AccountLimit {
        /// How many there are on a day.
        limit: i64,
        /// Seconds until the next day.
        resets_in: u32,
    },
    /// The shared number's messages are used up.
    #[error("the messages of the shared number are used up")]
    SharedNumberLimit(Verdict),
    /// No such user.
    #[error("there is no such recipient")]
    RecipientNotFound,
    /// The platform has no account with the provider.
    #[error("the channel {0} is not set up here")]
    ChannelNotConfigured(Channel),
    /// The sender's own number is not verified.
    #[error("the sender's number is not verified")]
    ChannelPending,
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
    /// As many messages of the sender wait for their time as may.
    #[error(transparent)]
    Quota(QuotaExceeded),
    /// The sender is gone.
    #[error("the sender has no wallet")]
    SenderGone,
}
