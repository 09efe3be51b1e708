use crate::quotas::{QuotaError, QuotaExceeded};
use crate::rate_limit::Verdict;

/// Why a conversation operation was refused.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The conversation or message does not exist or is not visible to the user.
    #[error("no such thing for this user")]
    NotFound,
    /// Only the owner of a group may do this.
    #[error("only the owner may")]
    NotOwner,
    /// Only its sender may change a message.
    #[error("only the sender may")]
    NotSender,
    /// A direct or assistant conversation has neither a name nor other members.
    #[error("not a group")]
    NotAGroup,
    /// There is no active user of this id or name.
    #[error("no such participant: {0}")]
    ParticipantNotFound(String),
    /// A direct conversation has exactly two members.
    #[error("a direct conversation has one other participant and no name")]
    NotTwo,
    /// A conversation without other members.
    #[error("nobody else")]
    Alone,
    /// Too many members for a conversation.
    #[error("too many members")]
    TooManyMembers,
    /// The assistant is not available, or needs another endpoint.
    #[error("no assistant")]
    AssistantNotAvailable,
    /// The message was deleted.
    #[error("the message was deleted")]
    Deleted,
    /// The rate limit of messages is reached.
    #[error("You are sending messages too fast. Please wait a moment.")]
    TooFast(Verdict),
    /// A search without a required word.
    #[error("no word has to occur")]
    TooBroad,
    /// A quota of the user is reached, or another user's quota of conversations.
    #[error(transparent)]
    Quota(QuotaExceeded),
    /// A database error.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl From<QuotaError> for Refusal {
    fn from(error: QuotaError) -> Self {
        match error {
            QuotaError::Exceeded(exceeded) => Self::Quota(exceeded),
            QuotaError::Database(error) => Self::Database(error),
        }
    }
}
