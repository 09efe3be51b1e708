//! A separate small pool for filtered lists, searches, usage and statistics. At any load, writes and lookups never wait
//! behind them, and no account takes all of its connections.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnection, PgPool};
use sqlx::{Connection, Postgres, Transaction};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;

/// Report connections per process.
pub const REPORT_CONNECTIONS: u32 = 3;
/// Connections per account.
const PER_ACCOUNT: usize = 2;
/// Timeout of a report's wait for a connection.
pub(super) const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(1);
/// Timeout of a statement.
pub(super) const STATEMENT_TIMEOUT: (&str, &str) = ("statement_timeout", "2s");
/// Unset filters are null parameters. A generic plan for all values would use none of the filters' indexes.
pub(super) const PLANS: (&str, &str) = ("plan_cache_mode", "force_custom_plan");
/// All statements of a snapshot see the same data.
pub(super) const SNAPSHOT: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// The same for a list: reads each index in order and each row by id, regardless of statistics. Otherwise the planner
/// reads and sorts all rows of an account that it takes for a small one.
const LISTING: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL enable_seqscan = off; \
    SET LOCAL enable_bitmapscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off";

/// Too many reports are running.
#[derive(Debug, thiserror::Error)]
#[error("all connections for reports are in use")]
struct Busy;

/// Whether an error means that too many reports are running.
#[must_use]
pub fn is_busy(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Io(error) if error.get_ref().is_some_and(|it| it.is::<Busy>()))
}

fn busy() -> sqlx::Error {
    std::io::Error::new(ErrorKind::ResourceBusy, Busy).into()
}

type Accounts = Arc<Mutex<HashMap<Uuid, Arc<Semaphore>>>>;

/// The pool, and each account's number of connections.
#[derive(Clone)]
pub(super) struct Reports {
    pool: PgPool,
    accounts: Accounts,
}

/// A connection for a report. Its statements time out after two seconds.
pub struct Report {
    connection: PoolConnection<Postgres>,
    _turn: Turn,
}

/// A read-only transaction for a page of a list, on such a connection.
pub struct Listing {
    transaction: Transaction<'static, Postgres>,
    _turn: Turn,
}

/// One of an account's slots.
struct Turn {
    _permit: OwnedSemaphorePermit,
    account: Uuid,
    accounts: Accounts,
}

impl Reports {
    pub fn new(pool: PgPool) -> Self {
        Self { pool, accounts: Accounts::default() }
    }

    /// A connection for an account's report. An error with [`is_busy`] after a second without one.
    pub async fn acquire(&self, account: Uuid) -> sqlx::Result<Report> {
        let acquired = async {
            let turn = self.turn(account).await?;
            let connection = self.pool.acquire().await?;
            Ok(Report { connection, _turn: turn })
        };
        in_time(acquired).await
    }

    /// The same for a page of a list.
    pub async fn listing(&self, account: Uuid) -> sqlx::Result<Listing> {
        let begun = async {
            let turn = self.turn(account).await?;
            let transaction = self.pool.begin_with(LISTING).await?;
            Ok(Listing { transaction, _turn: turn })
        };
        in_time(begun).await
    }

    async fn turn(&self, account: Uuid) -> sqlx::Result<Turn> {
        let places = self.accounts.lock().entry(account).or_insert_with(|| Semaphore::new(PER_ACCOUNT).into()).clone();
        let permit = places.acquire_owned().await.map_err(|_| sqlx::Error::PoolClosed)?;
        Ok(Turn { _permit: permit, account, accounts: self.accounts.clone() })
    }

    pub async fn close(&self) {
        self.pool.close().await;
    }
}

async fn in_time<T>(acquired: impl Future<Output = sqlx::Result<T>>) -> sqlx::Result<T> {
    match tokio::time::timeout(ACQUIRE_TIMEOUT, acquired).await {
        Err(_) | Ok(Err(sqlx::Error::PoolTimedOut)) => Err(busy()),
        Ok(outcome) => outcome,
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // Removes the account if the map and this turn hold its last references.
        let mut accounts = self.accounts.lock();
        if accounts.get(&self.account).is_some_and(|places| Arc::strong_count(places) <= 2) {
            accounts.remove(&self.account);
        }
    }
}

impl Report {
    /// Begins a read-only transaction with a single snapshot.
    ///
    /// # Errors
    /// Connection errors.
    pub async fn snapshot(&mut self) -> sqlx::Result<Transaction<'_, Postgres>> {
        self.connection.begin_with(SNAPSHOT).await
    }
}

impl Deref for Report {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.connection
    }
}

impl DerefMut for Report {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.connection
    }
}

impl Deref for Listing {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.transaction
    }
}

impl DerefMut for Listing {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use sqlx::postgres::PgPoolOptions;

    use super::*;

    #[tokio::test]
    async fn a_report_waits_at_most_a_second_for_its_account() {
        let pool = PgPoolOptions::new().connect_lazy("postgres://nobody@127.0.0.1:1/none").unwrap();
        let (reports, account) = (Reports::new(pool), Uuid::now_v7());
        let mut turns = Vec::new();
        for _ in 0..PER_ACCOUNT {
            turns.push(reports.turn(account).await.unwrap());
        }
        let began = Instant::now();
        let refused = reports.acquire(account).await.err().unwrap();
        assert!(is_busy(&refused), "{refused}");
        // It was ten seconds once. A slow machine gets some margin.
        let waited = began.elapsed();
        assert!((ACQUIRE_TIMEOUT..Duration::from_secs(8)).contains(&waited), "{waited:?}");
        drop(turns);
        assert!(reports.accounts.lock().is_empty(), "idle accounts are forgotten");
    }
}
