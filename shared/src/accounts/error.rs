use crate::rate_limit::Verdict;

/// Why nobody was signed up.
#[derive(Debug, thiserror::Error)]
pub enum SignupError {
    /// Somebody else has the name, address or number.
    #[error("the {0} is taken")]
    Taken(&'static str),
    /// A field that is not valid.
    #[error("{0}")]
    Invalid(#[from] garde::Report),
    /// The database.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] bcrypt::BcryptError),
}

/// Why nobody was logged in.
#[derive(Debug, thiserror::Error)]
pub enum LoginError {
    /// No such user, a wrong password, or a suspended user; which of them is nobody's business.
    #[error("wrong username or password")]
    Refused,
    /// Too many failed logins under this name, or of this address.
    #[error("too many failed logins")]
    TooMany(Verdict),
    /// The database.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// The password could not be checked, or the token not be signed.
    #[error("login: {0}")]
    Internal(String),
}
