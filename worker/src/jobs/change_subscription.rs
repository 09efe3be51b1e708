//! `stripe.change_subscription`: lets a subscription end with its period, or go on.

use shared::app::App;
use shared::billing::jobs::ChangeSubscription;
use shared::billing::subscriptions::{self, Subscription};
use shared::jobs::JobError;

use crate::handler::{Handler, Outcome, RunError};
use crate::observe;
use crate::payments::{failed, not_set_up};
use crate::providers::stripe::Client;
use crate::subscriptions::sync;

pub(super) struct Change {
    /// `None` where Stripe is not set up.
    pub stripe: Option<Client>,
}

impl Handler for Change {
    type Kind = ChangeSubscription;

    async fn run(&self, app: &App, payload: &ChangeSubscription, _: i32) -> Result<Outcome<Subscription>, RunError> {
        let Some(client) = &self.stripe else { return Ok(not_set_up(app)) };
        let account = subscriptions::account(app.db.pool(), payload.user_id).await?;
        let Some(id) = account.and_then(|account| account.subscription_id) else {
            return Ok(Outcome::Fail(JobError::permanent("not_subscribed", "There is no subscription.")));
        };
        if let Err(failure) = observe::call(app, "stripe", client.change_subscription(&id, payload)).await {
            return Ok(failed(app, failure));
        }
        // What the call answered may be what an earlier one did: how it stands now is asked for.
        Ok(match sync(app, client, payload.user_id, Some(&id)).await? {
            Ok(_) => Outcome::Done(subscriptions::subscription(app.db.pool(), payload.user_id).await?),
            Err(failure) => failed(app, failure),
        })
    }
}
