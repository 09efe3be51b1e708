//! `stripe.sync`: syncs all open payments and replays lost events, so that the payments, refunds and disputes they
//! reported are still settled.

use chrono::{DateTime, TimeDelta, Utc};
use shared::app::App;
use shared::billing::jobs::{SyncPayments, Synced};
use shared::billing::{self, Settled};

use crate::attempt::Attempt;
use crate::handler::{Handler, Outcome, RunError};
use crate::observe;
use crate::payments::{failed, sync, sync_all};
use crate::providers::stripe::{Client, Failure};

/// Page size.
const BATCH_SIZE: i64 = 100;

pub(super) struct Sync {
    /// `None` if Stripe is not set up.
    pub stripe: Option<Client>,
}

impl Handler for Sync {
    type Kind = SyncPayments;

    async fn run(&self, app: &App, payload: &SyncPayments, attempt: &Attempt) -> Result<Outcome<Synced>, RunError> {
        // Without Stripe no payment is open.
        let Some(client) = &self.stripe else { return Ok(Outcome::Done(Synced::default())) };
        let now = app.clock.now();
        let before = now - TimeDelta::seconds(payload.older_than_seconds.into());
        let read = |after| billing::open(app.db.pool(), before, after, BATCH_SIZE);
        let look = |id| async move {
            let settled = sync(app, client, id, None).await?;
            Ok(settled.map(|settled| settled == Some(Settled::Changed)))
        };
        let total = billing::open_count(app.db.pool(), before).await?;
        let report = |done| attempt.report(app, done, total);
        let looks = match sync_all(read, look, report).await? {
            Ok(looks) => looks,
            Err(failure) => return Ok(failed(app, failure)),
        };
        let since = now - TimeDelta::hours(payload.events_of_hours.into());
        Ok(match take_missed(app, client, since).await? {
            Ok(events) => Outcome::Done(Synced { looks, events }),
            Err(failure) => failed(app, failure),
        })
    }
}

/// Replays and counts the events since then; those already received are recognised by id.
async fn take_missed(app: &App, client: &Client, since: DateTime<Utc>) -> Result<Result<usize, Failure>, RunError> {
    let (mut missed, mut after) = (0, None::<String>);
    loop {
        let page = match observe::call(app, "stripe", client.events(since, after.as_deref())).await {
            Ok(page) => page,
            Err(failure) => return Ok(Err(failure)),
        };
        let mut tx = app.db.begin().await?;
        for event in &page.data {
            missed += usize::from(billing::take_event(app, &mut tx, event, None, app.clock.now()).await?);
        }
        tx.commit().await?;
        after = page.data.last().map(|event| event.id.clone());
        if !page.has_more || after.is_none() {
            return Ok(Ok(missed));
        }
    }
}
