use crate::quotas::{QuotaError, QuotaExceeded};
use crate::rate_limit::Verdict;
use crate::secrets::SealError;

/// Why nobody was signed up.
#[derive(Debug, thiserror::Error)]
pub enum SignupError {
    /// Somebody else has the name, address or number.
    #[error("the {0} is taken")]
    Taken(&'static str),
    /// The username is kept from those who choose one.
    #[error("the username is reserved")]
    Reserved,
    /// There is no such place for a user: why.
    #[error("{0}")]
    InvalidParent(&'static str),
    /// The reseller of a business owner is suspended.
    #[error("its reseller is suspended")]
    ParentSuspended,
    /// A field that is not valid.
    #[error("{0}")]
    Invalid(#[from] garde::Report),
    /// The database.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// Too many passwords wait to be hashed.
    #[error("too many passwords wait to be hashed")]
    Busy,
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(bcrypt::BcryptError),
}

impl From<HashError> for SignupError {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy => Self::Busy,
            HashError::Bcrypt(error) => Self::Hash(error),
        }
    }
}

/// Why a password was not hashed.
#[derive(Debug, thiserror::Error)]
pub(super) enum HashError {
    /// Too many wait already, or this one waited too long.
    #[error("too many passwords wait to be hashed")]
    Busy,
    /// bcrypt.
    #[error(transparent)]
    Bcrypt(#[from] bcrypt::BcryptError),
}

/// Why a user was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// No such user, or not one of this reseller.
    #[error("no such user")]
    NotFound,
    /// Whoever asks is no admin any more.
    #[error("only admins may do this")]
    NotAdmin,
    /// Admins neither suspend nor demote themselves, so there always is one.
    #[error("admins do this to others only")]
    Yourself,
    /// A reseller that has business owners stays one.
    #[error("it has business owners")]
    HasBusinessOwners,
    /// Whoever suspended it has more to say.
    #[error("an admin suspended it")]
    SuspendedByAdmin,
    /// An admin stopped its sends.
    #[error("an admin stopped its sends")]
    StoppedByAdmin,
    /// A reseller that may not send outside the platform itself.
    #[error("the reseller may not grant this")]
    MayNotGrant,
    /// As at sign-up.
    #[error(transparent)]
    User(#[from] SignupError),
    /// Its bank details can't be kept secret.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl From<sqlx::Error> for ChangeError {
    fn from(error: sqlx::Error) -> Self {
        Self::User(error.into())
    }
}

/// Why a password was not set.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// The code or the current password is wrong.
    #[error(transparent)]
    Login(#[from] LoginError),
    /// The new password is not acceptable for this user; the text says what it must not be.
    #[error("the new password {0}")]
    Unacceptable(&'static str),
}

impl From<sqlx::Error> for PasswordError {
    fn from(error: sqlx::Error) -> Self {
        Self::Login(error.into())
    }
}

/// Why nobody was logged in.
#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    /// No such user, a wrong password, code or refresh token, or a suspended user; which of them is
    /// nobody's business.
    #[error("refused")]
    Refused,
    /// Somebody else signs up with the same number at this very moment.
    #[error("somebody else signs up with the same number")]
    Conflict,
    /// Too many logins under this name, or failed ones of this address.
    #[error("too many logins")]
    TooMany(Verdict),
    /// Too many passwords wait to be hashed.
    #[error("too many passwords wait to be hashed")]
    Busy,
    /// The session was refreshed too often.
    #[error(transparent)]
    Quota(QuotaExceeded),
    /// The database.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// The password could not be checked, or the token not be signed.
    #[error("login: {0}")]
    Internal(String),
}

impl From<HashError> for LoginError {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy => Self::Busy,
            HashError::Bcrypt(error) => Self::Internal(error.to_string()),
        }
    }
}

impl From<QuotaError> for LoginError {
    fn from(error: QuotaError) -> Self {
        match error {
            QuotaError::Exceeded(exceeded) => Self::Quota(exceeded),
            QuotaError::Database(error) => Self::Database(error),
        }
    }
}
