//! Postgres: the pool, write transactions, and the constraint that an error speaks of.

use std::collections::BTreeSet;
use std::future::Future;
use std::io::ErrorKind;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use futures::FutureExt;
use futures::future::BoxFuture;
use secrecy::ExposeSecret;
use serde_json::Value;
use sqlx::migrate::Migrator;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgDatabaseError, PgPool, PgPoolOptions, PgSeverity};
use sqlx::{Connection, Postgres, Transaction};
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use crate::config::Storage;
use crate::metrics::{Counter, Metrics};

/// All migrations, inside the binary.
pub static MIGRATIONS: Migrator = sqlx::migrate!("../migrations");

/// How long a connection may have been idle without being tried before it is used.
const UNTESTED: Duration = Duration::from_millis(50);
/// How many connections there are for single statements, where there are any.
const SINGLES: u32 = 2;
/// For statements that touch few rows, by their keys: what is planned once for all beats what is planned for the rows of
/// today. A join that is not a loop reads more than was asked for, and locks in another order. Nobody waits here for long.
const BY_KEYS: [(&str, &str); 5] = [
    ("plan_cache_mode", "force_generic_plan"),
    ("enable_seqscan", "off"),
    ("enable_hashjoin", "off"),
    ("enable_mergejoin", "off"),
    ("lock_timeout", "100ms"),
];

type Followup = Pin<Box<dyn Future<Output = ()> + Send>>;
type AtOnce = Box<dyn FnOnce() + Send>;
/// Wakes those who wait for changes of keys.
type Waker = Arc<dyn Fn(Vec<Uuid>) -> Followup + Send + Sync>;

/// The pool, and what follows commits.
#[derive(Clone)]
pub struct Db {
    pool: PgPool,
    singles: PgPool,
    followups: TaskTracker,
    waker: Waker,
    metrics: Arc<Metrics>,
}

impl Db {
    /// Prepares a pool that connects on first use. `waker` wakes those who wait for what
    /// transactions have changed.
    ///
    /// # Errors
    /// A URL that is none.
    pub fn new(storage: &Storage, waker: Waker, metrics: Arc<Metrics>) -> sqlx::Result<Self> {
        // No statement, lock or forgotten transaction may hold others up for long: a process that was
        // paused in the middle of one also holds the event log back.
        let options =
            PgConnectOptions::from_str(storage.database_url.expose_secret())?.application_name("switchboard").options(
                [("statement_timeout", "30s"), ("lock_timeout", "10s"), ("idle_in_transaction_session_timeout", "5s")],
            );
        let pool = |size, options| {
            PgPoolOptions::new()
                .max_connections(size)
                .acquire_timeout(Duration::from_secs(10))
                // A round trip for each acquisition is much; a connection that was used just now is most likely there.
                .test_before_acquire(false)
                .before_acquire(|connection, meta| {
                    Box::pin(async move {
                        if meta.idle_for > UNTESTED {
                            connection.ping().await?;
                        }
                        Ok(true)
                    })
                })
                .connect_lazy_with(options)
        };
        let singles = pool(SINGLES, options.clone().options(BY_KEYS));
        let pool = pool(storage.max_connections, options);
        Ok(Self { pool, singles, followups: TaskTracker::new(), waker, metrics })
    }

    /// The pool, for reads.
    #[must_use]
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// Begins a write transaction.
    ///
    /// # Errors
    /// No connection within ten seconds.
    pub async fn begin(&self) -> sqlx::Result<Tx> {
        self.begin_with("BEGIN").await
    }

    /// Begins a write transaction that touches few rows, by their keys: its statements are planned once for all, and read
    /// no table as a whole, however young it is.
    ///
    /// # Errors
    /// No connection within ten seconds.
    pub async fn begin_by_keys(&self) -> sqlx::Result<Tx> {
        self.begin_with("BEGIN; SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_seqscan = off").await
    }

    /// The same, and it gives up soon where somebody else holds what it needs.
    ///
    /// # Errors
    /// No connection within ten seconds.
    pub async fn begin_impatient(&self) -> sqlx::Result<Tx> {
        self.begin_with(
            "BEGIN; SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_seqscan = off; \
            SET LOCAL lock_timeout = '250ms'",
        )
        .await
    }

    /// Begins a write transaction of a single statement, which is its commit as well: a set of small writes costs mostly
    /// its round trips. What is read before is as it is committed just then, and nothing of it is locked; so the statement
    /// has to look whether it is still the same (`fail_changed()`). All touch few rows, by their keys.
    ///
    /// # Errors
    /// No connection within ten seconds.
    pub async fn begin_single(&self) -> sqlx::Result<Tx> {
        self.begun(async { Ok(Session::Single(self.singles.acquire().await?)) }.boxed()).await
    }

    /// A pool for reads of few rows, by their keys: they are planned once for all.
    #[must_use]
    pub fn by_keys(&self) -> &PgPool {
        &self.singles
    }

    async fn begin_with(&self, statement: &'static str) -> sqlx::Result<Tx> {
        self.begun(async { Ok(Session::Begun(self.pool.begin_with(statement).await?)) }.boxed()).await
    }

    /// Boxed, for the wait for a connection takes 8 KB, which would be moved with whatever begins a transaction.
    async fn begun(&self, begin: BoxFuture<'_, sqlx::Result<Session>>) -> sqlx::Result<Tx> {
        let began = Instant::now();
        let begun = begin.await;
        self.metrics.database_begin_seconds.observe(began.elapsed().as_secs_f64());
        if matches!(begun, Err(sqlx::Error::PoolTimedOut)) {
            self.metrics.database_timeouts.inc();
        }
        let (at_once, after, changed, counted) = (Vec::new(), Vec::new(), BTreeSet::new(), Vec::new());
        let (facts, records) = (Vec::new(), Vec::new());
        Ok(Tx { session: begun?, at_once, after, changed, counted, facts, records, db: self.clone() })
    }

    /// Begins a read-only transaction that sees one moment of the database throughout.
    ///
    /// # Errors
    /// No connection within ten seconds.
    pub async fn snapshot(&self) -> sqlx::Result<Transaction<'static, Postgres>> {
        self.pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await
    }

    /// Lets statements on a connection take as long as they like.
    ///
    /// # Errors
    /// The connection.
    pub async fn lift_time_limits(connection: &mut PgConnection) -> sqlx::Result<()> {
        sqlx::query("SELECT set_config('statement_timeout', '0', false), set_config('lock_timeout', '0', false)")
            .execute(connection)
            .await?;
        Ok(())
    }

    /// Whether Postgres answers within two seconds.
    pub async fn ping(&self) -> bool {
        let answer = sqlx::query("SELECT 1").execute(&self.pool);
        matches!(tokio::time::timeout(Duration::from_secs(2), answer).await, Ok(Ok(_)))
    }

    /// Does something that nobody waits for, in a task of its own.
    pub fn aside(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.followups.spawn(work);
    }

    /// Waits for what follows commits, then closes the pool.
    pub async fn close(&self) {
        self.followups.close();
        self.followups.wait().await;
        self.singles.close().await;
        self.pool.close().await;
    }
}

/// What a transaction runs on.
enum Session {
    Begun(Transaction<'static, Postgres>),
    /// Its only write commits by itself.
    Single(PoolConnection<Postgres>),
}

/// A write transaction. Functions that write take one, so that no write slips past it to the pool.
/// Dropped without [`Tx::commit`], it leaves nothing behind.
pub struct Tx {
    session: Session,
    at_once: Vec<AtOnce>,
    after: Vec<Followup>,
    changed: BTreeSet<Uuid>,
    counted: Vec<(Counter, u64)>,
    facts: Vec<Fact>,
    records: Vec<Record>,
    db: Db,
}

/// The record of an Idempotency-Key to be.
#[derive(Debug)]
pub struct Record {
    /// Whose key it is.
    pub principal: Uuid,
    /// Method and path.
    pub operation: String,
    /// The key.
    pub key: String,
    /// Of the request's body.
    pub fingerprint: Vec<u8>,
    /// The answer's HTTP status.
    pub status: i16,
    /// Its `Location`.
    pub location: Option<String>,
    /// Its body: JSON.
    pub body: String,
    /// When.
    pub at: DateTime<Utc>,
    /// A record of the same key from then or before gives way.
    pub expired: DateTime<Utc>,
}

/// A row of the event log to be.
#[derive(Debug)]
pub struct Fact {
    /// Its id.
    pub id: Uuid,
    /// Whose log it belongs to.
    pub owner: Uuid,
    /// What happened.
    pub kind: String,
    /// What it happened to.
    pub data: Value,
    /// When.
    pub at: DateTime<Utc>,
}

impl Tx {
    /// The connection, for queries.
    pub fn conn(&mut self) -> &mut PgConnection {
        match &mut self.session {
            Session::Begun(transaction) => transaction,
            Session::Single(connection) => connection,
        }
    }

    /// What this process has to know before [`Tx::commit`] returns.
    pub fn at_commit(&mut self, note: impl FnOnce() + Send + 'static) {
        self.at_once.push(Box::new(note));
    }

    /// What to do once the transaction is committed, in a task of its own; it may get lost with the
    /// process, so it must be something that is also found out otherwise.
    pub fn after_commit(&mut self, followup: impl Future<Output = ()> + Send + 'static) {
        self.after.push(Box::pin(followup));
    }

    /// Notes that something of `key` (a user, a job) changed: those who wait for it are woken once
    /// this is committed.
    pub fn wake(&mut self, key: Uuid) {
        self.changed.insert(key);
    }

    /// Puts a fact in the log with this transaction, and wakes its owner once it is committed. All of a
    /// transaction's facts and records are written in one statement, right before its commit.
    pub fn note(&mut self, fact: Fact) {
        self.wake(fact.owner);
        self.facts.push(fact);
    }

    /// Keeps the record of an Idempotency-Key with this transaction. Where there is one already, the commit fails.
    pub fn keep(&mut self, record: Record) {
        self.records.push(record);
    }

    /// Counts what happened `times`, once this is committed.
    pub fn count(&mut self, counter: Counter, times: usize) {
        self.counted.push((counter, u64::try_from(times).unwrap_or(u64::MAX)));
    }

    /// What the application counts.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.db.metrics
    }

    /// Undoes everything and waits for that, so that nothing is locked any more. Dropping does the
    /// same a little later.
    pub async fn rollback(self) {
        if let Session::Begun(transaction) = self.session
            && let Err(error) = transaction.rollback().await
        {
            tracing::debug!(%error, "the connection was lost, and the transaction with it");
        }
    }

    /// The facts and records so far, for whoever writes them with the rest.
    pub(crate) fn take_noted(&mut self) -> (Vec<Fact>, Vec<Record>) {
        self.count(self.db.metrics.events_written.clone(), self.facts.len());
        (std::mem::take(&mut self.facts), std::mem::take(&mut self.records))
    }

    /// Writes the facts and records so far, which [`Tx::commit`] does as well.
    ///
    /// # Errors
    /// The database. `Io` where another transaction used an Idempotency-Key after this one looked for its record.
    pub async fn write_noted(&mut self) -> sqlx::Result<()> {
        if self.facts.is_empty() && self.records.is_empty() {
            return Ok(());
        }
        let (facts, records) = self.take_noted();
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

    /// Commits, then starts what follows.
    ///
    /// # Errors
    /// The commit failed, or its outcome is unknown (a lost connection).
    pub async fn commit(mut self) -> sqlx::Result<()> {
        self.write_noted().await?;
        if let Session::Begun(transaction) = self.session {
            transaction.commit().await?;
        }
        self.at_once.into_iter().for_each(|note| note());
        for (counter, times) in self.counted {
            counter.inc_by(times);
        }
        for followup in self.after {
            self.db.followups.spawn(followup);
        }
        if !self.changed.is_empty() {
            self.db.followups.spawn((self.db.waker)(self.changed.into_iter().collect()));
        }
        Ok(())
    }
}

/// Whether it is certain that a write, or a commit, that ended with this error was not done. Without an answer it is not, and
/// neither where the server ended the session.
#[must_use]
pub fn is_undone(error: &sqlx::Error) -> bool {
    let answer = error.as_database_error().and_then(|error| error.try_downcast_ref::<PgDatabaseError>());
    answer.is_some_and(|answer| answer.severity() == PgSeverity::Error)
}

/// The name of the constraint that an error is about.
#[must_use]
pub fn constraint(error: &sqlx::Error) -> Option<&str> {
    error.as_database_error().and_then(|error| error.constraint())
}
