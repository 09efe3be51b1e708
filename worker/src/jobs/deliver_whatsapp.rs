//! `whatsapp.deliver`: sends a message to WhatsApp, at most once.
//!
//! WhatsApp has no idempotency keys. So the message is marked before it is sent; only a response that it was not sent
//! removes the mark. Otherwise a status with our id decides its outcome; without one the outcome is `unknown`. It is
//! never sent again.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use futures::FutureExt;
use shared::app::App;
use shared::config::ExternalSending;
use shared::db::{Tx, is_undone};
use shared::ids::MessageId;
use shared::jobs::JobError;
use shared::messaging::jobs::{DeliverWhatsApp, OUTCOME_UNKNOWN, Sent};
use shared::messaging::{self, Delivery, MessageStatus, News};

use super::hold::{HOLD_DELAY, sending_stopped};
use crate::batcher::Batcher;
use crate::handler::{End, Ended, Handler, Outcome, RunError};
use crate::local_limiter::Admission;
use crate::observe;
use crate::providers::whatsapp::{Class, Client, Failure, Refusal};
use crate::start_error::StartError;
use crate::whatsapp_throttle::{Throttle, Throttles};

/// The retry delay where WhatsApp is not set up.
const NOT_SET_UP: TimeDelta = TimeDelta::minutes(1);

/// The delay before the sender's number is checked again.
const NOT_VERIFIED: TimeDelta = TimeDelta::minutes(1);

pub(super) struct Deliver {
    /// `None` if WhatsApp is not set up.
    channel: Option<(Client, Throttles)>,
    reads: Batcher<MessageId, sqlx::Result<Option<Delivery>>>,
    marks: Batcher<(MessageId, String), sqlx::Result<Option<()>>>,
}

impl Deliver {
    pub(super) fn new(app: &App) -> Result<Self, StartError> {
        let channel = match &app.config.whatsapp {
            Some(config) => Some((Client::new(config)?, Throttles::new(app, config))),
            None => None,
        };
        Ok(Self { channel, reads: Batcher::default(), marks: Batcher::default() })
    }

    /// The delivery; `None`: no such message.
    async fn read(&self, app: &App, id: MessageId) -> Result<Option<Delivery>, RunError> {
        Ok(self.reads.run(id, |ids| each(app.clone(), ids, read_all).boxed()).await.ok_or(STOPPED)??)
    }

    /// Marks a send from a number as started; false: do not send.
    async fn mark(&self, app: &App, id: MessageId, number: &str) -> Result<bool, RunError> {
        let item = (id, number.to_owned());
        let marked =
            self.marks.run(item, |items| each(app.clone(), items, mark_all).boxed()).await.ok_or(STOPPED)??;
        Ok(marked.is_some())
    }
}

/// The batch's caller was cancelled.
const STOPPED: &str = "what was to be done for several was broken off";

async fn read_all(app: App, ids: Vec<MessageId>) -> sqlx::Result<HashMap<MessageId, Delivery>> {
    let found = messaging::deliveries(app.db.point_lookup_pool(), &ids).await?;
    Ok(found.into_iter().map(|delivery| (delivery.id, delivery)).collect())
}

async fn mark_all(app: App, items: Vec<(MessageId, String)>) -> sqlx::Result<HashMap<MessageId, ()>> {
    let (ids, numbers): (Vec<_>, Vec<_>) = items.into_iter().unzip();
    let mark = async |mut tx: Tx| {
        let marked = messaging::begin_sending(&mut tx, &ids, &numbers, app.clock.now()).await?;
        tx.commit().await?;
        sqlx::Result::Ok(marked)
    };
    let marked = match mark(app.db.begin_autocommit().await?).await {
        // Nothing was marked, most likely because of a lock.
        Err(error) if is_undone(&error) => mark(app.db.begin_point_lookup().await?).await?,
        marked => marked?,
    };
    Ok(marked.into_iter().map(|id| (id, ())).collect())
}

/// An item that concerns a message.
trait About {
    fn message(&self) -> MessageId;
}

impl About for MessageId {
    fn message(&self) -> MessageId {
        *self
    }
}

impl About for (MessageId, String) {
    fn message(&self) -> MessageId {
        self.0
    }
}

/// Runs `work` for a batch, and if that fails for each item alone, so that one bad item fails alone. In its own task:
/// the caller's timeout must not cancel work for others.
async fn each<I, T, W>(app: App, items: Vec<I>, work: fn(App, Vec<I>) -> W) -> Vec<sqlx::Result<Option<T>>>
where
    I: About + Clone + Send + Sync + 'static,
    T: Send + 'static,
    W: Future<Output = sqlx::Result<HashMap<MessageId, T>>> + Send + 'static,
{
    let task = async move {
        let mut results = Vec::with_capacity(items.len());
        match work(app.clone(), items.clone()).await {
            Ok(mut found) => results.extend(items.iter().map(|item| Ok(found.remove(&item.message())))),
            Err(error) if items.len() == 1 => results.push(Err(error)),
            Err(_) => {
                for item in items {
                    let id = item.message();
                    results.push(work(app.clone(), vec![item]).await.map(|mut found| found.remove(&id)));
                }
            }
        }
        results
    };
    tokio::spawn(task).await.unwrap_or_default()
}

impl Handler for Deliver {
    type Kind = DeliverWhatsApp;

    async fn run(&self, app: &App, payload: &DeliverWhatsApp, attempt: i32) -> Result<Outcome<Sent>, RunError> {
        let id = payload.message_id;
        let now = app.clock.now();
        let Some((client, throttles)) = &self.channel else {
            let error = JobError::transient("channel_not_configured", "WhatsApp is not configured on this worker.");
            return Ok(Outcome::Snooze { until: now + NOT_SET_UP, error });
        };
        let Some(delivery) = self.read(app, id).await? else {
            return Ok(Outcome::Fail(JobError::permanent("message_missing", "There is no such message.")));
        };
        if let Some(outcome) = settled(app, id, &delivery, now) {
            return Ok(outcome);
        }
        if delivery.is_stopped {
            return Ok(Outcome::Snooze { until: now + HOLD_DELAY, error: sending_stopped() });
        }
        if delivery.number_id.is_some() && !delivery.is_verified {
            // Never send from a different number than intended: wait for the verification or the end of the claim.
            let error = JobError::transient("channel_pending", "The sender's own number is not verified.");
            return Ok(Outcome::Snooze { until: now + NOT_VERIFIED, error });
        }
        if !may_use_template(app, &delivery) {
            let text = "This template of the platform's number is not granted to the account.";
            return Ok(Outcome::Fail(JobError::permanent("template_not_granted", text)));
        }
        let (number, throttle) = throttles.of(app, &delivery)?;
        let probes = match throttle.admit().await {
            Admission::Go => false,
            Admission::Probe => true,
            Admission::Later(wait) => return Ok(later(app, wait, throttle.wait_reason().await)),
        };
        if !self.mark(app, id, &number.id).await? {
            // Locked elsewhere, or just updated: retry.
            return Ok(later(app, Duration::from_secs(1), no_answer()));
        }
        let began = Instant::now();
        let content = delivery.content.as_ref().map(|content| &content.0);
        let callback = id.to_string();
        let call = client.send(&number, &delivery.to, &delivery.body, content, &callback);
        let sent = observe::call(app, "whatsapp", call).await;
        if probes && sent.as_ref().err().is_none_or(says_that_the_account_works) {
            throttle.mark_recovered(app).await?;
        }
        match sent {
            Ok(provider_id) => Ok(Outcome::Done(Sent { message_id: id, provider_message_id: Some(provider_id) })),
            Err(Failure::Uncertain) => {
                Ok(Outcome::Snooze { until: reconciled_at(app, app.clock.now()), error: no_answer() })
            }
            Err(Failure::Unreachable) => {
                let mut tx = app.db.begin().await?;
                messaging::not_sent(&mut tx, id, None).await?;
                tx.commit().await?;
                let error = JobError::transient("provider_unreachable", "WhatsApp can't be reached.");
                Ok(Outcome::Retry { after: None, error })
            }
            Err(Failure::Refused(refusal)) => {
                let refusal = last_words(refusal, attempt);
                note(app, id, &refusal).await?;
                after_refusal(app, &throttle, refusal, began.elapsed()).await
            }
        }
    }

    async fn settle(&self, app: &App, tx: &mut Tx, ended: &mut [Ended<DeliverWhatsApp>]) -> sqlx::Result<()> {
        let now = app.clock.now();
        // Lock all at once: two partial lock orders could deadlock.
        let ids: Vec<_> = ended.iter().map(|it| it.payload.message_id).collect();
        let is_any_crashed = ended.iter().any(|it| it.crashed);
        let in_doubt = if is_any_crashed { messaging::lock(tx, &ids).await? } else { Vec::new() };
        let mut news = Vec::with_capacity(ended.len());
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
                End::Again(_) | End::Held { .. } | End::Cancelled => continue,
            };
            news.push(News { provider_message_id, error, ..News::of(id, status, now) });
        }
        messaging::advance(tx, &news, now).await
    }
}

/// Checked again: the sender's own number at acceptance may be gone, and the grant too.
fn may_use_template(app: &App, delivery: &Delivery) -> bool {
    let is_open = app.config.sending.external == ExternalSending::Open;
    is_open || delivery.number_id.is_some() || delivery.is_granted
}

/// A refusal that concerns only the message, or a success, proves that the account works.
fn says_that_the_account_works(failure: &Failure) -> bool {
    match failure {
        Failure::Refused(refusal) => {
            matches!(refusal.class, Class::Permanent | Class::OptedOut | Class::TooMany | Class::TooManyForPair)
        }
        Failure::Unreachable | Failure::Uncertain => false,
    }
}

/// A fault that persists becomes permanent.
fn last_words(refusal: Refusal, attempt: i32) -> Refusal {
    match refusal.class {
        Class::Transient { attempts, .. } if attempt >= attempts => Refusal { class: Class::Permanent, ..refusal },
        _ => refusal,
    }
}

/// Stores WhatsApp's refusal at once. A permanent one keeps the mark: if this worker is lost, the next one finds the
/// refusal and does not send again. The refund follows with the job's completion.
async fn note(app: &App, id: MessageId, refusal: &Refusal) -> sqlx::Result<()> {
    let mut tx = app.db.begin().await?;
    if matches!(refusal.class, Class::Permanent | Class::OptedOut | Class::Blocked) {
        messaging::refused(&mut tx, id, &refusal.error, refusal.raw.as_ref()).await?;
    } else {
        messaging::not_sent(&mut tx, id, refusal.raw.as_ref()).await?;
    }
    tx.commit().await
}

/// Handles a refusal, for this message and others it affects.
async fn after_refusal(
    app: &App,
    throttle: &Throttle<'_>,
    refusal: Refusal,
    age: Duration,
) -> Result<Outcome<Sent>, RunError> {
    let Refusal { class, error, after, .. } = refusal;
    Ok(match class {
        Class::Permanent => Outcome::Fail(error),
        Class::OptedOut => {
            throttle.opted_out(app).await?;
            Outcome::Fail(error)
        }
        Class::Transient { after: known, .. } => Outcome::Retry { after: after.or(known), error },
        Class::TooMany => later(app, throttle.slow_down(age, after, &error.code).await, error),
        Class::TooManyForPair => later(app, throttle.back_off_recipient().await, error),
        Class::Restricted | Class::Unauthorized => later(app, throttle.stop(app, class, &error).await?, error),
        Class::Blocked => {
            throttle.stop(app, class, &error).await?;
            Outcome::Fail(error)
        }
    })
}

fn later(app: &App, wait: Duration, error: JobError) -> Outcome<Sent> {
    let wait = TimeDelta::from_std(wait).unwrap_or(TimeDelta::hours(1));
    Outcome::Snooze { until: app.clock.now() + wait, error }
}

/// The outcome of a message that must not be sent now: it is known, or uncertain.
fn settled(app: &App, id: MessageId, delivery: &Delivery, now: DateTime<Utc>) -> Option<Outcome<Sent>> {
    let error = || delivery.error.clone().map_or_else(no_answer, |error| error.0);
    match delivery.status {
        MessageStatus::Sent | MessageStatus::Delivered | MessageStatus::Read => {
            Some(Outcome::Done(Sent { message_id: id, provider_message_id: delivery.provider_message_id.clone() }))
        }
        MessageStatus::Failed | MessageStatus::Cancelled | MessageStatus::Unknown => Some(Outcome::Fail(error())),
        MessageStatus::Scheduled | MessageStatus::Queued => delivery.sending_at.map(|since| {
            if delivery.error.is_some() {
                return Outcome::Fail(error());
            }
            let until = reconciled_at(app, since);
            if now < until { Outcome::Snooze { until, error: no_answer() } } else { Outcome::Fail(no_answer()) }
        }),
    }
}

fn reconciled_at(app: &App, since: DateTime<Utc>) -> DateTime<Utc> {
    TimeDelta::from_std(app.config.work.reconcile_after).map_or(since, |delay| since + delay)
}

fn no_answer() -> JobError {
    JobError::permanent(OUTCOME_UNKNOWN, "The message was sent, but WhatsApp did not confirm the outcome.")
}
