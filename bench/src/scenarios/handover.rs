//! `handover`: in-app messages one by one in an idle system.

use std::time::Instant;

use anyhow::Context;

use crate::env::Env;
use crate::report::{Requirement, Row};
use crate::stats::{Sorted, ms_between};

pub(super) const NAME: &str = "handover";
const SENDS: usize = 500;

pub(super) async fn run(env: &mut Env) -> anyhow::Result<Vec<Row>> {
    let api = env.api().await?;
    let mut worker = env.worker()?;
    let (alice, bob) = (env.user(&api, "alice").await?, env.user(&api, "bob").await?);
    alice.warm_up().await?;
    let (mut waited, mut whole) = (Vec::new(), Vec::new());
    for _ in 0..SENDS {
        let began = Instant::now();
        let accepted = alice.send("in_app", &bob.name).await?;
        let job = alice.end_of(&accepted.job.id).await?;
        whole.push(began.elapsed().as_secs_f64() * 1000.0);
        let started = job.started_at.context("a job that never started")?;
        waited.push(ms_between(job.created_at, started));
    }
    worker.check()?;
    let (waited, whole) = (Sorted::new(waited), Sorted::new(whole));
    Ok(vec![
        Row::new(NAME, "accepted to started, p50", waited.median(), "ms").required(Requirement::Below(5.0)),
        Row::new(NAME, "accepted to started, p99", waited.percentile(0.99), "ms").required(Requirement::Below(20.0)),
        Row::new(NAME, "POST to known end, p50", whole.median(), "ms"),
        Row::new(NAME, "POST to known end, p99", whole.percentile(0.99), "ms"),
    ])
}
