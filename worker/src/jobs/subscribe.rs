//! `stripe.subscribe`: creates a user's subscription page. Only one page is open at a time, so that nobody pays
//! twice.

use shared::app::App;
use shared::billing::jobs::{Subscribe, SubscriptionPage};
use shared::billing::subscriptions::{self, Account, Plan};
use shared::jobs::JobError;

use crate::attempt::Attempt;
use crate::handler::{Handler, Outcome, RunError};
use crate::observe;
use crate::payments::{failed, not_configured};
use crate::providers::stripe::{Client, Progress};
use crate::subscriptions::sync;

pub(super) struct Page {
    /// `None` if Stripe is not set up.
    pub stripe: Option<Client>,
}

impl Handler for Page {
    type Kind = Subscribe;

    async fn run(&self, app: &App, payload: &Subscribe, _: &Attempt) -> Result<Outcome<SubscriptionPage>, RunError> {
        let price = app.config.stripe.as_ref().and_then(|config| config.price_id_pro.as_deref());
        let (Some(client), Some(price)) = (&self.stripe, price) else { return Ok(not_configured(app)) };
        let user = payload.user_id;
        let before = subscriptions::account(app.db.pool(), user).await?;
        // For a concurrent job: the same number creates the same page.
        let pages = before.as_ref().map_or(0, |account| account.pages);
        let page = before.filter(|account| account.plan() == Plan::Basic).and_then(|account| account.session_id);
        if let Some(session) = page {
            match observe::call(app, "stripe", client.subscription_page(&session)).await {
                Ok(Progress::Open(page)) => return Ok(Outcome::Done(page)),
                Ok(Progress::Subscribed(_) | Progress::Over) => {}
                Err(failure) => return Ok(failed(app, failure)),
            }
        }
        // A payment or new subscription may not have been reported yet.
        if let Err(failure) = sync(app, client, user, None).await? {
            return Ok(failed(app, failure));
        }
        let Some(account) = subscriptions::account(app.db.pool(), user).await? else {
            return Ok(Outcome::Fail(JobError::permanent("not_found", "There is no such user.")));
        };
        if account.plan() == Plan::Pro {
            return Ok(Outcome::Fail(JobError::permanent("already_subscribed", "There is already a subscription.")));
        }
        make(app, client, &Account { pages, ..account }, price).await
    }
}

async fn make(
    app: &App,
    client: &Client,
    account: &Account,
    price: &str,
) -> Result<Outcome<SubscriptionPage>, RunError> {
    let call = client.create_subscription_page(account, price, &app.config.http.public_url);
    let page = match observe::call(app, "stripe", call).await {
        Ok(page) => page,
        Err(failure) => return Ok(failed(app, failure)),
    };
    let (mut tx, now) = (app.db.begin().await?, app.clock.now());
    subscriptions::page_made(&mut tx, account.user_id, account.pages, &page.session_id, now).await?;
    tx.commit().await?;
    Ok(Outcome::Done(page))
}
