//! Group commit: sends that arrive together are accepted in one transaction.
//!
//! Handlers hand a send over and wait for its answer. A committer takes whatever has come in the meantime, without
//! waiting for more, and accepts it all in one go: the more there is to do, the larger the sets. Each send has its own
//! answer. A set that fails as a whole is tried again send by send, so that a bad one fails alone and nobody waits for
//! somebody else's locked wallet. A client that hangs up takes nothing back: its send is accepted with the others.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use axum::http::StatusCode;
use serde::Serialize;
use shared::app::App;
use shared::db::Tx;
use shared::idempotency::{self, Answer, Lookup, Scope};
use shared::jobs::Job;
use shared::messaging::{self, Message, Refusal, Send};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;

use crate::problem::Problem;

/// How many committers there are; an account's sends all go to one.
const COMMITTERS: usize = 2;
/// How many sends one transaction accepts at the most.
const MAX_SET: usize = 256;
/// How many sends may wait for a committer.
const MAX_WAITING: usize = 4096;
/// How often it is asked whether a commit without an answer was done.
const LOOKS: u32 = 5;

/// What became of a send.
pub(crate) enum Verdict {
    /// Accepted; this is the answer that was kept.
    Accepted(Answer, Box<(Message, Job)>),
    /// It was accepted before.
    Replayed(Answer),
    /// It was accepted before with another body.
    Mismatch,
    /// The same request is being handled.
    InFlight,
    /// It can't be accepted.
    Refused(Refusal),
    /// Something went wrong.
    Problem(Problem),
}

/// A send and who waits for its verdict.
struct Item {
    send: Send,
    scope: Option<Scope>,
    verdict: oneshot::Sender<Verdict>,
}

/// Hands sends to committers. A clone shares them.
#[derive(Clone)]
pub(crate) struct Committer {
    app: App,
    shards: Vec<mpsc::Sender<Item>>,
}

impl Committer {
    /// Starts the committers; they end when the last clone is gone and all has been answered.
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

    /// Accepts a send, once for its scope.
    pub async fn accept(&self, mut send: Send, scope: Option<Scope>) -> Verdict {
        // The set belongs to no request, its parts do.
        let span = self.app.traces.enqueue(1);
        send.trace_context = span.traceparent();
        let mut hasher = DefaultHasher::new();
        send.sender.hash(&mut hasher);
        let shard = usize::try_from(hasher.finish() % COMMITTERS as u64).unwrap_or(0);
        let (verdict, answer) = oneshot::channel();
        if self.shards[shard].try_send(Item { send, scope, verdict }).is_err() {
            tracing::warn!("more sends wait than can be accepted soon");
            return Verdict::Problem(Problem::unavailable());
        }
        answer.await.unwrap_or_else(|_| Verdict::Problem(Problem::internal()))
    }
}

async fn run(app: App, mut items: mpsc::Receiver<Item>) {
    let mut set = Vec::new();
    let mut alone = JoinSet::new();
    while items.recv_many(&mut set, MAX_SET).await > 0 {
        let Err(error) = decide(&app, app.db.begin_impatient(), &mut set).await else { continue };
        tracing::warn!(%error, sends = set.len(), "a set of sends was not accepted; trying one by one");
        for item in set.drain(..) {
            let app = app.clone();
            alone.spawn(async move { accept_alone(&app, item).await });
        }
        while alone.try_join_next().is_some() {}
    }
    while alone.join_next().await.is_some() {}
}

async fn accept_alone(app: &App, item: Item) {
    let mut set = vec![item];
    let Err(error) = decide(app, app.db.begin(), &mut set).await else { return };
    if let Some(Item { verdict, .. }) = set.pop() {
        // Who is gone needs no answer.
        let _ = verdict.send(Verdict::Problem(error.into()));
    }
}

/// Accepts a set and answers. On an error nothing was done, and the set is as it was.
async fn decide(app: &App, begin: impl Future<Output = sqlx::Result<Tx>>, set: &mut Vec<Item>) -> sqlx::Result<()> {
    let mut tx = begin.await?;
    let verdicts = accept(app, &mut tx, set).await?;
    let accepted = verdicts.iter().find_map(|verdict| match verdict {
        Verdict::Accepted(_, accepted) => Some(accepted.0.id),
        _ => None,
    });
    let committed = match accepted {
        None => {
            tx.rollback().await;
            true
        }
        Some(message) => match tx.commit().await {
            Ok(()) => true,
            Err(error) => {
                tracing::warn!(%error, sends = set.len(), "a commit without an answer; looking whether it was done");
                was_committed(app, message).await
            }
        },
    };
    for (Item { verdict, .. }, decided) in set.drain(..).zip(verdicts) {
        let undone = !committed && matches!(decided, Verdict::Accepted(..));
        // Who is gone needs no answer.
        let _ = verdict.send(if undone { Verdict::Problem(Problem::unavailable()) } else { decided });
    }
    Ok(())
}

/// Whether a set, of which this is a message, was committed. Where that can't be found out nobody may be told that it
/// was; who asks again with the same key hears the truth.
async fn was_committed(app: &App, message: shared::ids::MessageId) -> bool {
    for look in 1..=LOOKS {
        match messaging::deliveries(app.db.pool(), &[message]).await {
            Ok(found) if !found.is_empty() => return true,
            // Its end may be under way still.
            Ok(_) | Err(_) => tokio::time::sleep(Duration::from_millis(50) * look).await,
        }
    }
    false
}

/// Takes the keys of a set; one without a key is always new.
async fn look_up(app: &App, tx: &mut Tx, set: &[Item]) -> sqlx::Result<Vec<Lookup>> {
    let scopes: Vec<_> = set.iter().filter_map(|item| item.scope.as_ref()).collect();
    let mut lookups = idempotency::begin_set(tx, &scopes, app.clock.now()).await?.into_iter();
    let lookup = |item: &Item| item.scope.as_ref().and_then(|_| lookups.next()).unwrap_or(Lookup::New);
    Ok(set.iter().map(lookup).collect())
}

async fn accept(app: &App, tx: &mut Tx, set: &[Item]) -> sqlx::Result<Vec<Verdict>> {
    let lookups = look_up(app, tx, set).await?;
    let decided = |lookup| match lookup {
        Lookup::New => None,
        Lookup::Replay(answer) => Some(Verdict::Replayed(answer)),
        Lookup::Mismatch => Some(Verdict::Mismatch),
        Lookup::InFlight => Some(Verdict::InFlight),
    };
    let mut verdicts: Vec<_> = lookups.into_iter().map(decided).collect();
    let new: Vec<_> = (0..set.len()).filter(|place| verdicts[*place].is_none()).collect();
    if !new.is_empty() {
        let sends: Vec<_> = new.iter().map(|place| &set[*place].send).collect();
        let answers = messaging::accept(app, tx, &sends).await?;
        for (place, answer) in new.iter().zip(answers) {
            verdicts[*place] = Some(match answer {
                Ok(accepted) => {
                    let answer = answer_of(&accepted)?;
                    if let Some(scope) = &set[*place].scope {
                        idempotency::store(tx, scope, &answer, app.clock.now());
                    }
                    Verdict::Accepted(answer, Box::new(accepted))
                }
                Err(refusal) => Verdict::Refused(refusal),
            });
        }
    }
    // Not left to the commit: what fails here is known not to be done.
    tx.write_noted().await?;
    Ok(verdicts.into_iter().map(|verdict| verdict.unwrap_or_else(|| Verdict::Problem(Problem::internal()))).collect())
}

#[derive(Serialize)]
struct Body<'a> {
    message: &'a Message,
    job: &'a Job,
}

/// 202 with the message, and the job that sends it.
fn answer_of((message, job): &(Message, Job)) -> sqlx::Result<Answer> {
    let body = serde_json::to_string(&Body { message, job }).map_err(|error| sqlx::Error::Encode(error.into()))?;
    Ok(Answer { status: StatusCode::ACCEPTED.as_u16(), location: Some(format!("/v1/jobs/{}", job.id)), body })
}
