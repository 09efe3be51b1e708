use crate::quotas::{QuotaError, QuotaExceeded};
use crate::rate_limit::Verdict;
use crate::secrets::SealError;

/// Why a sign-up failed.
#[derive(Debug, thiserror::Error)]
pub enum SignupError {
    /// Another user has the name, address or number.
    #[error("the {0} is taken")]
    Taken(&'static str),
    /// The username is reserved.
    #[error("the username is reserved")]
    Reserved,
    /// The role assignment is invalid, with the reason.
    #[error("{0}")]
    InvalidParent(&'static str),
    /// The reseller of a business owner is suspended.
    #[error("its reseller is suspended")]
    ParentSuspended,
    /// A field that is not valid.
    #[error("{0}")]
    Invalid(#[from] garde::Report),
    /// A database error.
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

/// Why hashing a password failed.
#[derive(Debug, thiserror::Error)]
pub(super) enum HashError {
    /// Too many wait already, or this one timed out.
    #[error("too many passwords wait to be hashed")]
    Busy,
    /// bcrypt.
    #[error(transparent)]
    Bcrypt(#[from] bcrypt::BcryptError),
}

/// Why a user was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// Unknown user, or not one of this reseller.
    #[error("no such user")]
    NotFound,
    /// The caller is no longer an admin.
    #[error("only admins may do this")]
    NotAdmin,
    /// Admins can't suspend or demote themselves, so one always remains.
    #[error("admins do this to others only")]
    Yourself,
    /// A reseller with business owners keeps its role.
    #[error("it has business owners")]
    HasBusinessOwners,
    /// The suspension was made by a higher authority.
    #[error("an admin suspended it")]
    SuspendedByAdmin,
    /// An admin stopped its sends.
    #[error("an admin stopped its sends")]
    StoppedByAdmin,
    /// The reseller itself has no right to external sending.
    #[error("the reseller may not grant this")]
    MayNotGrant,
    /// As at sign-up.
    #[error(transparent)]
    User(#[from] SignupError),
    /// Its bank details can't be encrypted.
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
    /// The new password is not acceptable for this user, with the reason.
    #[error("the new password {0}")]
    Unacceptable(String),
}

impl From<sqlx::Error> for PasswordError {
    fn from(error: sqlx::Error) -> Self {
        Self::Login(error.into())
    }
}

/// Why a login failed.
#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    /// Unknown user, wrong password, code or refresh token, or suspended user; the client must not learn which.
    #[error("refused")]
    Refused,
    /// A concurrent sign-up with the same number.
    #[error("somebody else signs up with the same number")]
    Conflict,
    /// Too many logins under this name, or failed ones from this address.
    #[error("too many logins")]
    TooMany(Verdict),
    /// Too many passwords wait to be hashed.
    #[error("too many passwords wait to be hashed")]
    Busy,
    /// The session was refreshed too often.
    #[error(transparent)]
    Quota(QuotaExceeded),
    /// A database error.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// The password could not be checked, or the token not signed.
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
