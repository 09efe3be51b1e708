//! `stripe.open_portal`: creates a link to a customer's Stripe portal. Events report changes made there.

use shared::app::App;
use shared::billing::jobs::{OpenPortal, Portal};
use shared::billing::subscriptions;
use shared::jobs::JobError;

use crate::attempt::Attempt;
use crate::handler::{Handler, Outcome, RunError};
use crate::observe;
use crate::payments::{failed, not_configured};
use crate::providers::stripe::Client;

pub(super) struct Open {
    /// `None` if Stripe is not set up.
    pub stripe: Option<Client>,
}

impl Handler for Open {
    type Kind = OpenPortal;

    async fn run(&self, app: &App, payload: &OpenPortal, _: &Attempt) -> Result<Outcome<Portal>, RunError> {
        let Some(client) = &self.stripe else { return Ok(not_configured(app)) };
        let account = subscriptions::account(app.db.pool(), payload.user_id).await?;
        let Some(customer) = account.and_then(|account| account.customer_id) else {
            return Ok(Outcome::Fail(JobError::permanent("not_subscribed", "There has never been a subscription.")));
        };
        let call = client.open_portal(&customer, payload, &app.config.http.public_url);
        Ok(match observe::call(app, "stripe", call).await {
            Ok(portal) => Outcome::Done(portal),
            Err(failure) => failed(app, failure),
        })
    }
}
