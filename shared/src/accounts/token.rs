//! Access tokens: JWTs, HS256 and nothing else.

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::App;
use crate::ids::UserId;

const ISSUER: &str = "switchboard";
const AUDIENCE: &str = "switchboard-api";
/// Tells access tokens from any other JWT that the same key may sign one day (RFC 9068).
const TYPE: &str = "at+jwt";
/// For clocks of several hosts that differ a little.
const LEEWAY_SECONDS: i64 = 5;

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: UserId,
    jti: Uuid,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// A token and how long it lives.
#[derive(Debug)]
pub struct AccessToken {
    /// For the `Authorization` header.
    pub token: SecretString,
    /// Seconds until it expires.
    pub expires_in: i64,
}

/// Not a token of ours, or not one that is valid now.
#[derive(Debug, thiserror::Error)]
#[error("the access token is not valid")]
pub struct TokenError;

/// Issues a token for a user.
///
/// # Errors
/// Signing failed.
pub fn issue(app: &App, user: UserId) -> Result<AccessToken, jsonwebtoken::errors::Error> {
    let now = app.clock.now();
    let lifetime = app.config.auth.token_lifetime;
    let claims = Claims {
        iss: ISSUER.into(),
        aud: AUDIENCE.into(),
        sub: user,
        jti: Uuid::now_v7(),
        iat: now.timestamp(),
        nbf: now.timestamp(),
        exp: (now + lifetime).timestamp(),
    };
    let header = Header { typ: Some(TYPE.into()), ..Header::new(Algorithm::HS256) };
    let key = EncodingKey::from_secret(app.config.auth.jwt_secret.expose_secret().as_bytes());
    Ok(AccessToken { token: encode(&header, &claims, &key)?.into(), expires_in: lifetime.num_seconds() })
}

/// Whose token it is.
///
/// # Errors
/// Not ours, expired, not yet valid, or meant for something else.
pub fn verify(app: &App, token: &str) -> Result<UserId, TokenError> {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["iss", "aud", "sub", "exp", "nbf"]);
    // The times are checked below, by the clock that tests can set.
    validation.validate_exp = false;
    validation.validate_nbf = false;
    let key = DecodingKey::from_secret(app.config.auth.jwt_secret.expose_secret().as_bytes());
    let token = decode::<Claims>(token, &key, &validation).map_err(|_| TokenError)?;
    if token.header.typ.as_deref() != Some(TYPE) || !is_current(&token.claims, app.clock.now()) {
        return Err(TokenError);
    }
    Ok(token.claims.sub)
}

fn is_current(claims: &Claims, now: DateTime<Utc>) -> bool {
    let now = now.timestamp();
    claims.nbf - LEEWAY_SECONDS <= now && now < claims.exp + LEEWAY_SECONDS
}
