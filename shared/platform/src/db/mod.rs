//! Postgres: the pool, write transactions, and constraint names of errors.

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

mod columns;
mod followups;
mod reports;
mod staged;
mod tx;
mod writability;

use followups::{Followups, Waker};
use reports::Reports;
pub use reports::{Listing, REPORT_CONNECTIONS, Report, is_busy};
pub use staged::{EventColumns, NewEventRow, Record, RecordColumns, Staged};
use tx::Session;
pub use tx::Tx;
use writability::Checks;
pub use writability::Writability;

/// All migrations, inside the binary.
pub static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// The advisory lock of a process that migrates.
const MIGRATION_LOCK: i64 = 1_600_044;
/// How often a process tries to get it.
const MIGRATION_POLL_INTERVAL: Duration = Duration::from_millis(200);
/// Timeout of a transaction's wait for a connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);
/// Connections for single statements, if any.
const POINT_LOOKUP_CONNECTIONS: u32 = 2;
/// For statements on few rows, by key: a generic plan beats a plan for today's rows. Any join but a nested loop reads
/// more rows than requested, and locks in another order. Lock waits are short.
const POINT_LOOKUP_PLANS: [(&str, &str); 5] = [
    ("plan_cache_mode", "force_generic_plan"),
    ("enable_seqscan", "off"),
    ("enable_hashjoin", "off"),
    ("enable_mergejoin", "off"),
    ("lock_timeout", "100ms"),
];

/// The pool, and the work after commits.
#[derive(Clone)]
pub struct Db {
    pool: PgPool,
    point_lookups: PgPool,
    reports: Reports,
    checks: Checks,
    followups: Followups,
}

impl Db {
    /// Prepares a pool that connects on first use. `waker` wakes tasks that wait for changes by transactions.
    ///
    /// # Errors
    /// An invalid URL.
    pub fn new(storage: &Storage, waker: Waker, metrics: Arc<Metrics>) -> sqlx::Result<Self> {
        // No statement, lock or forgotten transaction may block others for long: a process paused inside one also holds
        // the event log back.
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
                // A round trip per acquisition is expensive; a recently used connection is most likely alive.
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

    /// Begins a write transaction on few rows, by key: its statements use generic plans and never scan a table, however
    /// new it is.
    ///
    /// # Errors
    /// No connection within ten seconds.
    pub async fn begin_point_lookup(&self) -> sqlx::Result<Tx> {
        self.begin_with("BEGIN; SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_seqscan = off").await
    }

    /// The same, with a short lock timeout.
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

    /// The same, with short timeouts of statements and locks: for work that others wait for.
    ///
    /// # Errors
    /// No connection within ten seconds.
    pub async fn begin_short_statements(&self) -> sqlx::Result<Tx> {
        self.begin_with(
            "BEGIN; SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL enable_seqscan = off; \
            SET LOCAL statement_timeout = '5s'; SET LOCAL lock_timeout = '2s'",
        )
        .await
    }

    /// Begins a write transaction of a single statement, which is also its commit: a batch of small writes costs mostly
    /// its round trips. Earlier reads see committed data and lock nothing, so the statement must check for changes
    /// (`fail_changed()`). All statements touch few rows, by key.
    ///
    /// # Errors
    /// No connection within ten seconds.
    pub async fn begin_autocommit(&self) -> sqlx::Result<Tx> {
        self.begun(async { Ok(Session::Single(self.point_lookups.acquire().await?)) }.boxed()).await
    }

    /// A pool for reads of few rows, by key, with generic plans.
    #[must_use]
    pub fn point_lookup_pool(&self) -> &PgPool {
        &self.point_lookups
    }

    async fn begin_with(&self, statement: &'static str) -> sqlx::Result<Tx> {
        self.begun(async { Ok(Session::Begun(self.pool.begin_with(statement).await?)) }.boxed()).await
    }

    /// Boxed: the future that awaits a connection takes 8 KB, and would be moved with its caller.
    async fn begun(&self, begin: BoxFuture<'_, sqlx::Result<Session>>) -> sqlx::Result<Tx> {
        let began = Instant::now();
        let begun = begin.await;
        self.followups.metrics.database_begin_seconds.observe(began.elapsed().as_secs_f64());
        if matches!(begun, Err(sqlx::Error::PoolTimedOut)) {
            self.followups.metrics.database_timeouts.inc();
        }
        Ok(Tx::new(begun?, self.followups.clone()))
    }

    /// Begins a read-only transaction with a single snapshot.
    ///
    /// # Errors
    /// No connection within ten seconds.
    pub async fn snapshot(&self) -> sqlx::Result<Transaction<'static, Postgres>> {
        self.pool.begin_with(reports::SNAPSHOT).await
    }

    /// A connection for an account's search, usage or statistics: one of three, at most two per account. Its statements
    /// time out after two seconds.
    ///
    /// # Errors
    /// None within a second: [`is_busy`]. Database errors.
    pub async fn reports(&self, account: Uuid) -> sqlx::Result<Report> {
        self.counted(self.reports.acquire(account).await)
    }

    /// A read-only transaction on such a connection, for a page of a list.
    ///
    /// # Errors
    /// None within a second: [`is_busy`]. Database errors.
    pub async fn listing(&self, account: Uuid) -> sqlx::Result<Listing> {
        self.counted(self.reports.listing(account).await)
    }

    fn counted<T>(&self, report: sqlx::Result<T>) -> sqlx::Result<T> {
        if report.as_ref().is_err_and(is_busy) {
            self.followups.metrics.database_reports_refused.inc();
        }
        report
    }

    /// Removes a connection's statement timeouts.
    ///
    /// # Errors
    /// Connection errors.
    pub async fn lift_time_limits(connection: &mut PgConnection) -> sqlx::Result<()> {
        sqlx::query("SELECT set_config('statement_timeout', '0', false), set_config('lock_timeout', '0', false)")
            .execute(connection)
            .await?;
        Ok(())
    }

    /// Waits until no other process migrates this database; `connection` holds the lock until its end.
    ///
    /// A session that waits inside a statement has a snapshot, which `CREATE INDEX CONCURRENTLY` of the process that it
    /// waits for would wait for in turn. This polls between statements.
    ///
    /// # Errors
    /// Connection errors.
    pub async fn lock_migrations(connection: &mut PgConnection) -> sqlx::Result<()> {
        for tries in 0.. {
            let is_locked = sqlx::query_scalar!(r#"SELECT pg_try_advisory_lock($1) AS "is_locked!""#, MIGRATION_LOCK)
                .fetch_one(&mut *connection)
                .await?;
            if is_locked {
                break;
            }
            if tries == 0 {
                tracing::info!("another process migrates the database; waiting for it");
            }
            tokio::time::sleep(MIGRATION_POLL_INTERVAL).await;
        }
        Ok(())
    }

    /// Whether Postgres accepts writes; checked at most once a second.
    pub async fn writability(&self) -> Writability {
        self.checks.writability(&self.pool).await
    }

    /// Awaits the work after commits, then closes the pool.
    pub async fn close(&self) {
        self.followups.close().await;
        self.reports.close().await;
        self.point_lookups.close().await;
        self.pool.close().await;
    }
}

/// Whether a write or commit that failed with this error is certainly undone. Without an answer, or if the server ended
/// the session, it is not certain.
#[must_use]
pub fn is_undone(error: &sqlx::Error) -> bool {
    let answer = error.as_database_error().and_then(|error| error.try_downcast_ref::<PgDatabaseError>());
    answer.is_some_and(|answer| answer.severity() == PgSeverity::Error)
}

/// Whether a retry may succeed: the database is unreachable, full, restarting or read-only for now, ended a blocked
/// transaction, or two transactions conflicted.
#[must_use]
pub fn is_transient(error: &sqlx::Error) -> bool {
    match error {
        // The first two characters are the class: https://www.postgresql.org/docs/current/errcodes-appendix.html
        sqlx::Error::Database(error) => error
            .code()
            .is_some_and(|code| ["08", "25", "40", "53", "55", "57"].contains(&code.get(..2).unwrap_or_default())),
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) => true,
        _ => false,
    }
}

/// Whether the database can't be written at all for now, by any statement: it is unreachable, full, restarting or
/// read-only. A timeout or conflict of one statement is none of these.
#[must_use]
pub fn is_outage(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(error) => {
            let code = error.code().unwrap_or_default();
            ["08", "53"].contains(&code.get(..2).unwrap_or_default()) || code.starts_with("57P") || code == "25006"
        }
        error => is_transient(error),
    }
}

/// The name of the violated constraint.
#[must_use]
pub fn constraint(error: &sqlx::Error) -> Option<&str> {
    error.as_database_error().and_then(|error| error.constraint())
}
