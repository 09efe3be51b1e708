//! `reports`: one account searches long messages and requests yearly reports; another reads its own data.

use std::time::{Duration, Instant};

use anyhow::Context;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::client::{User, answer};
use crate::env::Env;
use crate::report::{Requirement, Row};
use crate::stats::{Sorted, count};

pub(super) const NAME: &str = "reports";
/// Concurrent, repeatedly.
const SEARCHES: usize = 20;
const REPORTS: usize = 40;
const OLD_MESSAGES: i64 = 200_000;
const LONG_MESSAGES: i64 = 300;
const PROBE_INTERVAL: Duration = Duration::from_millis(20);
const PROBES: usize = 500;

pub(super) async fn run(env: &mut Env) -> anyhow::Result<Vec<Row>> {
    let api = env.api().await?;
    let (busy, other) = (env.user(&api, "busy").await?, env.user(&api, "other").await?);
    let conversation = long_conversation(env, &api.base, &busy).await?;
    let old = include_str!("../../sql/old_messages.sql");
    sqlx::query(old).bind(&busy.name).bind(OLD_MESSAGES).execute(&env.db).await?;
    // A worker adds the new rows to the reports' sums.
    let _worker = env.worker()?;
    while sqlx::query_scalar("SELECT EXISTS (SELECT FROM message_changes)").fetch_one(&env.db).await? {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    sqlx::raw_sql("VACUUM (ANALYZE) messages, chat_messages").execute(&env.db).await?;
    let alone = probe(env, &api.base, &other).await?;

    let search = format!("{}/v1/conversations/{conversation}/search?q=nothinghere", api.base);
    let year = (chrono::Utc::now() - chrono::Days::new(365)).date_naive();
    let report = format!("{}/v1/credits/usage?from={year}", api.base);
    let urls = std::iter::repeat_n(search, SEARCHES).chain(std::iter::repeat_n(report, REPORTS));
    let mut readers = JoinSet::new();
    for url in urls {
        let request = env.http.get(url).bearer_auth(&busy.token);
        readers.spawn(async move {
            let (mut answered, mut refused) = (0, 0);
            loop {
                let again = request.try_clone().context("a request without a body")?;
                match again.send().await?.status() {
                    StatusCode::OK => answered += 1,
                    StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                        refused += 1;
                        // As a client does after `Retry-After`.
                        tokio::time::sleep(Duration::from_millis(200)).await;
                    }
                    status => anyhow::bail!("a report got {status}"),
                }
                if STOP.load(std::sync::atomic::Ordering::Relaxed) {
                    return anyhow::Ok((answered, refused));
                }
            }
        });
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let beside = probe(env, &api.base, &other).await?;
    STOP.store(true, std::sync::atomic::Ordering::Relaxed);
    let (mut answered, mut refused) = (0, 0);
    while let Some(reader) = readers.join_next().await {
        let reader = reader??;
        answered += reader.0;
        refused += reader.1;
    }
    Ok(vec![
        Row::new(NAME, "GET /v1/me of another account, alone, p99", alone.percentile(0.99), "ms"),
        Row::new(NAME, format!("beside {SEARCHES} searches and {REPORTS} reports, p50"), beside.median(), "ms"),
        Row::new(NAME, "beside them, p99", beside.percentile(0.99), "ms").required(Requirement::Below(100.0)),
        Row::new(NAME, "searches and reports that were answered", count(answered), ""),
        Row::new(NAME, "searches and reports that were told to wait", count(refused), ""),
    ])
}

/// Stops searches and reports.
static STOP: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);

/// Milliseconds per request of many; every one must succeed.
async fn probe(env: &Env, base: &str, user: &User) -> anyhow::Result<Sorted> {
    let mut delays = Vec::with_capacity(PROBES);
    let mut pace = tokio::time::interval(PROBE_INTERVAL);
    for _ in 0..PROBES {
        pace.tick().await;
        let began = Instant::now();
        let request = env.http.get(format!("{base}/v1/me")).bearer_auth(&user.token);
        let _: Value = answer(request, StatusCode::OK).await?;
        delays.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(Sorted::new(delays))
}

/// A conversation with many messages of maximum length.
async fn long_conversation(env: &Env, base: &str, user: &User) -> anyhow::Result<String> {
    let body = json!({"participants": ["other"], "name": "long"});
    let request = env.http.post(format!("{base}/v1/conversations")).bearer_auth(&user.token).json(&body);
    let begun: Value = answer(request, StatusCode::CREATED).await?;
    let id = begun["id"].as_str().context("no id")?.to_owned();
    let long = include_str!("../../sql/long_messages.sql");
    sqlx::query(long).bind(&user.name).bind(LONG_MESSAGES).execute(&env.db).await?;
    Ok(id)
}
