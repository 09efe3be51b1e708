//! `maintenance.purge_threads`: deletes conversations on the shared number after their window.

use shared::app::App;
use shared::maintenance::jobs::{PurgeThreads, Purged};
use shared::messaging;

use crate::handler::{Handler, Outcome, RunError};

/// Maximum rows deleted per transaction.
const BATCH_SIZE: i64 = 1000;

pub(super) struct Purge;

impl Handler for Purge {
    type Kind = PurgeThreads;

    async fn run(&self, app: &App, _: &PurgeThreads, _: i32) -> Result<Outcome<Purged>, RunError> {
        let mut rows = 0;
        loop {
            let mut tx = app.db.begin().await?;
            let purged = messaging::purge_threads(&mut tx, app.clock.now(), BATCH_SIZE).await?;
            tx.commit().await?;
            if purged == 0 {
                return Ok(Outcome::Done(Purged { rows }));
            }
            rows += purged;
        }
    }
}
