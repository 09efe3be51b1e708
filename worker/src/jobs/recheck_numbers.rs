//! `whatsapp.recheck_numbers`: requests verification of numbers last checked a day ago.

use shared::app::App;
use shared::messaging::jobs::{RecheckNumbers, Rechecked};
use shared::messaging::verification;

use crate::attempt::Attempt;
use crate::handler::{Handler, Outcome, RunError};

/// Maximum numbers per run; the next hourly run takes the next ones.
const BATCH: i64 = 500;

pub(super) struct Recheck;

impl Handler for Recheck {
    type Kind = RecheckNumbers;

    async fn run(&self, app: &App, _: &RecheckNumbers, _: &Attempt) -> Result<Outcome<Rechecked>, RunError> {
        if app.config.whatsapp.is_none() {
            return Ok(Outcome::Done(Rechecked { enqueued: 0 }));
        }
        let mut tx = app.db.begin().await?;
        let enqueued = verification::recheck(app, &mut tx, BATCH, app.clock.now()).await?;
        tx.commit().await?;
        Ok(Outcome::Done(Rechecked { enqueued }))
    }
}
