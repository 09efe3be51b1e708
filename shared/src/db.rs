//! Postgres: the pool, write transactions, and the constraint that an error speaks of.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use secrecy::ExposeSecret;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::{Postgres, Transaction};
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use crate::config::Storage;
use crate::metrics::{Counter, Metrics};

/// All migrations, inside the binary.
pub static MIGRATIONS: Migrator = sqlx::migrate!("../migrations");

type Followup = Pin<Box<dyn Future<Output = ()> + Send>>;
type AtOnce = Box<dyn FnOnce() + Send>;
/// Wakes those who wait for changes of keys.
type Waker = Arc<dyn Fn(Vec<Uuid>) -> Followup + Send + Sync>;

/// The pool, and what follows commits.
#[derive(Clone)]
pub struct Db {
    pool: PgPool,
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
        let pool = PgPoolOptions::new()
            .max_connections(storage.max_connections)
            .acquire_timeout(Duration::from_secs(10))
            .connect_lazy_with(options);
        Ok(Self { pool, followups: TaskTracker::new(), waker, metrics })
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

    /// Begins a write transaction that gives up soon where somebody else holds what it needs.
    ///
    /// # Errors
    /// No connection within ten seconds.
    pub async fn begin_impatient(&self) -> sqlx::Result<Tx> {
        self.begin_with("BEGIN; SET LOCAL lock_timeout = '250ms'").await
    }

    async fn begin_with(&self, statement: &'static str) -> sqlx::Result<Tx> {
        let began = Instant::now();
        let begun = self.pool.begin_with(statement).await;
        self.metrics.database_begin_seconds.observe(began.elapsed().as_secs_f64());
        if matches!(begun, Err(sqlx::Error::PoolTimedOut)) {
            self.metrics.database_timeouts.inc();
        }
        let (changed, counted) = (BTreeSet::new(), Vec::new());
        Ok(Tx { inner: begun?, at_once: Vec::new(), after: Vec::new(), changed, counted, db: self.clone() })
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

    /// Waits for what follows commits, then closes the pool.
    pub async fn close(&self) {
        self.followups.close();
        self.followups.wait().await;
        self.pool.close().await;
    }
}

/// A write transaction. Functions that write take one, so that no write slips past it to the pool.
/// Dropped without [`Tx::commit`], it leaves nothing behind.
pub struct Tx {
    inner: Transaction<'static, Postgres>,
    at_once: Vec<AtOnce>,
    after: Vec<Followup>,
    changed: BTreeSet<Uuid>,
    counted: Vec<(Counter, u64)>,
    db: Db,
}

impl Tx {
    /// The connection, for queries.
    pub fn conn(&mut self) -> &mut PgConnection {
        &mut self.inner
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
        if let Err(error) = self.inner.rollback().await {
            tracing::debug!(%error, "the connection was lost, and the transaction with it");
        }
    }

    /// Commits, then starts what follows.
    ///
    /// # Errors
    /// The commit failed, or its outcome is unknown (a lost connection).
    pub async fn commit(self) -> sqlx::Result<()> {
        self.inner.commit().await?;
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

/// The name of the constraint that an error is about.
#[must_use]
pub fn constraint(error: &sqlx::Error) -> Option<&str> {
    error.as_database_error().and_then(|error| error.constraint())
}
