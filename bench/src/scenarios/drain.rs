//! `drain`: a backlog of in-app messages is accepted without a worker; then one drains it.

use std::time::Duration;

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};

use crate::client::fill;
use crate::env::Env;
use crate::report::{Requirement, Row};
use crate::stats::{count, ms_between};

pub(super) const NAME: &str = "drain";
const SENDERS: usize = 64;
/// The poll interval for the end.
const POLL_INTERVAL: Duration = Duration::from_millis(100);
/// Until Redis has freed temporary memory of connections and scripts.
const SETTLE: Duration = Duration::from_secs(2);

pub(super) async fn run(env: &mut Env, sends: usize) -> anyhow::Result<Vec<Row>> {
    let api = env.api().await?;
    let users = env.users(&api, SENDERS).await?;
    // Redis counts client buffers too, so both samples need the same processes.
    let worker = env.worker()?;
    users[0].warm_up().await?;
    tokio::time::sleep(SETTLE).await;
    let (memory_before, keys_before) = env.redis_use().await?;
    drop(worker);

    let backlog = fill(&users, sends, "in_app", |user, _| user.name.clone()).await?;
    let mut worker = env.worker()?;
    while env.has_open_jobs().await? {
        worker.check()?;
        tokio::time::sleep(POLL_INTERVAL).await;
    }
    tokio::time::sleep(SETTLE).await;
    let (memory_after, keys_after) = env.redis_use().await?;

    let times = Times::read(env, sends).await?;
    let tenth = sends / 10;
    let (first, last) = (times.rate(0, tenth), times.rate(sends - tenth, sends));
    Ok(vec![
        Row::new(NAME, format!("accepted over HTTP, {sends}"), backlog.rate, "jobs/s"),
        Row::new(NAME, "ended by one worker", times.rate(0, sends), "jobs/s"),
        Row::new(NAME, "first tenth", first, "jobs/s"),
        Row::new(NAME, "last tenth / first tenth", last / first, "").required(Requirement::AtLeast(0.9)),
        Row::new(NAME, "Redis memory after / before", memory_after / memory_before, "")
            .required(Requirement::AtMost(1.0)),
        Row::new(NAME, "keys in Redis before", count(keys_before), ""),
        Row::new(NAME, "keys in Redis after", count(keys_after), "").required(Requirement::AtMost(count(keys_before))),
    ])
}

/// When the backlog's first job started, and when each ended, in order.
struct Times {
    start: DateTime<Utc>,
    ends: Vec<DateTime<Utc>>,
}

impl Times {
    async fn read(env: &Env, sends: usize) -> anyhow::Result<Self> {
        // The one job before them was the warm-up; ids increase.
        let rows: Vec<(DateTime<Utc>, DateTime<Utc>)> = sqlx::query_as(
            "SELECT started_at, finished_at FROM jobs
            WHERE state = 'succeeded' AND kind = 'message.send'
                AND id > (SELECT id FROM jobs WHERE kind = 'message.send' ORDER BY id LIMIT 1)
            ORDER BY finished_at",
        )
        .fetch_all(&env.db)
        .await?;
        if rows.len() != sends {
            bail!("{} of {sends} jobs succeeded", rows.len());
        }
        let start = rows.iter().map(|(started, _)| *started).min().context("no job")?;
        Ok(Self { start, ends: rows.into_iter().map(|(_, ended)| ended).collect() })
    }

    /// Jobs per second between two positions in the order of their ends.
    fn rate(&self, from: usize, to: usize) -> f64 {
        let before = if from == 0 { self.start } else { self.ends[from - 1] };
        count(to - from) * 1000.0 / ms_between(before, self.ends[to - 1])
    }
}
