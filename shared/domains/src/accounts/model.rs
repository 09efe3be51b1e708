use chrono::{DateTime, Utc};
use garde::Validate;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use super::names::PersonName;
use super::rules::{self, OwnFields};
use super::{TokenTransport, Tokens, phones};
use crate::ids::UserId;

crate::text_enum! {
    /// A user's role.
    pub enum Role {
        /// Runs the platform.
        Admin,
        /// Has business owners and transfers credits to them.
        Reseller,
        /// Belongs to a reseller.
        BusinessOwner,
        /// Signed up by itself.
        User,
    }
}

crate::text_enum! {
    /// Status of a user.
    pub enum UserStatus {
        /// In use.
        Active,
        /// Suspended: can't log in, and its API keys are refused.
        Suspended,
    }
}

/// A user.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct User {
    /// Its id.
    pub id: UserId,
    /// Unique, case-insensitive.
    pub username: String,
    /// E-mail address; unique.
    pub email: Option<String>,
    /// Mobile number in E.164; unique.
    pub mobile: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Its role.
    pub role: Role,
    /// The reseller of a business owner.
    pub parent_id: Option<UserId>,
    /// Its status.
    pub status: UserStatus,
    /// Time of creation.
    pub created_at: DateTime<Utc>,
}

/// A reference to a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UserRef {
    /// Its id.
    pub id: UserId,
    /// Its name.
    pub username: String,
}

/// A user after login, with its tokens.
#[derive(Debug)]
pub struct Login {
    /// The user.
    pub user: User,
    /// The tokens.
    pub tokens: Tokens,
}

/// A user to create.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"username": "carol", "password": "correct horse battery"})))]
pub struct NewUser {
    /// Letters, digits, `_`, `.` and `-`; unique, case-insensitive.
    #[garde(length(chars, min = 3, max = 64), custom(check_username))]
    #[schema(min_length = 3, max_length = 64, pattern = "^[A-Za-z0-9_.-]+$")]
    pub username: String,
    /// At least 8 characters, all significant; not a common one, and not similar to the user's other fields.
    #[garde(custom(check_password(self)))]
    #[schema(value_type = String, min_length = 8, format = Password)]
    pub password: SecretString,
    /// E-mail address; unique.
    #[garde(inner(length(max = 254), custom(check_email)))]
    #[serde(default)]
    pub email: Option<String>,
    /// Mobile number in E.164; unique.
    #[garde(inner(custom(check_e164)))]
    #[serde(default, deserialize_with = "phones::read_optional")]
    #[schema(pattern = r"^\+[1-9]\d{6,14}$")]
    pub mobile: Option<String>,
    /// First name; stored in NFC, without control and format characters.
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub first_name: Option<PersonName>,
    /// Last name; stored in the same way.
    #[garde(dive)]
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub last_name: Option<PersonName>,
}

impl NewUser {
    /// A user with name and password only.
    #[must_use]
    pub fn named(username: impl Into<String>, password: impl Into<SecretString>) -> Self {
        let (username, password) = (username.into(), password.into());
        Self { username, password, email: None, mobile: None, first_name: None, last_name: None }
    }

    /// Fields that its password must not resemble.
    fn own_fields(&self) -> OwnFields<'_> {
        OwnFields {
            username: &self.username,
            email: self.email.as_deref(),
            mobile: self.mobile.as_deref(),
            first_name: self.first_name.as_deref(),
            last_name: self.last_name.as_deref(),
        }
    }
}

impl User {
    /// Fields that its password must not resemble.
    pub(super) fn own_fields(&self) -> OwnFields<'_> {
        OwnFields {
            username: &self.username,
            email: self.email.as_deref(),
            mobile: self.mobile.as_deref(),
            first_name: self.first_name.as_deref(),
            last_name: self.last_name.as_deref(),
        }
    }
}

/// A user's change to itself. Absent fields stay; null removes optional ones.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"first_name": "Carol", "email": "carol@example.test"})))]
pub struct OwnChange {
    /// Letters, digits, `_`, `.` and `-`; unique, case-insensitive.
    #[garde(inner(length(chars, min = 3, max = 64), custom(check_username)))]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>, nullable = false, min_length = 3, max_length = 64, pattern = "^[A-Za-z0-9_.-]+$")]
    pub username: Option<String>,
    /// E-mail address; unique.
    #[garde(inner(inner(length(max = 254), custom(check_email))))]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub email: Option<Option<String>>,
    /// First name.
    #[garde(dive)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub first_name: Option<Option<PersonName>>,
    /// Last name.
    #[garde(dive)]
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    pub last_name: Option<Option<PersonName>>,
}

/// A present field, null or not.
pub(super) fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// A request for a one-time code.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"mobile": "+15550100001"})))]
pub struct OtpRequest {
    /// Mobile number in E.164.
    #[garde(custom(check_e164))]
    #[serde(deserialize_with = "phones::read")]
    #[schema(pattern = r"^\+[1-9]\d{6,14}$")]
    pub mobile: String,
}

/// A one-time code received by phone.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"mobile": "+15550100001", "code": "482913"})))]
pub struct OtpLogin {
    /// Mobile number in E.164.
    #[garde(custom(check_e164))]
    #[serde(deserialize_with = "phones::read")]
    #[schema(pattern = r"^\+[1-9]\d{6,14}$")]
    pub mobile: String,
    /// Six digits.
    #[garde(custom(check_code))]
    #[serde(deserialize_with = "read_code")]
    #[schema(value_type = String, pattern = r"^\d{6}$")]
    pub code: SecretString,
    /// Transport of the refresh token.
    #[garde(skip)]
    #[serde(default)]
    pub token_transport: TokenTransport,
}

/// A new password in place of a forgotten one.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"mobile": "+15550100001", "code": "482913", "new_password": "correct horse battery"})))]
pub struct PasswordReset {
    /// Mobile number in E.164.
    #[garde(custom(check_e164))]
    #[serde(deserialize_with = "phones::read")]
    #[schema(pattern = r"^\+[1-9]\d{6,14}$")]
    pub mobile: String,
    /// Six digits.
    #[garde(custom(check_code))]
    #[serde(deserialize_with = "read_code")]
    #[schema(value_type = String, pattern = r"^\d{6}$")]
    pub code: SecretString,
    /// By the rules of sign-up.
    #[garde(custom(check_new_password))]
    #[schema(value_type = String, min_length = 8, format = Password)]
    pub new_password: SecretString,
}

/// A new password in place of the current one.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({"current_password": "switchboard-demo-1", "new_password": "correct horse battery"})))]
pub struct PasswordChange {
    /// The current password.
    #[garde(skip)]
    #[schema(value_type = String, format = Password)]
    pub current_password: SecretString,
    /// By the rules of sign-up.
    #[garde(custom(check_new_password))]
    #[schema(value_type = String, min_length = 8, format = Password)]
    pub new_password: SecretString,
}

/// Reads a code as it is shown or pasted: `123 456`, `123-456`.
fn read_code<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SecretString, D::Error> {
    let code = SecretString::deserialize(deserializer)?;
    let is_left_out = |char: char| char.is_whitespace() || matches!(char, '-' | '\u{2010}'..='\u{2013}');
    let digits: String = code.expose_secret().chars().filter(|char| !is_left_out(*char)).collect();
    Ok(digits.into())
}

fn check_code(code: &SecretString, (): &()) -> garde::Result {
    let code = code.expose_secret();
    if code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    Err(garde::Error::new("must have six digits"))
}

fn check_username(text: &str, (): &()) -> garde::Result {
    if !text.chars().all(|c| c.is_ascii_alphanumeric() || "_.-".contains(c)) {
        return Err(garde::Error::new("may have letters, digits, '_', '.' and '-' only"));
    }
    if text.to_ascii_lowercase().starts_with("usr_") {
        return Err(garde::Error::new("may not look like a user's id"));
    }
    Ok(())
}

fn check_password(new: &NewUser) -> impl FnOnce(&SecretString, &()) -> garde::Result {
    move |password, ()| rules::check_for(password, &new.own_fields()).map_err(garde::Error::new)
}

/// Password checks that don't depend on the user.
fn check_new_password(password: &SecretString, (): &()) -> garde::Result {
    rules::check(password).map_err(garde::Error::new)
}

pub(super) fn check_email(text: &str, (): &()) -> garde::Result {
    let plausible = text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && !host.contains('@')
    });
    // `Ada <ada@example.com>` is a mailbox with an address, not an address.
    let is_plain = |char: char| !char.is_whitespace() && !char.is_control() && !"<>()[],;:\\\"".contains(char);
    if plausible && text.chars().all(is_plain) {
        return Ok(());
    }
    Err(garde::Error::new("must be an e-mail address"))
}

/// Whether a text is a phone number in E.164, fictional or not.
#[must_use]
pub(crate) fn is_e164(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0')
    })
}

pub(super) fn check_e164(text: &str, (): &()) -> garde::Result {
    if is_e164(text) { Ok(()) } else { Err(garde::Error::new("must be a number in E.164, like +15550100001")) }
}
