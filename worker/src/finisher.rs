//! Completes attempts in batches: attempts that end during a write form the next batch.

use std::time::Duration;

use futures::FutureExt;
use shared::app::App;
use shared::db;
use shared::jobs::{self, Claimed, Ending, Next};

use crate::batcher::Batcher;
use crate::handler::{AnyHandler, Settling};
use crate::observe;

/// The delay before a failed batch is retried.
const RETRY_DELAY: Duration = Duration::from_millis(500);

/// A claimed job and how its attempt ended.
#[derive(Debug, Clone)]
pub(crate) struct Attempted {
    pub job: Claimed,
    pub next: Next,
    pub crashed: bool,
}

/// Completes attempts of a kind of job.
#[derive(Default)]
pub(crate) struct Finisher(Batcher<Attempted, ()>);

impl Finisher {
    /// Returns once the attempt is written, or its lease turned out to be lost.
    pub async fn finish(&self, (app, worker): (&App, &str), handler: &dyn AnyHandler, attempted: Attempted) {
        let write = |set: Vec<Attempted>| {
            async move {
                let ends = set.len();
                // A batch belongs to no single trace.
                app.traces.apart(write((app, worker), handler, set)).await;
                vec![(); ends]
            }
            .boxed()
        };
        self.0.run(attempted, write).await;
    }
}

/// Writes a batch; if that fails, writes each attempt alone, so that one bad attempt fails alone. Writing one twice
/// is harmless: the second time its lease is gone.
async fn write(by: (&App, &str), handler: &dyn AnyHandler, set: Vec<Attempted>) {
    let Err(error) = try_write(by, handler, &set).await else { return };
    tracing::warn!(%error, ends = set.len(), "a batch of finished attempts was not saved; retrying one by one");
    for attempted in set {
        while let Err(error) = try_write(by, handler, std::slice::from_ref(&attempted)).await {
            if !db::is_transient(&error) {
                // Its lease expires; the reaper retries.
                tracing::error!(job_id = %attempted.job.id, %error, "a finished attempt can't be saved");
                break;
            }
            tokio::time::sleep(RETRY_DELAY).await;
        }
    }
}

async fn try_write((app, worker): (&App, &str), handler: &dyn AnyHandler, set: &[Attempted]) -> sqlx::Result<()> {
    let mut tx = app.db.begin_point_lookup().await?;
    let held: Vec<_> = set.iter().map(|it| (it.job.id, it.job.attempt)).collect();
    let locks = jobs::lock_held(&mut tx, worker, &held).await?;
    if locks.len() < set.len() {
        tracing::warn!(lost = set.len() - locks.len(), "leases lost; the results of these attempts are dropped");
    }
    let settling = locks
        .into_iter()
        .filter_map(|lock| {
            let Attempted { job, next, crashed } = set.iter().find(|it| it.job.id == lock.id())?.clone();
            Some(Settling { lock, job, next, crashed })
        })
        .collect();
    end(app, handler, tx, settling).await
}

/// Applies the handler's changes, completes the attempts, and commits both.
pub(crate) async fn end(
    app: &App,
    handler: &dyn AnyHandler,
    mut tx: shared::db::Tx,
    mut settling: Vec<Settling>,
) -> sqlx::Result<()> {
    if settling.is_empty() {
        return Ok(());
    }
    handler.settle(app, &mut tx, &mut settling).await?;
    let ends = observe::Ends::of(app, handler.kind(), &settling);
    let endings: Vec<_> = settling
        .into_iter()
        .map(|it| {
            log_end(&it);
            Ending { lock: it.lock, next: it.next }
        })
        .collect();
    jobs::write_endings(&mut tx, app.clock.now(), &endings).await?;
    // Count before waking long-polls.
    let counting = app.clone();
    tx.on_commit(move || ends.count(&counting));
    tx.commit().await
}

/// Outside any span: a batch serves several jobs.
fn log_end(it: &Settling) {
    let (job_id, kind, attempt, request_id) = (it.job.id, &it.job.kind, it.job.attempt, &it.job.request_id);
    match &it.next {
        Next::Succeed(_) => tracing::info!(parent: None, %job_id, kind, attempt, request_id, "job succeeded"),
        Next::Retry { run_at, error } | Next::Snooze { run_at, error: Some(error) } => {
            tracing::info!(parent: None, %job_id, kind, attempt, request_id, code = error.code, %run_at, "job waits for its next attempt");
        }
        Next::Snooze { .. } => {}
        Next::Cancel => tracing::info!(parent: None, %job_id, kind, attempt, request_id, "job stopped"),
        Next::Fail(error) => {
            tracing::info!(parent: None, %job_id, kind, attempt, request_id, code = error.code, "job failed")
        }
    }
}
