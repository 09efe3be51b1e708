//! Common to subscription jobs: syncing a user's subscription and tier.

use shared::app::App;
use shared::assistant::{self, Tier};
use shared::billing::subscriptions::{self, Plan, Settled, SyncToken};
use shared::db::Tx;
use shared::ids::UserId;

use crate::handler::RunError;
use crate::observe;
use crate::providers::stripe::{Client, Failure, Progress};

/// Syncs a user's subscription and tier from Stripe. `subscription_id` comes from an event; without it, the
/// subscription page's result or the stored id is used. `None`: nothing to sync.
pub(crate) async fn sync(
    app: &App,
    client: &Client,
    user: UserId,
    subscription_id: Option<&str>,
) -> Result<Result<Option<Settled>, Failure>, RunError> {
    let mut tx = app.db.begin().await?;
    let look = subscriptions::begin_sync(&mut tx, user, app.clock.now()).await?;
    tx.commit().await?;
    let Some(look) = look else { return Ok(Ok(None)) };
    let page = look.session_id.as_deref().filter(|_| subscription_id.is_none());
    let (mut target, mut over) = (subscription_id.or(look.subscription_id.as_deref()).map(str::to_owned), None);
    if let Some(session) = page {
        match observe::call(app, "stripe", client.subscription_page(session)).await {
            Ok(Progress::Open(_)) => {}
            Ok(Progress::Subscribed(id)) => (target, over) = (Some(id), Some(session)),
            Ok(Progress::Over) => over = Some(session),
            Err(failure) => return Ok(Err(failure)),
        }
    }
    let seen = match &target {
        Some(id) => match observe::call(app, "stripe", client.subscription(id)).await {
            Ok(seen) => Some(seen),
            Err(failure) => return Ok(Err(failure)),
        },
        None => None,
    };
    let mut tx = app.db.begin().await?;
    let settled = match &seen {
        Some(seen) => Some(settle(app, &mut tx, &look, seen).await?),
        None => None,
    };
    if let Some(session) = over {
        subscriptions::page_ended(&mut tx, user, session).await?;
    }
    tx.commit().await?;
    Ok(Ok(settled))
}

async fn settle(app: &App, tx: &mut Tx, look: &SyncToken, seen: &subscriptions::Seen) -> sqlx::Result<Settled> {
    let now = app.clock.now();
    let settled = subscriptions::settle(tx, look, seen, now).await?;
    if let Some(plan) = settled.plan() {
        let tier = match plan {
            Plan::Basic => Tier::Basic,
            Plan::Pro => Tier::Pro,
        };
        assistant::set_tier(tx, look.user_id, tier, now).await?;
    }
    Ok(settled)
}
