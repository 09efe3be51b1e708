//! `whatsapp.apply_status`: what WhatsApp told of messages, in any order, late or twice.

use shared::app::App;
use shared::db::Tx;
use shared::messaging::jobs::{Applied, ApplyStatuses};
use shared::messaging::{self, News};

use crate::handler::{End, Ended, Handler, Outcome, RunError};
use crate::providers::whatsapp::error_of;

pub(super) struct Apply;

impl Handler for Apply {
    type Kind = ApplyStatuses;

    async fn run(&self, _: &App, payload: &ApplyStatuses) -> Result<Outcome<Applied>, RunError> {
        Ok(Outcome::Done(Applied { statuses: payload.statuses.len() }))
    }

    async fn settle(&self, app: &App, tx: &mut Tx, ended: &mut [Ended<ApplyStatuses>]) -> sqlx::Result<()> {
        let now = app.clock.now();
        let done = ended.iter().filter(|it| matches!(it.end, End::Done(_)));
        let statuses: Vec<_> = done.flat_map(|it| &it.payload.statuses).collect();
        // Our own id is known even where our own answer is not stored yet.
        let unnamed: Vec<_> =
            statuses.iter().filter(|it| it.message_id.is_none()).map(|it| it.provider_message_id.clone()).collect();
        let ids = messaging::ids_of(tx, &unnamed).await?;
        let news: Vec<_> = statuses
            .into_iter()
            .filter_map(|it| {
                Some(News {
                    id: it.message_id.or_else(|| ids.get(&it.provider_message_id).copied())?,
                    status: it.status,
                    at: it.at.unwrap_or(now),
                    provider_message_id: Some(it.provider_message_id.clone()),
                    error: it.error.as_ref().map(|error| error_of(error.code, error.message.clone())),
                })
            })
            .collect();
        messaging::advance(tx, &news, now).await
    }
}
