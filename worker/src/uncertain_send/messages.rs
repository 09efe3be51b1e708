//! The part of the protocol that all channels share: what is stored of a message's send, read and marked in batches.

use std::collections::HashMap;

use futures::FutureExt;
use shared::app::App;
use shared::db::{Tx, is_undone};
use shared::ids::MessageId;
use shared::jobs::{Disposition, JobError};
use shared::messaging::jobs::{OUTCOME_UNKNOWN, SendsMessage, Sent};
use shared::messaging::{self, Delivery, MessageStatus, News, ProviderError};

use super::State;
use crate::batcher::Batcher;
use crate::handler::{Finished, Outcome, RunError};

/// The batch's caller was cancelled.
const STOPPED: &str = "the caller that processed this batch was cancelled";

/// Reads and marks of concurrent sends.
#[derive(Default)]
pub(crate) struct MessageSends {
    reads: Batcher<MessageId, sqlx::Result<Option<Delivery>>>,
    marks: Batcher<(MessageId, String), sqlx::Result<Option<()>>>,
}

impl MessageSends {
    /// The state of a message's send over `provider`.
    pub async fn read(&self, app: &App, id: MessageId, provider: &str) -> Result<State<Delivery, Sent>, RunError> {
        let delivery = self.reads.run(id, |ids| each(app.clone(), ids, read_all).boxed()).await.ok_or(STOPPED)??;
        Ok(match delivery {
            Some(delivery) => state(id, delivery, provider),
            None => State::Ended(Outcome::Fail(JobError::permanent("message_missing", "There is no such message."))),
        })
    }

    /// Marks that a message goes out from a number (the provider's id of it); false: do not send it.
    pub async fn mark(&self, app: &App, id: MessageId, number: &str) -> Result<bool, RunError> {
        let item = (id, number.to_owned());
        let marked =
            self.marks.run(item, |items| each(app.clone(), items, mark_all).boxed()).await.ok_or(STOPPED)??;
        Ok(marked.is_some())
    }

    /// Removes the mark, and stores the provider's error.
    pub async fn unmark(app: &App, id: MessageId, error: Option<&ProviderError>) -> Result<(), RunError> {
        let mut tx = app.db.begin().await?;
        messaging::not_sent(&mut tx, id, error).await?;
        Ok(tx.commit().await?)
    }

    /// Stores a final refusal. The refund follows with the job's completion.
    pub async fn refuse(
        app: &App,
        id: MessageId,
        error: &JobError,
        raw: Option<&ProviderError>,
    ) -> Result<(), RunError> {
        let mut tx = app.db.begin().await?;
        messaging::refused(&mut tx, id, error, raw).await?;
        Ok(tx.commit().await?)
    }
}

/// The error of a message whose outcome is not known.
pub(crate) fn no_answer(provider: &str) -> JobError {
    JobError::permanent(OUTCOME_UNKNOWN, format!("The message was sent, but {provider} did not confirm the outcome."))
}

fn state(id: MessageId, delivery: Delivery, provider: &str) -> State<Delivery, Sent> {
    let error = |delivery: Delivery| delivery.error.map_or_else(|| no_answer(provider), |error| error.0);
    match (delivery.status, delivery.sending_at) {
        (MessageStatus::Sent | MessageStatus::Delivered | MessageStatus::Read, _) => {
            let sent = Sent { message_id: id, provider_message_id: delivery.provider_message_id };
            State::Ended(Outcome::Done(sent))
        }
        (MessageStatus::Failed | MessageStatus::Cancelled | MessageStatus::Unknown, _) => {
            State::Ended(Outcome::Fail(error(delivery)))
        }
        // Refused, but its attempt was lost before it ended.
        (MessageStatus::Scheduled | MessageStatus::Queued, Some(_)) if delivery.error.is_some() => {
            State::Ended(Outcome::Fail(error(delivery)))
        }
        (MessageStatus::Scheduled | MessageStatus::Queued, Some(since)) => State::Uncertain { since },
        (MessageStatus::Scheduled | MessageStatus::Queued, None) => State::Unsent(delivery),
    }
}

/// Applies finished attempts to their messages. A crashed last attempt whose send is uncertain ends as `unknown`.
pub(crate) async fn settle<K: SendsMessage<Output = Sent>>(
    app: &App,
    tx: &mut Tx,
    attempts: &mut [Finished<K>],
    provider: &str,
) -> sqlx::Result<()> {
    let now = app.clock.now();
    // Lock all at once: two partial lock orders could deadlock.
    let ids: Vec<_> = attempts.iter().map(|it| it.payload.message()).collect();
    let is_any_crashed = attempts.iter().any(|it| it.crashed);
    let in_doubt = if is_any_crashed { messaging::lock(tx, &ids).await? } else { Vec::new() };
    let mut news = Vec::with_capacity(attempts.len());
    for it in attempts.iter_mut() {
        let id = it.payload.message();
        if it.crashed && in_doubt.contains(&id) && matches!(it.disposition, Disposition::Fail(_)) {
            it.disposition = Disposition::Fail(no_answer(provider));
        }
        let (status, provider_message_id, error) = match &it.disposition {
            Disposition::Succeed(sent) => (MessageStatus::Sent, sent.provider_message_id.clone(), None),
            Disposition::Fail(error) if error.code == OUTCOME_UNKNOWN => {
                (MessageStatus::Unknown, None, Some(error.clone()))
            }
            Disposition::Fail(error) => (MessageStatus::Failed, None, Some(error.clone())),
            Disposition::Retry { .. } | Disposition::Snooze { .. } | Disposition::Cancel => continue,
        };
        news.push(News { provider_message_id, error, ..News::of(id, status, now) });
    }
    messaging::advance(tx, &news, now).await
}

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
