//! Queue statistics.

use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::jobs;

use crate::harness::{Caller, Options, TestApp};

async fn queue(admin: &Caller<'_>, name: &str) -> Value {
    let queues = admin.get("/v1/queues").await.expect(200);
    let found = queues["data"].as_array().unwrap().iter().find(|it| it["queue"] == name);
    found.unwrap_or_else(|| panic!("no {name} in {queues}")).clone()
}

#[tokio::test]
async fn queue_statistics_count_jobs_by_state() {
    let app = TestApp::start().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    for to in ["+15550100001", "+15550000026", "+15550000026"] {
        alice.send("whatsapp", to).await;
    }
    app.drain_jobs().await;
    let ended = queue(&admin, "whatsapp").await;
    assert_eq!((&ended["rate_per_minute"], &ended["failed_last_hour"]), (&json!(0.6), &json!(2)));
    assert_eq!((&ended["waiting"], &ended["oldest_due_seconds"]), (&json!(0), &Value::Null));

    let send_at = app.app.clock.now() + TimeDelta::hours(1);
    let body = json!({"channel": "whatsapp", "to": "+15550100001", "body": "later", "send_at": send_at});
    alice.post("/v1/messages", &body).await.expect(202);
    let retrying = alice.send("whatsapp", "+15550100001").await;
    sqlx::query(
        "UPDATE jobs SET state = 'retrying', enqueued_at = NULL, run_at = now() + interval '1 hour' WHERE id = $1",
    )
    .bind(retrying["job_id"].as_str().unwrap().parse::<shared::ids::JobId>().unwrap())
    .execute(app.app.db.pool())
    .await
    .unwrap();
    let running = alice.send("whatsapp", "+15550100001").await;
    let id = running["job_id"].as_str().unwrap().parse().unwrap();
    let claimed = jobs::claim(&app.app, &[id], &["whatsapp.deliver".into()], "somebody").await.unwrap();
    for _ in 0..2 {
        alice.send("whatsapp", "+15550100001").await;
    }
    app.advance(TimeDelta::seconds(10));
    let now = queue(&admin, "whatsapp").await;
    let counts = ["waiting", "scheduled", "running", "retrying"].map(|field| now[field].as_i64().unwrap());
    assert_eq!(counts, [2, 1, 1, 1], "{now}");
    let oldest = now["oldest_due_seconds"].as_f64().unwrap();
    assert!((10.0..70.0).contains(&oldest), "{now}");
    assert!(now["in_redis"].as_u64().unwrap() >= 2, "{now}");
    let other = queue(&admin, "messages").await;
    assert_eq!((&other["waiting"], &other["in_redis"], &other["rate_per_minute"]), (&json!(0), &json!(0), &json!(0.0)));

    app.advance(TimeDelta::minutes(6));
    let later = queue(&admin, "whatsapp").await;
    assert_eq!(
        (&later["rate_per_minute"], &later["failed_last_hour"]),
        (&json!(0.0), &json!(2)),
        "duration of the last minutes"
    );
    jobs::hand_back(&app.app, &[(claimed[0].id, claimed[0].attempt)], "somebody").await.unwrap();
    app.advance(TimeDelta::hours(2));
    app.drain_jobs().await;
    let admin = app.log_in("the_admin").await;
    assert_eq!(queue(&admin, "whatsapp").await["failed_last_hour"], 0);
    app.finish().await;
}

#[tokio::test]
async fn queue_statistics_require_an_admin() {
    let app = TestApp::start().await;
    app.anonymous().get("/v1/queues").await.problem(401, "unauthenticated");
    app.user("alice").await.get("/v1/queues").await.problem(403, "forbidden");
    app.finish().await;
}

#[tokio::test]
async fn queue_statistics_are_partial_without_redis() {
    let env = vec![("REDIS_URL", "redis://127.0.0.1:1".into())];
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    alice.send("in_app", "alice").await;
    let messages = queue(&admin, "messages").await;
    assert_eq!((&messages["waiting"], &messages["in_redis"]), (&json!(1), &Value::Null));
    app.abandon().await;
}
