use chrono::{DateTime, Utc};
use garde::Validate;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::UserId;

/// What a user may do.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    ToSchema,
    sqlx::Type,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Role {
    /// Runs the platform.
    Admin,
    /// Has business owners and hands credits to them.
    Reseller,
    /// Belongs to a reseller.
    BusinessOwner,
    /// Signed up.
    User,
}

/// Whether a user may do anything at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum UserStatus {
    /// Yes.
    Active,
    /// No: can't log in, and its API keys are refused.
    Suspended,
}

/// A user.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct User {
    /// Its id.
    pub id: UserId,
    /// Unique, whatever the case.
    pub username: String,
    /// E-mail address; unique.
    pub email: Option<String>,
    /// Mobile number in E.164; unique.
    pub mobile: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// What it may do.
    pub role: Role,
    /// The reseller of a business owner.
    pub parent_id: Option<UserId>,
    /// Whether it may do anything at all.
    pub status: UserStatus,
    /// Since when it exists.
    pub created_at: DateTime<Utc>,
}

/// A user in short, where something else is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UserRef {
    /// Its id.
    pub id: UserId,
    /// Its name.
    pub username: String,
}

/// A user to be.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"username": "carol", "password": "correct horse battery"})))]
pub struct NewUser {
    /// Letters, digits, `_`, `.` and `-`; unique, whatever the case.
    #[garde(length(chars, min = 3, max = 64), custom(check_username))]
    #[schema(min_length = 3, max_length = 64, pattern = "^[A-Za-z0-9_.-]+$")]
    pub username: String,
    /// At least 8 characters, all of which count.
    #[garde(custom(check_password(&self.username)))]
    #[schema(value_type = String, min_length = 8, format = Password)]
    pub password: SecretString,
    /// E-mail address; unique.
    #[garde(inner(length(max = 254), custom(check_email)))]
    #[serde(default)]
    pub email: Option<String>,
    /// Mobile number in E.164; unique.
    #[garde(inner(custom(check_e164)))]
    #[serde(default)]
    #[schema(pattern = r"^\+[1-9]\d{6,14}$")]
    pub mobile: Option<String>,
    /// First name.
    #[garde(inner(length(chars, max = 100)))]
    #[serde(default)]
    pub first_name: Option<String>,
    /// Last name.
    #[garde(inner(length(chars, max = 100)))]
    #[serde(default)]
    pub last_name: Option<String>,
}

impl NewUser {
    /// A user of whom nothing else is known.
    #[must_use]
    pub fn named(username: impl Into<String>, password: impl Into<SecretString>) -> Self {
        let (username, password) = (username.into(), password.into());
        Self { username, password, email: None, mobile: None, first_name: None, last_name: None }
    }
}

/// As many as anyone types or a password manager makes; bounds the work of one request.
const MAX_PASSWORD_BYTES: usize = 1024;

fn check_username(text: &str, (): &()) -> garde::Result {
    if !text.chars().all(|c| c.is_ascii_alphanumeric() || "_.-".contains(c)) {
        return Err(garde::Error::new("may have letters, digits, '_', '.' and '-' only"));
    }
    if text.to_ascii_lowercase().starts_with("usr_") {
        return Err(garde::Error::new("may not look like a user's id"));
    }
    Ok(())
}

fn check_password(username: &str) -> impl FnOnce(&SecretString, &()) -> garde::Result {
    move |password, ()| {
        let password = password.expose_secret();
        if password.chars().count() < 8 {
            return Err(garde::Error::new("must have at least 8 characters"));
        }
        if password.len() > MAX_PASSWORD_BYTES {
            return Err(garde::Error::new("must have at most 1024 bytes"));
        }
        if password.eq_ignore_ascii_case(username) {
            return Err(garde::Error::new("must not be the username"));
        }
        Ok(())
    }
}

pub(super) fn check_email(text: &str, (): &()) -> garde::Result {
    let plausible = text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && !host.contains('@')
    });
    if plausible && !text.contains(char::is_whitespace) {
        return Ok(());
    }
    Err(garde::Error::new("must be an e-mail address"))
}

/// A phone number by its syntax alone: fictional ones pass.
#[must_use]
pub(crate) fn is_e164(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0')
    })
}

pub(super) fn check_e164(text: &str, (): &()) -> garde::Result {
    if is_e164(text) { Ok(()) } else { Err(garde::Error::new("must be a number in E.164, like +15550100001")) }
}
