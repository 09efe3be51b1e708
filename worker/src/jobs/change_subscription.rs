//! `stripe.change_subscription`: ends a subscription at period end, or resumes it.

use shared::app::App;
use shared::billing::jobs::ChangeSubscription;
use shared::billing::subscriptions::{self, Subscription};
use shared::jobs::JobError;

use crate::attempt::Attempt;
use crate::handler::{Handler, Outcome, RunError};
use crate::observe;
use crate::payments::{failed, not_configured};
use crate::providers::stripe::Client;
use crate::subscriptions::sync;

pub(super) struct Change {
    /// `None` if Stripe is not set up.
    pub stripe: Option<Client>,
}

impl Handler for Change {
    type Kind = ChangeSubscription;

    async fn run(
        &self,
        app: &App,
        payload: &ChangeSubscription,
        _: &Attempt,
    ) -> Result<Outcome<Subscription>, RunError> {
        let Some(client) = &self.stripe else { return Ok(not_configured(app)) };
        let account = subscriptions::account(app.db.pool(), payload.user_id).await?;
        let Some(id) = account.and_then(|account| account.subscription_id) else {
            return Ok(Outcome::Fail(JobError::permanent("not_subscribed", "There is no subscription.")));
        };
        if let Err(failure) = observe::call(app, "stripe", client.change_subscription(&id, payload)).await {
            return Ok(failed(app, failure));
        }
        // The call may return an earlier call's response: read the current state.
        Ok(match sync(app, client, payload.user_id, Some(&id)).await? {
            Ok(_) => Outcome::Done(subscriptions::subscription(app.db.pool(), payload.user_id).await?),
            Err(failure) => failed(app, failure),
        })
    }
}
