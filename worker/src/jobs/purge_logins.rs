//! `maintenance.purge_logins`: deletes long-expired sessions and one-time codes.

use shared::accounts::jobs::{LoginsPurged, PurgeLogins};
use shared::accounts::purge_logins;
use shared::app::App;

use crate::handler::{Handler, Outcome, RunError};

/// Maximum rows deleted per table and transaction.
const BATCH_SIZE: i64 = 1000;

pub(super) struct Purge;

impl Handler for Purge {
    type Kind = PurgeLogins;

    async fn run(&self, app: &App, _: &PurgeLogins, _: i32) -> Result<Outcome<LoginsPurged>, RunError> {
        let mut rows = 0;
        loop {
            let mut tx = app.db.begin().await?;
            let purged = purge_logins(&mut tx, app.clock.now(), BATCH_SIZE).await?;
            tx.commit().await?;
            if purged == 0 {
                return Ok(Outcome::Done(LoginsPurged { rows }));
            }
            rows += purged;
        }
    }
}
