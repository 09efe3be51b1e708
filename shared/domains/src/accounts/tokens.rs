//! The answer to a login.

use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

/// Transport of a refresh token.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TokenTransport {
    /// In request and response bodies.
    #[default]
    Body,
    /// In a cookie that scripts can't read.
    Cookie,
}

/// A client's tokens.
#[derive(Debug)]
pub struct Tokens {
    /// For the `Authorization` header.
    pub access: SecretString,
    /// Exchanged for the next tokens, once.
    pub refresh: SecretString,
    /// Seconds until the access token expires.
    pub expires_in: i64,
    /// Transport of the refresh token.
    pub transport: TokenTransport,
    /// Seconds until the session expires.
    pub session_expires_in: i64,
}
