//! What makes the queue certain: the relay puts what is due and not in Redis there, the reaper
//! returns what a lost worker held, and leases are renewed.

use chrono::{DateTime, Utc};
use shared::jobs::{self, JobError, JobQueue, Queue};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::engine::Engine;
use crate::finisher::end;
use crate::handler::{Outcome, RunError, Settling};

/// How many lost jobs one transaction returns at the most.
const MAX_REAPED: i64 = 256;

/// Relays and reaps until `stop`, and renews leases until `ended`.
pub(crate) async fn run(engine: Engine, queues: Vec<Queue>, stop: CancellationToken, ended: CancellationToken) {
    let work = &engine.app().config.work;
    let mut relay_tick = interval(work.relay_interval);
    let mut reap_tick = interval(work.lease / 15);
    let mut renew_tick = interval(work.lease / 3);
    for tick in [&mut relay_tick, &mut reap_tick, &mut renew_tick] {
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    }
    loop {
        let (what, done) = tokio::select! {
            () = ended.cancelled() => return,
            _ = renew_tick.tick() => ("renewing leases", renew(&engine).await),
            _ = relay_tick.tick(), if !stop.is_cancelled() => ("relaying", relay_all(&engine, &queues).await),
            _ = reap_tick.tick(), if !stop.is_cancelled() => ("reaping", reap(&engine).await),
        };
        if let Err(error) = done {
            tracing::warn!(%error, "{what} failed; trying again");
        }
    }
}

async fn renew(engine: &Engine) -> Result<(), RunError> {
    let held = engine.holding();
    if !held.is_empty() {
        jobs::renew(engine.app(), &held, engine.name()).await?;
    }
    Ok(())
}

async fn relay_all(engine: &Engine, queues: &[Queue]) -> Result<(), RunError> {
    let app = engine.app();
    let flushed_at = JobQueue::new(app).flushed_at(app.clock.now()).await?;
    for queue in queues {
        relay(engine, *queue, flushed_at).await?;
    }
    Ok(())
}

/// Puts what is due of a queue and not in Redis there, as far as there is room.
pub(crate) async fn relay(engine: &Engine, queue: Queue, flushed_at: Option<DateTime<Utc>>) -> Result<(), RunError> {
    let target = JobQueue::new(engine.app());
    let room = target.room(queue).await?;
    if room > 0 {
        let due = jobs::due(engine.app(), queue, i64::try_from(room)?, flushed_at).await?;
        target.offer(&due).await;
    }
    Ok(())
}

/// Ends the attempts of workers that did not renew their leases.
pub(crate) async fn reap(engine: &Engine) -> Result<(), RunError> {
    let app = engine.app();
    for kind in jobs::kinds_with_lost_leases(app, &engine.kinds()).await? {
        let Some(handler) = engine.handler(&kind) else { continue };
        let mut tx = app.db.begin().await?;
        let lost = jobs::lock_lost(app, &mut tx, &kind, MAX_REAPED).await?;
        tracing::warn!(kind, jobs = lost.len(), "leases ran out; the jobs are taken back");
        let settling = lost
            .into_iter()
            .map(|(lock, job)| {
                let error = JobError::transient("worker_lost", "The worker that had this job was lost.");
                let again = Outcome::Retry { after: Some(std::time::Duration::ZERO), error };
                Settling { lock, next: engine.next(&job, again), job, crashed: true }
            })
            .collect();
        end(app, handler, tx, settling).await?;
    }
    Ok(())
}
