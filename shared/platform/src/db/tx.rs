//! Write transactions, and the work after their commits.

use std::collections::BTreeSet;
use std::future::Future;
use std::io::ErrorKind;

use sqlx::pool::PoolConnection;
use sqlx::postgres::PgConnection;
use sqlx::{Postgres, Transaction};
use uuid::Uuid;

use super::followups::{Followup, Followups};
use super::staged::{NewEventRow, Record, Staged};
use crate::metrics::{Counter, Metrics};
use crate::write_staged;

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

impl Tx {
    pub(super) fn new(session: Session, followups: Followups) -> Self {
        let (on_commit, after, changed, counted) = (Vec::new(), Vec::new(), BTreeSet::new(), Vec::new());
        let (events, records) = (Vec::new(), Vec::new());
        Self { session, on_commit, after, changed, counted, events, records, followups }
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
    pub fn stage_event(&mut self, event: NewEventRow) {
        self.notify(event.owner);
        self.events.push(event);
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

    /// Takes what is staged, and these events and records, for a caller that writes them.
    pub fn take_staged(&mut self, events: Vec<NewEventRow>, records: Vec<Record>) -> Staged {
        events.into_iter().for_each(|event| self.stage_event(event));
        self.records.extend(records);
        self.count(self.followups.metrics.events_written.clone(), self.events.len());
        Staged {
            events: std::mem::take(&mut self.events).into_iter().collect(),
            records: std::mem::take(&mut self.records).into_iter().collect(),
        }
    }

    /// Writes the staged events and records, as [`Tx::commit`] does too.
    ///
    /// # Errors
    /// Database errors. `Io` if another transaction used an Idempotency-Key after this one looked for its record.
    pub async fn flush_staged(&mut self) -> sqlx::Result<()> {
        if self.events.is_empty() && self.records.is_empty() {
            return Ok(());
        }
        let staged = self.take_staged(Vec::new(), Vec::new());
        let kept = write_staged!(staged, "", r#"SELECT count(*) AS "kept!" FROM kept"#,).fetch_one(self.conn()).await?;
        if usize::try_from(kept).ok() != Some(staged.records.key.len()) {
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
