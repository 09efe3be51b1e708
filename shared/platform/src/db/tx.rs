//! Write transactions, and the work after their commits.

use std::collections::BTreeSet;
use std::future::Future;
use std::io::ErrorKind;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgConnection;
use sqlx::{Postgres, Transaction};
use uuid::Uuid;

use super::followups::{Followup, Followups};
use crate::metrics::{Counter, Metrics};

type OnCommit = Box<dyn FnOnce() + Send>;

/// The session of a transaction.
pub(super) enum Session {
    /// A transaction that ends with its commit.
    Begun(Transaction<'static, Postgres>),
    /// Its only write commits on its own.
    Single(PoolConnection<Postgres>),
}

/// A write transaction. Writing functions take one, so that no write bypasses it. Dropping it without [`Tx::commit`]
/// rolls back, except for an executed single statement.
pub struct Tx {
    session: Session,
    on_commit: Vec<OnCommit>,
    after: Vec<Followup>,
    changed: BTreeSet<Uuid>,
    counted: Vec<(Counter, u64)>,
    events: Vec<NewEventRow>,
    records: Vec<Record>,
    followups: Followups,
}

/// An Idempotency-Key record to write.
#[derive(Debug)]
pub struct Record {
    /// The key's principal.
    pub principal: Uuid,
    /// Method and path.
    pub operation: String,
    /// The key.
    pub key: String,
    /// Hash of the request's body.
    pub fingerprint: Vec<u8>,
    /// The answer's HTTP status.
    pub status: i16,
    /// Its `Location`.
    pub location: Option<String>,
    /// Its body: JSON.
    pub body: String,
    /// Time of the answer.
    pub at: DateTime<Utc>,
    /// An existing record of the same key from then or before is replaced.
    pub expired: DateTime<Utc>,
}

/// A row to write to the event log.
#[derive(Debug)]
pub struct NewEventRow {
    /// Its id.
    pub id: Uuid,
    /// The owner of the log.
    pub owner: Uuid,
    /// The event's type.
    pub kind: String,
    /// Its payload.
    pub data: Value,
    /// Its time.
    pub at: DateTime<Utc>,
}

impl Tx {
    pub(super) fn new(session: Session, followups: Followups) -> Self {
        let (at_once, after, changed, counted) = (Vec::new(), Vec::new(), BTreeSet::new(), Vec::new());
        let (facts, records) = (Vec::new(), Vec::new());
        Self { session, on_commit: at_once, after, changed, counted, events: facts, records, followups }
    }

    /// The connection, for queries.
    pub fn conn(&mut self) -> &mut PgConnection {
        match &mut self.session {
            Session::Begun(transaction) => transaction,
            Session::Single(connection) => connection,
        }
    }

    /// Runs a local update before [`Tx::commit`] returns.
    pub fn on_commit(&mut self, note: impl FnOnce() + Send + 'static) {
        self.on_commit.push(Box::new(note));
    }

    /// Runs a task after the commit; it may be lost with the process, so its effect must also be recoverable otherwise.
    pub fn after_commit(&mut self, followup: impl Future<Output = ()> + Send + 'static) {
        self.after.push(Box::pin(followup));
    }

    /// Marks `key` (a user, a job) as changed: tasks that wait for it are woken after the commit.
    pub fn notify(&mut self, key: Uuid) {
        self.changed.insert(key);
    }

    /// Stages an event of this transaction, and wakes its owner after the commit. All of a transaction's events and
    /// records are written in one statement, right before its commit.
    pub fn stage_event(&mut self, fact: NewEventRow) {
        self.notify(fact.owner);
        self.events.push(fact);
    }

    /// Stages the record of an Idempotency-Key. If one exists already, the commit fails.
    pub fn stage_answer(&mut self, record: Record) {
        self.records.push(record);
    }

    /// Adds `times` to a counter after the commit.
    pub fn count(&mut self, counter: Counter, times: usize) {
        self.counted.push((counter, u64::try_from(times).unwrap_or(u64::MAX)));
    }

    /// The application's metrics.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.followups.metrics
    }

    /// Rolls back and waits for it, so that all locks are released. Dropping does the same a little later.
    pub async fn rollback(self) {
        if let Session::Begun(transaction) = self.session
            && let Err(error) = transaction.rollback().await
        {
            tracing::debug!(%error, "rollback failed: connection lost");
        }
    }

    /// Takes the staged events and records, for a caller that writes them.
    pub fn take_staged(&mut self) -> (Vec<NewEventRow>, Vec<Record>) {
        self.count(self.followups.metrics.events_written.clone(), self.events.len());
        (std::mem::take(&mut self.events), std::mem::take(&mut self.records))
    }

    /// Writes the staged events and records, as [`Tx::commit`] does too.
    ///
    /// # Errors
    /// Database errors. `Io` if another transaction used an Idempotency-Key after this one looked for its record.
    pub async fn flush_staged(&mut self) -> sqlx::Result<()> {
        if self.events.is_empty() && self.records.is_empty() {
            return Ok(());
        }
        let (facts, records) = self.take_staged();
        let kept = sqlx::query_scalar!(
            r#"WITH kept AS (
                INSERT INTO idempotency_records AS old (principal, operation, key, fingerprint, status, location, body, created_at)
                SELECT principal, operation, key, fingerprint, status, location, body::json, at
                FROM UNNEST($6::uuid[], $7::text[], $8::text[], $9::bytea[], $10::smallint[], $11::text[], $12::text[], $13::timestamptz[])
                    AS record (principal, operation, key, fingerprint, status, location, body, at)
                ON CONFLICT (principal, operation, key) DO UPDATE SET
                    fingerprint = excluded.fingerprint, status = excluded.status, location = excluded.location,
                    body = excluded.body, created_at = excluded.created_at
                WHERE old.created_at <= $14
                RETURNING key),
            fact AS (
                INSERT INTO events (id, owner_id, type, data, created_at)
                SELECT * FROM UNNEST($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[], $5::timestamptz[]))
            SELECT count(*) AS "kept!" FROM kept"#,
            &facts.iter().map(|fact| fact.id).collect::<Vec<_>>(),
            &facts.iter().map(|fact| fact.owner).collect::<Vec<_>>(),
            &facts.iter().map(|fact| fact.kind.clone()).collect::<Vec<_>>(),
            &facts.iter().map(|fact| fact.data.clone()).collect::<Vec<_>>(),
            &facts.iter().map(|fact| fact.at).collect::<Vec<_>>(),
            &records.iter().map(|record| record.principal).collect::<Vec<_>>(),
            &records.iter().map(|record| record.operation.clone()).collect::<Vec<_>>(),
            &records.iter().map(|record| record.key.clone()).collect::<Vec<_>>(),
            &records.iter().map(|record| record.fingerprint.clone()).collect::<Vec<_>>(),
            &records.iter().map(|record| record.status).collect::<Vec<_>>(),
            &records.iter().map(|record| record.location.clone()).collect::<Vec<_>>() as &[Option<String>],
            &records.iter().map(|record| record.body.clone()).collect::<Vec<_>>(),
            &records.iter().map(|record| record.at).collect::<Vec<_>>(),
            records.iter().map(|record| record.expired).min() as Option<DateTime<Utc>>,
        )
        .fetch_one(self.conn())
        .await?;
        if usize::try_from(kept).ok() != Some(records.len()) {
            return Err(
                std::io::Error::new(ErrorKind::AlreadyExists, "an Idempotency-Key was used in the meantime").into()
            );
        }
        Ok(())
    }

    /// Commits, then starts the background work.
    ///
    /// # Errors
    /// The commit failed, or its outcome is unknown (a lost connection).
    pub async fn commit(mut self) -> sqlx::Result<()> {
        self.flush_staged().await?;
        if let Session::Begun(transaction) = self.session {
            transaction.commit().await?;
        }
        self.on_commit.into_iter().for_each(|note| note());
        for (counter, times) in self.counted {
            counter.inc_by(times);
        }
        for followup in self.after {
            self.followups.spawn(followup);
        }
        if !self.changed.is_empty() {
            self.followups.wake(self.changed.into_iter().collect());
        }
        Ok(())
    }
}
