//! Group commit: sends that arrive together are accepted in one transaction.
//!
//! A batch is one read and one write without locks; the write verifies that nothing read has changed. Only after a
//! conflict, now or recently, is a batch accepted with all rows locked first.
//!
//! Handlers enqueue a send and wait for its answer. A committer takes all pending sends at once, without waiting for
//! more: batches grow with the load. Each send has its own answer. A failed batch is retried send by send, so that a
//! bad one fails alone and no send waits for another's locked wallet. If a client disconnects, its send is still
//! accepted.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use axum::http::StatusCode;
use serde::Serialize;
use shared::app::App;
use shared::db::{Tx, is_undone};
use shared::idempotency::{self, Answer, Lookup, Scope};
use shared::jobs::Job;
use shared::keyed_mutex::KeyedMutex;
use shared::messaging::{self, Batch, Message, Purpose, Refusal, Send, SendRequest};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::problem::Problem;

/// The number of committers; an account's sends all go to one.
const COMMITTERS: usize = 2;
/// The most sends in one transaction.
const MAX_BATCH: usize = 256;
/// The most sends that wait for a committer.
const MAX_WAITING: usize = 4096;
/// After an optimistic batch conflicts, this many batches use row locks.
const PESSIMISTIC_BATCHES: u32 = 32;
/// How long a send that is accepted alone waits for earlier ones of its account.
const TURN_TIMEOUT: Duration = Duration::from_secs(10);
/// How often to check whether a commit without an answer took effect.
const COMMIT_CHECKS: u32 = 5;

/// The outcome of a send.
pub(crate) enum Verdict {
    /// Accepted, with the stored answer.
    Accepted(Answer, Box<(Message, Job)>),
    /// It was accepted before.
    Replayed(Answer),
    /// It was accepted before with another body.
    Mismatch,
    /// The same request is in progress.
    InFlight,
    /// The send is invalid or not permitted.
    Refused(Refusal),
    /// An internal error or conflict.
    Problem(Problem),
}

/// A send, and where its verdict goes.
struct Item {
    send: Send,
    scope: Option<Scope>,
    verdict: oneshot::Sender<Verdict>,
}

/// Hands sends to committers. Clones share them.
#[derive(Clone)]
pub(crate) struct GroupCommit {
    app: App,
    shards: Vec<mpsc::Sender<Item>>,
}

impl GroupCommit {
    /// Starts the committers; they end once the last clone is dropped and all sends are answered.
    pub fn start(app: &App) -> (Self, JoinSet<()>) {
        let mut tasks = JoinSet::new();
        let shard = |_| {
            let (sender, items) = mpsc::channel(MAX_WAITING);
            tasks.spawn(run(app.clone(), items));
            sender
        };
        let shards = (0..COMMITTERS).map(shard).collect();
        (Self { app: app.clone(), shards }, tasks)
    }

    /// Accepts a send, once for its scope. It is enqueued at once, even if the future is never awaited.
    pub fn accept(&self, mut send: Send, scope: Option<Scope>) -> impl Future<Output = Verdict> + use<> {
        // A batch belongs to no single request; its sends do.
        let span = self.app.traces.enqueue(1);
        send.trace_context = span.traceparent();
        let mut hasher = DefaultHasher::new();
        send.sender.hash(&mut hasher);
        let shard = usize::try_from(hasher.finish() % COMMITTERS as u64).unwrap_or(0);
        let (verdict, answer) = oneshot::channel();
        let is_full = self.shards[shard].try_send(Item { send, scope, verdict }).is_err();
        async move {
            let _until_its_verdict = span;
            if is_full {
                tracing::warn!("the queue of the group commit is full; sends are refused");
                return Verdict::Problem(Problem::unavailable());
            }
            answer.await.unwrap_or_else(|_| Verdict::Problem(Problem::internal()))
        }
    }
}

/// How a batch is accepted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strategy {
    /// One read and one write, which fails if the data changed in between.
    Optimistic,
    /// With all shared rows locked, with a short lock timeout.
    Locking,
    /// The same, without the short timeout.
    LockingPatient,
}

async fn run(app: App, mut items: mpsc::Receiver<Item>) {
    let mut set = Vec::new();
    let (mut alone, turns) = (JoinSet::new(), KeyedMutex::default());
    let mut wary = 0_u32;
    while items.recv_many(&mut set, MAX_BATCH).await > 0 {
        let must_be_locked = set.iter().any(|item: &Item| messaging::must_be_locked(&app, &item.send));
        let way = if wary == 0 && !must_be_locked { Strategy::Optimistic } else { Strategy::Locking };
        wary = wary.saturating_sub(1);
        let mut decided = decide(&app, way, &mut set).await;
        if let (Strategy::Optimistic, Err(error)) = (way, &decided) {
            tracing::debug!(%error, sends = set.len(), "an optimistic batch of sends conflicted; retrying it with row locks");
            wary = PESSIMISTIC_BATCHES;
            decided = decide(&app, Strategy::Locking, &mut set).await;
        }
        let Err(error) = decided else { continue };
        tracing::warn!(%error, sends = set.len(), "a batch of sends failed; retrying its sends one by one");
        for item in set.drain(..) {
            let (app, turns) = (app.clone(), turns.clone());
            alone.spawn(async move { accept_alone(&app, &turns, item).await });
        }
        while alone.try_join_next().is_some() {}
    }
    while alone.join_next().await.is_some() {}
}

/// Accepts a send alone. Sends of an account take turns, so that those waiting for its wallet hold one connection of
/// the pool at most.
async fn accept_alone(app: &App, turns: &KeyedMutex, item: Item) {
    let Ok(_turn) = timeout(TURN_TIMEOUT, turns.take(item.send.sender.uuid())).await else {
        // The caller may have disconnected.
        let _ = item.verdict.send(Verdict::Problem(Problem::conflict()));
        return;
    };
    let mut set = vec![item];
    let Err(error) = decide(app, Strategy::LockingPatient, &mut set).await else { return };
    if let Some(Item { verdict, .. }) = set.pop() {
        // The caller may have disconnected.
        let _ = verdict.send(Verdict::Problem(error.into()));
    }
}

/// Accepts a batch and answers. On an error nothing was done, and the batch is unchanged.
async fn decide(app: &App, way: Strategy, set: &mut Vec<Item>) -> sqlx::Result<()> {
    let mut tx = match way {
        Strategy::Optimistic => app.db.begin_autocommit().await?,
        Strategy::Locking => app.db.begin_short_lock_timeout().await?,
        Strategy::LockingPatient => app.db.begin().await?,
    };
    let (lookups, batch) = plan(app, &mut tx, way, set).await?;
    let answers = answers(app, &mut tx, set, &lookups, &batch)?;
    let accepted = batch.accepted().flatten().next().map(|(message, _)| message.id);
    let committed = match accepted {
        None => {
            tx.rollback().await;
            true
        }
        Some(message) => match commit(app, way, tx, &batch).await {
            Ok(()) => true,
            Err((error, true)) => return Err(error),
            Err((error, false)) => {
                tracing::warn!(%error, sends = set.len(), "no answer to a commit; checking whether it was done");
                was_committed(app, message).await
            }
        },
    };
    let mut judged = batch.into_results().zip(answers);
    for (Item { verdict, .. }, lookup) in set.drain(..).zip(lookups) {
        let decided = match lookup {
            Lookup::Replay(answer) => Verdict::Replayed(answer),
            Lookup::Mismatch => Verdict::Mismatch,
            Lookup::InFlight => Verdict::InFlight,
            Lookup::New => match judged.next() {
                Some((Err(refusal), _)) => Verdict::Refused(refusal),
                Some((Ok(_), _)) if !committed => Verdict::Problem(Problem::unavailable()),
                Some((Ok(accepted), Some(answer))) => Verdict::Accepted(answer, Box::new(accepted)),
                Some((Ok(_), None)) | None => Verdict::Problem(Problem::internal()),
            },
        };
        // The caller may have disconnected.
        let _ = verdict.send(decided);
    }
    Ok(())
}

/// Looks up the key of each send of a batch, and plans the new ones.
async fn plan(app: &App, tx: &mut Tx, way: Strategy, set: &[Item]) -> sqlx::Result<(Vec<Lookup>, Batch)> {
    let asks: Vec<_> = set.iter().map(|item| SendRequest { send: &item.send, scope: item.scope.as_ref() }).collect();
    if way == Strategy::Optimistic {
        return messaging::plan(app, tx, &asks, Purpose::Accept).await;
    }
    let free = messaging::lock_senders(app, tx, &asks).await?;
    let held: Vec<_> = asks.iter().zip(&free).filter(|(_, free)| **free).map(|(ask, _)| *ask).collect();
    let (lookups, batch) = messaging::plan(app, tx, &held, Purpose::Accept).await?;
    let mut lookups = lookups.into_iter();
    let lookup = |free: bool| if free { lookups.next() } else { None }.unwrap_or(Lookup::InFlight);
    Ok((free.into_iter().map(lookup).collect(), batch))
}

/// The answers to new sends of a batch; `None` for refused ones. They are stored in the transaction.
fn answers(
    app: &App,
    tx: &mut Tx,
    set: &[Item],
    lookups: &[Lookup],
    batch: &Batch,
) -> sqlx::Result<Vec<Option<Answer>>> {
    let now = app.clock.now();
    let new = set.iter().zip(lookups).filter(|(_, lookup)| matches!(lookup, Lookup::New)).map(|(item, _)| item);
    let answer = |(item, accepted): (&Item, Option<(&Message, &Job)>)| {
        let Some((message, job)) = accepted else { return Ok(None) };
        let answer = answer_of(message, job)?;
        if let Some(scope) = &item.scope {
            idempotency::store(tx, scope, &answer, now);
        }
        Ok(Some(answer))
    };
    new.zip(batch.accepted()).map(answer).collect()
}

/// Writes and commits a batch; an error also says whether it is certain that nothing was done.
async fn commit(app: &App, way: Strategy, mut tx: Tx, batch: &Batch) -> Result<(), (sqlx::Error, bool)> {
    if let Err(error) = batch.write(app, &mut tx).await {
        // If the write is not also the commit, it has no effect alone.
        let undone = way != Strategy::Optimistic || is_undone(&error);
        return Err((error, undone));
    }
    tx.commit().await.map_err(|error| {
        let undone = is_undone(&error);
        (error, undone)
    })
}

/// Whether the batch with this message was committed. If that can't be determined, the send must not be reported as
/// accepted; a retry with the same key gets the result.
async fn was_committed(app: &App, message: shared::ids::MessageId) -> bool {
    for look in 1..=COMMIT_CHECKS {
        match messaging::deliveries(app.db.pool(), &[message]).await {
            Ok(found) if !found.is_empty() => return true,
            // The commit may still be in progress.
            Ok(_) | Err(_) => tokio::time::sleep(Duration::from_millis(50) * look).await,
        }
    }
    false
}

#[derive(Serialize)]
struct Body<'a> {
    message: &'a Message,
    job: &'a Job,
}

/// 202 with the message and its job.
fn answer_of(message: &Message, job: &Job) -> sqlx::Result<Answer> {
    let body = serde_json::to_string(&Body { message, job }).map_err(|error| sqlx::Error::Encode(error.into()))?;
    Ok(Answer { status: StatusCode::ACCEPTED.as_u16(), location: Some(format!("/v1/jobs/{}", job.id)), body })
}
