//! `maintenance.purge_…`: deletes rows after their retention period, batch by batch.

use chrono::{DateTime, Utc};
use futures::FutureExt;
use shared::accounts::jobs::{LoginsPurged, PurgeLogins};
use shared::accounts::purge_logins;
use shared::app::App;
use shared::db::Tx;
use shared::maintenance::jobs::{PurgeIdempotency, PurgeJobs, PurgeThreads, Purged};
use shared::{billing, events, idempotency, jobs, messaging};

use crate::attempt::Attempt;
use crate::batches::{Batch, in_batches};
use crate::handler::{Handler, Outcome, RunError};

/// Maximum rows deleted per table and transaction.
const BATCH_SIZE: i64 = 1000;
/// A job has a few events.
const EVENT_BATCH_SIZE: i64 = 5000;

/// `maintenance.purge_idempotency`: expired idempotency records.
pub(super) struct Idempotency;

impl Handler for Idempotency {
    type Kind = PurgeIdempotency;

    async fn run(&self, app: &App, _: &PurgeIdempotency, _: &Attempt) -> Result<Outcome<Purged>, RunError> {
        let now = app.clock.now();
        let rows =
            in_batches(app, "idempotency records purged", |_, tx| idempotency::purge(tx, now, BATCH_SIZE).boxed())
                .await?;
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
        let rows = in_batches(app, "jobs purged", |_, tx| purge_jobs(tx, until).boxed()).await?;
        Ok(Outcome::Done(Purged { rows }))
    }
}

async fn purge_jobs(tx: &mut Tx, until: DateTime<Utc>) -> sqlx::Result<Batch> {
    let counted = jobs::purge(tx, until, BATCH_SIZE).await?;
    let events = events::purge(tx, until, EVENT_BATCH_SIZE).await?;
    Ok(Batch { counted, others: events + billing::purge_events(tx, until, BATCH_SIZE).await? })
}

/// `maintenance.purge_logins`: long-expired sessions and one-time codes.
pub(super) struct Logins;

impl Handler for Logins {
    type Kind = PurgeLogins;

    async fn run(&self, app: &App, _: &PurgeLogins, _: &Attempt) -> Result<Outcome<LoginsPurged>, RunError> {
        let now = app.clock.now();
        let rows = in_batches(app, "logins purged", |_, tx| purge_logins(tx, now, BATCH_SIZE).boxed()).await?;
        Ok(Outcome::Done(LoginsPurged { rows }))
    }
}

/// `maintenance.purge_threads`: conversations on the shared number after their window.
pub(super) struct Threads;

impl Handler for Threads {
    type Kind = PurgeThreads;

    async fn run(&self, app: &App, _: &PurgeThreads, _: &Attempt) -> Result<Outcome<Purged>, RunError> {
        let now = app.clock.now();
        let rows =
            in_batches(app, "threads purged", |_, tx| messaging::purge_threads(tx, now, BATCH_SIZE).boxed()).await?;
        Ok(Outcome::Done(Purged { rows }))
    }
}
