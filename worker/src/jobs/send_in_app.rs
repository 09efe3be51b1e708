//! `message.send`: delivers an in-app message by making it visible to its recipient.

use chrono::{DateTime, Utc};
use shared::app::App;
use shared::db::Tx;
use shared::jobs::Disposition;
use shared::messaging::jobs::{SendInApp, Sent};
use shared::messaging::{self, MessageStatus, News};

use super::hold::{HOLD_DELAY, sending_stopped};
use crate::attempt::Attempt;
use crate::handler::{Finished, Handler, Outcome, RunError};

pub(super) struct Deliver;

fn wait_for_release<T>(now: DateTime<Utc>) -> Disposition<T> {
    Disposition::Snooze { run_at: now + HOLD_DELAY, error: Some(sending_stopped()) }
}

impl Handler for Deliver {
    type Kind = SendInApp;

    async fn run(&self, _: &App, payload: &SendInApp, _: &Attempt) -> Result<Outcome<Sent>, RunError> {
        Ok(Outcome::Done(Sent { message_id: payload.message_id, provider_message_id: None }))
    }

    async fn settle(&self, app: &App, tx: &mut Tx, attempts: &mut [Finished<SendInApp>]) -> sqlx::Result<()> {
        let now = app.clock.now();
        let ids: Vec<_> = attempts.iter().map(|it| it.payload.message_id).collect();
        let stopped = messaging::stopped(tx, &ids).await?;
        for it in attempts.iter_mut().filter(|it| stopped.contains(&it.payload.message_id)) {
            if matches!(it.disposition, Disposition::Succeed(_)) {
                it.disposition = wait_for_release(now);
            }
        }
        let news: Vec<_> = attempts
            .iter()
            .filter_map(|it| {
                let (status, error) = match &it.disposition {
                    Disposition::Succeed(_) => (MessageStatus::Delivered, None),
                    Disposition::Fail(error) => (MessageStatus::Failed, Some(error.clone())),
                    Disposition::Retry { .. } | Disposition::Snooze { .. } | Disposition::Cancel => return None,
                };
                Some(News { error, ..News::of(it.payload.message_id, status, now) })
            })
            .collect();
        messaging::advance(tx, &news, now).await
    }
}
