//! What makes the queue certain: the relay puts what is due and not in Redis there, the reaper
//! returns what a lost worker held, and leases are renewed.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use shared::ids::JobId;
use shared::jobs::{self, Backlog, JobError, JobQueue, Queue};
use shared::liveness::Liveness;
use tokio::time::{Instant, MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::engine::Engine;
use crate::finisher::end;
use crate::handler::{AnyHandler, Outcome, RunError, Settling};
use crate::{observe, rollups};

/// How often the relay looks while there is a backlog.
const BACKLOG_INTERVAL: Duration = Duration::from_millis(20);
/// The loops, by what they do.
const LOOPS: [&str; 5] =
    ["relaying", "reaping", "renewing leases", "watching the memory of Redis", "folding changes into sums"];
/// How often the memory of Redis is looked at.
const MEMORY_INTERVAL: Duration = Duration::from_secs(1);
/// How often what changed is folded into the sums that reports read.
const FOLD_INTERVAL: Duration = Duration::from_secs(2);
/// How many lost jobs one transaction returns at the most.
const MAX_REAPED: i64 = 256;

/// Relays and reaps until `stop`, and renews leases until `ended`. None of them waits for another: a
/// Redis that hangs must not cost a lease.
pub(crate) async fn run(engine: Engine, queues: Vec<Queue>, stop: CancellationToken, ended: CancellationToken) {
    let (work, liveness) = (&engine.app().config.work, &engine.app().liveness);
    for queue in &queues {
        observe::relayed(engine.app(), *queue, 0);
    }
    let relaying = every(liveness, work.relay_interval, LOOPS[0], || relay_all(&engine, &queues));
    let reaping = every(liveness, work.lease / 15, LOOPS[1], || reap(&engine));
    let renewing = every(liveness, work.lease / 3, LOOPS[2], || renew(&engine));
    let making_room = every(liveness, MEMORY_INTERVAL, LOOPS[3], || make_room(&engine));
    let folding = every(liveness, FOLD_INTERVAL, LOOPS[4], || rollups::fold(engine.app()));
    tokio::join!(
        stop.run_until_cancelled(relaying),
        stop.run_until_cancelled(reaping),
        ended.run_until_cancelled(renewing),
        stop.run_until_cancelled(making_room),
        stop.run_until_cancelled(folding),
    );
    LOOPS.iter().for_each(|name| engine.app().liveness.ended(name));
}

async fn every<F: Future<Output = Result<(), RunError>>>(
    liveness: &Liveness,
    period: Duration,
    what: &'static str,
    mut chore: impl FnMut() -> F,
) {
    let mut tick = interval(period);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        liveness.tick(what);
        if let Err(error) = chore().await {
            tracing::warn!(%error, "{what} failed; retrying");
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}

/// Deletes caches before Redis refuses what queues need.
async fn make_room(engine: &Engine) -> Result<(), RunError> {
    let redis = &engine.app().redis;
    if redis.memory().await?.is_short() {
        redis.free_memory().await?;
    }
    Ok(())
}

async fn renew(engine: &Engine) -> Result<(), RunError> {
    let held = engine.holding();
    if !held.is_empty() {
        jobs::renew(engine.app(), &held, engine.name()).await?;
    }
    Ok(())
}

async fn relay_all(engine: &Engine, queues: &[Queue]) -> Result<(), RunError> {
    let target = JobQueue::new(engine.app());
    let epoch = match target.epoch().await? {
        Some(epoch) => epoch,
        None => {
            let now = jobs::now(engine.app()).await?;
            tracing::info!("Redis is empty; pushing all due jobs again");
            target.begin_epoch(now).await?;
            now
        }
    };
    let mut backlogs = relay(engine, queues, Some(epoch)).await?;
    // A queue with a backlog is filled up again before workers are through with it. Filling costs much the same
    // however much is filled, so it waits until there is room for much, but no longer than a regular look.
    let until = Instant::now() + engine.app().config.work.relay_interval;
    while !backlogs.is_empty() && Instant::now() < until {
        tokio::time::sleep(BACKLOG_INTERVAL).await;
        backlogs = relay(engine, &backlogs, None).await?;
    }
    Ok(())
}

/// Puts what is due of queues and not in Redis there, where there is ample room; with an `epoch` also what got lost there.
/// Answers with the queues that may have more: where something was put, where there is too little room for a look to be
/// worth it, and where another relay is at it.
pub(crate) async fn relay(
    engine: &Engine,
    queues: &[Queue],
    epoch: Option<DateTime<Utc>>,
) -> Result<Vec<Queue>, RunError> {
    let (app, target) = (engine.app(), JobQueue::new(engine.app()));
    let mut capacities = target.capacities(queues).await?.into_iter();
    let (ready, mut unfinished): (Vec<_>, Vec<_>) =
        queues.iter().copied().partition(|_| capacities.next().is_some_and(|capacity| capacity.has_headroom()));
    if ready.is_empty() {
        return Ok(unfinished);
    }
    for Backlog { queue, is_any_lost } in jobs::backlogs(app, &ready, epoch).await? {
        // As it is now: while this relay saw to another queue, another one may have filled this.
        let capacity = target.capacities(&[queue]).await?.pop().unwrap_or_default();
        let epoch = epoch.filter(|_| is_any_lost);
        let due = if capacity.has_headroom() { jobs::select_due(app, queue, &capacity, epoch).await? } else { None };
        if let Some(due) = &due {
            jobs::push(app, due).await;
            observe::relayed(app, queue, due.len());
        }
        if due.is_none_or(|due| !due.is_empty()) {
            unfinished.push(queue);
        }
    }
    Ok(unfinished)
}

/// Ends the attempts of workers that did not renew their leases.
pub(crate) async fn reap(engine: &Engine) -> Result<(), RunError> {
    let mut by_kind: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (kind, id) in jobs::lost(engine.app(), &engine.kinds(), MAX_REAPED).await? {
        by_kind.entry(kind).or_default().push(id);
    }
    for (kind, lost) in by_kind {
        let Some(handler) = engine.handler(&kind) else { continue };
        tracing::warn!(kind, jobs = lost.len(), "leases expired; jobs reclaimed");
        let Err(error) = take_back(engine, handler, &lost).await else { continue };
        tracing::warn!(kind, %error, "reclaiming a batch of jobs failed; retrying one by one");
        for job_id in lost {
            if let Err(error) = take_back(engine, handler, &[job_id]).await {
                tracing::error!(%job_id, kind, %error, "a job with an expired lease can't be reclaimed");
            }
        }
    }
    Ok(())
}

async fn take_back(engine: &Engine, handler: &dyn AnyHandler, ids: &[JobId]) -> sqlx::Result<()> {
    let app = engine.app();
    let mut tx = app.db.begin().await?;
    let settling: Vec<_> = jobs::lock_lost(app, &mut tx, ids)
        .await?
        .into_iter()
        .map(|(lock, job)| {
            let error = JobError::transient("worker_lost", "The worker that had this job was lost.");
            let again = Outcome::Retry { after: Some(Duration::ZERO), error };
            Settling { lock, next: engine.next(&job, again), job, crashed: true }
        })
        .collect();
    let reaped = settling.len();
    end(app, handler, tx, settling).await?;
    observe::reaped(app, handler.kind(), reaped);
    Ok(())
}
