//! `full_redis`: a too small Redis without eviction, filled with chat by one account.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, bail};
use futures::{StreamExt, TryStreamExt, stream};
use reqwest::StatusCode;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::fairness::send_singles;
use crate::client::{User, answer};
use crate::env::{Api, Env};
use crate::report::{Requirement, Row};
use crate::stats::{Sorted, count, whole};

pub(super) const NAME: &str = "full_redis";
const MEMORY: &str = "24mb";
const GROUPS: usize = 40;
/// In total twice the capacity of Redis.
const MESSAGES: usize = 4_000;
const MESSAGE_BYTES: usize = 15 * 1024;
/// An account's maximum concurrent requests.
const AT_A_TIME: usize = 8;
/// Limits that would prevent filling Redis.
const LIFTED: [&str; 4] =
    ["CHAT_MESSAGES_PER_SECOND", "CHAT_USER_MESSAGES_PER_SECOND", "CHAT_USER_BYTES_PER_MINUTE", "OTPS_PER_ADDRESS"];
const SENDS: usize = 50;
const CODES: usize = 10;

pub(super) async fn run(env: &mut Env) -> anyhow::Result<Vec<Row>> {
    let redis = SmallRedis::start()?;
    env.set("REDIS_URL", &redis.url);
    for limit in LIFTED {
        env.set(&format!("RATE_LIMIT_{limit}"), "0");
    }
    let plivo = simulator::plivo::Config::test_credentials();
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    env.set("PLIVO_BASE_URL", format!("http://{}", listener.local_addr()?));
    env.set("PLIVO_AUTH_ID", plivo.auth_id.clone());
    env.set("PLIVO_AUTH_TOKEN", plivo.auth_token.clone());
    env.set("PLIVO_SOURCE", "15550109999");
    let stop = CancellationToken::new();
    let _guard = stop.clone().drop_guard();
    let simulated = simulator::Config {
        whatsapp: simulator::whatsapp::Config::test_credentials(None),
        plivo,
        stripe: simulator::stripe::Config::test_credentials(None),
        gemini: simulator::gemini::Config::test_credentials(),
    };
    tokio::spawn(simulator::run(simulated, listener, stop));
    let api = env.api().await?;
    let mut worker = env.worker()?;
    let (talker, other) = (env.user(&api, "talker").await?, env.user(&api, "other").await?);
    other.warm_up().await?;
    let posted = tokio::spawn(talk(env.http.clone(), api.base.clone(), talker));
    // Half of the chat is in Redis; the rest follows.
    let half = i64::try_from(MESSAGES / 2)?;
    while posted_messages(env).await? < half {
        if posted.is_finished() {
            posted.await??;
            bail!("the chat ended too soon");
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let sends = send_singles(&other, ("in_app", "other"), SENDS, async || Ok(true)).await?;
    let codes = codes(env, &api).await?;
    let health = health(env, &api).await?;
    posted.await??;
    worker.check()?;
    let sends = Sorted::new(sends.into_iter().map(|(_, ms)| ms).collect());
    Ok(vec![
        Row::new(NAME, format!("another's sends, slowest of {}", sends.len()), sends.max(), "ms")
            .required(Requirement::AtMost(2000.0)),
        Row::new(NAME, format!("one-time codes, slowest of {}", codes.len()), codes.max(), "ms")
            .required(Requirement::AtMost(2000.0)),
        Row::new(NAME, "chat messages posted", whole(posted_messages(env).await?), ""),
        Row::new(NAME, "health is healthy (1) or degraded (0)", health, ""),
    ])
}

/// A private Redis server; killed when dropped.
struct SmallRedis {
    child: Child,
    url: String,
}

impl SmallRedis {
    fn start() -> anyhow::Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port().to_string();
        let child = Command::new("redis-server")
            .args(["--bind", "127.0.0.1", "--port", &port, "--save", "", "--appendonly", "no"])
            .args(["--maxmemory", MEMORY, "--maxmemory-policy", "noeviction"])
            .current_dir("/tmp")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .context("redis-server")?;
        Ok(Self { child, url: format!("redis://127.0.0.1:{port}") })
    }
}

impl Drop for SmallRedis {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Posts as much as possible in many groups.
async fn talk(http: reqwest::Client, base: String, talker: User) -> anyhow::Result<()> {
    let mut groups = Vec::with_capacity(GROUPS);
    for number in 0..GROUPS {
        let body = json!({"participants": ["other"], "name": format!("group {number}")});
        let request = http.post(format!("{base}/v1/conversations")).bearer_auth(&talker.token).json(&body);
        let begun: Value = answer(request, StatusCode::CREATED).await?;
        groups.push(begun["id"].as_str().context("no id")?.to_owned());
    }
    let body = json!({"body": "x".repeat(MESSAGE_BYTES)});
    stream::iter(0..MESSAGES)
        .map(|number| {
            let url = format!("{base}/v1/conversations/{}/messages", groups[number % GROUPS]);
            let request = http.post(url).bearer_auth(&talker.token).json(&body);
            async move { answer::<Value>(request, StatusCode::CREATED).await }
        })
        .buffer_unordered(AT_A_TIME)
        .try_for_each(async |_| Ok(()))
        .await
}

async fn posted_messages(env: &Env) -> anyhow::Result<i64> {
    Ok(sqlx::query_scalar("SELECT count(*) FROM chat_messages").fetch_one(&env.db).await?)
}

/// Milliseconds from requesting a code to its job's end, of several numbers in sequence.
async fn codes(env: &Env, api: &Api) -> anyhow::Result<Sorted> {
    for number in 0..CODES {
        let body = json!({"mobile": format!("+1555010{number:04}")});
        let request = env.http.post(format!("{}/v1/auth/otp", api.base)).json(&body);
        let _: Value = answer(request, StatusCode::ACCEPTED).await?;
    }
    let sql = "SELECT extract(epoch FROM coalesce(finished_at, clock_timestamp()) - created_at)::float8 * 1000 AS ms,
            finished_at IS NOT NULL AS ended
        FROM jobs WHERE kind = 'otp.send'";
    loop {
        let ends: Vec<(f64, bool)> = sqlx::query_as(sql).fetch_all(&env.db).await?;
        if ends.len() == CODES && ends.iter().all(|(_, ended)| *ended) {
            return Ok(Sorted::new(ends.into_iter().map(|(ms, _)| ms).collect()));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn health(env: &Env, api: &Api) -> anyhow::Result<f64> {
    let health: Value = env.http.get(format!("{}/health", api.base)).send().await?.json().await?;
    Ok(count(usize::from(health["status"] == "healthy")))
}
