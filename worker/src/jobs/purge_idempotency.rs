//! `maintenance.purge_idempotency`: deletes expired idempotency records.

use shared::app::App;
use shared::idempotency;
use shared::maintenance::jobs::{PurgeIdempotency, Purged};

use crate::handler::{Handler, Outcome, RunError};

/// Maximum records deleted per transaction.
const BATCH_SIZE: i64 = 1000;

pub(super) struct Purge;

impl Handler for Purge {
    type Kind = PurgeIdempotency;

    async fn run(&self, app: &App, _: &PurgeIdempotency, _: i32) -> Result<Outcome<Purged>, RunError> {
        let mut rows = 0;
        loop {
            let mut tx = app.db.begin().await?;
            let purged = idempotency::purge(&mut tx, app.clock.now(), BATCH_SIZE).await?;
            tx.commit().await?;
            if purged == 0 {
                return Ok(Outcome::Done(Purged { rows }));
            }
            rows += purged;
        }
    }
}
