//! After the run: runs all checks, and stops all processes.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::PgPool;
use tokio::time::{Instant, sleep};

use super::checks::Checks;
use super::client::{Call, IN_FLIGHT, RETRIED_CONNECTION, RetryReasons};
use super::cluster::Cluster;
use super::fault::Fault;
use super::load::TEXT;
use super::logs;
use super::plan::Plan;
use super::readers::Reader;
use super::report::FaultResult;
use super::run::{InjectedFault, Run, resumed_at};
use crate::client::PASSWORD;
use crate::env::{JWT_SECRET, Servers};
use crate::stats::ms_between;

/// How long readers may take for the rest of the log, and workers to clean an empty queue.
const TIMEOUT: Duration = Duration::from_secs(30);
const POLL_INTERVAL: Duration = Duration::from_millis(200);
/// Parts of Redis keys that may remain.
const EXPECTED_KEYS: [&str; 8] =
    [":epoch", ":limit", ":open:", ":processes", ":throttle:", ":throttles", ":chat-", ":presence:"];
/// The longest delay of work after a fault's repair: jobs of lost workers are returned by then.
const MAX_DELAY_SECONDS: f64 = 30.0;

/// Runs all checks.
pub(crate) async fn verify(
    plan: &Plan,
    run: &Run,
    cluster: &mut Cluster,
    servers: &Servers,
) -> anyhow::Result<(Checks, Vec<FaultResult>)> {
    let db = cluster.env.db.clone();
    let mut checks = Checks::default();
    // Before processes are stopped: later retries belong to no fault.
    let retries = run.retries.counts();
    let responses = std::mem::take(&mut *run.load.responses());
    checks.requests(&db, &responses).await?;
    checks.jobs_and_messages(&db, &responses).await?;
    let proof = run.admin.call(&Call::get("/v1/ledger/proof")).await?;
    checks.credits(&db, &proof.body).await?;
    checks.provider(&db, &run.observer.messages().await?).await?;
    let (ended, changed) = run.observer.changed_jobs().await?;
    checks.info("results", "ended jobs observed during the run", ended);
    checks.expect_none("results", "of these, changed later", &changed);
    for reader in &run.readers {
        check_reader(&mut checks, &db, reader).await?;
    }
    run.chat.check(&mut checks, &db).await?;
    check_redis(&mut checks, cluster).await?;
    check_processes(&mut checks, &db, cluster).await?;
    let secrets = secrets(plan, run, cluster, servers);
    let found = logs::search(&cluster.env.logs, &secrets)?;
    checks.info("logs", format!("MB of logs in {} files", found.files), found.bytes / 1_000_000);
    checks.expect_none("logs", "tokens, passwords, keys, names, numbers, texts", &found.secrets);
    checks.expect_none("logs", "panics", &found.panics);
    let faults = fault_results(&mut checks, &db, run, retries).await?;
    Ok((checks, faults))
}

/// Checks that a reader saw each event of its account once and in order.
async fn check_reader(checks: &mut Checks, db: &PgPool, reader: &Reader) -> anyhow::Result<()> {
    let sql = "SELECT seq FROM events JOIN users ON users.id = owner_id WHERE username = $1 ORDER BY xact, seq";
    let log: Vec<i64> = sqlx::query_scalar(sql).bind(&reader.account).fetch_all(db).await?;
    let began = Instant::now();
    while reader.seen().len() < log.len() && began.elapsed() < TIMEOUT {
        sleep(POLL_INTERVAL).await;
    }
    let seen = reader.seen();
    let what = format!("{} events of {}, {:?}", log.len(), reader.account, reader.transport);
    let missed: Vec<_> = log.iter().filter(|seq| !seen.contains(seq)).collect();
    let value = match seen == log {
        true => "each once".to_owned(),
        false => format!("{} seen, {} missed", seen.len(), missed.len()),
    };
    checks.expect("events", what, value, "each once", seen == log);
    Ok(())
}

/// Checks that Redis keeps only the epoch and expiring keys: limits, open streams and sockets (the readers' and
/// listeners'), heartbeats, provider throttles, newest chat messages and presence.
async fn check_redis(checks: &mut Checks, cluster: &Cluster) -> anyhow::Result<()> {
    let began = Instant::now();
    loop {
        let mut left = cluster.env.keys().await?;
        left.retain(|key| !EXPECTED_KEYS.iter().any(|known| key.contains(known)));
        if left.is_empty() || began.elapsed() > TIMEOUT {
            checks.expect_none(
                "Redis",
                "keys besides the epoch, limits, open streams, heartbeats, throttles, chats, presence",
                &left,
            );
            return Ok(());
        }
        sleep(POLL_INTERVAL).await;
    }
}

/// Terminates all processes; each must exit cleanly.
async fn check_processes(checks: &mut Checks, db: &PgPool, cluster: &mut Cluster) -> anyhow::Result<()> {
    let ticks: i64 =
        sqlx::query_scalar("SELECT count(*) FROM jobs WHERE unique_key LIKE 'cron:%'").fetch_one(db).await?;
    checks.expect("processes", "scheduler ticks", ticks, "> 0", ticks > 0);
    cluster.terminate_all().await?;
    for (role, times) in &cluster.restarted {
        let role: &str = role.into();
        checks.info("processes", format!("{role} restarts"), times);
    }
    checks.expect_none("processes", "unexpected or unclean exits", &cluster.unexpected_exits);
    Ok(())
}

/// Forbidden in logs, each with its name.
fn secrets(plan: &Plan, run: &Run, cluster: &Cluster, servers: &Servers) -> Vec<(&'static str, String)> {
    let clients = || run.load.clients.iter().chain(&run.chat.senders).chain([&run.admin]);
    let urls = [&servers.database_url, &servers.redis_url].into_iter().filter_map(|url| reqwest::Url::parse(url).ok());
    let mut secrets =
        vec![("a text", TEXT.to_owned()), ("a password", PASSWORD.into()), ("a secret", JWT_SECRET.into())];
    secrets.extend(clients().map(|client| ("a token", client.token.clone())));
    secrets.extend(clients().map(|client| ("a name", client.name.clone())));
    secrets.extend(urls.filter_map(|url| Some(("a server's password", url.password()?.to_owned()))));
    secrets.extend(cluster.provider_secrets.iter().map(|secret| ("a provider's key", secret.clone())));
    secrets.extend(plan.phones().iter().map(|phone| ("a number", phone.trim_start_matches('+').to_owned())));
    secrets
}

/// Each fault's effects, and errors no client may have seen.
async fn fault_results(
    checks: &mut Checks,
    db: &PgPool,
    run: &Run,
    mut retries: RetryReasons,
) -> anyhow::Result<Vec<FaultResult>> {
    let (mut results, mut resumed_late, mut ended_late, mut other_errors) = (Vec::new(), 0.0_f64, 0.0_f64, Vec::new());
    let before = retries.remove(&0).unwrap_or_default();
    let mut errors = before.keys().filter(|what| what.starts_with("500")).cloned().collect::<Vec<_>>();
    for (number, injected) in (1..).zip(&run.faults) {
        let retries = retries.remove(&number).unwrap_or_default();
        errors.extend(retries.keys().filter(|what| what.starts_with("500")).map(|what| format!("{number}. {what}")));
        // A terminating process finishes its requests: an immediate retry may meet one of them.
        let is_expected = |what: &&String| *what == RETRIED_CONNECTION || *what == IN_FLIGHT;
        if injected.fault == Fault::ApiReplaced {
            other_errors
                .extend(retries.keys().filter(|what| !is_expected(what)).map(|what| format!("{number}. {what}")));
        }
        let since = |at| seconds(injected.started, at);
        let duration_seconds = since(injected.repaired);
        let resumed_seconds = resumed_at(db, injected.started).await?.map(since);
        resumed_late = resumed_late.max(resumed_seconds.unwrap_or(f64::INFINITY) - duration_seconds);
        let (running_jobs, done) = running_jobs(db, injected).await?;
        let running_jobs_ended_seconds = done.map(since);
        ended_late = ended_late.max(running_jobs_ended_seconds.unwrap_or_default() - duration_seconds);
        let (fault, started) = (injected.fault, injected.started);
        results.push(FaultResult {
            number,
            fault,
            started,
            duration_seconds,
            resumed_seconds,
            running_jobs,
            running_jobs_ended_seconds,
            retries,
        });
    }
    checks.expect_none("clients", "500 responses", &errors);
    checks.expect_none("clients", "more than retried connections while an API process was replaced", &other_errors);
    let mut expect_delay = |what: &str, late: f64| {
        let (value, expected) = (format!("{late:.1}"), format!("< {MAX_DELAY_SECONDS}"));
        checks.expect(
            "faults",
            format!("maximum time from repair until {what}, s"),
            value,
            expected,
            late < MAX_DELAY_SECONDS,
        );
    };
    expect_delay("work resumed", resumed_late);
    expect_delay("running in-app jobs ended", ended_late);
    Ok(results)
}

/// In-app jobs that were running when a fault began: their number, and when the last one ended.
async fn running_jobs(db: &PgPool, injected: &InjectedFault) -> sqlx::Result<(i64, Option<DateTime<Utc>>)> {
    let sql = "SELECT count(*), max(finished_at) FROM jobs
        WHERE kind = 'message.send' AND started_at < $1 AND finished_at > $1";
    sqlx::query_as(sql).bind(injected.started).fetch_one(db).await
}

fn seconds(from: DateTime<Utc>, to: DateTime<Utc>) -> f64 {
    ms_between(from, to) / 1000.0
}
