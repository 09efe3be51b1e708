//! The WhatsApp numbers of businesses that have their own.

use chrono::{DateTime, Utc};
use garde::Validate;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sqlx::PgExecutor;
use utoipa::ToSchema;

use super::Channel;
use crate::app::App;
use crate::db::{Tx, constraint};
use crate::ids::UserId;
use crate::secrets::{SealError, Sealer};

/// A business' own number.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OwnNumber {
    /// The number's id at WhatsApp.
    pub phone_number_id: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When id or token were last changed.
    pub updated_at: DateTime<Utc>,
}

/// A business' own number to be.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNumber {
    /// The number's id at WhatsApp, not the number itself.
    #[garde(length(min = 1, max = 32), custom(is_digits))]
    #[schema(examples("106540352242922"))]
    pub phone_number_id: String,
    /// A token that may send from it. It is never shown again.
    #[garde(custom(is_token))]
    #[schema(value_type = String, write_only)]
    pub access_token: SecretString,
}

fn is_digits(id: &str, (): &()) -> garde::Result {
    if id.bytes().all(|byte| byte.is_ascii_digit()) { Ok(()) } else { Err(garde::Error::new("must be digits")) }
}

fn is_token(token: &SecretString, (): &()) -> garde::Result {
    let token = token.expose_secret();
    if (8..=1024).contains(&token.len()) && token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(());
    }
    Err(garde::Error::new("must have 8 to 1024 visible ASCII characters"))
}

/// The lane of a number: what is known of how fast it may send.
#[must_use]
pub fn lane(phone_number_id: &str) -> String {
    format!("{}:{phone_number_id}", Channel::Whatsapp)
}

/// Why a number was not kept.
#[derive(Debug, thiserror::Error)]
pub enum NumberError {
    /// Another account has it.
    #[error("another account has this number")]
    Taken,
    /// It can't be kept secret.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The database.
    #[error(transparent)]
    Database(sqlx::Error),
}

/// What a token is sealed to: it opens in this row alone.
fn place(owner: UserId) -> [String; 3] {
    ["whatsapp_numbers".into(), "access_token".into(), owner.to_string()]
}

/// Gives an account its own number, or another one.
///
/// # Errors
/// No key to seal the token with; another account's number; the database.
pub async fn set_number(
    app: &App,
    tx: &mut Tx,
    owner: UserId,
    new: &NewNumber,
    now: DateTime<Utc>,
) -> Result<OwnNumber, NumberError> {
    let sealed = app.sealer.seal(&place(owner), &new.access_token)?;
    sqlx::query_as!(
        OwnNumber,
        "INSERT INTO whatsapp_numbers (user_id, phone_number_id, access_token, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $4)
        ON CONFLICT (user_id) DO UPDATE SET phone_number_id = excluded.phone_number_id,
            access_token = excluded.access_token, updated_at = excluded.updated_at
        RETURNING phone_number_id, created_at, updated_at",
        owner.uuid(),
        new.phone_number_id,
        sealed,
        now,
    )
    .fetch_one(tx.conn())
    .await
    .map_err(|error| match constraint(&error) {
        Some("whatsapp_numbers_phone_number_id_key") => NumberError::Taken,
        _ => NumberError::Database(error),
    })
}

/// An account's own number.
///
/// # Errors
/// The database.
pub async fn number(db: impl PgExecutor<'_>, owner: UserId) -> sqlx::Result<Option<OwnNumber>> {
    sqlx::query_as!(
        OwnNumber,
        "SELECT phone_number_id, created_at, updated_at FROM whatsapp_numbers WHERE user_id = $1",
        owner.uuid(),
    )
    .fetch_optional(db)
    .await
}

/// Takes an account's own number away: it sends from the platform's from then on. `None` where it had none.
///
/// # Errors
/// The database.
pub async fn forget_number(tx: &mut Tx, owner: UserId) -> sqlx::Result<Option<OwnNumber>> {
    sqlx::query_as!(
        OwnNumber,
        "DELETE FROM whatsapp_numbers WHERE user_id = $1 RETURNING phone_number_id, created_at, updated_at",
        owner.uuid(),
    )
    .fetch_optional(tx.conn())
    .await
}

/// Whose number it is.
///
/// # Errors
/// The database.
pub async fn owner_of_number(db: impl PgExecutor<'_>, phone_number_id: &str) -> sqlx::Result<Option<UserId>> {
    sqlx::query_scalar!(
        r#"SELECT user_id AS "id: UserId" FROM whatsapp_numbers WHERE phone_number_id = $1"#,
        phone_number_id,
    )
    .fetch_optional(db)
    .await
}

/// Opens the token of an account's number.
///
/// # Errors
/// A key that is gone, or a row that was tampered with.
pub fn open_token(sealer: &Sealer, owner: UserId, sealed: &str) -> Result<SecretString, SealError> {
    sealer.open(&place(owner), sealed)
}
