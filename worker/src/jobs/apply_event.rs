//! `stripe.apply_event`: handles an event by syncing its payment or subscription. The event's own data is ignored, so
//! events may arrive in any order, late or repeatedly.

use shared::app::App;
use shared::billing::jobs::{Applied, ApplyEvent};
use shared::billing::{self, subscriptions};
use shared::ids::{RechargeId, UserId};

use crate::attempt::Attempt;
use crate::handler::{Handler, Outcome, RunError};
use crate::observe;
use crate::payments::{failed, not_configured, sync};
use crate::providers::stripe::{Client, Failure};
use crate::subscriptions::sync as look_at_subscription;

pub(super) struct Apply {
    /// `None` if Stripe is not set up.
    pub stripe: Option<Client>,
}

impl Handler for Apply {
    type Kind = ApplyEvent;

    async fn run(&self, app: &App, payload: &ApplyEvent, _: &Attempt) -> Result<Outcome<Applied>, RunError> {
        let Some(client) = &self.stripe else { return Ok(not_configured(app)) };
        if let Some(id) = &payload.subscription_id {
            return of_subscription(app, client, id, payload.user_id).await;
        }
        let recharge_id = match find(app, client, payload).await? {
            Ok(Some(id)) => id,
            Ok(None) => return Ok(Outcome::Done(not_ours())),
            Err(failure) => return Ok(failed(app, failure)),
        };
        Ok(match sync(app, client, recharge_id, payload.session_id.as_deref()).await? {
            Ok(settled) => {
                let outcome: &str = settled.map_or("no_checkout_yet", Into::into);
                Outcome::Done(Applied { recharge_id: Some(recharge_id), user_id: None, outcome: outcome.into() })
            }
            Err(failure) => failed(app, failure),
        })
    }
}

/// The same Stripe account may take payments for other systems.
fn not_ours() -> Applied {
    Applied { recharge_id: None, user_id: None, outcome: "not_ours".into() }
}

/// Syncs a subscription: of the user known to have it, or else of the user in its metadata.
async fn of_subscription(
    app: &App,
    client: &Client,
    id: &str,
    said: Option<UserId>,
) -> Result<Outcome<Applied>, RunError> {
    let mut user = subscriptions::of_subscription(app.db.pool(), id).await?.or(said);
    if user.is_none() {
        match observe::call(app, "stripe", client.subscription(id)).await {
            Ok(seen) => user = seen.user_id,
            Err(failure) => return Ok(failed(app, failure)),
        }
    }
    let Some(user) = user else { return Ok(Outcome::Done(not_ours())) };
    Ok(match look_at_subscription(app, client, user, Some(id)).await? {
        Ok(Some(settled)) => {
            Outcome::Done(Applied { recharge_id: None, user_id: Some(user), outcome: settled.name().into() })
        }
        Ok(None) => Outcome::Done(not_ours()),
        Err(failure) => failed(app, failure),
    })
}

/// Finds the recharge: by the event's ids, or else by its payment's metadata.
async fn find(
    app: &App,
    client: &Client,
    payload: &ApplyEvent,
) -> Result<Result<Option<RechargeId>, Failure>, RunError> {
    let (session, payment) = (payload.session_id.as_deref(), payload.payment_intent.as_deref());
    let known = billing::find(app.db.pool(), payload.recharge_id, session, payment).await?;
    let Some(payment) = payment.filter(|_| known.is_none()) else { return Ok(Ok(known)) };
    Ok(match observe::call(app, "stripe", client.purpose(payment)).await {
        Ok(Some(id)) => Ok(billing::find(app.db.pool(), Some(id), None, None).await?),
        Ok(None) => Ok(None),
        Err(failure) => Err(failure),
    })
}
