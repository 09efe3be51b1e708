//! Leases of a running worker.

use std::sync::atomic::{AtomicBool, Ordering};

use shared::app::App;
use shared::db::Tx;
use shared::jobs::{self, JobState, NewJob};
use shared::maintenance::jobs::{PurgeThreads, Purged};
use tokio_util::sync::CancellationToken;
use worker::{Attempt, Engine, Finished, Handler, Outcome, RunError};

use crate::harness::{TestApp, within};

/// Panics while its first attempt is completed.
#[derive(Default)]
struct PanicsOnce(AtomicBool);

impl Handler for PanicsOnce {
    type Kind = PurgeThreads;

    async fn run(&self, _: &App, _: &PurgeThreads, _: &Attempt) -> Result<Outcome<Purged>, RunError> {
        Ok(Outcome::Done(Purged { rows: 0 }))
    }

    async fn settle(&self, _: &App, _: &mut Tx, _: &mut [Finished<PurgeThreads>]) -> sqlx::Result<()> {
        assert!(self.0.swap(true, Ordering::SeqCst), "a panic outside of the attempt");
        Ok(())
    }
}

/// The lease must not be renewed any more: otherwise the job would be held until its worker stops.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panic_outside_of_an_attempt_releases_its_lease() {
    let app = TestApp::start().await;
    let engine = Engine::with_handler(App::build(app.app.config.clone()).unwrap(), PanicsOnce::default());
    let stop = CancellationToken::new();
    let worker = tokio::spawn(worker::serve(engine, stop.clone()));
    let now = app.app.clock.now();
    let job = NewJob::new(&PurgeThreads {}, now).unwrap();
    let mut tx = app.app.db.begin().await.unwrap();
    jobs::enqueue(&app.app, &mut tx, std::slice::from_ref(&job), now).await.unwrap();
    tx.commit().await.unwrap();
    within(4 * jobs::LEASE, "the job ended", async || {
        let (state, attempt) = jobs::states(app.app.db.pool(), &[job.id]).await.unwrap().remove(0).1;
        state.is_end().then(|| assert_eq!((state, attempt), (JobState::Succeeded, 2)))
    })
    .await;
    stop.cancel();
    worker.await.unwrap().unwrap();
    app.finish().await;
}
