//! Verification of an account's right to a number: claims and the provider's answers.
//!
//! A claim is pending until the provider confirms that its token belongs to the number. Meanwhile the number sends and
//! receives nothing, and other accounts may claim it too. If the provider confirms two accounts, the one verified first
//! keeps the number.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sqlx::PgExecutor;

use super::Channel;
use super::jobs::VerifyNumber;
use crate::app::App;
use crate::db::{Tx, constraint};
use crate::events::{self, NewEvent};
use crate::ids::UserId;
use crate::jobs::{self, JobError, NewJob};

/// Validity of a verification.
const MAX_AGE: TimeDelta = TimeDelta::hours(24);

/// A claim to a number, with the data to verify it.
#[derive(Debug, Clone)]
pub struct Claim {
    /// The account.
    pub owner: UserId,
    /// The provider's id of the number.
    pub phone_number_id: String,
    /// The number's business account, if given by the owner.
    pub business_account_id: Option<String>,
    /// The sealed token.
    pub access_token: String,
    /// Change counter of the claim: a verification applies to one revision.
    pub revision: i64,
    /// Whether it is already verified.
    pub verified: bool,
}

/// A provider's data about a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberDetails {
    /// The number in display form.
    pub display_phone_number: String,
    /// The name that the provider verified.
    pub verified_name: Option<String>,
}

/// An account's claim at a revision; `None` if it was changed or removed.
///
/// # Errors
/// Database errors.
pub async fn claim(db: impl PgExecutor<'_>, job: &VerifyNumber) -> sqlx::Result<Option<Claim>> {
    sqlx::query_as!(
        Claim,
        r#"SELECT user_id AS "owner: UserId", phone_number_id, business_account_id, access_token, revision,
            verified_at IS NOT NULL AS "verified!"
        FROM whatsapp_numbers WHERE user_id = $1 AND revision = $2"#,
        job.owner.uuid(),
        job.revision,
    )
    .fetch_optional(db)
    .await
}

/// The verified claim of another account to the same number.
///
/// # Errors
/// Database errors.
pub async fn holder(db: impl PgExecutor<'_>, claim: &Claim) -> sqlx::Result<Option<Claim>> {
    sqlx::query_as!(
        Claim,
        r#"SELECT user_id AS "owner: UserId", phone_number_id, business_account_id, access_token, revision,
            verified_at IS NOT NULL AS "verified!"
        FROM whatsapp_numbers WHERE phone_number_id = $1 AND verified_at IS NOT NULL AND user_id <> $2"#,
        claim.phone_number_id,
        claim.owner.uuid(),
    )
    .fetch_optional(db)
    .await
}

/// Result of a confirmation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmed {
    /// The claim is verified.
    Yes,
    /// The claim was changed or removed.
    Changed,
    /// Another claim to the number was verified meanwhile; nothing is written.
    Contested,
}

/// Marks a claim as verified. `displaced` is another account's claim that the provider no longer confirms.
///
/// # Errors
/// Database errors; nothing is done.
pub async fn confirm(
    tx: &mut Tx,
    claim: &Claim,
    details: &NumberDetails,
    displaced: Option<&Claim>,
    now: DateTime<Utc>,
) -> sqlx::Result<Confirmed> {
    if let Some(displaced) = displaced {
        let error = JobError::permanent("number_displaced", "Another account has verified this number.");
        reject(tx, displaced.owner, displaced.revision, &error, now).await?;
    }
    let confirmed = sqlx::query!(
        "UPDATE whatsapp_numbers SET verified_at = $3, checked_at = $3, verification_error = NULL,
            display_phone_number = $4, verified_name = $5
        WHERE user_id = $1 AND revision = $2",
        claim.owner.uuid(),
        claim.revision,
        now,
        details.display_phone_number,
        details.verified_name,
    )
    .execute(tx.conn())
    .await;
    match confirmed {
        Ok(done) if done.rows_affected() == 0 => return Ok(Confirmed::Changed),
        Ok(_) => {}
        Err(error) if constraint(&error) == Some("whatsapp_numbers_verified") => return Ok(Confirmed::Contested),
        Err(error) => return Err(error),
    }
    if !claim.verified {
        let data = json!({"channel": Channel::Whatsapp, "number_id": claim.phone_number_id});
        events::record(tx, [NewEvent { owner: claim.owner, kind: "channel.verified".into(), data }], now);
    }
    Ok(Confirmed::Yes)
}

/// Records a failed verification. A retryable error leaves a verified claim as it is; any other ends it.
///
/// # Errors
/// Database errors.
pub async fn reject(
    tx: &mut Tx,
    owner: UserId,
    revision: i64,
    error: &JobError,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let rejected = sqlx::query_scalar!(
        "UPDATE whatsapp_numbers SET verified_at = NULL, checked_at = $3, verification_error = $4
        WHERE user_id = $1 AND revision = $2 AND (verified_at IS NULL OR NOT $5)
            AND (verified_at IS NOT NULL OR verification_error IS NULL)
        RETURNING phone_number_id",
        owner.uuid(),
        revision,
        now,
        error.code,
        error.retryable,
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(number_id) = rejected else {
        // Still verified: the next check is due in a day.
        sqlx::query!(
            "UPDATE whatsapp_numbers SET checked_at = $3 WHERE user_id = $1 AND revision = $2",
            owner.uuid(),
            revision,
            now,
        )
        .execute(tx.conn())
        .await?;
        return Ok(());
    };
    let data = json!({"channel": Channel::Whatsapp, "number_id": number_id, "error": error});
    events::record(tx, [NewEvent { owner, kind: "channel.verification_failed".into(), data }], now);
    Ok(())
}

/// Records a cancelled verification: a claim that waited for it has failed.
///
/// # Errors
/// Database errors.
pub async fn withdraw(tx: &mut Tx, job: &VerifyNumber, now: DateTime<Utc>) -> sqlx::Result<()> {
    let error = JobError::transient("verification_cancelled", "The verification was cancelled.");
    reject(tx, job.owner, job.revision, &error, now).await
}

/// Enqueues verifications of up to `limit` numbers last checked a day ago; returns how many.
///
/// # Errors
/// Database errors.
pub async fn recheck(app: &App, tx: &mut Tx, limit: i64, now: DateTime<Utc>) -> sqlx::Result<u64> {
    let due = sqlx::query!(
        r#"SELECT user_id AS "owner: UserId", revision FROM whatsapp_numbers
        WHERE verified_at IS NOT NULL AND (checked_at IS NULL OR checked_at <= $1)
        ORDER BY checked_at NULLS FIRST LIMIT $2"#,
        now - MAX_AGE,
        limit,
    )
    .fetch_all(tx.conn())
    .await?;
    let mut new = Vec::with_capacity(due.len());
    for row in &due {
        let mut job = NewJob::new(&VerifyNumber { owner: row.owner, revision: row.revision }, now)?;
        job.unique_key = Some(format!("whatsapp_number:{}:{}:{}", row.owner, row.revision, now.date_naive()));
        new.push(job);
    }
    let added = jobs::enqueue(app, tx, &new, now).await?;
    Ok(u64::try_from(added.len()).unwrap_or_default())
}
