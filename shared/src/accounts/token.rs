//! Access tokens: JWTs, HS256 and nothing else.

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
/// Tells access tokens from any other JWT that the same key may sign one day (RFC 9068).
const TYPE: &str = "at+jwt";
/// For clocks of several hosts that differ a little.
pub(super) const LEEWAY_SECONDS: i64 = 5;

/// What must be right of a token besides its signature.
static VALIDATION: LazyLock<Validation> = LazyLock::new(|| {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["iss", "aud", "sub", "exp", "nbf"]);
    // The times are checked by the clock that tests can set.
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation
});

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: UserId,
    /// The session that it ends with.
    sid: SessionId,
    jti: Uuid,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// Who a valid token lets in.
#[derive(Debug, Clone, Copy)]
pub struct Access {
    /// The user.
    pub user: UserId,
    /// The session.
    pub session: SessionId,
}

/// Why a token lets nobody in.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// Not a token of ours, or not one that is valid now.
    #[error("the access token is not valid")]
    Invalid,
    /// Whether it is still valid is not known.
    #[error(transparent)]
    Unknown(#[from] Unknown),
}

/// Issues a token of a session that lasts until `until`. Returns also for how many seconds it is valid.
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

/// Whose token it is, and until when it is good.
///
/// # Errors
/// Not ours, expired, not yet valid, meant for something else, or of a session that ended; or it is not
/// known which sessions have ended.
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
