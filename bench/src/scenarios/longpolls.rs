//! `longpolls`: many clients of one API process wait for a job each, while one worker completes them one by one.

use std::time::Duration;

use anyhow::Context;
use chrono::Utc;
use tokio::task::JoinSet;

use crate::client::fill;
use crate::env::Env;
use crate::report::{Requirement, Row};
use crate::stats::{Sorted, ms_between};

pub(super) const NAME: &str = "longpolls";
const OWNERS: usize = 50;
/// Concurrent connects; more would overflow the listener's backlog.
const AT_ONCE: usize = 100;

pub(super) async fn run(env: &mut Env, polls: usize) -> anyhow::Result<Vec<Row>> {
    env.set("DATABASE_MAX_CONNECTIONS", "10");
    let mut api = env.api().await?;
    let users = env.users(&api, OWNERS).await?;
    let backlog = fill(&users, polls, "in_app", |user, _| user.name.clone()).await?;
    let before = api.process.resident_mb()?;
    let mut waiting = JoinSet::new();
    for (number, (owner, job)) in backlog.jobs.into_iter().enumerate() {
        let user = users[owner].clone();
        waiting.spawn(async move {
            let job = user.end_of(&job).await?;
            let heard = Utc::now();
            anyhow::Ok(ms_between(job.finished_at.context("an end without a time")?, heard))
        });
        if number % AT_ONCE == 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    // By now each request is waiting, past its first poll.
    tokio::time::sleep(Duration::from_secs(3)).await;
    let resident = api.process.resident_mb()?;
    env.set("WORKER_CONCURRENCY", "1");
    let mut worker = env.worker()?;
    let mut delays = Vec::with_capacity(polls);
    while let Some(delay) = waiting.join_next().await {
        delays.push(delay??);
    }
    worker.check()?;
    api.process.check()?;
    let delays = Sorted::new(delays);
    let required = Requirement::Below(100.0);
    Ok(vec![
        Row::new(NAME, format!("end to answer, p50 of {}", delays.len()), delays.median(), "ms").required(required),
        Row::new(NAME, "end to answer, p99", delays.percentile(0.99), "ms").required(required),
        Row::new(NAME, "end to answer, slowest", delays.max(), "ms").required(required),
        Row::new(NAME, "resident memory of the API before they ask", before, "MB"),
        Row::new(NAME, "resident memory of the API while all wait", resident, "MB"),
    ])
}
