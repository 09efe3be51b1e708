//! Common to payment jobs: handling failures, and syncing one payment or many objects.

use shared::app::App;
use shared::billing::jobs::SyncCounts;
use shared::billing::{self, Settled, SyncToken};
use shared::ids::RechargeId;

use crate::deferral::{snooze, snooze_until_configured};
use crate::handler::{Outcome, RunError};
use crate::observe;
use crate::providers::stripe::{Client, Failure};

/// Waits for a worker on which Stripe is configured.
pub(crate) fn not_configured<T>(app: &App) -> Outcome<T> {
    snooze_until_configured(app, "payments_not_configured", "Stripe")
}

/// The outcome of a job whose call failed.
pub(crate) fn failed<T>(app: &App, failure: Failure) -> Outcome<T> {
    match failure {
        Failure::Refused(error) => Outcome::Fail(error),
        Failure::Transient { after, error } => Outcome::Retry { after, error },
        Failure::Account(error) => Outcome::Retry { after: None, error },
        Failure::Limited { after, error } => snooze(app, after, error),
    }
}

/// Syncs a payment from Stripe. `session_id` is its checkout, if not stored yet. `None`: nothing to sync.
pub(crate) async fn sync(
    app: &App,
    client: &Client,
    id: RechargeId,
    session_id: Option<&str>,
) -> Result<Result<Option<Settled>, Failure>, RunError> {
    let mut tx = app.db.begin().await?;
    let look = billing::begin_sync(&mut tx, id).await?;
    tx.commit().await?;
    let known = look.as_ref().and_then(|look: &SyncToken| look.session_id.clone());
    let (Some(look), Some(session)) = (look, known.or_else(|| session_id.map(str::to_owned))) else {
        return Ok(Ok(None));
    };
    let standing = match observe::call(app, "stripe", client.payment_status(&session)).await {
        Ok(standing) => standing,
        Err(failure) => return Ok(Err(failure)),
    };
    let mut tx = app.db.begin().await?;
    let settled = billing::settle(&mut tx, &look, &standing, app.clock.now()).await?;
    tx.commit().await?;
    Ok(Ok(Some(settled)))
}

/// Syncs all objects that `read` returns, in pages after a given id. `look` returns whether one changed; `report` gets the
/// number of objects that are done.
pub(crate) async fn sync_all<Id: Copy, R, L, P>(
    read: impl Fn(Option<Id>) -> R,
    look: impl Fn(Id) -> L,
    report: impl Fn(usize) -> P,
) -> Result<Result<SyncCounts, Failure>, RunError>
where
    R: Future<Output = sqlx::Result<Vec<Id>>>,
    L: Future<Output = Result<Result<bool, Failure>, RunError>>,
    P: Future<Output = ()>,
{
    let (mut looks, mut after) = (SyncCounts::default(), None);
    loop {
        let set = read(after).await?;
        let Some(last) = set.last() else { return Ok(Ok(looks)) };
        after = Some(*last);
        for id in set {
            match look(id).await? {
                Ok(has_changed) => {
                    looks.looked_at += 1;
                    looks.changed += usize::from(has_changed);
                }
                // An object unknown to Stripe must not block the others.
                Err(Failure::Refused(_)) => looks.failed += 1,
                Err(failure) => return Ok(Err(failure)),
            }
            report(looks.looked_at + looks.failed).await;
        }
    }
}
