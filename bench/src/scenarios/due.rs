//! `due`: many messages scheduled for the same time; then another account sends single ones.

use std::time::Duration;

use anyhow::{Context, bail};
use chrono::{DateTime, TimeDelta, Utc};

use super::fairness::send_singles;
use crate::client::fill_at;
use crate::env::Env;
use crate::report::{Requirement, Row};
use crate::stats::{Sorted, count, ms_between, whole};

pub(super) const NAME: &str = "due";
const SENDERS: usize = 64;
const SINGLES: usize = 200;
/// The lowest rate of accepted sends of any machine used.
const ACCEPTED_A_SECOND: usize = 300;

pub(super) async fn run(env: &mut Env, sends: usize) -> anyhow::Result<Vec<Row>> {
    let api = env.api().await?;
    let users = env.users(&api, SENDERS).await?;
    let single = env.user(&api, "single").await?;
    let mut worker = env.worker()?;
    single.warm_up().await?;
    let moment = Utc::now() + TimeDelta::seconds(i64::try_from(sends / ACCEPTED_A_SECOND)?);
    fill_at(&users, sends, "in_app", |user, _| user.name.clone(), Some(moment)).await?;
    let Ok(rest) = (moment - Utc::now()).to_std() else { bail!("accepting took longer than planned") };
    tokio::time::sleep(rest + Duration::from_millis(100)).await;

    let delays = send_singles(&single, ("in_app", "single"), SINGLES, async || env.has_open_jobs().await).await?;
    worker.check()?;
    while env.has_open_jobs().await? {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let (first, last, early): (DateTime<Utc>, DateTime<Utc>, i64) = sqlx::query_as(
        "SELECT min(started_at), max(finished_at), count(*) FILTER (WHERE started_at < run_at) FROM jobs
        WHERE state = 'succeeded' AND run_at > created_at + interval '100 milliseconds'",
    )
    .fetch_one(&env.db)
    .await
    .context("the scheduled jobs")?;
    let delays = Sorted::new(delays.into_iter().map(|(_, delay)| delay).collect());
    Ok(vec![
        Row::new(
            NAME,
            format!("{sends} due at once, ended"),
            count(sends) * 1000.0 / ms_between(moment, last),
            "jobs/s",
        ),
        Row::new(NAME, "the first started after its time", ms_between(moment, first), "ms"),
        Row::new(NAME, "started before their time", whole(early), "").required(Requirement::AtMost(0.0)),
        Row::new(NAME, "single messages beside them, p50", delays.median(), "ms"),
        Row::new(NAME, "single messages beside them, p99", delays.percentile(0.99), "ms")
            .required(Requirement::Below(250.0)),
    ])
}
