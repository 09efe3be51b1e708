//! One-time codes: one at a time per number and purpose; a new one replaces it.
//!
//! The sending job creates the code right before its bytes go out, and only the keyed hash is stored. A hash that
//! exists when an attempt begins means that an earlier attempt may have sent its code; a refusal removes the hash.

use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret, SecretString};

use super::jobs::SendOtp;
use super::phones;
use crate::app::App;
use crate::db::Tx;
use crate::ids::OtpId;
use crate::jobs::{self, NewJob};
use crate::secrets::{hmac_sha256, random_code, same_bytes};

/// Attempts allowed per sent code.
const MAX_TRIES: i32 = 5;

crate::text_enum! {
    /// Purpose of a one-time code. A code is valid for its purpose only.
    pub enum OtpPurpose {
        /// To log in, or to sign up.
        Login,
        /// To set a new password.
        PasswordReset,
    }
}

/// The next step for a code.
#[derive(Debug)]
pub enum OtpTask {
    /// Send it.
    Send {
        /// The number, in E.164.
        mobile: String,
        /// The code.
        code: SecretString,
        /// Its purpose.
        purpose: OtpPurpose,
    },
    /// Nothing: it was replaced by a newer one, or the number has no user.
    Nothing,
    /// The request is too old; its code is no longer wanted.
    TooLate,
    /// An earlier attempt may have sent a code.
    InDoubt,
}

/// Proof that a code was right. Other requests may still use it until it is used up.
pub(super) struct RightCode(OtpId);

fn hash(app: &App, id: OtpId, code: &SecretString) -> [u8; 32] {
    let (id, code) = (id.uuid(), code.expose_secret());
    hmac_sha256(&app.config.auth.jwt_secret, &[b"switchboard.otp.v1\0", id.as_bytes(), code.as_bytes()])
}

/// Whether codes are sent to a number in E.164: to ordinary numbers of the configured countries.
#[must_use]
pub fn may_get_codes(app: &App, mobile: &str) -> bool {
    phones::may_get_codes(mobile, &app.config.auth.otp_countries)
}

/// Sends a code to a number, known or not: both do the same work.
///
/// # Errors
/// Database errors.
pub async fn request_otp(app: &App, mobile: &str, purpose: OtpPurpose, request_id: Option<String>) -> sqlx::Result<()> {
    let (id, now) = (OtpId::new(), app.clock.now());
    let mut tx = app.db.begin().await?;
    sqlx::query!(
        "INSERT INTO otps (id, mobile, purpose, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (mobile, purpose) DO UPDATE SET id = excluded.id, code_hash = NULL, tries = 0,
            created_at = excluded.created_at, expires_at = NULL",
        id.uuid(),
        mobile,
        purpose as OtpPurpose,
        now,
    )
    .execute(tx.conn())
    .await?;
    let mut job = NewJob::new(&SendOtp { otp_id: id }, now)?;
    job.request_id = request_id;
    jobs::enqueue(app, &mut tx, &[job], now).await?;
    tx.commit().await
}

/// Creates a code right before it is sent. Its lifetime begins now.
///
/// # Errors
/// Database errors.
pub async fn make_otp(app: &App, id: OtpId) -> sqlx::Result<OtpTask> {
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    let found = sqlx::query!(
        r#"SELECT mobile, purpose AS "purpose: OtpPurpose", code_hash IS NOT NULL AS "is_made!", created_at,
            EXISTS (SELECT FROM users WHERE users.mobile = otps.mobile) AS "is_known!"
        FROM otps WHERE id = $1 FOR UPDATE OF otps"#,
        id.uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(otp) = found else { return Ok(OtpTask::Nothing) };
    if otp.is_made {
        return Ok(OtpTask::InDoubt);
    }
    if now >= otp.created_at + app.config.auth.otp_lifetime {
        return Ok(OtpTask::TooLate);
    }
    let code = random_code();
    sqlx::query!(
        "UPDATE otps SET code_hash = $2, expires_at = $3 WHERE id = $1",
        id.uuid(),
        &hash(app, id, &code),
        now + app.config.auth.otp_lifetime,
    )
    .execute(tx.conn())
    .await?;
    tx.commit().await?;
    // Unknown numbers get a code too, so that attempts behave the same. It is not sent.
    if otp.purpose == OtpPurpose::PasswordReset && !otp.is_known {
        return Ok(OtpTask::Nothing);
    }
    Ok(OtpTask::Send { mobile: otp.mobile, code, purpose: otp.purpose })
}

/// Deletes a code that was not sent.
///
/// # Errors
/// Database errors.
pub async fn withdraw_otp(app: &App, id: OtpId) -> sqlx::Result<()> {
    let mut tx = app.db.begin().await?;
    sqlx::query!("UPDATE otps SET code_hash = NULL, expires_at = NULL WHERE id = $1", id.uuid())
        .execute(tx.conn())
        .await?;
    tx.commit().await
}

/// Checks a code and counts the attempt; commit in any case. The row stays locked until then, so that each concurrent
/// attempt counts.
pub(super) async fn try_code(
    app: &App,
    tx: &mut Tx,
    mobile: &str,
    purpose: OtpPurpose,
    code: &SecretString,
) -> sqlx::Result<Option<RightCode>> {
    let found = sqlx::query!(
        r#"UPDATE otps SET tries = tries + 1
        WHERE mobile = $1 AND purpose = $2 AND code_hash IS NOT NULL AND tries < $3 AND expires_at > $4
        RETURNING id AS "id: OtpId", code_hash AS "code_hash!""#,
        mobile,
        purpose as OtpPurpose,
        MAX_TRIES,
        app.clock.now(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(found.filter(|otp| same_bytes(&hash(app, otp.id, code), &otp.code_hash)).map(|otp| RightCode(otp.id)))
}

/// Uses a code up; false if a concurrent request was faster or a new code replaced it.
pub(super) async fn use_code(tx: &mut Tx, right: RightCode) -> sqlx::Result<bool> {
    let used = sqlx::query!("DELETE FROM otps WHERE id = $1", right.0.uuid()).execute(tx.conn()).await?;
    Ok(used.rows_affected() == 1)
}

/// Removes at most `limit` codes requested before `time`; returns how many.
pub(super) async fn purge(tx: &mut Tx, time: DateTime<Utc>, limit: i64) -> sqlx::Result<u64> {
    let purged = sqlx::query!(
        "DELETE FROM otps WHERE id IN (SELECT id FROM otps WHERE created_at < $1 ORDER BY created_at LIMIT $2)",
        time,
        limit,
    )
    .execute(tx.conn())
    .await?;
    Ok(purged.rows_affected())
}
