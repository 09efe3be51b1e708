//! The apalis backend on a real Redis that fails.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use apalis::prelude::*;
use apalis_redis_fair::{Claim, Entry, Error, FairQueue, FairStorage};
use common::{Server, entries, eventually};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// A job's state in the application's records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Claimed,
    Done,
    GivenBack,
}

struct Inner {
    jobs: Mutex<BTreeMap<String, State>>,
    /// A permit for each claim that may proceed.
    claims: Semaphore,
    /// A permit for each job that may run.
    runs: Semaphore,
    /// Claims that have begun.
    begun: AtomicUsize,
    /// How many of the next claims fail.
    errors: AtomicUsize,
    /// How many of the next claims panic.
    panics: AtomicUsize,
}

/// The application's records: a job is claimed and run once, however often its entry arrives. The test decides how many
/// claims and jobs proceed.
#[derive(Clone)]
struct Records(Arc<Inner>);

impl Deref for Records {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Records {
    fn new(claims: usize, runs: usize) -> Self {
        let (claims, runs) = (Semaphore::new(claims), Semaphore::new(runs));
        let [begun, errors, panics] = [0; 3].map(AtomicUsize::new);
        Self(Arc::new(Inner { jobs: Mutex::default(), claims, runs, begun, errors, panics }))
    }

    fn count(&self, state: State) -> usize {
        self.jobs.lock().unwrap().values().filter(|it| **it == state).count()
    }

    async fn reach(&self, state: State, count: usize) {
        eventually("jobs in a state", async || (self.count(state) == count).then_some(())).await;
    }
}

/// Decrements the counter; false at zero.
fn count_down(counter: &AtomicUsize) -> bool {
    counter.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1)).is_ok()
}

impl Claim for Records {
    type Job = String;
    type Error = &'static str;

    async fn claim(&self, entries: &[Entry]) -> Result<Vec<String>, Self::Error> {
        self.begun.fetch_add(1, SeqCst);
        self.claims.acquire().await.unwrap().forget();
        if count_down(&self.errors) {
            return Err("the database is away");
        }
        assert!(!count_down(&self.panics), "a claim panics");
        let mut jobs = self.jobs.lock().unwrap();
        let free = entries.iter().filter(|entry| !jobs.contains_key(&entry.id)).map(|entry| entry.id.clone());
        let claimed: Vec<_> = free.collect();
        jobs.extend(claimed.iter().map(|id| (id.clone(), State::Claimed)));
        Ok(claimed)
    }

    async fn give_back(&self, ids: Vec<String>) {
        self.jobs.lock().unwrap().extend(ids.into_iter().map(|id| (id, State::GivenBack)));
    }
}

async fn run(id: String, records: Data<Records>) {
    records.runs.acquire().await.unwrap().forget();
    assert_eq!(records.jobs.lock().unwrap().insert(id, State::Done), Some(State::Claimed), "run once");
}

const UNLIMITED: usize = 1_000_000;

/// A running worker, and a token that is cancelled once it has been asked to stop.
struct Running {
    worker: JoinHandle<()>,
    stopping: CancellationToken,
}

/// A worker with four slots. It ends after `stop`.
fn worker(queue: &FairQueue, records: &Records, stop: &CancellationToken) -> Running {
    serve(FairStorage::new(queue.clone(), records.clone(), 4), records, stop)
}

fn serve(storage: FairStorage<Records>, records: &Records, stop: &CancellationToken) -> Running {
    let storage = storage.stop_on(stop.clone());
    let (records, stop, stopping) = (records.clone(), stop.clone(), CancellationToken::new());
    let token = stopping.clone();
    let worker = tokio::spawn(async move {
        let monitor = Monitor::new().register(move |run_number| {
            assert_eq!(run_number, 0, "the worker ended with an error");
            WorkerBuilder::new("test").backend(storage.clone()).data(records.clone()).concurrency(4).build(run)
        });
        let stopped = async move {
            stop.cancelled().await;
            Ok(())
        };
        let monitor = monitor.on_event(move |_, event| {
            if matches!(event, Event::Stop) {
                token.cancel();
            }
        });
        monitor.should_restart(|_, _| true).run_with_signal(stopped).await.unwrap();
    });
    Running { worker, stopping }
}

impl Running {
    async fn end(self) {
        self.worker.await.unwrap();
    }
}

async fn length(queue: &FairQueue) -> u64 {
    FairQueue::lengths(std::slice::from_ref(queue)).await.unwrap()[0]
}

/// Pushes entries as a relay does: repeatedly, until a server accepts them.
async fn relay(queue: &FairQueue, entries: &[Entry]) {
    eventually("a push", async || queue.push(entries).await.ok()).await;
}

#[tokio::test]
async fn a_paused_worker_claims_nothing() {
    let server = Server::start().await;
    let (queue, records, stop) = (server.queue(100), Records::new(UNLIMITED, UNLIMITED), CancellationToken::new());
    let paused = watch::Sender::new(false);
    let storage = FairStorage::new(queue.clone(), records.clone(), 4).pause_on(paused.subscribe());
    let worker = serve(storage, &records, &stop);
    queue.push(&entries("a", 2)).await.unwrap();
    records.reach(State::Done, 2).await;
    // The worker waits in a call of Redis, which hands these entries out once; they go back into the queue.
    paused.send_replace(true);
    let claims = records.begun.load(SeqCst);
    queue.push(&entries("b", 3)).await.unwrap();
    let taken = async || (records.begun.load(SeqCst) > claims).then_some(());
    let is_claimed = tokio::time::timeout(Duration::from_millis(300), eventually("a claim", taken)).await.is_ok();
    assert!(!is_claimed, "entries were claimed during the pause");
    eventually("the return of the entries", async || (length(&queue).await == 3).then_some(())).await;
    paused.send_replace(false);
    records.reach(State::Done, 5).await;
    // A worker that is stopped during a pause ends.
    paused.send_replace(true);
    stop.cancel();
    worker.end().await;
}

#[tokio::test]
async fn a_worker_takes_no_more_than_its_free_slots() {
    let server = Server::start().await;
    let (queue, records, stop) = (server.queue(100), Records::new(UNLIMITED, 0), CancellationToken::new());
    queue.push(&entries("a", 10)).await.unwrap();
    let worker = worker(&queue, &records, &stop);
    records.reach(State::Claimed, 4).await;
    assert_eq!(length(&queue).await, 6);
    for done in 1..=6 {
        records.runs.add_permits(1);
        records.reach(State::Done, done).await;
        records.reach(State::Claimed, 4).await;
        assert_eq!(length(&queue).await, 6 - done as u64);
    }
    records.runs.add_permits(4);
    records.reach(State::Done, 10).await;
    stop.cancel();
    worker.end().await;
}

#[tokio::test]
async fn no_job_is_lost_when_redis_is_flushed() {
    let server = Server::start().await;
    let (queue, records, stop) = (server.queue(1_000), Records::new(UNLIMITED, 20), CancellationToken::new());
    let all = [entries("a", 100), entries("b", 100)].concat();
    queue.push(&all).await.unwrap();
    let worker = worker(&queue, &records, &stop);
    records.reach(State::Done, 20).await;
    let () = redis::cmd("FLUSHALL").query_async(&mut server.connect().await).await.unwrap();
    // Running jobs are not interrupted.
    records.runs.add_permits(4);
    records.reach(State::Done, 24).await;
    // Including finished ones: a relay does not know.
    relay(&queue, &all).await;
    records.runs.add_permits(UNLIMITED);
    records.reach(State::Done, 200).await;
    stop.cancel();
    worker.end().await;
}

#[tokio::test]
async fn a_killed_connection_is_reopened() {
    let server = Server::start().await;
    let (queue, records, stop) = (server.queue(100), Records::new(UNLIMITED, UNLIMITED), CancellationToken::new());
    let worker = worker(&queue, &records, &stop);
    for number in 1..=3 {
        server.blocked_clients(1).await;
        let mut kill = redis::cmd("CLIENT");
        kill.arg("KILL").arg("TYPE").arg("normal").arg("SKIPME").arg("yes");
        assert!(kill.query_async::<i64>(&mut server.connect().await).await.unwrap() >= 1);
        relay(&queue, &[Entry::new("a", number.to_string())]).await;
        records.reach(State::Done, number).await;
    }
    stop.cancel();
    worker.end().await;
}

#[tokio::test]
async fn a_server_restarted_empty_is_used_again() {
    let mut server = Server::start().await;
    let (queue, records, stop) = (server.queue(100), Records::new(UNLIMITED, 2), CancellationToken::new());
    let worker = worker(&queue, &records, &stop);
    relay(&queue, &entries("a", 40)).await;
    records.reach(State::Done, 2).await;
    server.restart().await;
    records.runs.add_permits(UNLIMITED);
    relay(&queue, &entries("a", 40)).await;
    records.reach(State::Done, 40).await;
    stop.cancel();
    worker.end().await;
}

#[tokio::test]
async fn shutdown_returns_claims_that_have_not_started() {
    let server = Server::start().await;
    let (queue, records, stop) = (server.queue(100), Records::new(0, UNLIMITED), CancellationToken::new());
    queue.push(&entries("a", 3)).await.unwrap();
    let worker = worker(&queue, &records, &stop);
    eventually("a claim", async || (records.begun.load(SeqCst) == 1).then_some(())).await;
    stop.cancel();
    worker.stopping.cancelled().await;
    records.claims.add_permits(1);
    worker.end().await;
    assert_eq!((records.count(State::GivenBack), records.count(State::Done)), (3, 0));
}

#[tokio::test]
async fn a_stopping_worker_takes_no_new_entries() {
    let server = Server::start().await;
    let (queue, records, stop) = (server.queue(100), Records::new(UNLIMITED, 0), CancellationToken::new());
    queue.push(&entries("a", 2)).await.unwrap();
    let worker = worker(&queue, &records, &stop);
    records.reach(State::Claimed, 2).await;
    server.blocked_clients(1).await;
    stop.cancel();
    server.blocked_clients(0).await;
    queue.push(&entries("b", 1)).await.unwrap();
    records.runs.add_permits(2);
    worker.end().await;
    assert_eq!((records.count(State::Done), length(&queue).await), (2, 1));
    let mut stats = redis::cmd("INFO");
    let stats: String = stats.arg("commandstats").query_async(&mut server.connect().await).await.unwrap();
    assert!(stats.contains("cmdstat_client|unblock"), "the blocking call was unblocked: {stats}");
}

#[tokio::test]
async fn failed_claims_are_retried_and_returned_at_shutdown() {
    let server = Server::start().await;
    let (queue, records, stop) = (server.queue(100), Records::new(UNLIMITED, UNLIMITED), CancellationToken::new());
    records.errors.store(1, SeqCst);
    queue.push(&entries("a", 4)).await.unwrap();
    let worker = worker(&queue, &records, &stop);
    records.reach(State::Done, 4).await;
    records.errors.store(UNLIMITED, SeqCst);
    queue.push(&entries("b", 1)).await.unwrap();
    eventually("an entry taken", async || (length(&queue).await == 0).then_some(())).await;
    stop.cancel();
    worker.end().await;
    assert_eq!(length(&queue).await, 1);
}

#[tokio::test]
async fn a_panicking_claim_does_not_stop_the_worker() {
    let server = Server::start().await;
    let (queue, records, stop) = (server.queue(100), Records::new(UNLIMITED, UNLIMITED), CancellationToken::new());
    records.panics.store(1, SeqCst);
    queue.push(&entries("a", 1)).await.unwrap();
    let worker = worker(&queue, &records, &stop);
    eventually("a panic", async || (records.panics.load(SeqCst) == 0).then_some(())).await;
    queue.push(&entries("b", 1)).await.unwrap();
    records.reach(State::Done, 1).await;
    stop.cancel();
    worker.end().await;
}

async fn note_and_stop(entry: Entry, done: Data<Arc<Mutex<BTreeSet<Entry>>>>, worker: WorkerContext) {
    done.lock().unwrap().insert(entry);
    worker.stop().unwrap();
}

#[tokio::test]
async fn a_pushed_job_runs_and_a_full_queue_rejects_it() {
    let server = Server::start().await;
    let queue = server.queue(2);
    let mut storage = FairStorage::as_is(queue.clone(), 4);
    storage.push(Entry::new("a", "one")).await.unwrap();
    match storage.push(Entry::new("a", "two")).await {
        Err(TaskSinkError::PushError(Error::Full { refused })) => assert_eq!(refused, ["two"]),
        other => panic!("{other:?}"),
    }
    let done = Arc::new(Mutex::new(BTreeSet::new()));
    let worker = WorkerBuilder::new("test").backend(storage).data(done.clone()).concurrency(4).build(note_and_stop);
    worker.run().await.unwrap();
    assert_eq!(*done.lock().unwrap(), BTreeSet::from([Entry::new("a", "one")]));
    let mut storage = FairStorage::new(queue, Records::new(0, 0), 4);
    let pushed = storage.push("one".into()).await;
    assert!(matches!(pushed, Err(TaskSinkError::PushError(Error::NotPushable))), "{pushed:?}");
}
