//! `Idempotency-Key`: the first answer to a request is kept for a day and given again.
//!
//! The record is written in the transaction that does the work, so the two can't part. Refusals
//! leave no record: the same request may succeed later.

use std::collections::{HashMap, HashSet};

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
/// # Errors
/// The database.
pub async fn begin(tx: &mut Tx, scope: &Scope, now: DateTime<Utc>) -> sqlx::Result<Lookup> {
    Ok(begin_set(tx, &[scope], now).await?.pop().unwrap_or(Lookup::InFlight))
}

/// Takes keys for this transaction, or tells why not, each by itself. Of a key that occurs twice the first is taken.
///
/// The locks come first, so that no request waits on another one's unique index; reading is a
/// statement of its own, so that it sees what was committed before the locks were had.
///
/// # Errors
/// The database.
pub async fn begin_set(tx: &mut Tx, scopes: &[&Scope], now: DateTime<Utc>) -> sqlx::Result<Vec<Lookup>> {
    if scopes.is_empty() {
        return Ok(Vec::new());
    }
    let name = |scope: &Scope| format!("{}\n{}\n{}", scope.principal, scope.operation, scope.key);
    let names: Vec<_> = scopes.iter().map(|scope| name(scope)).collect();
    let locked = sqlx::query_scalar!(
        r#"SELECT pg_try_advisory_xact_lock(hashtextextended(name, 0)) AS "locked!"
        FROM UNNEST($1::text[]) WITH ORDINALITY AS asked (name, number) ORDER BY number"#,
        &names,
    )
    .fetch_all(tx.conn())
    .await?;
    let rows = sqlx::query!(
        "SELECT principal, operation, key, fingerprint, status, location, body FROM idempotency_records
        JOIN UNNEST($1::uuid[], $2::text[], $3::text[]) AS asked (principal, operation, key) USING (principal, operation, key)
        WHERE created_at > $4",
        &scopes.iter().map(|scope| scope.principal).collect::<Vec<_>>(),
        &scopes.iter().map(|scope| scope.operation.clone()).collect::<Vec<_>>(),
        &scopes.iter().map(|scope| scope.key.clone()).collect::<Vec<_>>(),
        now - LIFETIME,
    )
    .fetch_all(tx.conn())
    .await?;
    let mut records: HashMap<_, _> = rows
        .into_iter()
        .map(|row| {
            let answer = Answer { status: row.status.unsigned_abs(), location: row.location, body: row.body };
            ((row.principal, row.operation, row.key), (row.fingerprint, answer))
        })
        .collect();
    // A session may take a lock twice.
    let mut taken = HashSet::new();
    let lookup = |((scope, name), locked): ((&Scope, String), bool)| {
        if !locked || !taken.insert(name) {
            return Lookup::InFlight;
        }
        match records.remove(&(scope.principal, scope.operation.clone(), scope.key.clone())) {
            None => Lookup::New,
            Some((fingerprint, _)) if fingerprint != scope.fingerprint => Lookup::Mismatch,
            Some((_, answer)) => Lookup::Replay(answer),
        }
    };
    Ok(scopes.iter().copied().zip(names).zip(locked).map(lookup).collect())
}

/// Keeps an answer; an expired one under the same key gives way.
///
/// # Errors
/// The database.
pub async fn store(tx: &mut Tx, scope: &Scope, answer: &Answer, now: DateTime<Utc>) -> sqlx::Result<()> {
    store_set(tx, &[(scope, answer)], now).await
}

/// Keeps answers; expired ones under the same keys give way.
///
/// # Errors
/// The database.
pub async fn store_set(tx: &mut Tx, answers: &[(&Scope, &Answer)], now: DateTime<Utc>) -> sqlx::Result<()> {
    if answers.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "INSERT INTO idempotency_records (principal, operation, key, fingerprint, status, location, body, created_at)
        SELECT *, $8 FROM UNNEST($1::uuid[], $2::text[], $3::text[], $4::bytea[], $5::smallint[], $6::text[], $7::json[])
        ON CONFLICT (principal, operation, key) DO UPDATE SET
            fingerprint = excluded.fingerprint, status = excluded.status, location = excluded.location,
            body = excluded.body, created_at = excluded.created_at",
        &answers.iter().map(|(scope, _)| scope.principal).collect::<Vec<_>>(),
        &answers.iter().map(|(scope, _)| scope.operation.clone()).collect::<Vec<_>>(),
        &answers.iter().map(|(scope, _)| scope.key.clone()).collect::<Vec<_>>(),
        &answers.iter().map(|(scope, _)| scope.fingerprint.to_vec()).collect::<Vec<_>>(),
        &answers.iter().map(|(_, answer)| answer.status.cast_signed()).collect::<Vec<_>>(),
        &answers.iter().map(|(_, answer)| answer.location.clone()).collect::<Vec<_>>() as &[Option<String>],
        &answers.iter().map(|(_, answer)| answer.body.clone()).collect::<Vec<_>>(),
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
