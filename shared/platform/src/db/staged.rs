//! Events and idempotency records that a transaction writes last, and the only statement text that writes them.

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use crate::columns;

columns! {
    /// A row to write to the event log.
    pub struct NewEventRow by EventColumns {
        /// Its id.
        id: Uuid,
        /// The owner of the log.
        owner: Uuid,
        /// The event's type.
        kind: String,
        /// Its payload.
        data: Value,
        /// Its time.
        at: DateTime<Utc>,
    }
}

columns! {
    /// An Idempotency-Key record to write.
    pub struct Record by RecordColumns {
        /// The key's principal.
        principal: Uuid,
        /// Method and path.
        operation: String,
        /// The key.
        key: String,
        /// Hash of the request's body.
        fingerprint: Vec<u8>,
        /// The answer's HTTP status.
        status: i16,
        /// Its `Location`.
        location: Option<String>,
        /// Its body: JSON.
        body: String,
        /// Time of the answer.
        at: DateTime<Utc>,
        /// An existing record of the same key from then or before is replaced.
        expired: DateTime<Utc>,
    }
}

/// What a transaction has staged, taken by the statement that writes it.
#[derive(Debug)]
pub struct Staged {
    /// Events.
    pub events: EventColumns,
    /// Records.
    pub records: RecordColumns,
}

impl Staged {
    /// Existing records from then or before are replaced.
    #[must_use]
    pub fn expired(&self) -> Option<DateTime<Utc>> {
        self.records.expired.iter().min().copied()
    }
}

/// A checked statement that writes what is staged: `write_staged!(staged, "own CTEs,", "SELECT …", own arguments…)`.
///
/// `$1` to `$14` are the staged columns, own arguments begin at `$15`. The `SELECT` sees `record`, the records to write,
/// and `kept`, the keys of those written: a key with an answer that has not expired is left out.
#[macro_export]
macro_rules! write_staged {
    ($staged:expr, $ctes:tt, $select:tt, $($arguments:tt)*) => {
        sqlx::query_scalar!(
            "WITH " + $ctes + "
            record AS MATERIALIZED (
                SELECT * FROM UNNEST($6::uuid[], $7::text[], $8::text[], $9::bytea[], $10::smallint[], $11::text[], $12::text[],
                    $13::timestamptz[]) AS record (principal, operation, key, fingerprint, status, location, body, at)),
            kept AS (
                INSERT INTO idempotency_records AS old (principal, operation, key, fingerprint, status, location, body, created_at)
                SELECT principal, operation, key, fingerprint, status, location, body::json, at FROM record
                ON CONFLICT (principal, operation, key) DO UPDATE SET
                    fingerprint = excluded.fingerprint, status = excluded.status, location = excluded.location,
                    body = excluded.body, created_at = excluded.created_at
                WHERE old.created_at <= $14
                RETURNING key),
            event AS (
                INSERT INTO events (id, owner_id, type, data, created_at)
                SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[], $5::timestamptz[])
                    AS event (id, owner, kind, data, at))
            " + $select,
            &$staged.events.id,
            &$staged.events.owner,
            &$staged.events.kind,
            &$staged.events.data,
            &$staged.events.at,
            &$staged.records.principal,
            &$staged.records.operation,
            &$staged.records.key,
            &$staged.records.fingerprint,
            &$staged.records.status,
            &$staged.records.location as &[Option<String>],
            &$staged.records.body,
            &$staged.records.at,
            $staged.expired() as Option<::chrono::DateTime<::chrono::Utc>>,
            $($arguments)*
        )
    };
}
