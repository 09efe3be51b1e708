//! `Idempotency-Key`: the first answer to a request is stored for a day and replayed.
//!
//! The record is written in the transaction of the work, so both commit together. Refusals leave no record: the same
//! request may succeed later.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::SecretString;
use uuid::Uuid;

use crate::db::{Record, Tx};
use crate::secrets::hmac_sha256;

/// Retention of an answer.
pub const LIFETIME: TimeDelta = TimeDelta::hours(24);

/// Scope of a key.
#[derive(Debug, Clone)]
pub struct Scope {
    /// The user; nil if there is none yet (sign-up).
    pub principal: Uuid,
    /// Method and path.
    pub operation: String,
    /// The client's key.
    pub key: String,
    /// Hash of the body.
    pub fingerprint: [u8; 32],
}

/// A stored answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The `Location` header.
    pub location: Option<String>,
    /// The body: JSON.
    pub body: String,
}

/// The record of a key.
#[derive(Debug)]
pub struct Kept {
    /// Hash of the answered body.
    pub fingerprint: Vec<u8>,
    /// The answer.
    pub answer: Answer,
}

/// State of a key.
#[derive(Debug)]
pub enum Lookup {
    /// New: the transaction now holds the key.
    New,
    /// Answered before.
    Replay(Answer),
    /// Answered before, for another body.
    Mismatch,
    /// Held by another transaction.
    InFlight,
}

impl Lookup {
    /// The state of a key with this record, for a request of this scope.
    #[must_use]
    pub fn of(scope: &Scope, kept: Option<Kept>) -> Self {
        match kept {
            None => Self::New,
            Some(kept) if kept.fingerprint != scope.fingerprint => Self::Mismatch,
            Some(kept) => Self::Replay(kept.answer),
        }
    }
}

/// Hash of a body; keyed, because a body may contain a password.
#[must_use]
pub fn fingerprint(key: &SecretString, body: &[u8]) -> [u8; 32] {
    hmac_sha256(key, &[b"switchboard.idempotency.v1\0", body])
}

/// Takes a key for this transaction, or returns its state.
///
/// # Errors
/// Database errors.
pub async fn begin(tx: &mut Tx, scope: &Scope, now: DateTime<Utc>) -> sqlx::Result<Lookup> {
    Ok(begin_set(tx, &[scope], now).await?.pop().unwrap_or(Lookup::InFlight))
}

/// Takes keys for this transaction, or returns their states, individually. Of a repeated key the first is taken.
///
/// One statement locks keys and reads records, so a record committed in between may be missed: [`Tx::commit`] then
/// fails on the existing record.
///
/// # Errors
/// Database errors.
pub async fn begin_set(tx: &mut Tx, scopes: &[&Scope], now: DateTime<Utc>) -> sqlx::Result<Vec<Lookup>> {
    if scopes.is_empty() {
        return Ok(Vec::new());
    }
    let name = |scope: &Scope| format!("{}\n{}\n{}", scope.principal, scope.operation, scope.key);
    let names: Vec<_> = scopes.iter().map(|scope| name(scope)).collect();
    // Records are looked up one by one, regardless of a new table's statistics.
    let rows = sqlx::query!(
        r#"SELECT pg_try_advisory_xact_lock(hashtextextended(asked.name, 0)) AS "locked!",
            record.fingerprint AS "fingerprint?", record.status AS "status?", record.location AS "location?", record.body AS "body?"
        FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS asked (principal, operation, key, name, number)
        LEFT JOIN LATERAL (
            SELECT fingerprint, status, location, body::text FROM idempotency_records AS kept
            WHERE (kept.principal, kept.operation, kept.key) = (asked.principal, asked.operation, asked.key)
                AND created_at > $5
            LIMIT 1) AS record ON true
        ORDER BY number"#,
        &scopes.iter().map(|scope| scope.principal).collect::<Vec<_>>(),
        &scopes.iter().map(|scope| scope.operation.clone()).collect::<Vec<_>>(),
        &scopes.iter().map(|scope| scope.key.clone()).collect::<Vec<_>>(),
        &names,
        now - LIFETIME,
    )
    .fetch_all(tx.conn())
    .await?;
    // A session may take a lock twice.
    let mut taken = HashSet::new();
    let mut lookups = Vec::with_capacity(scopes.len());
    for ((scope, name), row) in scopes.iter().zip(names).zip(rows) {
        if !row.locked || !taken.insert(name) {
            lookups.push(Lookup::InFlight);
            continue;
        }
        let kept = row.fingerprint.zip(row.status).zip(row.body).map(|((fingerprint, status), body)| Kept {
            fingerprint,
            answer: Answer { status: status.unsigned_abs(), location: row.location, body },
        });
        lookups.push(Lookup::of(scope, kept));
    }
    Ok(lookups)
}

/// Stores an answer; replaces an expired one under the same key.
pub fn store(tx: &mut Tx, scope: &Scope, answer: &Answer, now: DateTime<Utc>) {
    tx.stage_answer(record(scope, answer, now));
}

/// The record of an answer.
#[must_use]
pub fn record(scope: &Scope, answer: &Answer, now: DateTime<Utc>) -> Record {
    Record {
        principal: scope.principal,
        operation: scope.operation.clone(),
        key: scope.key.clone(),
        fingerprint: scope.fingerprint.to_vec(),
        status: answer.status.cast_signed(),
        location: answer.location.clone(),
        body: answer.body.clone(),
        at: now,
        expired: now - LIFETIME,
    }
}

/// Removes at most `limit` expired records; returns how many.
///
/// # Errors
/// Database errors.
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
