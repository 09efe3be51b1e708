//! `assistant.archive_usage`: closes completion usage of past days, and deletes it after its retention.

use shared::app::App;
use shared::assistant;
use shared::assistant::jobs::{ResetUsage, UsageReset};

use crate::attempt::Attempt;
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
        let mut done = UsageReset { rows: 0, deleted: 0 };
        loop {
            let mut tx = app.db.begin().await?;
            let rows = assistant::close_days(app, &mut tx, today, now, BATCH_SIZE).await?;
            tx.commit().await?;
            if rows == 0 {
                break;
            }
            done.rows += rows;
        }
        let Some(retention) = app.config.tiers.usage_retention else { return Ok(Outcome::Done(done)) };
        loop {
            let mut tx = app.db.begin().await?;
            let deleted = assistant::purge_days(&mut tx, today - retention, BATCH_SIZE).await?;
            tx.commit().await?;
            if deleted == 0 {
                return Ok(Outcome::Done(done));
            }
            done.deleted += deleted;
        }
    }
}
