//! `stripe.sync`: looks at all payments that are open, so that one whose event was lost is settled all the same.

use chrono::TimeDelta;
use shared::app::App;
use shared::billing::jobs::{SyncPayments, Synced};
use shared::billing::{self, Settled};
use shared::db::Tx;

use crate::engine::StartError;
use crate::handler::{Ended, Handler, Outcome, RunError};
use crate::payments::{client, failed, look};
use crate::providers::stripe::{Client, Failure};

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
    type Kind = SyncPayments;

    async fn run(&self, app: &App, payload: &SyncPayments, _: i32) -> Result<Outcome<Synced>, RunError> {
        let mut synced = Synced::default();
        // Without Stripe nothing is open either.
        let Some(client) = &self.client else { return Ok(Outcome::Done(synced)) };
        let before = app.clock.now() - TimeDelta::seconds(payload.older_than_seconds.into());
        let mut after = None;
        loop {
            let open = billing::open(app.db.pool(), before, after, SET).await?;
            let Some(last) = open.last() else { return Ok(Outcome::Done(synced)) };
            after = Some(*last);
            for id in open {
                match look(app, client, id, None).await? {
                    Ok(settled) => {
                        synced.looked_at += 1;
                        synced.changed += usize::from(settled == Some(Settled::Changed));
                    }
                    // One that Stripe does not know must not be in the way of the others.
                    Err(Failure::Refused(_)) => synced.failed += 1,
                    Err(failure) => return Ok(failed(app, failure)),
                }
            }
        }
    }

    async fn settle(&self, _: &App, _: &mut Tx, _: &mut [Ended<SyncPayments>]) -> sqlx::Result<()> {
        Ok(())
    }
}
