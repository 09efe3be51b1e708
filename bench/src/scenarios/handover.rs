//! `handover`: in-app messages one by one in an idle system.

use std::time::Instant;

use anyhow::Context;

use crate::env::Stage;
use crate::report::{Row, Wanted};
use crate::stats::{Sorted, ms_between};

pub(super) const NAME: &str = "handover";
const SENDS: usize = 500;

pub(super) async fn run(stage: &mut Stage) -> anyhow::Result<Vec<Row>> {
    let api = stage.api().await?;
    let mut worker = stage.worker()?;
    let (alice, bob) = (stage.user(&api, "alice").await?, stage.user(&api, "bob").await?);
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
        Row::new(NAME, "accepted to started, p50", waited.median(), "ms").wanted(Wanted::Below(5.0)),
        Row::new(NAME, "accepted to started, p99", waited.percentile(0.99), "ms").wanted(Wanted::Below(20.0)),
        Row::new(NAME, "POST to known end, p50", whole.median(), "ms"),
        Row::new(NAME, "POST to known end, p99", whole.percentile(0.99), "ms"),
    ])
}
