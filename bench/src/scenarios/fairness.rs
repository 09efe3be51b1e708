//! `fairness`: one account has a backlog of WhatsApp messages; another sends single ones meanwhile.

use std::time::Duration;

use anyhow::Context;
use sqlx::Row as _;
use tokio::task::JoinSet;

use crate::client::{Accepted, User, fill};
use crate::env::Env;
use crate::provider::Provider;
use crate::report::{Requirement, Row};
use crate::stats::{Sorted, count, ms_between};

pub(super) const NAME: &str = "fairness";
const ANSWER_AFTER: Duration = Duration::from_millis(50);
/// The interval of single messages, whether earlier ones have ended or not.
const EVERY: Duration = Duration::from_millis(100);
const ALONE: usize = 50;
const SINGLES: usize = 200;

pub(super) async fn run(env: &mut Env, backlog: usize) -> anyhow::Result<Vec<Row>> {
    let provider = Provider::start(ANSWER_AFTER).await?;
    provider.configure(env);
    env.set("WORKER_CONCURRENCY", "32");
    let api = env.api().await?;
    let (many, single) = (env.user(&api, "many").await?, env.user(&api, "single").await?);

    let worker = env.worker()?;
    single.warm_up().await?;
    let alone = singles(&single, &provider, ALONE, async || Ok(true)).await?;
    drop(worker);

    let filled = fill(&[many], backlog, "whatsapp", |_, number| format!("+1555{:07}", 1_000_000 + number)).await?;
    let mut worker = env.worker()?;
    // The backlog's first is running before the first single one.
    while waiting(env).await? == backlog {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let some_wait = async || Ok(waiting(env).await? > backlog / 10);
    let beside = singles(&single, &provider, SINGLES, some_wait).await?;
    worker.check()?;

    let (p50, p99) = (|delays: &Sorted| delays.median(), |delays: &Sorted| delays.percentile(0.99));
    let required = Requirement::Below(250.0);
    Ok(vec![
        Row::new(NAME, format!("backlog of {backlog} accepted"), filled.rate, "jobs/s"),
        Row::new(NAME, "single messages beside it", count(beside.len()), ""),
        Row::new(NAME, "single, idle system, p50", p50(&alone), "ms"),
        Row::new(NAME, "single, idle system, p99", p99(&alone), "ms"),
        Row::new(NAME, "single, beside the backlog, p50", p50(&beside), "ms"),
        Row::new(NAME, "single, beside the backlog, p99", p99(&beside), "ms"),
        Row::new(NAME, "more than on an idle system, p50", p50(&beside) - p50(&alone), "ms").required(required),
        Row::new(NAME, "more than on an idle system, p99", p99(&beside) - p99(&alone), "ms").required(required),
    ])
}

/// Messages of the backlog not yet claimed.
async fn waiting(env: &Env) -> anyhow::Result<usize> {
    let row = sqlx::query(
        "SELECT count(*) FROM jobs WHERE queue = 'whatsapp' AND state IN ('queued', 'retrying')
            AND owner_id = (SELECT id FROM users WHERE username = 'many')",
    )
    .fetch_one(&env.db)
    .await?;
    Ok(usize::try_from(row.get::<i64, _>(0))?)
}

/// From acceptance to the end in milliseconds, without the provider's time.
async fn singles(
    user: &User,
    provider: &Provider,
    most: usize,
    go_on: impl AsyncFn() -> anyhow::Result<bool>,
) -> anyhow::Result<Sorted> {
    let ends = send_singles(user, ("whatsapp", "+15552000000"), most, go_on).await?;
    let delay = |(message, delay): (String, f64)| {
        anyhow::Ok(delay - provider.ms_of(&message).context("the provider never saw a message")?)
    };
    Ok(Sorted::new(ends.into_iter().map(delay).collect::<Result<_, _>>()?))
}

/// Sends up to `most` messages at a steady pace while `go_on` holds, and waits for all ends. Returns each message and
/// its time from acceptance to the end, in milliseconds.
pub(super) async fn send_singles(
    user: &User,
    (channel, to): (&'static str, &str),
    most: usize,
    go_on: impl AsyncFn() -> anyhow::Result<bool>,
) -> anyhow::Result<Vec<(String, f64)>> {
    let mut pace = tokio::time::interval(EVERY);
    let mut ends = JoinSet::new();
    for _ in 0..most {
        pace.tick().await;
        if !go_on().await? {
            break;
        }
        let (user, to) = (user.clone(), to.to_owned());
        ends.spawn(async move {
            let Accepted { message, job } = user.send(channel, &to).await?;
            let job = user.end_of(&job.id).await?;
            anyhow::Ok((message.id, ms_between(job.created_at, job.finished_at.context("an end without a time")?)))
        });
    }
    let mut delays = Vec::new();
    while let Some(end) = ends.join_next().await {
        delays.push(end??);
    }
    Ok(delays)
}
