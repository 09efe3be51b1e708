//! `maintenance.purge_jobs`: deletes ended jobs after their retention period, and events of that age, ours and
//! Stripe's.

use shared::app::App;
use shared::billing;
use shared::events;
use shared::jobs;
use shared::maintenance::jobs::{PurgeJobs, Purged};

use crate::handler::{Handler, Outcome, RunError};

/// Maximum jobs deleted per transaction.
const BATCH_SIZE: i64 = 1000;
/// A job has a few events.
const SET_OF_EVENTS: i64 = 5000;

pub(super) struct Purge;

impl Handler for Purge {
    type Kind = PurgeJobs;

    async fn run(&self, app: &App, _: &PurgeJobs, _: i32) -> Result<Outcome<Purged>, RunError> {
        let mut rows = 0;
        let Some(retention) = app.config.work.job_retention else { return Ok(Outcome::Done(Purged { rows })) };
        let until = app.clock.now() - retention;
        loop {
            let mut tx = app.db.begin().await?;
            let jobs = jobs::purge(&mut tx, until, BATCH_SIZE).await?;
            let events = events::purge(&mut tx, until, SET_OF_EVENTS).await?
                + billing::purge_events(&mut tx, until, BATCH_SIZE).await?;
            tx.commit().await?;
            rows += jobs;
            if jobs + events == 0 {
                return Ok(Outcome::Done(Purged { rows }));
            }
        }
    }
}
