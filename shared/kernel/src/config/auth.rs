use std::time::Duration;

use chrono::TimeDelta;
use secrecy::{ExposeSecret, SecretString};

use super::Env;

/// HS256 is as strong as its key: at least one hash block of bytes.
const MIN_SECRET_BYTES: usize = 32;

/// Tokens and passwords.
#[derive(Debug, Clone)]
pub struct Auth {
    /// `JWT_SECRET`: signs access tokens; at least 32 bytes.
    pub jwt_secret: SecretString,
    /// `JWT_EXPIRATION_MINUTES`: lifetime of an access token.
    pub token_lifetime: TimeDelta,
    /// `SESSION_EXPIRATION_DAYS`: lifetime of a session after login, regardless of refreshes.
    pub session_lifetime: TimeDelta,
    /// `OTP_EXPIRATION_MINUTES`: lifetime of a one-time code after it was sent.
    pub otp_lifetime: TimeDelta,
    /// `OTP_COUNTRIES`: ISO codes of the countries whose numbers get one-time codes; all if empty.
    pub otp_countries: Vec<String>,
    /// `SIGNUP_OPEN`: whether public sign-up is allowed, by name or by number.
    pub signup_open: bool,
    /// `BCRYPT_COST`: 2^cost rounds per password hash.
    pub bcrypt_cost: u32,
    /// `PASSWORD_HASH_WAIT_SECONDS`: maximum wait of a password for hashing.
    pub hash_wait: Duration,
}

impl Auth {
    pub(super) fn read(env: &mut Env) -> Self {
        let jwt_secret = env.required("JWT_SECRET");
        let length = jwt_secret.expose_secret().len();
        if length > 0 && length < MIN_SECRET_BYTES {
            env.problem(format!("JWT_SECRET: must have at least {MIN_SECRET_BYTES} bytes, not {length}"));
        }
        Self {
            jwt_secret,
            token_lifetime: TimeDelta::minutes(env.number("JWT_EXPIRATION_MINUTES", 60, 1..=1440).into()),
            session_lifetime: TimeDelta::days(env.number("SESSION_EXPIRATION_DAYS", 30, 1..=365).into()),
            otp_lifetime: TimeDelta::minutes(env.number("OTP_EXPIRATION_MINUTES", 5, 1..=10).into()),
            otp_countries: countries(env),
            signup_open: env.parsed("SIGNUP_OPEN", true),
            bcrypt_cost: env.number("BCRYPT_COST", 12, 4..=31),
            hash_wait: Duration::from_secs(env.number("PASSWORD_HASH_WAIT_SECONDS", 2, 1..=30).into()),
        }
    }
}

fn countries(env: &mut Env) -> Vec<String> {
    let text = env.optional("OTP_COUNTRIES").unwrap_or_default();
    let codes: Vec<_> =
        text.split(',').map(|code| code.trim().to_ascii_uppercase()).filter(|it| !it.is_empty()).collect();
    for code in codes.iter().filter(|code| code.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_uppercase())) {
        env.problem(format!("OTP_COUNTRIES: {code} is not an ISO 3166 code of two letters, such as GB"));
    }
    codes
}
