//! `whatsapp.apply_status`: applies message statuses and inbound messages from WhatsApp, in any order, late or twice.

use shared::app::App;
use shared::db::Tx;
use shared::jobs::Disposition;
use shared::messaging::jobs::{Applied, ApplyStatuses};
use shared::messaging::{self, MessageStatus, News, OptOutScope};

use crate::attempt::Attempt;
use crate::handler::{Finished, Handler, Outcome, RunError};
use crate::providers::whatsapp::{Class, error_of};

pub(super) struct Apply;

impl Handler for Apply {
    type Kind = ApplyStatuses;

    async fn run(&self, _: &App, payload: &ApplyStatuses, _: &Attempt) -> Result<Outcome<Applied>, RunError> {
        Ok(Outcome::Done(Applied { statuses: payload.statuses.len(), inbound: payload.inbound.len() }))
    }

    async fn settle(&self, app: &App, tx: &mut Tx, attempts: &mut [Finished<ApplyStatuses>]) -> sqlx::Result<()> {
        let now = app.clock.now();
        let done: Vec<_> = attempts
            .iter()
            .filter(|it| matches!(it.disposition, Disposition::Succeed(_)))
            .map(|it| &it.payload)
            .collect();
        let statuses: Vec<_> = done.iter().flat_map(|payload| &payload.statuses).collect();
        let shared = app.config.whatsapp.as_ref().map_or("", |config| config.phone_number_id.as_str());
        // Our own id is known even before the response is stored.
        let ids = messaging::messages_of(tx, shared, &statuses).await?;
        let news: Vec<_> = statuses
            .into_iter()
            .zip(ids)
            .filter_map(|(it, id)| {
                Some(News {
                    id: id?,
                    status: it.status,
                    at: it.at.unwrap_or(now),
                    provider_message_id: Some(it.provider_message_id.clone()),
                    recipient: it.recipient.clone(),
                    error: it.error.as_ref().map(|error| error_of(error).1),
                    provider_error: it.error.clone(),
                })
            })
            .collect();
        messaging::advance(tx, &news, now).await?;
        // Before the inbound messages: a reply belongs to the sender of a delivered message.
        let delivered = news.iter().filter(|it| matches!(it.status, MessageStatus::Delivered | MessageStatus::Read));
        let delivered: Vec<_> = delivered.map(|it| (it.id, it.at)).collect();
        messaging::record_deliveries(tx, shared, &delivered, now).await?;
        let opts_out =
            |it: &&News| it.provider_error.as_ref().is_some_and(|error| error_of(error).0 == Class::OptedOut);
        let opted_out: Vec<_> = news.iter().filter(opts_out).map(|it| it.id).collect();
        messaging::opt_out_recipients(tx, &opted_out, OptOutScope::Marketing, now).await?;
        let inbound: Vec<_> = done.iter().flat_map(|payload| payload.inbound.clone()).collect();
        messaging::receive(tx, shared, &inbound, now).await
    }
}
