//! `stripe.sync_subscriptions`: looks at all subscriptions that may have changed, so that one whose events were lost
//! ends, or goes on, all the same.

use shared::app::App;
use shared::billing::jobs::{SubscriptionsSynced, SyncSubscriptions};
use shared::billing::subscriptions::{self, Settled};
use shared::db::Tx;

use crate::engine::StartError;
use crate::handler::{Ended, Handler, Outcome, RunError};
use crate::payments::{client, failed};
use crate::providers::stripe::{Client, Failure};
use crate::subscriptions::look;

/// How many are read at a time.
const SET: i64 = 100;

pub(super) struct Sync {
    /// `None` where Stripe is not set up.
    client: Option<Client>,
}

impl Sync {
    pub(super) fn new(app: &App) -> Result<Self, StartError> {
        Ok(Self { client: client(app)? })
    }
}

impl Handler for Sync {
    type Kind = SyncSubscriptions;

    async fn run(&self, app: &App, _: &SyncSubscriptions, _: i32) -> Result<Outcome<SubscriptionsSynced>, RunError> {
        let mut synced = SubscriptionsSynced::default();
        // Without Stripe nobody can be asked: all stays as it is known.
        let Some(client) = &self.client else { return Ok(Outcome::Done(synced)) };
        let mut after = None;
        loop {
            let users = subscriptions::to_look_at(app.db.pool(), after, SET).await?;
            let Some(last) = users.last() else { return Ok(Outcome::Done(synced)) };
            after = Some(*last);
            for user in users {
                match look(app, client, user, None).await? {
                    Ok(settled) => {
                        synced.looked_at += 1;
                        synced.changed += usize::from(matches!(settled, Some(Settled::Changed(_))));
                    }
                    // One that Stripe does not know must not be in the way of the others.
                    Err(Failure::Refused(_)) => synced.failed += 1,
                    Err(failure) => return Ok(failed(app, failure)),
                }
            }
        }
    }

    async fn settle(&self, _: &App, _: &mut Tx, _: &mut [Ended<SyncSubscriptions>]) -> sqlx::Result<()> {
        Ok(())
    }
}
