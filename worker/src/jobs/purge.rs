//! `maintenance.purge_…`: deletes rows after their retention period, batch by batch.

use chrono::{DateTime, Utc};
use futures::FutureExt;
use futures::future::BoxFuture;
use shared::accounts::jobs::{LoginsPurged, PurgeLogins};
use shared::accounts::purge_logins;
use shared::app::App;
use shared::db::Tx;
use shared::maintenance::jobs::{PurgeIdempotency, PurgeJobs, PurgeThreads, Purged};
use shared::{billing, events, idempotency, jobs, messaging};

use crate::attempt::Attempt;
use crate::handler::{Handler, Outcome, RunError};

/// Maximum rows deleted per table and transaction.
const BATCH_SIZE: i64 = 1000;
/// A job has a few events.
const EVENT_BATCH_SIZE: i64 = 5000;

/// Rows that a batch deleted.
struct Deleted {
    /// Rows that the job's result counts.
    counted: u64,
    /// Rows that were deleted along with them.
    others: u64,
}

impl From<u64> for Deleted {
    fn from(counted: u64) -> Self {
        Self { counted, others: 0 }
    }
}

/// Deletes batches until none is left, each in its own transaction: an aborted attempt keeps its progress. Returns the
/// number of rows that count.
async fn purge<D: Into<Deleted>>(
    app: &App,
    what: &'static str,
    batch: impl for<'a> Fn(&'a mut Tx) -> BoxFuture<'a, sqlx::Result<D>>,
) -> sqlx::Result<u64> {
    let (mut rows, mut others) = (0, 0);
    loop {
        let mut tx = app.db.begin().await?;
        let deleted: Deleted = batch(&mut tx).await?.into();
        tx.commit().await?;
        if deleted.counted + deleted.others == 0 {
            return Ok(rows);
        }
        rows += deleted.counted;
        others += deleted.others;
        tracing::info!(rows, others, "{what} purged");
    }
}

/// `maintenance.purge_idempotency`: expired idempotency records.
pub(super) struct Idempotency;

impl Handler for Idempotency {
    type Kind = PurgeIdempotency;

    async fn run(&self, app: &App, _: &PurgeIdempotency, _: &Attempt) -> Result<Outcome<Purged>, RunError> {
        let now = app.clock.now();
        let rows = purge(app, "idempotency records", |tx| idempotency::purge(tx, now, BATCH_SIZE).boxed()).await?;
        Ok(Outcome::Done(Purged { rows }))
    }
}

/// `maintenance.purge_jobs`: ended jobs, and events of that age, ours and Stripe's.
pub(super) struct Jobs;

impl Handler for Jobs {
    type Kind = PurgeJobs;

    async fn run(&self, app: &App, _: &PurgeJobs, _: &Attempt) -> Result<Outcome<Purged>, RunError> {
        let Some(retention) = app.config.work.job_retention else { return Ok(Outcome::Done(Purged { rows: 0 })) };
        let until = app.clock.now() - retention;
        let rows = purge(app, "jobs", |tx| purge_jobs(tx, until).boxed()).await?;
        Ok(Outcome::Done(Purged { rows }))
    }
}

async fn purge_jobs(tx: &mut Tx, until: DateTime<Utc>) -> sqlx::Result<Deleted> {
    let counted = jobs::purge(tx, until, BATCH_SIZE).await?;
    let events = events::purge(tx, until, EVENT_BATCH_SIZE).await?;
    Ok(Deleted { counted, others: events + billing::purge_events(tx, until, BATCH_SIZE).await? })
}

/// `maintenance.purge_logins`: long-expired sessions and one-time codes.
pub(super) struct Logins;

impl Handler for Logins {
    type Kind = PurgeLogins;

    async fn run(&self, app: &App, _: &PurgeLogins, _: &Attempt) -> Result<Outcome<LoginsPurged>, RunError> {
        let now = app.clock.now();
        let rows = purge(app, "logins", |tx| purge_logins(tx, now, BATCH_SIZE).boxed()).await?;
        Ok(Outcome::Done(LoginsPurged { rows }))
    }
}

/// `maintenance.purge_threads`: conversations on the shared number after their window.
pub(super) struct Threads;

impl Handler for Threads {
    type Kind = PurgeThreads;

    async fn run(&self, app: &App, _: &PurgeThreads, _: &Attempt) -> Result<Outcome<Purged>, RunError> {
        let now = app.clock.now();
        let rows = purge(app, "threads", |tx| messaging::purge_threads(tx, now, BATCH_SIZE).boxed()).await?;
        Ok(Outcome::Done(Purged { rows }))
    }
}
