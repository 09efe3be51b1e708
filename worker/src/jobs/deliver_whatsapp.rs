//! `whatsapp.deliver`: hands a message to WhatsApp Cloud, which takes no idempotency key.
//!
//! So before the bytes go out the message is marked as being sent, and while the mark stands nobody
//! sends it again. A definite answer takes the mark away. Where none came, some time is left for a
//! status that carries our id; then the message's fate is unknown, and its charge stays.

use chrono::{DateTime, TimeDelta, Utc};
use shared::app::App;
use shared::db::Tx;
use shared::ids::MessageId;
use shared::jobs::JobError;
use shared::messaging::jobs::{DeliverWhatsApp, OUTCOME_UNKNOWN, Sent};
use shared::messaging::{self, Delivery, MessageStatus, News};

use crate::engine::StartError;
use crate::handler::{End, Ended, Handler, Outcome, RunError};
use crate::observe;
use crate::providers::whatsapp::{Client, Failure};

/// The wait where the provider names none: for a limit, and for an operator to mend an account.
const LIMITED: TimeDelta = TimeDelta::seconds(5);
const REFUSED_ACCOUNT: TimeDelta = TimeDelta::seconds(60);

pub(super) struct Deliver {
    /// `None` where WhatsApp is not set up.
    client: Option<Client>,
}

impl Deliver {
    pub(super) fn new(app: &App) -> Result<Self, StartError> {
        Ok(Self { client: app.config.whatsapp.clone().map(Client::new).transpose()? })
    }
}

impl Handler for Deliver {
    type Kind = DeliverWhatsApp;

    async fn run(&self, app: &App, payload: &DeliverWhatsApp) -> Result<Outcome<Sent>, RunError> {
        let id = payload.message_id;
        let now = app.clock.now();
        let Some(client) = &self.client else {
            let error = JobError::transient("channel_not_configured", "WhatsApp is not set up on this worker.");
            return Ok(Outcome::Snooze { until: now + REFUSED_ACCOUNT, error });
        };
        let Some(delivery) = messaging::delivery(app.db.pool(), id).await? else {
            return Ok(Outcome::Fail(JobError::permanent("message_missing", "There is no such message.")));
        };
        if let Some(outcome) = settled(app, id, &delivery, now) {
            return Ok(outcome);
        }
        let mut tx = app.db.begin().await?;
        if !messaging::begin_sending(&mut tx, id, now).await? {
            // Somebody else is at it, or news came in this very moment: look again.
            return Ok(Outcome::Snooze { until: now + TimeDelta::seconds(1), error: no_answer() });
        }
        tx.commit().await?;
        let callback = id.to_string();
        let call = client.send_text(&delivery.to, &delivery.body, &callback);
        Ok(match observe::call(app, "whatsapp", call).await {
            Ok(provider_id) => Outcome::Done(Sent { message_id: id, provider_message_id: Some(provider_id) }),
            Err(Failure::Uncertain) => {
                Outcome::Snooze { until: reconciled_at(app, app.clock.now()), error: no_answer() }
            }
            Err(Failure::Transient { error, after }) => Outcome::Retry { after, error },
            Err(Failure::Limited { error, after }) => {
                let wait = after.and_then(|after| TimeDelta::from_std(after).ok()).unwrap_or(LIMITED);
                Outcome::Snooze { until: app.clock.now() + wait, error }
            }
            Err(Failure::Account(error)) => Outcome::Snooze { until: app.clock.now() + REFUSED_ACCOUNT, error },
            Err(Failure::Permanent(error)) => Outcome::Fail(error),
        })
    }

    async fn settle(&self, app: &App, tx: &mut Tx, ended: &mut [Ended<DeliverWhatsApp>]) -> sqlx::Result<()> {
        let now = app.clock.now();
        let ids: Vec<_> = ended.iter().map(|it| it.payload.message_id).collect();
        let in_doubt = messaging::lock(tx, &ids).await?;
        let mut news = Vec::with_capacity(ended.len());
        let mut not_sent = Vec::new();
        for it in ended.iter_mut() {
            let id = it.payload.message_id;
            if it.crashed && in_doubt.contains(&id) && matches!(it.end, End::Failed(_)) {
                it.end = End::Failed(no_answer());
            }
            let (status, provider_message_id, error) = match &it.end {
                End::Done(sent) => (MessageStatus::Sent, sent.provider_message_id.clone(), None),
                End::Failed(error) if error.code == OUTCOME_UNKNOWN => {
                    (MessageStatus::Unknown, None, Some(error.clone()))
                }
                End::Failed(error) => (MessageStatus::Failed, None, Some(error.clone())),
                End::Again(error) => {
                    if !it.crashed && error.code != OUTCOME_UNKNOWN {
                        not_sent.push(id);
                    }
                    continue;
                }
            };
            news.push(News { id, status, at: now, provider_message_id, error });
        }
        messaging::stop_sending(tx, &not_sent).await?;
        messaging::advance(tx, &news, now).await
    }
}

/// What is to be said of a message that must not be sent now: its fate is known, or in doubt.
fn settled(app: &App, id: MessageId, delivery: &Delivery, now: DateTime<Utc>) -> Option<Outcome<Sent>> {
    let error = || delivery.error.clone().map_or_else(no_answer, |error| error.0);
    match delivery.status {
        MessageStatus::Sent | MessageStatus::Delivered | MessageStatus::Read => {
            Some(Outcome::Done(Sent { message_id: id, provider_message_id: delivery.provider_message_id.clone() }))
        }
        MessageStatus::Failed | MessageStatus::Cancelled | MessageStatus::Unknown => Some(Outcome::Fail(error())),
        MessageStatus::Scheduled | MessageStatus::Queued => delivery.sending_at.map(|since| {
            let until = reconciled_at(app, since);
            if now < until { Outcome::Snooze { until, error: no_answer() } } else { Outcome::Fail(no_answer()) }
        }),
    }
}

fn reconciled_at(app: &App, since: DateTime<Utc>) -> DateTime<Utc> {
    TimeDelta::from_std(app.config.work.reconcile_after).map_or(since, |patience| since + patience)
}

fn no_answer() -> JobError {
    JobError::permanent(OUTCOME_UNKNOWN, "The message went out, but WhatsApp did not say what became of it.")
}
