//! `streams`: open idle event streams.

use std::time::{Duration, Instant};

use futures::{StreamExt, TryStreamExt, stream};
use sqlx::Row as _;

use crate::env::Env;
use crate::report::{Requirement, Row};
use crate::stats::{count, whole};

pub(super) const NAME: &str = "streams";
const STREAMS: usize = 400;
/// Streams per account.
const EACH: usize = 50;
const AT_A_TIME: usize = 16;
/// Postgres reports an idle connection's statistics within 10 seconds; then the opening does not count.
const SETTLE: Duration = Duration::from_secs(12);
const OBSERVATION_TIME: Duration = Duration::from_secs(10);

pub(super) async fn run(env: &mut Env) -> anyhow::Result<Vec<Row>> {
    let api = env.api().await?;
    let users = env.users(&api, STREAMS / EACH).await?;
    tokio::time::sleep(SETTLE).await;
    let without = transactions(env).await?;
    let open: Vec<reqwest::Response> = stream::iter(0..STREAMS)
        .map(|number| {
            let url = format!("{}/v1/events/stream", api.base);
            let request = env.http.get(url).bearer_auth(&users[number % users.len()].token);
            async move { anyhow::Ok(request.send().await?.error_for_status()?) }
        })
        .buffer_unordered(AT_A_TIME)
        .try_collect()
        .await?;
    tokio::time::sleep(SETTLE).await;
    let cpu = api.process.cpu_seconds()?;
    let with = transactions(env).await?;
    let percent = (api.process.cpu_seconds()? - cpu) / OBSERVATION_TIME.as_secs_f64() * 100.0;
    Ok(vec![
        Row::new(NAME, "transactions without streams", without, "a second"),
        Row::new(NAME, format!("transactions with {} idle streams", open.len()), with, "a second"),
        Row::new(NAME, "transactions that the streams cost", with - without, "a second")
            .required(Requirement::AtMost(10.0)),
        Row::new(NAME, "CPU of the API with them", percent, "% of a core"),
        Row::new(NAME, "resident memory of the API with them", api.process.resident_mb()?, "MB"),
        Row::new(NAME, "streams", count(open.len()), ""),
    ])
}

/// Transactions per second in the scenario database.
async fn transactions(env: &Env) -> anyhow::Result<f64> {
    let (began, before) = (Instant::now(), ended(env).await?);
    tokio::time::sleep(OBSERVATION_TIME).await;
    let after = ended(env).await?;
    Ok(whole(after - before) / began.elapsed().as_secs_f64())
}

async fn ended(env: &Env) -> anyhow::Result<i64> {
    let sql = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()";
    Ok(sqlx::query(sql).fetch_one(&env.db).await?.get(0))
}
