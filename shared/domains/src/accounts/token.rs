//! Access tokens: JWTs, HS256 only.

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::App;
use crate::ids::{SessionId, UserId};
use crate::revocations::Unknown;

const ISSUER: &str = "switchboard";
const AUDIENCE: &str = "switchboard-api";
/// Distinguishes access tokens from any other JWT signed with the same key (RFC 9068).
const TYPE: &str = "at+jwt";
/// Tolerated clock skew between hosts.
pub(super) const LEEWAY_SECONDS: i64 = 5;

/// Checks of a token besides its signature.
static VALIDATION: LazyLock<Validation> = LazyLock::new(|| {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["iss", "aud", "sub", "exp", "nbf"]);
    // Times are checked against the clock that tests can set.
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation
});

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: UserId,
    /// The session that the token belongs to.
    sid: SessionId,
    jti: Uuid,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// The identity in a valid token.
#[derive(Debug, Clone, Copy)]
pub struct Access {
    /// The user.
    pub user: UserId,
    /// The session.
    pub session: SessionId,
}

/// Why a token is rejected.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// Not one of our tokens, or not valid now.
    #[error("the access token is not valid")]
    Invalid,
    /// Its validity can't be determined.
    #[error(transparent)]
    Unknown(#[from] Unknown),
}

/// Issues a token of a session that lasts until `until`. Also returns its lifetime in seconds.
pub(super) fn issue(
    app: &App,
    user: UserId,
    session: SessionId,
    until: DateTime<Utc>,
) -> Result<(SecretString, i64), jsonwebtoken::errors::Error> {
    let now = app.clock.now();
    let lifetime = app.config.auth.token_lifetime.min(until - now);
    let claims = Claims {
        iss: ISSUER.into(),
        aud: AUDIENCE.into(),
        sub: user,
        sid: session,
        jti: Uuid::now_v7(),
        iat: now.timestamp(),
        nbf: now.timestamp(),
        exp: (now + lifetime).timestamp(),
    };
    let header = Header { typ: Some(TYPE.into()), ..Header::new(Algorithm::HS256) };
    let key = EncodingKey::from_secret(app.config.auth.jwt_secret.expose_secret().as_bytes());
    Ok((encode(&header, &claims, &key)?.into(), lifetime.num_seconds()))
}

/// A token's identity and expiry.
///
/// # Errors
/// Not ours, expired, not yet valid, for another purpose, or of an ended session; or session status is unavailable.
pub fn verify(app: &App, token: &str) -> Result<(Access, DateTime<Utc>), TokenError> {
    let key = DecodingKey::from_secret(app.config.auth.jwt_secret.expose_secret().as_bytes());
    let token = decode::<Claims>(token, &key, &VALIDATION).map_err(|_| TokenError::Invalid)?;
    if token.header.typ.as_deref() != Some(TYPE) || !is_current(&token.claims, app.clock.now()) {
        return Err(TokenError::Invalid);
    }
    let Claims { sub: user, sid: session, exp, .. } = token.claims;
    if app.revocations.has(session.uuid())? {
        return Err(TokenError::Invalid);
    }
    let until = DateTime::from_timestamp(exp, 0).ok_or(TokenError::Invalid)?;
    Ok((Access { user, session }, until))
}

fn is_current(claims: &Claims, now: DateTime<Utc>) -> bool {
    let now = now.timestamp();
    claims.nbf - LEEWAY_SECONDS <= now && now < claims.exp + LEEWAY_SECONDS
}
