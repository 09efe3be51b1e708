//! Maintenance jobs: purges and the ledger proof.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use shared::config::{Config, Env};
use shared::jobs::{self, JobKind, NewJob};
use shared::ledger_audit::jobs::ProveCredits;
use shared::ledger_audit::{self, Proof};
use shared::maintenance::jobs::PurgeJobs;
use sqlx::Executor;
use tracing::Level;

use crate::harness::{Log, Options, TestApp};
use crate::hooks;

async fn keeping(days: &str) -> TestApp {
    TestApp::with(Options { env: vec![("JOB_RETENTION_DAYS", days.into())], ..Options::default() }).await
}

/// Runs a maintenance job and all other due jobs; returns its result.
async fn run<K: JobKind>(app: &TestApp, payload: &K) -> Value {
    let now = app.app.clock.now();
    let job = NewJob::new(payload, now).unwrap();
    let id = job.id;
    let mut tx = app.app.db.begin().await.unwrap();
    jobs::enqueue(&app.app, &mut tx, &[job], now).await.unwrap();
    tx.commit().await.unwrap();
    app.drain_jobs().await;
    sqlx::query_scalar("SELECT result FROM jobs WHERE id = $1 AND state = 'succeeded'")
        .bind(id)
        .fetch_one(app.app.db.pool())
        .await
        .unwrap()
}

/// Jobs that ended `count` seconds ago, one second less ago, and so on, each with a recorded attempt.
async fn ended_jobs(app: &TestApp, count: i32) {
    sqlx::query(
        "INSERT INTO jobs (id, kind, queue, payload, state, max_attempts, run_at, created_at, finished_at)
        SELECT gen_random_uuid(), 'message.send', 'messages', '{}', 'succeeded', 1, $1, $1, $1 - make_interval(secs => n)
        FROM generate_series(1, $2) AS n",
    )
    .bind(app.app.clock.now())
    .bind(count)
    .execute(app.app.db.pool())
    .await
    .unwrap();
    sqlx::query("INSERT INTO job_attempts SELECT id, 1, 'one', created_at, created_at, '{}' FROM jobs")
        .execute(app.app.db.pool())
        .await
        .unwrap();
}

#[tokio::test]
async fn ended_jobs_are_kept_for_the_retention_period() {
    let app = keeping("10").await;
    let alice = app.user("alice").await;
    let old = alice.send("in_app", "alice").await;
    let send_at = app.app.clock.now() + TimeDelta::days(30);
    let body = json!({"channel": "in_app", "to": "alice", "body": "later", "send_at": send_at});
    let open = alice.post("/v1/messages", &body).await.expect(202)["message"].take();
    app.drain_jobs().await;
    app.advance(TimeDelta::days(9));
    assert_eq!(run(&app, &PurgeJobs {}).await, json!({"rows": 0}));
    let alice = app.log_in("alice").await;
    let young = alice.send("in_app", "alice").await;
    app.drain_jobs().await;
    app.advance(TimeDelta::days(2));
    assert_eq!(run(&app, &PurgeJobs {}).await, json!({"rows": 1}));
    let old_facts = app
        .count("SELECT count(*) FROM events WHERE data->>'kind' = 'grant' OR data->'transaction'->>'kind' = 'grant'");
    assert_eq!(old_facts.await, 0, "its events are purged, too");
    assert!(app.count("SELECT count(*) FROM events").await > 0);
    let alice = app.log_in("alice").await;
    alice.get(&format!("/v1/jobs/{}", old["job_id"].as_str().unwrap())).await.problem(404, "not_found");
    assert_eq!(alice.message(&old).await["status"], "delivered", "a message outlives its job");
    assert_eq!(alice.job(&young).await["state"], "succeeded");
    assert_eq!(alice.job(&open).await["state"], "queued", "an open job of the same age stays");
    app.advance(TimeDelta::days(30));
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn without_a_retention_all_jobs_are_kept() {
    let app = keeping("0").await;
    let alice = app.user("alice").await;
    alice.send("in_app", "alice").await;
    app.drain_jobs().await;
    app.advance(TimeDelta::days(10_000));
    assert_eq!(run(&app, &PurgeJobs {}).await, json!({"rows": 0}));
    assert_eq!(app.count("SELECT count(*) FROM jobs WHERE kind = 'message.send'").await, 1);
    app.finish().await;
}

#[test]
fn a_retention_too_short_for_webhooks_is_rejected() {
    let read = |days: &str| {
        let usual = [
            ("DATABASE_URL", "postgres://127.0.0.1/none"),
            ("REDIS_URL", "redis://127.0.0.1"),
            ("JWT_SECRET", "a secret for tests, not a real one"),
            ("JOB_RETENTION_DAYS", days),
        ];
        let env: Env = usual.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect();
        Config::read(env).map(|config| config.work.job_retention)
    };
    for days in ["1", "7", "-1", "36501", "a month"] {
        let problems = read(days).unwrap_err().0;
        assert!(problems.len() == 1 && problems[0].starts_with("JOB_RETENTION_DAYS: "), "{days}: {problems:?}");
    }
    for (days, kept) in [("", Some(30)), ("0", None), ("8", Some(8)), ("36500", Some(36_500))] {
        assert_eq!(read(days).unwrap(), kept.map(TimeDelta::days), "{days}");
    }
}

#[tokio::test]
async fn jobs_are_purged_in_batches_oldest_first() {
    let app = TestApp::start().await;
    app.stop_clock();
    ended_jobs(&app, 2500).await;
    let now = app.app.clock.now();
    let mut tx = app.app.db.begin().await.unwrap();
    assert_eq!(jobs::purge(&mut tx, now, 1000).await.unwrap(), 1000);
    tx.commit().await.unwrap();
    let oldest: DateTime<Utc> =
        sqlx::query_scalar("SELECT min(finished_at) FROM jobs").fetch_one(app.app.db.pool()).await.unwrap();
    assert!(oldest > now - TimeDelta::seconds(1501), "the 1,000 oldest are purged, but {oldest} is left");
    let attempts = "SELECT count(*) FROM job_attempts JOIN jobs ON jobs.id = job_id WHERE jobs.finished_at IS NOT NULL";
    assert_eq!((app.count(attempts).await, app.count("SELECT count(*) FROM job_attempts").await), (1500, 1500));
    app.advance(TimeDelta::days(31));
    assert_eq!(run(&app, &PurgeJobs {}).await, json!({"rows": 1500}), "more than a batch");
    assert_eq!(app.count("SELECT count(*) FROM job_attempts").await, 0);
    app.finish().await;
}

#[tokio::test]
async fn a_purge_skips_locked_jobs() {
    let app = TestApp::start().await;
    ended_jobs(&app, 3).await;
    app.advance(TimeDelta::days(31));
    let mut holder = app.app.db.begin().await.unwrap();
    holder.conn().execute("SELECT FROM jobs ORDER BY finished_at LIMIT 1 FOR UPDATE").await.unwrap();
    assert_eq!(run(&app, &PurgeJobs {}).await, json!({"rows": 2}));
    holder.rollback().await;
    assert_eq!(run(&app, &PurgeJobs {}).await, json!({"rows": 1}));
    app.finish().await;
}

#[tokio::test]
async fn a_webhook_repeated_after_a_week_is_a_duplicate() {
    let app = keeping("8").await;
    let alice = app.user("alice").await;
    let (_, wamid) = hooks::sent_message(&app, &alice).await;
    let body = hooks::webhook(&[hooks::status(&wamid, "delivered")]);
    let known = "SELECT count(*) FROM jobs WHERE kind = 'whatsapp.apply_status'";
    hooks::deliver(&app, &body).await.expect(200);
    app.drain_jobs().await;
    app.advance(TimeDelta::days(7) + TimeDelta::hours(1));
    run(&app, &PurgeJobs {}).await;
    hooks::deliver(&app, &body).await.expect(200);
    assert_eq!((app.count(known).await, app.drain_jobs().await), (1, 0), "the duplicate creates no job");
    app.advance(TimeDelta::days(1));
    run(&app, &PurgeJobs {}).await;
    assert_eq!(app.count(known).await, 0);
    app.finish().await;
}

#[tokio::test]
async fn a_purge_does_not_change_the_proof() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    alice.send("in_app", "alice").await;
    let (_, wamid) = hooks::sent_message(&app, &alice).await;
    let refused = alice.send("whatsapp", "+15550000026").await;
    let unknown = alice.send("whatsapp", "+15550000409").await;
    app.drain_jobs().await;
    app.advance(TimeDelta::seconds(16));
    app.drain_jobs().await;
    assert_eq!(alice.message(&refused).await["status"], "failed");
    assert_eq!(alice.message(&unknown).await["status"], "unknown");
    app.advance(TimeDelta::days(31));
    run(&app, &PurgeJobs {}).await;
    let of_users = "SELECT count(*) FROM jobs WHERE owner_id IS NOT NULL";
    assert_eq!(app.count(of_users).await, 0);
    assert!(ledger_audit::prove(&app.app, false).await.unwrap().holds);
    // A late failure is refunded even without its job.
    let mut late = hooks::status(&wamid, "failed");
    late["timestamp"] = json!(app.app.clock.now().timestamp().to_string());
    hooks::deliver(&app, &hooks::webhook(&[late])).await.expect(200);
    app.drain_jobs().await;
    let alice = app.log_in("alice").await;
    assert_eq!(alice.statement().await[..2], ["refund", "refund"]);
    // A message whose job ended without an outcome stays an orphan.
    let orphan = alice.send("in_app", "alice").await;
    sqlx::query("UPDATE jobs SET payload = '{}' WHERE id::text = $1")
        .bind(uuid_of(&orphan["job_id"]))
        .execute(app.app.db.pool())
        .await
        .unwrap();
    app.drain_jobs().await;
    assert_eq!(ledger_audit::prove(&app.app, false).await.unwrap().orphan_charges, 1);
    app.advance(TimeDelta::days(31));
    run(&app, &PurgeJobs {}).await;
    assert_eq!(app.count(of_users).await, 0);
    assert_eq!(ledger_audit::prove(&app.app, false).await.unwrap().orphan_charges, 1);
    app.abandon().await;
}

fn uuid_of(job_id: &Value) -> String {
    job_id.as_str().unwrap().parse::<shared::ids::JobId>().unwrap().uuid().to_string()
}

#[tokio::test]
async fn the_proof_job_returns_the_same_as_the_endpoint() {
    let app = TestApp::start().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    alice.send("in_app", "alice").await;
    let (log, _guard) = Log::start(Level::ERROR);
    let mut result = run(&app, &ProveCredits { full: false }).await;
    let mut from_endpoint = admin.get("/v1/ledger/proof").await.expect(200);
    assert_eq!((&result["holds"], &result["orphan_charges"]), (&json!(true), &json!(0)));
    for proof in [&mut result, &mut from_endpoint] {
        proof["checked_at"].take();
    }
    assert_eq!(result["chain"]["blocks"], 1);
    assert_eq!(result, from_endpoint);
    assert_eq!(log.lines(), [] as [Value; 0], "no alarm");
    app.finish().await;
}

#[tokio::test]
async fn a_failed_proof_raises_an_alarm() {
    let app = TestApp::start().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    app.user("carol").await;
    alice.send("whatsapp", "+15550100001").await;
    bob.send("whatsapp", "+15550100001").await;
    app.drain_jobs().await;
    for damage in [
        "UPDATE wallets SET balance = balance + 5 WHERE balance = 99",
        "UPDATE messages SET status = 'failed' WHERE id = (SELECT max(id::text)::uuid FROM messages)",
    ] {
        sqlx::query(damage).execute(app.app.db.pool()).await.unwrap();
    }
    let (log, _guard) = Log::start(Level::ERROR);
    let proof: Proof = serde_json::from_value(run(&app, &ProveCredits { full: false }).await).unwrap();
    assert!(!proof.holds);
    assert_eq!((proof.assets[0].sum, proof.assets[0].mismatches, proof.orphan_charges), (10, 2, 1));
    let lines = log.lines();
    let counted = ["assets", "mismatches", "users", "orphan_charges"].map(|field| lines[0][field].as_i64());
    assert_eq!((lines.len(), counted), (1, [Some(1), Some(2), Some(2), Some(1)]), "{lines:?}");
    assert!(!lines[0].to_string().contains("usr_"), "counts only: {lines:?}");
    app.abandon().await;
}
