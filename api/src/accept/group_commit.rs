//! Group commit: sends that arrive together are accepted in one transaction.
//!
//! Handlers enqueue a send and wait for its result. A committer takes all pending sends at once, without waiting for
//! more: batches grow with the load. A failed batch is retried send by send, so that a bad one fails alone and no send
//! waits for another's locked wallet. If a client disconnects, its send is still accepted.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use shared::app::App;
use shared::idempotency::Scope;
use shared::keyed_mutex::KeyedMutex;
use shared::messaging::{self, Resolution, Send, SendRequest, Strategy};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::answer::answer;
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
/// How often a send that is accepted alone is tried while its key is in use. If its batch lost the connection, the key is
/// in use until Postgres ends that session.
const KEY_CHECKS: u32 = 6;
const KEY_CHECK_INTERVAL: Duration = Duration::from_millis(50);

/// A send, and where its result goes.
struct Item {
    send: Send,
    scope: Option<Scope>,
    result: oneshot::Sender<Result<Resolution, Problem>>,
}

impl Item {
    fn request(&self) -> SendRequest<'_> {
        SendRequest { send: &self.send, scope: self.scope.as_ref(), is_in_flight: false }
    }

    fn resolve(self, result: Result<Resolution, Problem>) {
        // The caller may have disconnected.
        let _ = self.result.send(result);
    }
}

/// Hands sends to committers. Clones share them.
#[derive(Clone)]
pub(crate) struct GroupCommit {
    app: App,
    shards: Vec<mpsc::Sender<Item>>,
}

impl GroupCommit {
    /// Starts the committers; they end once the last clone is dropped and all sends are resolved.
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
    pub fn accept(
        &self,
        mut send: Send,
        scope: Option<Scope>,
    ) -> impl Future<Output = Result<Resolution, Problem>> + use<> {
        // A batch belongs to no single request; its sends do.
        let span = self.app.traces.enqueue(1);
        send.trace_context = span.traceparent();
        let mut hasher = DefaultHasher::new();
        send.sender.hash(&mut hasher);
        let shard = usize::try_from(hasher.finish() % COMMITTERS as u64).unwrap_or(0);
        let (result, resolved) = oneshot::channel();
        let is_full = self.shards[shard].try_send(Item { send, scope, result }).is_err();
        async move {
            let _until_resolved = span;
            if is_full {
                tracing::warn!("the queue of the group commit is full; sends are refused");
                return Err(Problem::unavailable());
            }
            resolved.await.unwrap_or_else(|_| Err(Problem::internal()))
        }
    }
}

async fn run(app: App, mut items: mpsc::Receiver<Item>) {
    let mut batch = Vec::new();
    let (mut alone, turns) = (JoinSet::new(), KeyedMutex::default());
    let mut pessimistic_batches = 0_u32;
    while items.recv_many(&mut batch, MAX_BATCH).await > 0 {
        let must_be_locked = batch.iter().any(|item: &Item| messaging::must_be_locked(&app, &item.send));
        let is_optimistic = pessimistic_batches == 0 && !must_be_locked;
        let strategy = if is_optimistic { Strategy::Optimistic } else { Strategy::Locking };
        pessimistic_batches = pessimistic_batches.saturating_sub(1);
        let mut accepted = accept_batch(&app, strategy, &mut batch).await;
        if let (Strategy::Optimistic, Err(error)) = (strategy, &accepted) {
            tracing::debug!(%error, sends = batch.len(), "an optimistic batch of sends conflicted; retrying it with row locks");
            pessimistic_batches = PESSIMISTIC_BATCHES;
            accepted = accept_batch(&app, Strategy::Locking, &mut batch).await;
        }
        let Err(error) = accepted else { continue };
        tracing::warn!(%error, sends = batch.len(), "a batch of sends failed; retrying its sends one by one");
        for item in batch.drain(..) {
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
        return item.resolve(Err(Problem::conflict()));
    };
    for check in 1..=KEY_CHECKS {
        let resolutions = messaging::accept(app, Strategy::LockingPatient, &mut [item.request()], answer).await;
        let resolution = match resolutions.map(|mut one| one.pop()) {
            Ok(Some(Resolution::InFlight)) if check < KEY_CHECKS => {
                sleep(KEY_CHECK_INTERVAL * check).await;
                continue;
            }
            Ok(resolution) => resolution.ok_or_else(Problem::internal),
            Err(error) => Err(error.into()),
        };
        return item.resolve(resolution);
    }
}

/// Accepts a batch and resolves its sends. On an error nothing was done, and the batch is unchanged.
async fn accept_batch(app: &App, strategy: Strategy, batch: &mut Vec<Item>) -> sqlx::Result<()> {
    let mut requests: Vec<_> = batch.iter().map(Item::request).collect();
    let resolutions = messaging::accept(app, strategy, &mut requests, answer).await?;
    for (item, resolution) in batch.drain(..).zip(resolutions) {
        item.resolve(Ok(resolution));
    }
    Ok(())
}
