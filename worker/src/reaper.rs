//! Completes the attempts of workers that did not renew their leases.

use std::collections::BTreeMap;
use std::time::Duration;

use shared::db;
use shared::ids::JobId;
use shared::jobs::{self, Disposition, JobError};

use crate::attempt_writer::complete;
use crate::engine::Engine;
use crate::handler::{AnyHandler, FinishedAttempt, Outcome, RunError};
use crate::observe;

/// Maximum number of jobs read at once.
const BATCH_SIZE: i64 = 256;
/// Tries to reclaim a job together with its effects.
const MAX_TRIES: u32 = 5;

/// Completes attempts with an expired lease: they failed, and are retried at once if attempts remain.
pub(crate) async fn reap(engine: &Engine) -> Result<(), RunError> {
    let mut by_kind: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (kind, id) in jobs::lost(engine.app(), &engine.kinds(), BATCH_SIZE).await? {
        if engine.failed_reclaims().is_due(id, engine.app().clock.now()) {
            by_kind.entry(kind).or_default().push(id);
        }
    }
    for (kind, lost) in by_kind {
        let Some(handler) = engine.handler(&kind) else { continue };
        tracing::warn!(kind, jobs = lost.len(), "leases expired; jobs reclaimed");
        let Err(error) = reclaim(engine, handler, &lost).await else { continue };
        tracing::warn!(kind, %error, "reclaiming a batch of jobs failed; retrying one by one");
        for job_id in lost {
            reclaim_alone(engine, handler, job_id).await?;
        }
    }
    Ok(())
}

/// Reclaims a job that may be why its batch failed. After [`MAX_TRIES`] the job fails without its effects: an operator
/// must see to them, and the ledger audit reports a charge that is left.
async fn reclaim_alone(engine: &Engine, handler: &dyn AnyHandler, job_id: JobId) -> sqlx::Result<()> {
    let failed = engine.failed_reclaims();
    let Err(error) = reclaim(engine, handler, &[job_id]).await else {
        failed.forget(job_id);
        return Ok(());
    };
    if db::is_outage(&error) {
        return Err(error);
    }
    let (tries, kind) = (failed.count(job_id, engine.app().clock.now()), handler.kind());
    tracing::error!(%job_id, kind, %error, tries, "a job with an expired lease can't be reclaimed");
    if tries < MAX_TRIES {
        return Ok(());
    }
    let app = engine.app();
    let mut tx = app.db.begin().await?;
    let locks = jobs::lock_lost(app, &mut tx, &[job_id]).await?;
    let failure = || JobError::permanent("internal_error", "Something went wrong on our side.");
    let ended: Vec<_> = locks.into_iter().map(|(lock, _)| (lock, Disposition::Fail(failure()))).collect();
    jobs::complete_attempts(&mut tx, app.clock.now(), &ended).await?;
    tx.commit().await?;
    failed.forget(job_id);
    tracing::error!(%job_id, kind, "the job failed without its effects: its message or payment needs an operator");
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
