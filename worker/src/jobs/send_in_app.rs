//! `message.send`: an in-app message is delivered by being shown to its recipient from now on.

use shared::app::App;
use shared::db::Tx;
use shared::messaging::jobs::{SendInApp, Sent};
use shared::messaging::{self, MessageStatus, News};

use crate::handler::{End, Ended, Handler, Outcome, RunError};

pub(super) struct Deliver;

impl Handler for Deliver {
    type Kind = SendInApp;

    async fn run(&self, _: &App, payload: &SendInApp, _: i32) -> Result<Outcome<Sent>, RunError> {
        Ok(Outcome::Done(Sent { message_id: payload.message_id, provider_message_id: None }))
    }

    async fn settle(&self, app: &App, tx: &mut Tx, ended: &mut [Ended<SendInApp>]) -> sqlx::Result<()> {
        let now = app.clock.now();
        let news: Vec<_> = ended
            .iter()
            .filter_map(|it| {
                let (status, error) = match &it.end {
                    End::Done(_) => (MessageStatus::Delivered, None),
                    End::Failed(error) => (MessageStatus::Failed, Some(error.clone())),
                    End::Again(_) | End::Cancelled => return None,
                };
                Some(News { error, ..News::of(it.payload.message_id, status, now) })
            })
            .collect();
        messaging::advance(tx, &news, now).await
    }
}
