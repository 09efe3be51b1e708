//! The transport: takes ids from the fair queue in Redis and claims their jobs in Postgres.

use std::time::Duration;

use apalis::prelude::Data;
use apalis_redis_fair::{Claim, Entry};
use chrono::TimeDelta;
use futures::{StreamExt, stream};
use shared::jobs::{Claimed, JobQueue, Queue, job_of};

use crate::engine::Engine;
use crate::handler::RunError;

/// Maximum number of jobs per claim.
pub(crate) const MAX_CLAIM: usize = 64;

impl Claim for Engine {
    type Job = Claimed;
    type Error = sqlx::Error;

    async fn claim(&self, entries: &[Entry]) -> sqlx::Result<Vec<Claimed>> {
        // An entry that is not an id was not written by us, so skipping it loses nothing.
        self.claim_jobs(&entries.iter().filter_map(job_of).collect::<Vec<_>>()).await
    }

    async fn give_back(&self, jobs: Vec<Claimed>) {
        self.hand_back(&jobs.iter().map(|job| (job.id, job.attempt)).collect::<Vec<_>>()).await;
    }
}

/// Runs a claimed job.
pub(crate) async fn run_job(job: Claimed, engine: Data<Engine>) {
    engine.work(job).await;
}

/// Claims and runs the due jobs of a queue once; for tests. Returns their number.
pub(crate) async fn step(engine: &Engine, queue: Queue) -> Result<usize, RunError> {
    if !engine.is_open(queue) {
        return Ok(0);
    }
    let source = JobQueue::new(engine.app()).fair_queue(queue);
    // Includes jobs pushed at this very moment: the clock may stand still.
    let epoch = engine.app().clock.now() + TimeDelta::microseconds(1);
    crate::relay::relay(engine, &[queue], Some(epoch)).await?;
    let mut connection = source.dedicated().await?;
    let mut entries = Vec::new();
    loop {
        let more = source.take(&mut connection, MAX_CLAIM, Duration::ZERO).await?;
        if more.is_empty() {
            break;
        }
        entries.extend(more);
    }
    let jobs = engine.claim(&entries).await?;
    let ran = jobs.len();
    // At most as many at once as may wait for one provider: more would be deferred and not run here.
    let at_once = (engine.app().config.work.concurrency / 2).max(1);
    stream::iter(jobs).map(|job| engine.work(job)).buffer_unordered(at_once).collect::<()>().await;
    Ok(ran)
}
