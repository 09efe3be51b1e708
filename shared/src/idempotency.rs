//! `Idempotency-Key`: the first answer to a request is kept for a day and given again.
//!
//! The record is written in the transaction that does the work, so the two can't part. Refusals
//! leave no record: the same request may succeed later.

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::SecretString;
use serde_json::Value;
use uuid::Uuid;

use crate::db::Tx;
use crate::secrets::hmac_sha256;

/// How long an answer is kept.
pub const LIFETIME: TimeDelta = TimeDelta::hours(24);

/// Which request a key belongs to.
#[derive(Debug, Clone)]
pub struct Scope {
    /// The user; nil where there is none yet (sign-up).
    pub principal: Uuid,
    /// Method and path.
    pub operation: String,
    /// The client's key.
    pub key: String,
    /// What tells one body from another.
    pub fingerprint: [u8; 32],
}

/// An answer that is kept.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The `Location` header.
    pub location: Option<String>,
    /// The body.
    pub body: Value,
}

/// What is known of a key.
#[derive(Debug)]
pub enum Lookup {
    /// Nothing: the transaction now holds the key.
    New,
    /// It was answered before.
    Replay(Answer),
    /// It was answered before, to another body.
    Mismatch,
    /// Another transaction holds it.
    InFlight,
}

/// What tells one body from another; keyed, because a body may hold a password.
#[must_use]
pub fn fingerprint(key: &SecretString, body: &[u8]) -> [u8; 32] {
    hmac_sha256(key, &[b"switchboard.idempotency.v1\0", body])
}

/// Takes a key for this transaction, or tells why not.
///
/// The lock comes first, so that no request waits on another one's unique index; reading is a
/// statement of its own, so that it sees what was committed before the lock was had.
///
/// # Errors
/// The database.
pub async fn begin(tx: &mut Tx, scope: &Scope, now: DateTime<Utc>) -> sqlx::Result<Lookup> {
    let name = format!("{}\n{}\n{}", scope.principal, scope.operation, scope.key);
    let locked = sqlx::query_scalar!(r#"SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS "locked!""#, name)
        .fetch_one(tx.conn())
        .await?;
    if !locked {
        return Ok(Lookup::InFlight);
    }
    let record = sqlx::query!(
        "SELECT fingerprint, status, location, body FROM idempotency_records
         WHERE principal = $1 AND operation = $2 AND key = $3 AND created_at > $4",
        scope.principal,
        scope.operation,
        scope.key,
        now - LIFETIME,
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(match record {
        None => Lookup::New,
        Some(record) if record.fingerprint != scope.fingerprint => Lookup::Mismatch,
        Some(record) => Lookup::Replay(Answer {
            status: record.status.unsigned_abs(),
            location: record.location,
            body: record.body,
        }),
    })
}

/// Keeps the answer; an expired one under the same key gives way.
///
/// # Errors
/// The database.
pub async fn store(tx: &mut Tx, scope: &Scope, answer: &Answer, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO idempotency_records (principal, operation, key, fingerprint, status, location, body, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (principal, operation, key) DO UPDATE SET
            fingerprint = excluded.fingerprint, status = excluded.status, location = excluded.location,
            body = excluded.body, created_at = excluded.created_at",
        scope.principal,
        scope.operation,
        scope.key,
        &scope.fingerprint[..],
        answer.status.cast_signed(),
        answer.location,
        answer.body,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Removes what has expired, at most `limit` records; returns how many.
///
/// # Errors
/// The database.
pub async fn purge(tx: &mut Tx, now: DateTime<Utc>, limit: i64) -> sqlx::Result<u64> {
    let purged = sqlx::query!(
        "DELETE FROM idempotency_records WHERE (principal, operation, key) IN
            (SELECT principal, operation, key FROM idempotency_records WHERE created_at <= $1 ORDER BY created_at LIMIT $2)",
        now - LIFETIME,
        limit,
    )
    .execute(tx.conn())
    .await?;
    Ok(purged.rows_affected())
}
