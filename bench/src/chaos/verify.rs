//! After the run: compares all that has to agree, and stops all processes.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::PgPool;
use tokio::time::{Instant, sleep};

use super::checks::Checks;
use super::client::{Ask, IN_FLIGHT, Met, RETRIED_CONNECTION};
use super::cluster::Cluster;
use super::fault::Fault;
use super::load::TEXT;
use super::logs;
use super::plan::Plan;
use super::readers::Reader;
use super::report::FaultResult;
use super::run::{InjectedFault, Run, went_on};
use crate::client::PASSWORD;
use crate::env::{JWT_SECRET, Servers};
use crate::stats::ms_between;

/// How long readers may take for the rest of the log, and workers to clean an empty queue.
const TIMEOUT: Duration = Duration::from_secs(30);
const POLL_INTERVAL: Duration = Duration::from_millis(200);
/// Parts of Redis keys that may remain.
const GO_BY_THEMSELVES: [&str; 6] = [":epoch", ":limit:", ":throttle:", ":throttles", ":chat-", ":presence:"];
/// How long after its end a fault may delay work: lost workers' jobs are returned by then.
const SOON_SECONDS: f64 = 30.0;

/// Runs all checks.
pub(crate) async fn close(
    plan: &Plan,
    play: &Run,
    cluster: &mut Cluster,
    servers: &Servers,
) -> anyhow::Result<(Checks, Vec<FaultResult>)> {
    let db = cluster.stage.db.clone();
    let mut checks = Checks::default();
    // Before processes end: later retries belong to no fault.
    let met = play.sights.met();
    let answers = std::mem::take(&mut *play.load.answers());
    checks.requests(&db, &answers).await?;
    checks.ends(&db, &answers).await?;
    let proof = play.admin.ask(&Ask::get("/v1/ledger/proof")).await?;
    checks.credits(&db, &proof.body).await?;
    checks.provider(&db, &play.witness.taken().await?).await?;
    let (ends, changed) = play.witness.changed_ends().await?;
    checks.tell("results", "ended jobs looked at during the run", ends);
    checks.none("results", "of these, changed since", &changed);
    for reader in &play.readers {
        follow(&mut checks, &db, reader).await?;
    }
    play.chat.close(&mut checks, &db).await?;
    redis(&mut checks, cluster).await?;
    processes(&mut checks, &db, cluster).await?;
    let secrets = secrets(plan, play, cluster, servers);
    let found = logs::search(&cluster.stage.logs, &secrets)?;
    checks.tell("logs", format!("MB of logs in {} files", found.files), found.bytes / 1_000_000);
    checks.none("logs", "tokens, passwords, keys, names, numbers, texts", &found.secrets);
    checks.none("logs", "panics", &found.panics);
    let faults = fault_results(&mut checks, &db, play, met).await?;
    Ok((checks, faults))
}

/// Checks that a reader saw each event of its account once and in order.
async fn follow(checks: &mut Checks, db: &PgPool, reader: &Reader) -> anyhow::Result<()> {
    let sql = "SELECT seq FROM events JOIN users ON users.id = owner_id WHERE username = $1 ORDER BY xact, seq";
    let log: Vec<i64> = sqlx::query_scalar(sql).bind(&reader.account).fetch_all(db).await?;
    let began = Instant::now();
    while reader.seen().len() < log.len() && began.elapsed() < TIMEOUT {
        sleep(POLL_INTERVAL).await;
    }
    let seen = reader.seen();
    let what = format!("{} events of {}, {:?}", log.len(), reader.account, reader.way);
    let missed: Vec<_> = log.iter().filter(|seq| !seen.contains(seq)).collect();
    let value = match seen == log {
        true => "each once".to_owned(),
        false => format!("{} seen, {} missed", seen.len(), missed.len()),
    };
    checks.hold("events", what, value, "each once", seen == log);
    Ok(())
}

/// Checks that Redis keeps only the epoch and expiring keys: limits, provider throttles, newest chat messages and
/// presence.
async fn redis(checks: &mut Checks, cluster: &Cluster) -> anyhow::Result<()> {
    let began = Instant::now();
    loop {
        let mut left = cluster.stage.keys().await?;
        left.retain(|key| !GO_BY_THEMSELVES.iter().any(|known| key.contains(known)));
        if left.is_empty() || began.elapsed() > TIMEOUT {
            checks.none("Redis", "keys besides the epoch, limits, throttles, chats and presence", &left);
            return Ok(());
        }
        sleep(POLL_INTERVAL).await;
    }
}

/// Terminates all processes; each must exit cleanly.
async fn processes(checks: &mut Checks, db: &PgPool, cluster: &mut Cluster) -> anyhow::Result<()> {
    let ticks: i64 =
        sqlx::query_scalar("SELECT count(*) FROM jobs WHERE unique_key LIKE 'cron:%'").fetch_one(db).await?;
    checks.hold("processes", "ticks of the schedulers' table made", ticks, "> 0", ticks > 0);
    cluster.leave().await?;
    for (role, times) in &cluster.restarted {
        let role: &str = role.into();
        checks.tell("processes", format!("{role} started again"), times);
    }
    checks.none("processes", "ended by themselves or badly", &cluster.misconduct);
    Ok(())
}

/// Forbidden in logs, each with its name.
fn secrets(plan: &Plan, play: &Run, cluster: &Cluster, servers: &Servers) -> Vec<(&'static str, String)> {
    let clients = || play.load.clients.iter().chain(&play.chat.speakers).chain([&play.admin]);
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
async fn fault_results(checks: &mut Checks, db: &PgPool, play: &Run, mut met: Met) -> anyhow::Result<Vec<FaultResult>> {
    let (mut results, mut went_on_late, mut done_late, mut not_quiet) = (Vec::new(), 0.0_f64, 0.0_f64, Vec::new());
    let before = met.remove(&0).unwrap_or_default();
    let mut errors = before.keys().filter(|what| what.starts_with("500")).cloned().collect::<Vec<_>>();
    for (number, struck) in (1..).zip(&play.struck) {
        let met = met.remove(&number).unwrap_or_default();
        errors.extend(met.keys().filter(|what| what.starts_with("500")).map(|what| format!("{number}. {what}")));
        // A terminating process finishes its requests: an immediate retry may meet one of them.
        let quiet = |what: &&String| *what == RETRIED_CONNECTION || *what == IN_FLIGHT;
        if struck.fault == Fault::ApiReplaced {
            not_quiet.extend(met.keys().filter(|what| !quiet(what)).map(|what| format!("{number}. {what}")));
        }
        let since = |at| seconds(struck.struck, at);
        let held_seconds = since(struck.healed);
        let went_on_seconds = went_on(db, struck.struck).await?.map(since);
        went_on_late = went_on_late.max(went_on_seconds.unwrap_or(f64::INFINITY) - held_seconds);
        let (in_hand, done) = in_hand(db, struck).await?;
        let in_hand_done_seconds = done.map(since);
        done_late = done_late.max(in_hand_done_seconds.unwrap_or_default() - held_seconds);
        let (fault, struck) = (struck.fault, struck.struck);
        results.push(FaultResult {
            number,
            fault,
            struck,
            held_seconds,
            went_on_seconds,
            in_hand,
            in_hand_done_seconds,
            met,
        });
    }
    checks.none("clients", "answers 500", &errors);
    checks.none("clients", "more than a retried connection when an API process was replaced", &not_quiet);
    let mut soon = |what: &str, late: f64| {
        let (value, wanted) = (format!("{late:.1}"), format!("< {SOON_SECONDS}"));
        checks.hold("faults", format!("longest from healing until {what}, s"), value, wanted, late < SOON_SECONDS);
    };
    soon("the work went on", went_on_late);
    soon("in-app jobs in hand were done", done_late);
    Ok(results)
}

/// In-app jobs that were running when a fault struck: their number, and when the last one ended.
async fn in_hand(db: &PgPool, struck: &InjectedFault) -> sqlx::Result<(i64, Option<DateTime<Utc>>)> {
    let sql = "SELECT count(*), max(finished_at) FROM jobs
        WHERE kind = 'message.send' AND started_at < $1 AND finished_at > $1";
    sqlx::query_as(sql).bind(struck.struck).fetch_one(db).await
}

fn seconds(from: DateTime<Utc>, to: DateTime<Utc>) -> f64 {
    ms_between(from, to) / 1000.0
}
