//! `assistant.archive_usage`: closes completion usage of past days, and deletes it after its retention.

use futures::FutureExt;
use shared::app::App;
use shared::assistant;
use shared::assistant::jobs::{ResetUsage, UsageReset};

use crate::attempt::Attempt;
use crate::batches::in_batches;
use crate::handler::{Handler, Outcome, RunError};

/// Maximum rows per transaction.
const BATCH_SIZE: i64 = 500;

pub(super) struct Reset;

impl Handler for Reset {
    type Kind = ResetUsage;

    async fn run(&self, app: &App, payload: &ResetUsage, _: &Attempt) -> Result<Outcome<UsageReset>, RunError> {
        let now = app.clock.now();
        // The scheduler's day counts as well: this process' clock may be behind.
        let today = payload.day.map_or(now.date_naive(), |day| day.max(now.date_naive()));
        let rows = in_batches(app, "days of usage closed", move |app, tx| {
            assistant::close_days(app, tx, today, now, BATCH_SIZE).boxed()
        });
        let rows = rows.await?;
        let Some(retention) = app.config.tiers.usage_retention else {
            return Ok(Outcome::Done(UsageReset { rows, deleted: 0 }));
        };
        let until = today - retention;
        let deleted =
            in_batches(app, "days of usage purged", move |_, tx| assistant::purge_days(tx, until, BATCH_SIZE).boxed());
        Ok(Outcome::Done(UsageReset { rows, deleted: deleted.await? }))
    }
}
