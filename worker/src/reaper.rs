//! Completes the attempts of workers that did not renew their leases.

use std::collections::BTreeMap;
use std::time::Duration;

use shared::ids::JobId;
use shared::jobs::{self, JobError};

use crate::attempt_writer::complete;
use crate::engine::Engine;
use crate::handler::{AnyHandler, FinishedAttempt, Outcome, RunError};
use crate::observe;

/// Maximum number of jobs read at once.
const BATCH_SIZE: i64 = 256;

/// Completes attempts with an expired lease: they failed, and are retried at once if attempts remain.
pub(crate) async fn reap(engine: &Engine) -> Result<(), RunError> {
    let mut by_kind: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (kind, id) in jobs::lost(engine.app(), &engine.kinds(), BATCH_SIZE).await? {
        by_kind.entry(kind).or_default().push(id);
    }
    for (kind, lost) in by_kind {
        let Some(handler) = engine.handler(&kind) else { continue };
        tracing::warn!(kind, jobs = lost.len(), "leases expired; jobs reclaimed");
        let Err(error) = reclaim(engine, handler, &lost).await else { continue };
        tracing::warn!(kind, %error, "reclaiming a batch of jobs failed; retrying one by one");
        for job_id in lost {
            if let Err(error) = reclaim(engine, handler, &[job_id]).await {
                tracing::error!(%job_id, kind, %error, "a job with an expired lease can't be reclaimed");
            }
        }
    }
    Ok(())
}

async fn reclaim(engine: &Engine, handler: &dyn AnyHandler, ids: &[JobId]) -> sqlx::Result<()> {
    let app = engine.app();
    let mut tx = app.db.begin().await?;
    let attempts: Vec<_> = jobs::lock_lost(app, &mut tx, ids)
        .await?
        .into_iter()
        .map(|(lock, job)| {
            let error = JobError::transient("worker_lost", "The worker that had this job was lost.");
            let retry = Outcome::Retry { after: Some(Duration::ZERO), error };
            (lock, FinishedAttempt { disposition: engine.disposition(&job, retry), job, crashed: true })
        })
        .collect();
    let reaped = attempts.len();
    complete(app, handler, tx, attempts).await?;
    observe::reaped(app, handler.kind(), reaped);
    Ok(())
}
