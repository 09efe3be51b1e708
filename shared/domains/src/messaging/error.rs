use super::{Channel, Misuse};
use crate::quotas::QuotaExceeded;
use crate::rate_limit::Verdict;

/// Why a message was not accepted. Nothing of it is stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The sender's balance is too low.
    #[error("{needed} credits needed, {balance} there, {promotional} of them for in-app messages only")]
    InsufficientCredits {
        /// The balance.
        balance: i64,
        /// The part of it that is valid for in-app messages only, if this message is not one.
        promotional: i64,
        /// The price.
        needed: i64,
    },
    /// The sender's sends are stopped.
    #[error("its sends are stopped")]
    SendingStopped {
        /// The reason, if given.
        reason: Option<String>,
    },
    /// The sender may not send outside the platform.
    #[error("it may not send outside the platform")]
    ExternalSendingNotAllowed {
        /// Whether a verified phone number would suffice.
        by_verified_number: bool,
    },
    /// The template belongs to the shared number and the sender has no grant for it.
    #[error("the template is not granted to it")]
    TemplateNotGranted,
    /// The sender's daily external limit is reached.
    #[error("its {limit} external messages of the day are used up")]
    AccountLimit {
        /// The limit per day.
        limit: i64,
        /// Seconds until the next day.
        resets_in: u32,
    },
    /// The shared number's limit is reached.
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
    /// The recipient opted out of this sender's messages.
    #[error("the recipient has opted out")]
    RecipientOptedOut,
    /// The sender has no such template.
    #[error("there is no such template")]
    TemplateNotFound,
    /// The sender has such a template in several languages.
    #[error("there are several such templates")]
    TemplateAmbiguous,
    /// Wrong template parameters.
    #[error("the template takes other parameters")]
    TemplateMisused(Vec<Misuse>),
    /// The sender's quota of scheduled messages is reached.
    #[error(transparent)]
    Quota(QuotaExceeded),
    /// The sender no longer exists.
    #[error("the sender has no wallet")]
    SenderGone,
}

impl Refusal {
    /// The public code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::InsufficientCredits { .. } => "insufficient_credits",
            Self::SendingStopped { .. } => "sending_stopped",
            Self::ExternalSendingNotAllowed { .. } => "external_sending_not_allowed",
            Self::TemplateNotGranted => "template_not_granted",
            Self::AccountLimit { .. } => "external_send_limit_reached",
            Self::SharedNumberLimit(_) => "shared_number_limit_reached",
            Self::RecipientNotFound => "recipient_not_found",
            Self::ChannelNotConfigured(_) => "channel_not_configured",
            Self::ChannelPending => "channel_pending",
            Self::RecipientOptedOut => "recipient_opted_out",
            Self::TemplateNotFound => "template_not_found",
            Self::TemplateAmbiguous => "template_ambiguous",
            Self::TemplateMisused(_) => "template_parameters_invalid",
            Self::Quota(_) => "quota_exceeded",
            Self::SenderGone => "unauthenticated",
        }
    }
}
