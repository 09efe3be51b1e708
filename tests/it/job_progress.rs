//! Progress of a long job, as its owner sees it.

use std::sync::Arc;

use serde_json::{Value, json};
use shared::app::App;
use shared::billing::jobs::{SyncPayments, Synced};
use shared::jobs::{self, NewJob};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use worker::{Attempt, Engine, Handler, Outcome, RunError};

use crate::harness::{Stream, TestApp};

/// Does a quarter of its work, then waits.
struct Quarter(Arc<Notify>);

impl Handler for Quarter {
    type Kind = SyncPayments;

    async fn run(&self, app: &App, _: &SyncPayments, attempt: &Attempt) -> Result<Outcome<Synced>, RunError> {
        attempt.report(app, 1, 4).await;
        // Too soon after the first report to be written.
        attempt.report(app, 2, 4).await;
        self.0.notified().await;
        Ok(Outcome::Done(Synced::default()))
    }
}

async fn shown(stream: &mut Stream) -> (Value, Value) {
    let frame = stream.next().await.unwrap();
    (frame.data["state"].clone(), frame.data["progress"].clone())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn progress_is_shown_while_a_job_runs_and_complete_once_it_succeeded() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let now = app.app.clock.now();
    let mut job = NewJob::new(&SyncPayments { older_than_seconds: 0, events_of_hours: 0 }, now).unwrap();
    job.owner = Some(alice.id().await.parse().unwrap());
    let mut tx = app.app.db.begin().await.unwrap();
    jobs::enqueue(&app.app, &mut tx, std::slice::from_ref(&job), now).await.unwrap();
    tx.commit().await.unwrap();
    let mut stream = Stream::open(&alice, &format!("/v1/jobs/{}/events", job.id), None).await;
    assert_eq!(shown(&mut stream).await, (json!("queued"), Value::Null));
    let (go_on, stop) = (Arc::new(Notify::new()), CancellationToken::new());
    let engine = Engine::with_handler(app.app.clone(), Quarter(go_on.clone()));
    let worker = tokio::spawn(worker::serve(engine, stop.clone()));
    // The claim may be shown by itself, or together with the progress.
    let mut first = shown(&mut stream).await;
    if first == (json!("running"), Value::Null) {
        first = shown(&mut stream).await;
    }
    assert_eq!(first, (json!("running"), json!(25)));
    // Of another attempt: without effect.
    jobs::report_progress(&app.app, job.id, 2, 50).await.unwrap();
    go_on.notify_one();
    assert_eq!(shown(&mut stream).await, (json!("succeeded"), json!(100)));
    assert_eq!(alice.get(&format!("/v1/jobs/{}", job.id)).await.expect(200)["progress"], 100);
    stop.cancel();
    worker.await.unwrap().unwrap();
    app.finish().await;
}
