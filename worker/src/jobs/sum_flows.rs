//! `maintenance.sum_flows`: adds wallet entries to the sums that statistics read.

use shared::app::App;
use shared::ids::UserId;
use shared::ledger;
use shared::maintenance::jobs::{SumFlows, Summed};
use uuid::Uuid;

use crate::attempt::Attempt;
use crate::handler::{Handler, Outcome, RunError};
use crate::rollups;

/// Users processed together.
const BATCH_SIZE: i64 = 100;

pub(super) struct Sum;

impl Handler for Sum {
    type Kind = SumFlows;

    async fn run(&self, app: &App, _: &SumFlows, _: &Attempt) -> Result<Outcome<Summed>, RunError> {
        let (mut users, mut after) = (0, UserId::from(Uuid::nil()));
        loop {
            let set = ledger::unsummed(app.db.pool(), after, rollups::ENTRIES, BATCH_SIZE).await?;
            let Some(last) = set.last() else { return Ok(Outcome::Done(Summed { users })) };
            after = *last;
            rollups::sum_flows(app, &set).await?;
            users += set.len();
            tracing::info!(users, "wallet flows summed");
        }
    }
}
