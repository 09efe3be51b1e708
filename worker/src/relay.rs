//! Pushes due jobs that are not in Redis: retries, scheduled jobs, failed pushes, and everything after Redis was emptied.

use std::time::Duration;

use chrono::{DateTime, Utc};
use shared::jobs::{self, Backlog, JobQueue, Queue};
use tokio::time::Instant;

use crate::engine::Engine;
use crate::handler::RunError;
use crate::observe;

/// The relay's regular interval.
pub(crate) const INTERVAL: Duration = Duration::from_millis(250);
/// The relay's interval while there is a backlog.
const BACKLOG_INTERVAL: Duration = Duration::from_millis(20);

/// One run: pushes until the queues have no backlog, for at most the relay's regular interval.
pub(crate) async fn relay_all(engine: &Engine, queues: &[Queue]) -> Result<(), RunError> {
    // Jobs of a paused queue stay where they are.
    let queues: Vec<_> = queues.iter().copied().filter(|queue| engine.is_open(*queue)).collect();
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
    let mut backlogs = relay(engine, &queues, Some(epoch)).await?;
    // A queue with a backlog is refilled before workers empty it. A refill costs about the same for few jobs as for
    // many, so it waits until there is room for many, but no longer than the regular interval.
    let until = Instant::now() + INTERVAL;
    while !backlogs.is_empty() && Instant::now() < until {
        tokio::time::sleep(BACKLOG_INTERVAL).await;
        backlogs = relay(engine, &backlogs, None).await?;
    }
    Ok(())
}

/// Pushes due jobs that are not in Redis to the queues with enough room; with an `epoch` also lost ones. Returns the
/// queues that may have more: jobs were pushed, there is too little room, or another relay is at work.
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
        // Read again: another relay may have filled this queue while this one served the previous queue.
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
