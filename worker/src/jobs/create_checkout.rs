//! `stripe.create_checkout`: creates the checkout page of a recharge or deposit; retries return the same page.

use shared::app::App;
use shared::billing::jobs::CreateCheckout;
use shared::billing::{self, Checkout, RechargeStatus};
use shared::db::Tx;
use shared::jobs::{Disposition, JobError};

use crate::attempt::Attempt;
use crate::handler::{Finished, Handler, Outcome, RunError};
use crate::observe;
use crate::payments::{failed, not_configured};
use crate::providers::stripe::Client;

pub(super) struct Create {
    /// `None` if Stripe is not set up.
    pub stripe: Option<Client>,
}

impl Handler for Create {
    type Kind = CreateCheckout;

    async fn run(&self, app: &App, payload: &CreateCheckout, _: &Attempt) -> Result<Outcome<Checkout>, RunError> {
        let Some(client) = &self.stripe else { return Ok(not_configured(app)) };
        let order = billing::get(app.db.pool(), payload.recharge_id).await?;
        let Some(order) = order.filter(|order| order.status == RechargeStatus::Pending) else {
            return Ok(Outcome::Fail(JobError::permanent("recharge_not_pending", "There is nothing to pay.")));
        };
        let call = client.create_checkout(&order, &app.config.http.public_url);
        Ok(match observe::call(app, "stripe", call).await {
            Ok(checkout) => Outcome::Done(checkout),
            Err(failure) => failed(app, failure),
        })
    }

    async fn settle(&self, app: &App, tx: &mut Tx, attempts: &mut [Finished<CreateCheckout>]) -> sqlx::Result<()> {
        let (mut made, mut given_up) = (Vec::new(), Vec::new());
        for it in attempts.iter() {
            match &it.disposition {
                Disposition::Succeed(checkout) => made.push(checkout.clone()),
                Disposition::Fail(_) => given_up.push(it.payload.recharge_id),
                Disposition::Retry { .. } | Disposition::Snooze { .. } | Disposition::Cancel => {}
            }
        }
        let now = app.clock.now();
        billing::checkout_made(tx, &made, now).await?;
        billing::checkout_failed(tx, &given_up, now).await
    }
}
