//! The scheduler: one job per task and tick.

use chrono::{DateTime, TimeDelta, Utc};
use futures::future::join_all;
use scheduler::Scheduler;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tokio_util::sync::CancellationToken;
use tracing::Level;

use crate::harness::{Log, TestApp, eventually, required};

/// Moves the clock to the next `hour`:30 (UTC); returns the midnight before.
fn half_past(app: &TestApp, hour: i64) -> DateTime<Utc> {
    let now = app.app.clock.now();
    let midnight = (now + TimeDelta::days(1)).date_naive().and_time(chrono::NaiveTime::MIN).and_utc();
    app.advance(midnight + TimeDelta::minutes(hour * 60 + 30) - now);
    midnight
}

/// The ticks of all jobs of a kind, including duplicates.
async fn ticks(app: &TestApp, kind: &str) -> Vec<DateTime<Utc>> {
    let sql = "SELECT run_at FROM jobs WHERE kind = $1 ORDER BY run_at";
    sqlx::query_scalar(sql).bind(kind).fetch_all(app.app.db.pool()).await.unwrap()
}

const IDEMPOTENCY: &str = "maintenance.purge_idempotency";
const LOGINS: &str = "maintenance.purge_logins";
const THREADS: &str = "maintenance.purge_threads";
const CHAT: &str = "maintenance.index_chat";
const FLOWS: &str = "maintenance.sum_flows";
const RECHECK: &str = "whatsapp.recheck_numbers";
const PROVE: &str = "credits.prove";
const PURGE: &str = "maintenance.purge_jobs";
const ARCHIVE: &str = "assistant.archive_usage";
const SYNC: &str = "stripe.sync";
const SUBSCRIPTIONS: &str = "stripe.sync_subscriptions";

#[tokio::test]
async fn restarted_schedulers_create_one_job_per_tick() {
    let app = TestApp::start().await;
    let midnight = half_past(&app, 0);
    let mut schedulers = [(); 4].map(|()| Scheduler::new().unwrap());
    let mut added = 0;
    for step in 0..=78 {
        if step > 0 {
            app.advance(TimeDelta::minutes(20));
        }
        if step % 3 == 0 {
            schedulers[step % 4] = Scheduler::new().unwrap();
        }
        let steps = schedulers.iter_mut().map(|scheduler| scheduler.tick(&app.app));
        added += join_all(steps).await.into_iter().map(Result::unwrap).sum::<usize>();
    }
    // From 0:30 to 2:30 on the next day.
    let hourly = |minute: i64, first: i64| (first..first + 27).map(move |hour| hour * 60 + minute).collect::<Vec<_>>();
    // Each step covers four ticks, of which the newest counts.
    let syncs = (0..=78).map(|step| 29 + 20 * step).collect();
    let chat = (0..=78).map(|step| 28 + 20 * step).collect();
    let flows = (0..=78).map(|step| 26 + 20 * step).collect();
    let expected = [
        (IDEMPOTENCY, hourly(17, 0)),
        (LOGINS, hourly(31, -1)),
        (PROVE, hourly(41, -1)),
        (RECHECK, hourly(11, 0)),
        (THREADS, hourly(47, -1)),
        (PURGE, vec![-20 * 60 - 7, 3 * 60 + 53]),
        (ARCHIVE, vec![0, 24 * 60]),
        (SYNC, syncs),
        (CHAT, chat),
        (FLOWS, flows),
        (SUBSCRIPTIONS, vec![-21 * 60 - 37, 2 * 60 + 23, 26 * 60 + 23]),
    ];
    for (kind, minutes) in &expected {
        let wanted: Vec<_> = minutes.iter().map(|minute| midnight + TimeDelta::minutes(*minute)).collect();
        assert_eq!(ticks(&app, kind).await, wanted, "{kind}");
    }
    assert_eq!((added, app.drain_jobs().await), (379, 379));
    app.finish().await;
}

#[tokio::test]
async fn concurrent_schedulers_create_one_job_per_tick() {
    let app = TestApp::start().await;
    half_past(&app, 3);
    let stop = CancellationToken::new();
    let running = [(); 2].map(|()| tokio::spawn(scheduler::run(app.app.clone(), stop.clone())));
    for all in [11, 20] {
        eventually("the ticks' jobs", async || (app.count("SELECT count(*) FROM jobs").await >= all).then_some(()))
            .await;
        app.advance(TimeDelta::hours(1));
    }
    eventually("the last ticks' jobs", async || (app.count("SELECT count(*) FROM jobs").await >= 28).then_some(()))
        .await;
    stop.cancel();
    for ended in join_all(running).await {
        ended.unwrap().unwrap();
    }
    let mut made = Vec::new();
    for kind in [IDEMPOTENCY, LOGINS, PROVE, THREADS, RECHECK, PURGE, SYNC, ARCHIVE, SUBSCRIPTIONS, FLOWS, CHAT] {
        made.push(ticks(&app, kind).await.len());
    }
    assert_eq!((made, app.drain_jobs().await), (vec![3, 3, 3, 3, 3, 2, 3, 1, 1, 3, 3], 28));
    app.finish().await;
}

#[tokio::test]
async fn only_the_newest_missed_tick_is_caught_up() {
    let app = TestApp::start().await;
    let midnight = half_past(&app, 4);
    let mut scheduler = Scheduler::new().unwrap();
    assert_eq!(scheduler.tick(&app.app).await.unwrap(), 11);
    assert_eq!(scheduler.tick(&app.app).await.unwrap(), 0);
    app.advance(TimeDelta::hours(5));
    assert_eq!(scheduler.tick(&app.app).await.unwrap(), 8, "all but the daily ones, once");
    assert_eq!(scheduler.tick(&app.app).await.unwrap(), 0);
    app.advance(TimeDelta::days(3));
    let mut restarted = Scheduler::new().unwrap();
    assert_eq!(restarted.tick(&app.app).await.unwrap(), 11, "after a restart likewise");
    assert_eq!(restarted.tick(&app.app).await.unwrap(), 0);
    assert_eq!(scheduler.tick(&app.app).await.unwrap(), 0);
    let wanted = [4 * 60 + 17, 9 * 60 + 17, (3 * 24 + 9) * 60 + 17].map(|minute| midnight + TimeDelta::minutes(minute));
    assert_eq!(ticks(&app, IDEMPOTENCY).await, wanted);
    assert_eq!(app.drain_jobs().await, 30);
    app.finish().await;
}

#[tokio::test]
async fn a_scheduler_retries_while_postgres_is_unreachable() {
    let app = TestApp::start().await;
    half_past(&app, 4);
    let mut server = PgConnection::connect(&required("DATABASE_URL")).await.unwrap();
    let database = app.env.iter().find(|(name, _)| name == "REDIS_PREFIX").unwrap().1.clone();
    let mut reachable = async |yes: bool| {
        let allow = format!("ALTER DATABASE {database} ALLOW_CONNECTIONS {yes}");
        server.execute(AssertSqlSafe(allow)).await.unwrap();
        sqlx::query("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1")
            .bind(&database)
            .execute(&mut server)
            .await
            .unwrap();
    };
    let mut scheduler = Scheduler::new().unwrap();
    reachable(false).await;
    scheduler.tick(&app.app).await.unwrap_err();
    reachable(true).await;
    assert_eq!(scheduler.tick(&app.app).await.unwrap(), 11);
    app.drain_jobs().await;

    app.advance(TimeDelta::hours(1));
    reachable(false).await;
    let (log, _guard) = Log::start(Level::WARN);
    let stop = CancellationToken::new();
    let running = tokio::spawn(scheduler::run(app.app.clone(), stop.clone()));
    let failed = |line: &Value| line["message"] == "ticks were not enqueued; retrying";
    eventually("a failed attempt", async || log.lines().iter().any(failed).then_some(())).await;
    assert!(!running.is_finished());
    reachable(true).await;
    eventually("another attempt", async || (app.count("SELECT count(*) FROM jobs").await == 19).then_some(())).await;
    stop.cancel();
    running.await.unwrap().unwrap();
    app.drain_jobs().await;
    app.finish().await;
}
