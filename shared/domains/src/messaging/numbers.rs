//! WhatsApp numbers that businesses own.

use std::time::Duration;

use chrono::{DateTime, Utc};
use garde::Validate;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sqlx::PgExecutor;
use utoipa::ToSchema;

use crate::app::App;
use crate::config::Config;
use crate::db::Tx;
use crate::ids::UserId;
use crate::jobs::{self, Job, JobKind, NewJob, Queue};
use crate::secrets::{SealError, Sealer};

crate::text_enum! {
    /// Whether WhatsApp has confirmed that a number belongs to its owner's token.
    pub enum Verification {
        /// Not yet.
        Pending,
        /// Confirmed.
        Verified,
        /// Rejected; not retried before id or token change.
        Failed,
    }
}

/// A business' own number.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OwnNumber {
    /// The number's id at WhatsApp.
    pub phone_number_id: String,
    /// The number's WhatsApp Business Account, if given by its owner.
    pub business_account_id: Option<String>,
    /// The number itself, as WhatsApp shows it.
    pub display_phone_number: Option<String>,
    /// The name that WhatsApp verified.
    pub verified_name: Option<String>,
    /// Whether it may be used.
    pub verification: Verification,
    /// When WhatsApp last confirmed it.
    pub verified_at: Option<DateTime<Utc>>,
    /// The error code of the verification job.
    pub verification_error: Option<String>,
    /// Time of the claim.
    pub created_at: DateTime<Utc>,
    /// When id or token were last changed.
    pub updated_at: DateTime<Utc>,
}

/// A business' own number to claim.
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
    /// The number's WhatsApp Business Account. If given, its webhooks must be subscribed.
    #[serde(default)]
    #[garde(inner(length(min = 1, max = 32), custom(is_digits)))]
    #[schema(examples("102290129340398"))]
    pub business_account_id: Option<String>,
}

/// Verifies with WhatsApp that a token belongs to an account's number.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VerifyNumber {
    /// The account.
    pub owner: UserId,
    /// The claim's revision.
    pub revision: i64,
}

impl JobKind for VerifyNumber {
    const NAME: &'static str = "whatsapp.verify_number";
    const QUEUE: Queue = Queue::Whatsapp;
    const MAX_ATTEMPTS: i32 = 6;
    const TIMEOUT: Duration = Duration::from_secs(90);
    type Output = Verified;
}

/// Result of the job.
#[derive(Debug, Serialize, Deserialize)]
pub struct Verified {
    /// WhatsApp's id of the number; null if it was changed or removed meanwhile.
    pub phone_number_id: Option<String>,
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

/// The throttle key of a number.
#[must_use]
pub fn throttle(phone_number_id: &str) -> String {
    format!("whatsapp:{phone_number_id}")
}

/// The throttle key of an account with this number, if any: its own, or the platform's. `None` while its own number is
/// not verified.
#[must_use]
pub fn throttle_of(config: &Config, number: Option<&OwnNumber>) -> Option<String> {
    match number {
        Some(number) if number.verification == Verification::Verified => Some(throttle(&number.phone_number_id)),
        Some(_) => None,
        None => config.whatsapp.as_ref().map(|config| throttle(&config.phone_number_id)),
    }
}

/// Why a number was not stored.
#[derive(Debug, thiserror::Error)]
pub enum NumberError {
    /// It can't be encrypted.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A database error.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// Context that a token is sealed to: it opens in this row only.
fn place(owner: UserId) -> [String; 3] {
    ["whatsapp_numbers".into(), "access_token".into(), owner.to_string()]
}

/// Records an account's claim to a number, and enqueues its verification. A verified number stays verified while its
/// new token is checked.
///
/// # Errors
/// No key to seal the token with; database errors.
pub async fn claim_number(
    app: &App,
    tx: &mut Tx,
    owner: UserId,
    new: &NewNumber,
    request_id: Option<String>,
) -> Result<(OwnNumber, Job), NumberError> {
    let now = app.clock.now();
    let sealed = app.sealer.seal(&place(owner), &new.access_token)?;
    let revision = sqlx::query_scalar!(
        "INSERT INTO whatsapp_numbers AS known (user_id, phone_number_id, access_token, business_account_id, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $5)
        ON CONFLICT (user_id) DO UPDATE SET phone_number_id = excluded.phone_number_id,
            access_token = excluded.access_token, business_account_id = excluded.business_account_id,
            updated_at = excluded.updated_at, revision = known.revision + 1, verification_error = NULL,
            verified_at = CASE WHEN known.phone_number_id = excluded.phone_number_id THEN known.verified_at END,
            display_phone_number = CASE WHEN known.phone_number_id = excluded.phone_number_id THEN known.display_phone_number END,
            verified_name = CASE WHEN known.phone_number_id = excluded.phone_number_id THEN known.verified_name END
        RETURNING revision",
        owner.uuid(),
        new.phone_number_id,
        sealed,
        new.business_account_id,
        now,
    )
    .fetch_one(tx.conn())
    .await?;
    let mut job = NewJob::new(&VerifyNumber { owner, revision }, now)?;
    job.owner = Some(owner);
    job.request_id = request_id;
    jobs::enqueue(app, tx, std::slice::from_ref(&job), now).await?;
    let number = number(tx.conn(), owner).await?.ok_or(sqlx::Error::RowNotFound)?;
    Ok((number, job.to_job(now)))
}

/// An account's own number.
///
/// # Errors
/// Database errors.
pub async fn number(db: impl PgExecutor<'_>, owner: UserId) -> sqlx::Result<Option<OwnNumber>> {
    sqlx::query_as!(
        OwnNumber,
        r#"SELECT phone_number_id, business_account_id, display_phone_number, verified_name, verified_at,
            verification_error, created_at, updated_at,
            CASE WHEN verified_at IS NOT NULL THEN 'verified' WHEN verification_error IS NOT NULL THEN 'failed'
                ELSE 'pending' END AS "verification!: Verification"
        FROM whatsapp_numbers WHERE user_id = $1"#,
        owner.uuid(),
    )
    .fetch_optional(db)
    .await
}

/// Removes an account's own number: it sends from the platform's from then on. `None` if it had none.
///
/// # Errors
/// Database errors.
pub async fn forget_number(tx: &mut Tx, owner: UserId) -> sqlx::Result<Option<OwnNumber>> {
    let Some(number) = number(tx.conn(), owner).await? else { return Ok(None) };
    let gone = sqlx::query!("DELETE FROM whatsapp_numbers WHERE user_id = $1", owner.uuid()).execute(tx.conn()).await?;
    Ok((gone.rows_affected() == 1).then_some(number))
}

/// The owner of a number: only a verified claim counts.
///
/// # Errors
/// Database errors.
pub async fn owner_of_number(db: impl PgExecutor<'_>, phone_number_id: &str) -> sqlx::Result<Option<UserId>> {
    sqlx::query_scalar!(
        r#"SELECT user_id AS "id: UserId" FROM whatsapp_numbers
        WHERE phone_number_id = $1 AND verified_at IS NOT NULL"#,
        phone_number_id,
    )
    .fetch_optional(db)
    .await
}

/// Decrypts the token of an account's number.
///
/// # Errors
/// A missing key, or a row that was tampered with.
pub fn open_token(sealer: &Sealer, owner: UserId, sealed: &str) -> Result<SecretString, SealError> {
    sealer.open(&place(owner), sealed)
}
