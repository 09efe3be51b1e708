//! Whether Postgres accepts writes. A demoted primary and a standby still answer reads.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::future::BoxFuture;
use parking_lot::Mutex;
use sqlx::Row;
use sqlx::pool::PoolConnectionMetadata;
use sqlx::postgres::{PgConnection, PgPool};

/// Connections idle for longer are checked before use.
const IDLE_CHECK: Duration = Duration::from_millis(50);
/// Busy connections are never idle that long, so one of them is checked at this interval.
const BUSY_CHECK: Duration = Duration::from_secs(1);
/// Cache lifetime of a writability answer.
const MAX_AGE: Duration = Duration::from_secs(1);
const TIMEOUT: Duration = Duration::from_secs(2);

/// Postgres's current state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writability {
    /// It accepts writes.
    Writable,
    /// It answers, and refuses writes.
    ReadOnly,
    /// It does not answer within two seconds.
    Unreachable,
}

/// Detects read-only connections, so that pools discard them. Clones share the state.
#[derive(Debug, Clone, Default)]
pub(super) struct Checks(Arc<State>);

#[derive(Debug, Default)]
struct State {
    last: Mutex<Option<Instant>>,
    /// Connections opened before this moment may lead to a server that refuses writes.
    suspect_before: Mutex<Option<Instant>>,
    answer: tokio::sync::Mutex<Option<(Instant, Writability)>>,
}

impl Checks {
    /// Whether a pool may hand a connection out; one that refuses writes is closed. The check costs a round trip like a
    /// ping, and only when due.
    pub fn admit<'c>(
        &self,
        connection: &'c mut PgConnection,
        metadata: PoolConnectionMetadata,
    ) -> BoxFuture<'c, sqlx::Result<bool>> {
        let checks = self.clone();
        Box::pin(async move {
            if !checks.is_due(&metadata) {
                return Ok(true);
            }
            let is_read_only = is_read_only(connection).await?;
            if is_read_only {
                *checks.0.suspect_before.lock() = Some(Instant::now());
                tracing::warn!("a connection to Postgres refuses writes; it is discarded");
            }
            Ok(!is_read_only)
        })
    }

    fn is_due(&self, metadata: &PoolConnectionMetadata) -> bool {
        let now = Instant::now();
        let is_suspect = self.0.suspect_before.lock().is_some_and(|moment| now.duration_since(moment) < metadata.age);
        let mut last = self.0.last.lock();
        let is_due = is_suspect
            || metadata.idle_for > IDLE_CHECK
            || last.is_none_or(|last| now.duration_since(last) >= BUSY_CHECK);
        if is_due {
            *last = Some(now);
        }
        is_due
    }

    /// Queries at most once a second, however often it is called.
    pub async fn writability(&self, pool: &PgPool) -> Writability {
        let mut answer = self.0.answer.lock().await;
        if let Some((at, known)) = *answer
            && at.elapsed() < MAX_AGE
        {
            return known;
        }
        let asked = async { is_read_only(&mut *pool.acquire().await?).await };
        let found = match tokio::time::timeout(TIMEOUT, asked).await {
            Ok(Ok(false)) => Writability::Writable,
            Ok(Ok(true)) => Writability::ReadOnly,
            Ok(Err(_)) | Err(_) => Writability::Unreachable,
        };
        *answer = Some((Instant::now(), found));
        found
    }
}

async fn is_read_only(connection: &mut PgConnection) -> sqlx::Result<bool> {
    // One round trip without a prepared statement.
    let row = sqlx::raw_sql("SHOW transaction_read_only").fetch_one(connection).await?;
    Ok(row.try_get::<&str, _>(0)? == "on")
}
