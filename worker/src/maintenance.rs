//! The loops beside the queues: relay, reaper, renewal of leases, Redis memory, sums for reports, and paused
//! queues.

use std::time::Duration;

use shared::jobs::{self, Queue};
use shared::liveness::Liveness;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::engine::Engine;
use crate::handler::RunError;
use crate::{observe, reaper, relay, rollups};

/// The loops' names, for the log and the liveness check.
const LOOPS: [&str; 6] = [
    "relaying",
    "reaping",
    "renewing leases",
    "watching the memory of Redis",
    "folding changes into sums",
    "reading paused queues",
];
/// Two renewals may fail before a lease expires.
const RENEW_INTERVAL: Duration = Duration::from_secs(jobs::LEASE.as_secs() / 3);
const REAP_INTERVAL: Duration = Duration::from_secs(1);
const MEMORY_INTERVAL: Duration = Duration::from_secs(1);
const FOLD_INTERVAL: Duration = Duration::from_secs(2);
/// A paused queue is closed within this time and that of a query.
const PAUSES_INTERVAL: Duration = Duration::from_secs(1);
/// The delay before a loop that failed runs again.
const RETRY_DELAY: Duration = Duration::from_secs(1);

/// Runs the loops until `stop`, and renews leases until `ended`. No loop waits for another: a Redis that hangs must not
/// cost a lease.
pub(crate) async fn run(engine: Engine, queues: Vec<Queue>, stop: CancellationToken, ended: CancellationToken) {
    let liveness = &engine.app().liveness;
    for queue in &queues {
        observe::relayed(engine.app(), *queue, 0);
    }
    let relaying = every(liveness, relay::INTERVAL, LOOPS[0], || relay::relay_all(&engine, &queues));
    let reaping = every(liveness, REAP_INTERVAL, LOOPS[1], || reaper::reap(&engine));
    let renewing = every(liveness, RENEW_INTERVAL, LOOPS[2], || renew_leases(&engine));
    let freeing = every(liveness, MEMORY_INTERVAL, LOOPS[3], || free_memory(&engine));
    let folding = every(liveness, FOLD_INTERVAL, LOOPS[4], || rollups::fold(engine.app()));
    let pausing = every(liveness, PAUSES_INTERVAL, LOOPS[5], || read_pauses(&engine));
    tokio::join!(
        stop.run_until_cancelled(relaying),
        stop.run_until_cancelled(reaping),
        ended.run_until_cancelled(renewing),
        stop.run_until_cancelled(freeing),
        stop.run_until_cancelled(folding),
        stop.run_until_cancelled(pausing),
    );
    LOOPS.iter().for_each(|name| engine.app().liveness.ended(name));
}

async fn every<F: Future<Output = Result<(), RunError>>>(
    liveness: &Liveness,
    period: Duration,
    name: &'static str,
    mut task: impl FnMut() -> F,
) {
    let mut tick = interval(period);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tick.tick().await;
        liveness.tick(name);
        if let Err(error) = task().await {
            tracing::warn!(%error, "{name} failed; retrying");
            tokio::time::sleep(RETRY_DELAY).await;
        }
    }
}

/// Deletes caches before Redis refuses writes to queues.
async fn free_memory(engine: &Engine) -> Result<(), RunError> {
    let redis = &engine.app().redis;
    if redis.memory().await?.is_short() {
        redis.free_memory().await?;
    }
    Ok(())
}

async fn read_pauses(engine: &Engine) -> Result<(), RunError> {
    Ok(engine.pauses().refresh(engine.app()).await?)
}

async fn renew_leases(engine: &Engine) -> Result<(), RunError> {
    let held = engine.held_jobs();
    if !held.is_empty() {
        jobs::renew(engine.app(), &held, engine.name()).await?;
    }
    Ok(())
}
