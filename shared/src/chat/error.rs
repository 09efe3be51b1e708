use crate::quotas::{QuotaError, QuotaExceeded};
use crate::rate_limit::Verdict;

/// Why something was not done in a conversation.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// There is no such conversation or message, or it is not for this user.
    #[error("no such thing for this user")]
    NotFound,
    /// Only the owner of a group may do this.
    #[error("only the owner may")]
    NotOwner,
    /// Only who said it may change it.
    #[error("only the sender may")]
    NotSender,
    /// A direct or assistant conversation has neither a name nor other members.
    #[error("not a group")]
    NotAGroup,
    /// There is no active user of this id or name.
    #[error("no such participant: {0}")]
    ParticipantNotFound(String),
    /// A direct conversation is between two.
    #[error("a direct conversation has one other participant and no name")]
    NotTwo,
    /// A conversation with nobody else.
    #[error("nobody else")]
    Alone,
    /// More people than a conversation may have.
    #[error("too many members")]
    TooManyMembers,
    /// The assistant is not there, or is asked another way.
    #[error("no assistant")]
    AssistantNotAvailable,
    /// The message was taken back.
    #[error("the message was deleted")]
    Deleted,
    /// Another message came too shortly before.
    #[error("You are sending messages too fast. Please wait a moment.")]
    TooFast(Verdict),
    /// A search that names no word that has to occur.
    #[error("no word has to occur")]
    TooBroad,
    /// The user has, or does, as much as it may; or another one is in as many conversations as it may be.
    #[error(transparent)]
    Quota(QuotaExceeded),
    /// The database.
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
