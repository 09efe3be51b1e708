//! Completes attempts in batches: attempts that end during a write form the next batch.

use std::time::Duration;

use futures::FutureExt;
use shared::app::App;
use shared::db::{self, Tx};
use shared::jobs::{self, Disposition, Lock};

use crate::batcher::Batcher;
use crate::handler::{AnyHandler, FinishedAttempt};
use crate::observe;

/// The delay before a failed batch is retried.
const RETRY_DELAY: Duration = Duration::from_millis(500);

/// Tries to write an attempt alone.
const MAX_TRIES: u32 = 3;

/// Writes the finished attempts of one kind of job.
#[derive(Default)]
pub(crate) struct AttemptWriter(Batcher<FinishedAttempt, bool>);

impl AttemptWriter {
    /// Returns once the attempt is written, its lease turned out to be lost, or it can't be written.
    pub async fn write(&self, by: (&App, &str), handler: &dyn AnyHandler, attempt: FinishedAttempt) {
        let write = |batch: Vec<FinishedAttempt>| {
            async move {
                let attempts = batch.len();
                // A batch belongs to no single trace.
                let written = by.0.traces.apart(write_batch(by, handler, &batch)).await;
                vec![written; attempts]
            }
            .boxed()
        };
        let written = self.0.run(attempt.clone(), write).await;
        if written != Some(true) {
            write_alone(by, handler, attempt).await;
        }
    }
}

/// Whether a batch was written. If not, its attempts are written one by one outside of the turn of their kind: a bad
/// attempt fails alone. Writing one twice is harmless: the second time its lease is gone.
async fn write_batch((app, worker): (&App, &str), handler: &dyn AnyHandler, batch: &[FinishedAttempt]) -> bool {
    loop {
        let written = async { try_write(app.db.begin_short_statements().await?, (app, worker), handler, batch).await };
        match written.await {
            Ok(()) => return true,
            Err(error) if db::is_outage(&error) => {
                tracing::warn!(%error, attempts = batch.len(), "finished attempts were not saved; retrying");
                tokio::time::sleep(RETRY_DELAY).await;
            }
            Err(error) => {
                tracing::warn!(%error, attempts = batch.len(), "a batch of finished attempts was not saved; retrying one by one");
                return false;
            }
        }
    }
}

/// Writes an attempt. After [`MAX_TRIES`] it is given up: its lease expires, and the reaper ends it as lost.
async fn write_alone((app, worker): (&App, &str), handler: &dyn AnyHandler, attempt: FinishedAttempt) {
    let (job_id, mut tries) = (attempt.job.id, 0);
    loop {
        let attempt = std::slice::from_ref(&attempt);
        let written = async { try_write(app.db.begin_point_lookup().await?, (app, worker), handler, attempt).await };
        let Err(error) = written.await else { return };
        if !db::is_outage(&error) {
            tries += 1;
            if tries == MAX_TRIES || !db::is_transient(&error) {
                tracing::error!(%job_id, %error, tries, "a finished attempt can't be saved");
                return;
            }
        }
        tokio::time::sleep(RETRY_DELAY).await;
    }
}

async fn try_write(
    mut tx: Tx,
    (app, worker): (&App, &str),
    handler: &dyn AnyHandler,
    batch: &[FinishedAttempt],
) -> sqlx::Result<()> {
    let held: Vec<_> = batch.iter().map(|it| (it.job.id, it.job.attempt)).collect();
    let locks = jobs::lock_held(&mut tx, worker, &held).await?;
    if locks.len() < batch.len() {
        tracing::warn!(lost = batch.len() - locks.len(), "leases lost; the results of these attempts are dropped");
    }
    let attempts = locks.into_iter().filter_map(|lock| {
        let attempt = batch.iter().find(|it| it.job.id == lock.id())?.clone();
        Some((lock, attempt))
    });
    complete(app, handler, tx, attempts.collect()).await
}

/// Applies the handler's changes, completes the attempts, and commits both.
pub(crate) async fn complete(
    app: &App,
    handler: &dyn AnyHandler,
    mut tx: Tx,
    attempts: Vec<(Lock, FinishedAttempt)>,
) -> sqlx::Result<()> {
    if attempts.is_empty() {
        return Ok(());
    }
    let (locks, mut attempts): (Vec<_>, Vec<_>) = attempts.into_iter().unzip();
    handler.settle(app, &mut tx, &mut attempts).await?;
    attempts.iter().for_each(log);
    // Counted before long-polls are woken.
    tx.on_commit(observe::count_finished(app, handler.kind(), &attempts));
    let dispositions = attempts.into_iter().map(|it| it.disposition);
    jobs::complete_attempts(&mut tx, app.clock.now(), &locks.into_iter().zip(dispositions).collect::<Vec<_>>()).await?;
    tx.commit().await
}

/// Outside any span: a batch serves several jobs.
fn log(it: &FinishedAttempt) {
    let (job_id, kind, attempt, request_id) = (it.job.id, &it.job.kind, it.job.attempt, &it.job.request_id);
    match &it.disposition {
        Disposition::Succeed(_) => tracing::info!(parent: None, %job_id, kind, attempt, request_id, "job succeeded"),
        Disposition::Retry { run_at, error } | Disposition::Snooze { run_at, error: Some(error) } => {
            tracing::info!(parent: None, %job_id, kind, attempt, request_id, code = error.code, %run_at, "job waits for its next attempt");
        }
        Disposition::Snooze { error: None, .. } => {}
        Disposition::Cancel => tracing::info!(parent: None, %job_id, kind, attempt, request_id, "job stopped"),
        Disposition::Fail(error) => {
            tracing::info!(parent: None, %job_id, kind, attempt, request_id, code = error.code, "job failed")
        }
    }
}
