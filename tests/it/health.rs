use serde_json::json;

use crate::harness::{Options, TestApp};

#[tokio::test]
async fn a_complete_installation_is_healthy() {
    let app = TestApp::start().await;
    let anonymous = app.anonymous();
    for path in ["/health", "/health/ready"] {
        let health = anonymous.get(path).await.expect(200);
        assert_eq!(health, json!({"status": "healthy", "database": true, "redis": true, "problems": []}));
    }
    anonymous.get("/health/live").await.expect(200);
    app.finish().await;
}

/// No server listens there.
const NOWHERE: &str = "127.0.0.1:1";

#[tokio::test]
async fn without_redis_work_is_still_accepted() {
    let app =
        TestApp::with(Options { env: vec![("REDIS_URL", format!("redis://{NOWHERE}"))], ..Options::default() }).await;
    let alice = app.user("alice").await;
    let health = alice.get("/health").await.expect(200);
    assert_eq!(
        health,
        json!({"status": "degraded", "database": true, "redis": false, "problems": ["redis_unreachable"]})
    );
    alice.get("/health/ready").await.expect(200);
    let message = alice.send("whatsapp", "+15550100001").await;
    assert_eq!(alice.job(&message).await["state"], "queued");
    assert_eq!(alice.balance().await, 99);
    app.abandon().await;
}

#[tokio::test]
async fn without_postgres_requests_are_refused() {
    let app = TestApp::with(Options {
        env: vec![("DATABASE_URL", format!("postgres://{NOWHERE}/none"))],
        ..Options::default()
    })
    .await;
    let anonymous = app.anonymous();
    let health = anonymous.get("/health").await.expect(503);
    assert_eq!((&health["status"], &health["database"]), (&json!("unhealthy"), &json!(false)));
    assert_eq!(health["problems"][0], "database_unreachable");
    anonymous.get("/health/ready").await.expect(503);
    anonymous.get("/health/live").await.expect(200);
    app.abandon().await;
}
