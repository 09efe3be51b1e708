//! Postgres: the pool, write transactions, and the constraint that an error speaks of.

use std::future::Future;
use std::str::FromStr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::FutureExt;
use futures::future::BoxFuture;
use secrecy::ExposeSecret;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgDatabaseError, PgPool, PgPoolOptions, PgSeverity};
use sqlx::{Postgres, Transaction};
use uuid::Uuid;

use crate::config::Storage;
use crate::metrics::Metrics;

mod followups;
mod reports;
mod tx;
mod writability;

use followups::{Followups, Waker};
use reports::Reports;
pub use reports::{Listing, REPORT_CONNECTIONS, Report, is_busy};
use tx::Session;
pub use tx::{NewEventRow, Record, Tx};
use writability::Checks;
pub use writability::Writability;

/// All migrations, inside the binary.
pub static MIGRATIONS: Migrator = sqlx::migrate!("../migrations");

/// How long a transaction waits for a connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);
/// How many connections there are for single statements, where there are any.
const POINT_LOOKUP_CONNECTIONS: u32 = 2;
/// For statements that touch few rows, by their keys: what is planned once for all beats what is planned for the rows of
/// today. A join that is not a loop reads more than was asked for, and locks in another order. Nobody waits here for long.
const POINT_LOOKUP_PLANS: [(&str, &str); 5] = [
    ("plan_cache_mode", "force_generic_plan"),
    ("enable_seqscan", "off"),
    ("enable_hashjoin", "off"),
    ("enable_mergejoin", "off"),
    ("lock_timeout", "100ms"),
];

/// The pool, and what follows commits.
#[derive(Clone)]
pub struct Db {
    pool: PgPool,
    point_lookups: PgPool,
    reports: Reports,
    checks: Checks,
    followups: Followups,
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
        let checks = Checks::default();
        let pool = |size, acquire_timeout, options| {
            let checks = checks.clone();
            PgPoolOptions::new()
                .max_connections(size)
                .acquire_timeout(acquire_timeout)
                // A round trip for each acquisition is much; a connection that was used just now is most likely there.
                .test_before_acquire(false)
                .before_acquire(move |connection, metadata| checks.admit(connection, metadata))
                .connect_lazy_with(options)
        };
        let for_reports = options.clone().options([reports::STATEMENT_TIMEOUT, reports::PLANS]);
        let reports = Reports::new(pool(REPORT_CONNECTIONS, reports::ACQUIRE_TIMEOUT, for_reports));
        let singles = pool(POINT_LOOKUP_CONNECTIONS, ACQUIRE_TIMEOUT, options.clone().options(POINT_LOOKUP_PLANS));
        let pool = pool(storage.max_connections, ACQUIRE_TIMEOUT, options);
        Ok(Self { pool, point_lookups: singles, reports, checks, followups: Followups::new(waker, metrics) })
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
    pub async fn begin_point_lookup(&self) -> sqlx::Result<Tx> {
        self.begin_with("BEGIN; SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_seqscan = off").await
    }

    /// The same, and it gives up soon where somebody else holds what it needs.
    ///
    /// # Errors
    /// No connection within ten seconds.
    pub async fn begin_short_lock_timeout(&self) -> sqlx::Result<Tx> {
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
    pub async fn begin_autocommit(&self) -> sqlx::Result<Tx> {
        self.begun(async { Ok(Session::Single(self.point_lookups.acquire().await?)) }.boxed()).await
    }

    /// A pool for reads of few rows, by their keys: they are planned once for all.
    #[must_use]
    pub fn point_lookup_pool(&self) -> &PgPool {
        &self.point_lookups
    }

    async fn begin_with(&self, statement: &'static str) -> sqlx::Result<Tx> {
        self.begun(async { Ok(Session::Begun(self.pool.begin_with(statement).await?)) }.boxed()).await
    }

    /// Boxed, for the wait for a connection takes 8 KB, which would be moved with whatever begins a transaction.
    async fn begun(&self, begin: BoxFuture<'_, sqlx::Result<Session>>) -> sqlx::Result<Tx> {
        let began = Instant::now();
        let begun = begin.await;
        self.followups.metrics.database_begin_seconds.observe(began.elapsed().as_secs_f64());
        if matches!(begun, Err(sqlx::Error::PoolTimedOut)) {
            self.followups.metrics.database_timeouts.inc();
        }
        Ok(Tx::new(begun?, self.followups.clone()))
    }

    /// Begins a read-only transaction that sees one moment of the database throughout.
    ///
    /// # Errors
    /// No connection within ten seconds.
    pub async fn snapshot(&self) -> sqlx::Result<Transaction<'static, Postgres>> {
        self.pool.begin_with(reports::SNAPSHOT).await
    }

    /// A connection for a search, usage or statistics of an account: one of three, of which an account has two at the
    /// most. Statements on it end after two seconds.
    ///
    /// # Errors
    /// None within a second: [`is_busy`]. The database.
    pub async fn reports(&self, account: Uuid) -> sqlx::Result<Report> {
        self.counted(self.reports.acquire(account).await)
    }

    /// A read-only transaction on such a connection, for a page of a list.
    ///
    /// # Errors
    /// None within a second: [`is_busy`]. The database.
    pub async fn listing(&self, account: Uuid) -> sqlx::Result<Listing> {
        self.counted(self.reports.listing(account).await)
    }

    fn counted<T>(&self, report: sqlx::Result<T>) -> sqlx::Result<T> {
        if report.as_ref().is_err_and(is_busy) {
            self.followups.metrics.database_reports_refused.inc();
        }
        report
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

    /// Whether Postgres takes writes; it is asked once a second at the most.
    pub async fn writability(&self) -> Writability {
        self.checks.writability(&self.pool).await
    }

    /// Does something that nobody waits for, in a task of its own.
    pub fn spawn_background(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.followups.spawn(work);
    }

    /// Waits for what follows commits, then closes the pool.
    pub async fn close(&self) {
        self.followups.close().await;
        self.reports.close().await;
        self.point_lookups.close().await;
        self.pool.close().await;
    }
}

/// Whether it is certain that a write, or a commit, that ended with this error was not done. Without an answer it is not, and
/// neither where the server ended the session.
#[must_use]
pub fn is_undone(error: &sqlx::Error) -> bool {
    let answer = error.as_database_error().and_then(|error| error.try_downcast_ref::<PgDatabaseError>());
    answer.is_some_and(|answer| answer.severity() == PgSeverity::Error)
}

/// Whether the database may well take the same thing later: it can't be reached, is full, restarting or read-only for now,
/// ended a transaction that was held up, or two transactions were in each other's way.
#[must_use]
pub fn is_transient(error: &sqlx::Error) -> bool {
    match error {
        // The first two characters name the class: https://www.postgresql.org/docs/current/errcodes-appendix.html
        sqlx::Error::Database(error) => error
            .code()
            .is_some_and(|code| ["08", "25", "40", "53", "55", "57"].contains(&code.get(..2).unwrap_or_default())),
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) => true,
        _ => false,
    }
}

/// The name of the constraint that an error is about.
#[must_use]
pub fn constraint(error: &sqlx::Error) -> Option<&str> {
    error.as_database_error().and_then(|error| error.constraint())
}
