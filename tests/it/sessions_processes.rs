//! Propagation of revoked sessions to other processes.

use std::time::Duration;

use futures::StreamExt;
use redis::AsyncCommands;
use reqwest::Method;
use serde_json::json;
use shared::accounts::{self, Role};
use shared::app::App;
use shared::ids::SessionId;
use tokio_util::sync::CancellationToken;

use crate::harness::{Caller, Options, Process, TestApp, eventually, free_port, within};
use crate::sessions::{log_in, with};

/// Another process, as far as sessions are concerned: the same configuration; only Postgres and Redis are shared.
async fn elsewhere(app: &TestApp) -> (App, CancellationToken) {
    let other = App::build(app.app.config.clone()).unwrap();
    let stop = CancellationToken::new();
    tokio::spawn({
        let (other, stop) = (other.clone(), stop.clone());
        async move { tokio::join!(other.subscriber.run(stop.clone()), accounts::follow_revocations(&other, stop)) }
    });
    eventually("knowledge", || async { other.revocations.is_current().then_some(()) }).await;
    (other, stop)
}

#[tokio::test]
async fn revocations_arrive_through_redis_alone() {
    let app = TestApp::start().await;
    let (other, stop) = elsewhere(&app).await;
    // Postgres does not have it.
    let session = SessionId::new();
    eventually("a message through Redis", || async {
        let channel = app.app.redis.key("ended_sessions");
        let bytes = session.uuid().as_bytes().to_vec();
        let _: i64 = app.app.redis.shared().publish(channel, bytes).await.unwrap();
        (other.revocations.has(session.uuid()) == Ok(true)).then_some(())
    })
    .await;
    stop.cancel();
    other.close().await;
    app.finish().await;
}

#[tokio::test]
async fn revocations_are_published_through_redis() {
    let app = TestApp::start().await;
    let me = app.user("alice").await;
    let mut subscription = app.subscribe("ended_sessions").await;
    let id: uuid::Uuid = sqlx::query_scalar("SELECT id FROM sessions").fetch_one(app.app.db.pool()).await.unwrap();
    me.post("/v1/auth/logout", &json!({})).await.expect(204);
    let message =
        tokio::time::timeout(Duration::from_secs(10), subscription.on_message().next()).await.unwrap().unwrap();
    assert_eq!(message.get_payload_bytes(), id.as_bytes());
    app.finish().await;
}

#[tokio::test]
async fn revocations_are_found_in_postgres_alone() {
    let app = TestApp::start().await;
    app.user("alice").await;
    let (other, stop) = elsewhere(&app).await;
    let id: uuid::Uuid = sqlx::query_scalar("SELECT id FROM sessions").fetch_one(app.app.db.pool()).await.unwrap();
    assert_eq!(other.revocations.has(id), Ok(false));
    // Nothing was published.
    sqlx::query("UPDATE sessions SET ended_at = now()").execute(app.app.db.pool()).await.unwrap();
    eventually("a poll", || async { (other.revocations.has(id) == Ok(true)).then_some(()) }).await;
    stop.cancel();
    other.close().await;
    app.finish().await;
}

/// Two API processes and their addresses.
async fn two_apis(app: &TestApp) -> ([Process; 2], [String; 2]) {
    let ports = [free_port(), free_port()];
    let processes = [Process::api(app, ports[0]).await, Process::api(app, ports[1]).await];
    (processes, ports.map(|port| format!("http://127.0.0.1:{port}")))
}

async fn status_at(caller: &Caller<'_>, base: &str) -> u16 {
    caller.call(caller.request_at(base, Method::GET, "/v1/me")).await.status
}

/// Refused immediately by the process that ended it, and soon by the other.
async fn refused_at(caller: &Caller<'_>, here: &str, there: &str) {
    assert_eq!(status_at(caller, here).await, 401);
    within(Duration::from_secs(5), "a refusal", || async { (status_at(caller, there).await == 401).then_some(()) })
        .await;
}

async fn log_out_at(caller: &Caller<'_>, base: &str) {
    caller.call(caller.request_at(base, Method::POST, "/v1/auth/logout")).await.expect(204);
}

#[tokio::test]
async fn logged_out_tokens_are_refused_by_all_processes() {
    let app = TestApp::start().await;
    app.user("alice").await;
    let (processes, [one, other]) = two_apis(&app).await;
    for _ in 0..3 {
        let me = with(&app, &log_in(&app, "alice").await);
        assert_eq!((status_at(&me, &one).await, status_at(&me, &other).await), (200, 200));
        log_out_at(&me, &one).await;
        refused_at(&me, &one, &other).await;
    }
    // A process that starts later loads it before it serves.
    let me = with(&app, &log_in(&app, "alice").await);
    log_out_at(&me, &one).await;
    let port = free_port();
    let late = Process::api(&app, port).await;
    assert_eq!(status_at(&me, &format!("http://127.0.0.1:{port}")).await, 401);
    drop((late, processes));
    app.finish().await;
}

#[tokio::test]
async fn suspended_users_are_refused_by_all_processes() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let reseller = app.user_with_role("reseller", Role::Reseller).await;
    let shop = app.business_owner("shop", &reseller).await;
    let path = format!("/v1/users/{}", reseller.id().await);
    let (processes, [one, other]) = two_apis(&app).await;
    let suspend = admin.request_at(&one, Method::PATCH, &path).json(&json!({"status": "suspended"}));
    assert_eq!((status_at(&shop, &one).await, status_at(&shop, &other).await), (200, 200));
    admin.call(suspend).await.expect(200);
    for user in [&reseller, &shop] {
        refused_at(user, &one, &other).await;
    }
    // Earlier tokens stay refused after the suspension.
    admin.patch(&path, &json!({"status": "active"})).await.expect(200);
    let again = app.log_in("shop").await;
    for base in [&one, &other] {
        assert_eq!((status_at(&shop, base).await, status_at(&again, base).await), (401, 200));
    }
    assert_eq!(status_at(&admin, &other).await, 200);
    app.drain_jobs().await;
    drop(processes);
    app.finish().await;
}

#[tokio::test]
async fn logins_and_revocations_work_without_redis() {
    let (mut redis, url) = Process::redis(free_port()).await;
    let app = TestApp::with(Options { env: vec![("REDIS_URL", url)], ..Options::default() }).await;
    app.user("alice").await;
    let (processes, [one, other]) = two_apis(&app).await;
    redis.kill();
    for _ in 0..3 {
        let me = with(&app, &log_in(&app, "alice").await);
        assert_eq!((status_at(&me, &one).await, status_at(&me, &other).await), (200, 200));
        log_out_at(&me, &one).await;
        refused_at(&me, &one, &other).await;
    }
    drop(processes);
    app.abandon().await;
}

#[tokio::test]
async fn a_process_without_current_revocations_refuses_everyone() {
    let (mut redis, url) = Process::redis(free_port()).await;
    let app = TestApp::with(Options { env: vec![("REDIS_URL", url)], ..Options::default() }).await;
    let me = app.user("alice").await;
    redis.kill();
    // Five seconds later the known revocations are stale.
    let lost = app.lose_database(Duration::from_secs(12));
    let refused = async {
        let answer = within(Duration::from_secs(11), "a refusal", || async {
            let request = me.request(Method::DELETE, "/v1/sessions/nonsense");
            Some(me.call(request).await).filter(|answer| answer.status != 404)
        })
        .await;
        let code = answer.body["code"].as_str().unwrap_or_default().to_owned();
        assert!(answer.headers.contains_key("retry-after"));
        assert_eq!((code.as_str(), &answer.body["retryable"]), ("revocations_unknown", &json!(true)));
        let ready = app.anonymous().get("/health/ready").await.expect(503);
        assert!(ready["problems"].as_array().unwrap().contains(&json!("sessions_unknown")), "{ready}");
    };
    let _ = tokio::join!(lost, refused);
    eventually("knowledge", || async { (me.get("/v1/me").await.status == 200).then_some(()) }).await;
    app.abandon().await;
}
