//! `stripe.sync_subscriptions`: syncs subscriptions that may have changed, so that one with lost events still ends or
//! renews.

use shared::app::App;
use shared::billing::jobs::{SyncCounts, SyncSubscriptions};
use shared::billing::subscriptions::{self, Settled};

use crate::attempt::Attempt;
use crate::handler::{Handler, Outcome, RunError};
use crate::payments::{failed, sync_all};
use crate::providers::stripe::Client;
use crate::subscriptions::sync;

/// Page size.
const BATCH_SIZE: i64 = 100;

pub(super) struct Sync {
    /// `None` if Stripe is not set up.
    pub stripe: Option<Client>,
}

impl Handler for Sync {
    type Kind = SyncSubscriptions;

    async fn run(&self, app: &App, _: &SyncSubscriptions, _: &Attempt) -> Result<Outcome<SyncCounts>, RunError> {
        // Without Stripe keep the known state.
        let Some(client) = &self.stripe else { return Ok(Outcome::Done(SyncCounts::default())) };
        let read = |after| subscriptions::due_for_sync(app.db.pool(), after, BATCH_SIZE);
        let look = |user| async move {
            let settled = sync(app, client, user, None).await?;
            Ok(settled.map(|settled| matches!(settled, Some(Settled::Changed(_)))))
        };
        Ok(match sync_all(read, look, |_| std::future::ready(())).await? {
            Ok(looks) => Outcome::Done(looks),
            Err(failure) => failed(app, failure),
        })
    }
}
