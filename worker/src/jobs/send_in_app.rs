//! `message.send`: delivers an in-app message by making it visible to its recipient.

use chrono::{DateTime, Utc};
use shared::app::App;
use shared::db::Tx;
use shared::messaging::jobs::{SendInApp, Sent};
use shared::messaging::{self, MessageStatus, News};

use super::hold::{HOLD_DELAY, sending_stopped};
use crate::handler::{End, Ended, Handler, Outcome, RunError};

pub(super) struct Deliver;

fn held<T>(now: DateTime<Utc>) -> End<T> {
    End::Held { until: now + HOLD_DELAY, error: sending_stopped() }
}

impl Handler for Deliver {
    type Kind = SendInApp;

    async fn run(&self, _: &App, payload: &SendInApp, _: i32) -> Result<Outcome<Sent>, RunError> {
        Ok(Outcome::Done(Sent { message_id: payload.message_id, provider_message_id: None }))
    }

    async fn settle(&self, app: &App, tx: &mut Tx, ended: &mut [Ended<SendInApp>]) -> sqlx::Result<()> {
        let now = app.clock.now();
        let ids: Vec<_> = ended.iter().map(|it| it.payload.message_id).collect();
        let stopped = messaging::stopped(tx, &ids).await?;
        for it in ended.iter_mut().filter(|it| stopped.contains(&it.payload.message_id)) {
            if matches!(it.end, End::Done(_)) {
                it.end = held(now);
            }
        }
        let news: Vec<_> = ended
            .iter()
            .filter_map(|it| {
                let (status, error) = match &it.end {
                    End::Done(_) => (MessageStatus::Delivered, None),
                    End::Failed(error) => (MessageStatus::Failed, Some(error.clone())),
                    End::Again(_) | End::Held { .. } | End::Cancelled => return None,
                };
                Some(News { error, ..News::of(it.payload.message_id, status, now) })
            })
            .collect();
        messaging::advance(tx, &news, now).await
    }
}
