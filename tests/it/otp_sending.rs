//! Sending one-time codes: at most once, and the handling of Plivo's answers.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};
use shared::accounts::{self, OtpTask};
use shared::config::{Config, Env};
use shared::ids::OtpId;
use sqlx::Row;
use tokio_util::sync::CancellationToken;

use crate::harness::{Options, TestApp, eventually};
use crate::otp::{MOBILE, ask, get_code, verify, with};

/// State, error code and attempts of the newest job that sends a code.
async fn job(app: &TestApp) -> (String, Option<String>, i32) {
    let sql = "SELECT state, error->>'code', attempt FROM jobs WHERE kind = 'otp.send' ORDER BY id DESC LIMIT 1";
    let row = sqlx::query(sql).fetch_one(app.app.db.pool()).await.unwrap();
    (row.get(0), row.get(1), row.get(2))
}

async fn calls(app: &TestApp, to: &str) -> usize {
    let request = app.http.get(format!("{}/simulator/plivo/requests", app.simulator)).query(&[("to", to)]);
    let answer: Value = request.send().await.unwrap().json().await.unwrap();
    answer["data"].as_array().unwrap().len()
}

async fn newest_otp(app: &TestApp) -> OtpId {
    let sql = "SELECT id FROM otps ORDER BY created_at DESC, id DESC LIMIT 1";
    let id: uuid::Uuid = sqlx::query_scalar(sql).fetch_one(app.app.db.pool()).await.unwrap();
    id.into()
}

#[tokio::test]
async fn without_plivo_codes_are_unavailable() {
    let none =
        ["PLIVO_BASE_URL", "PLIVO_AUTH_ID", "PLIVO_AUTH_TOKEN", "PLIVO_SOURCE"].map(|name| (name, String::new()));
    let app = TestApp::with(Options { env: none.into(), ..Options::default() }).await;
    ask(&app, MOBILE).await.problem(422, "channel_not_configured");
    let forgot = app.anonymous().post("/v1/auth/password/forgot", &json!({"mobile": MOBILE})).await;
    forgot.problem(422, "channel_not_configured");
    assert_eq!(app.count("SELECT count(*) FROM jobs").await, 0);
    app.finish().await;
}

#[test]
fn an_incomplete_plivo_configuration_is_an_error_at_startup() {
    let env = [("PLIVO_AUTH_ID", "FAKE"), ("DATABASE_URL", "postgres://none"), ("REDIS_URL", "redis://none")];
    let env: Env = env.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect();
    let (_, problems) = Config::inspect(env);
    assert!(problems.contains(&"Plivo is only half set up: PLIVO_AUTH_TOKEN, PLIVO_SOURCE missing".to_owned()));
}

#[tokio::test]
async fn a_permanent_refusal_fails_the_job() {
    let app = TestApp::start().await;
    for (mobile, code) in [
        ("+15550000400", "provider_refused"),
        ("+15550000403", "country_restricted"),
        ("+15550000422", "recipient_unreachable"),
    ] {
        ask(&app, mobile).await.expect(202);
        app.drain_jobs().await;
        assert_eq!(job(&app).await, ("failed".into(), Some(code.into()), 1), "{mobile}");
        assert_eq!(calls(&app, mobile).await, 1);
    }
    assert_eq!(app.count("SELECT count(*) FROM otps WHERE code_hash IS NOT NULL").await, 0);
    app.finish().await;
}

#[tokio::test]
async fn refused_credentials_fail_the_job() {
    let app = with(&[("PLIVO_AUTH_TOKEN", "another token")]).await;
    ask(&app, MOBILE).await.expect(202);
    app.drain_jobs().await;
    assert_eq!(job(&app).await, ("failed".into(), Some("provider_auth".into()), 1));
    app.finish().await;
}

#[tokio::test]
async fn transient_failures_are_retried_with_a_new_code() {
    let app = TestApp::start().await;
    app.stop_clock();
    ask(&app, "+15550000002").await.expect(202);
    app.drain_jobs().await;
    app.advance(TimeDelta::seconds(2));
    app.drain_jobs().await;
    assert_eq!((job(&app).await, calls(&app, "+15550000002").await), (("succeeded".into(), None, 2), 2));
    verify(&app, "+15550000002", &app.code("+15550000002").await).await.expect(200);

    ask(&app, "+15550000429").await.expect(202);
    app.drain_jobs().await;
    assert_eq!(job(&app).await, ("queued".into(), Some("provider_rate_limited".into()), 0), "no attempt is used");
    app.advance(TimeDelta::seconds(1));
    app.drain_jobs().await;
    assert_eq!(job(&app).await, ("succeeded".into(), None, 1));
    verify(&app, "+15550000429", &app.code("+15550000429").await).await.expect(200);

    ask(&app, "+15550000500").await.expect(202);
    for _ in 0..6 {
        app.drain_jobs().await;
        app.advance(TimeDelta::seconds(32));
    }
    assert_eq!(job(&app).await, ("failed".into(), Some("provider_unavailable".into()), 5));
    app.finish().await;
}

#[tokio::test]
async fn an_unreachable_provider_is_retried_until_the_code_expires() {
    let app = with(&[("PLIVO_BASE_URL", "http://127.0.0.1:1")]).await;
    ask(&app, MOBILE).await.expect(202);
    app.drain_jobs().await;
    let (state, code, _) = job(&app).await;
    assert_eq!((state.as_str(), code.as_deref()), ("retrying", Some("provider_unreachable")));
    // The code has expired.
    app.advance(TimeDelta::minutes(5));
    app.drain_jobs().await;
    let (state, code, _) = job(&app).await;
    assert_eq!((state.as_str(), code.as_deref()), ("failed", Some("otp_expired")));
    app.finish().await;
}

#[tokio::test]
async fn a_send_without_an_answer_is_not_repeated() {
    let app = TestApp::start().await;
    for mobile in ["+15550000408", "+15550000502"] {
        ask(&app, mobile).await.expect(202);
        app.drain_jobs().await;
        assert_eq!(job(&app).await, ("failed".into(), Some("outcome_unknown".into()), 1), "{mobile}");
        assert_eq!(calls(&app, mobile).await, 1);
    }
    // It arrived nevertheless.
    verify(&app, "+15550000408", &app.code("+15550000408").await).await.expect(200);
    app.finish().await;
}

#[tokio::test]
async fn a_send_of_a_lost_worker_is_not_repeated() {
    let app = TestApp::start().await;
    ask(&app, MOBILE).await.expect(202);
    // Simulates a worker that is lost during the call.
    let task = accounts::make_otp(&app.app, newest_otp(&app).await).await.unwrap();
    assert!(matches!(task, OtpTask::Send { .. }));
    app.drain_jobs().await;
    assert_eq!(job(&app).await, ("failed".into(), Some("outcome_unknown".into()), 1));
    assert_eq!(app.texts(MOBILE).await.len(), 0);
    app.finish().await;
}

#[tokio::test]
async fn replaced_and_expired_codes_are_not_sent() {
    let app = TestApp::start().await;
    ask(&app, MOBILE).await.expect(202);
    ask(&app, MOBILE).await.expect(202);
    app.drain_jobs().await;
    assert_eq!(app.texts(MOBILE).await.len(), 1);
    ask(&app, "+15550100002").await.expect(202);
    app.advance(TimeDelta::minutes(5));
    app.drain_jobs().await;
    assert_eq!(job(&app).await, ("failed".into(), Some("otp_expired".into()), 1));
    assert_eq!(app.texts("+15550100002").await.len(), 0);
    app.finish().await;
}

#[tokio::test]
async fn codes_do_not_wait_behind_bulk_work() {
    let app = with(&[("WORKER_CONCURRENCY", "1"), ("SIGNUP_CREDITS", "1000")]).await;
    app.control(Method::PUT, "limits", &json!({"answer_delay_ms": 500})).await;
    let alice = app.user("alice").await;
    for _ in 0..20 {
        alice.send("whatsapp", "+15550100009").await;
    }
    let stop = CancellationToken::new();
    let worker = tokio::spawn(worker::run(app.app.clone(), stop.clone()));
    ask(&app, MOBILE).await.expect(202);
    eventually("the code", || async { app.texts(MOBILE).await.pop() }).await;
    let waiting = "SELECT count(*) FROM jobs WHERE kind = 'whatsapp.deliver' AND finished_at IS NULL";
    assert!(app.count(waiting).await > 0, "the bulk work ran first");
    stop.cancel();
    worker.await.unwrap().unwrap();
    app.abandon().await;
}

#[tokio::test]
async fn codes_are_random() {
    let app = with(&[("RATE_LIMIT_OTPS_PER_NUMBER", "0")]).await;
    let mut codes = BTreeSet::new();
    for _ in 0..6 {
        codes.insert(get_code(&app, MOBILE).await);
    }
    assert!(codes.len() > 3, "{codes:?}");
    assert!(codes.iter().all(|code| code.len() == 6));
    app.finish().await;
}
