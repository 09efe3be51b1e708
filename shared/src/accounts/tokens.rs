//! What a login is answered with.

use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

/// How a refresh token travels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TokenTransport {
    /// In the bodies of requests and answers.
    #[default]
    Body,
    /// In a cookie that scripts can't read.
    Cookie,
}

/// What a client is given.
#[derive(Debug)]
pub struct Tokens {
    /// For the `Authorization` header.
    pub access: SecretString,
    /// Good for the next tokens, once.
    pub refresh: SecretString,
    /// Seconds until the access token expires.
    pub expires_in: i64,
    /// How the refresh token shall travel.
    pub transport: TokenTransport,
    /// Seconds until the session ends by itself.
    pub session_expires_in: i64,
}
