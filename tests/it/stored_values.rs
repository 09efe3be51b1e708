//! Values that are accepted can be read back, and one that can't costs no page.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use shared::accounts::Role;

use crate::harness::TestApp;

async fn execute(app: &TestApp, sql: &'static str) {
    assert!(sqlx::raw_sql(sql).execute(app.app.db.pool()).await.unwrap().rows_affected() > 0, "{sql}");
}

/// A send with this metadata, written as it is.
fn with_metadata(metadata: &str) -> String {
    format!(r#"{{"channel": "in_app", "to": "bob", "body": "hello", "metadata": {metadata}}}"#)
}

#[tokio::test]
async fn numbers_come_back_exactly_or_are_rejected() {
    let app = TestApp::start().await;
    let (alice, _bob) = (app.user("alice").await, app.user("bob").await);
    let post = async |body: String| {
        let request = alice.request(reqwest::Method::POST, "/v1/messages").header("content-type", "application/json");
        alice.call(request.body(body)).await
    };
    for (number, field) in [
        ("1.7976931348623157e308", "metadata.n"),
        ("5e-324", "metadata.n"),
        ("18446744073709551617", "metadata.n"),
        ("-9223372036854775809", "metadata.n"),
        ("0.1234567890123456789", "metadata.n"),
    ] {
        let problem = post(with_metadata(&format!(r#"{{"n": {number}}}"#))).await.problem(422, "validation_failed");
        assert_eq!(problem["errors"][0]["field"], field, "{number}: {problem}");
    }
    let numbers = "[12.917521550408111, 0.1, 1e23, -0.5e-7, 9007199254740993, 18446744073709551615, 1.50]";
    let sent = post(with_metadata(&format!(r#"{{"n": {numbers}}}"#))).await.expect(202);
    app.drain_jobs().await;
    let expected: Value = serde_json::from_str(numbers).unwrap();
    let read = alice.message(&sent["message"]).await;
    assert_eq!(read["metadata"]["n"], expected);
    // Read by Postgres, whose decimals are exact.
    let exact = "SELECT count(*) FROM messages WHERE metadata #>> '{n,0}' = '12.917521550408111'
        AND metadata #>> '{n,4}' = '9007199254740993' AND metadata #>> '{n,5}' = '18446744073709551615'";
    assert_eq!(app.count(exact).await, 1);
    for deep in [40, 100] {
        let metadata = format!(r#"{{"n": {}{}}}"#, "[".repeat(deep), "]".repeat(deep));
        post(with_metadata(&metadata)).await.problem(422, "validation_failed");
    }
    alice.patch("/v1/me/preferences", &json!({"a": vec![json!([[[[1]]]]); 3]})).await.expect(200);
    let deep = (0..40).fold(json!(1), |value, _| json!([value]));
    alice.patch("/v1/me/preferences", &json!({"a": deep})).await.problem(422, "validation_failed");
    app.finish().await;
}

#[tokio::test]
async fn an_unreadable_row_costs_no_page() {
    let app = TestApp::start().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let owner = app.user_with_role("shop", Role::Reseller).await;
    let admin = app.admin().await;
    owner.patch("/v1/me/profile", &json!({"settings": {"theme": "dark"}})).await.expect(200);
    alice.patch("/v1/me/preferences", &json!({"a": 1})).await.expect(200);
    let body = json!({"channel": "in_app", "to": "bob", "body": "hello", "metadata": {"n": 1}});
    let message = alice.post("/v1/messages", &body).await.expect(202)["message"].clone();
    alice.post("/v1/messages", &body).await.expect(202);
    app.drain_jobs().await;
    // Larger than a double, as no version stores it any more.
    execute(
        &app,
        "UPDATE messages SET metadata = '{\"n\": 1e400}' WHERE id = (SELECT min(id::text)::uuid FROM messages)",
    )
    .await;
    execute(&app, "UPDATE profiles SET settings = '{\"n\": 1e400}'").await;
    execute(&app, "UPDATE preferences SET data = '{\"n\": 1e400}'").await;
    execute(&app, "UPDATE events SET data = '{\"n\": 1e400}' WHERE seq = (SELECT min(seq) FROM events)").await;
    execute(&app, "UPDATE jobs SET result = '{\"n\": 1e400}' WHERE id = (SELECT min(id::text)::uuid FROM jobs WHERE kind = 'message.send')").await;
    execute(&app, "ALTER TABLE audit_log DISABLE TRIGGER ALL; UPDATE audit_log SET after = '{\"n\": 1e400}'").await;
    let unreadable = json!({"unreadable": true});
    assert_eq!(alice.message(&message).await["metadata"], unreadable);
    for caller in [&alice, &bob] {
        assert_eq!(caller.get("/v1/messages").await.expect(200)["data"].as_array().unwrap().len(), 2);
        caller.get("/v1/events").await.expect(200);
        caller.get("/v1/jobs").await.expect(200);
    }
    assert_eq!(owner.get("/v1/me").await.expect(200)["profile"]["settings"], unreadable);
    assert_eq!(alice.get("/v1/me/preferences").await.expect(200), unreadable);
    assert!(!admin.get("/v1/audit").await.expect(200)["data"].as_array().unwrap().is_empty());
    // Another change leaves it as it is; a new value replaces it.
    owner.patch("/v1/me/profile", &json!({"business_name": "Shop"})).await.expect(200);
    assert_eq!(app.count("SELECT count(*) FROM profiles WHERE (settings ->> 'n')::numeric = 1e400").await, 1);
    owner.patch("/v1/me/profile", &json!({"settings": {"theme": "light"}})).await.expect(200);
    assert_eq!(owner.get("/v1/me").await.expect(200)["profile"]["settings"], json!({"theme": "light"}));
    app.finish().await;
}

#[tokio::test]
async fn dates_outside_of_four_digit_years_are_rejected() {
    let app = TestApp::start().await;
    let (alice, _bob) = (app.user("alice").await, app.user("bob").await);
    for date in
        ["-000001-01-01T00:00:00Z", "+262142-01-01T00:00:00Z", "+010000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"]
    {
        let message = json!({"channel": "in_app", "to": "bob", "body": "hello", "send_at": date});
        alice.post("/v1/messages", &message).await.problem(422, "validation_failed");
        let key = json!({"name": "key", "expires_at": date});
        alice.post("/v1/api-keys", &key).await.problem(422, "validation_failed");
        let found = alice.get(&format!("/v1/messages?since={}", date.replace('+', "%2B"))).await;
        assert!([200, 422].contains(&found.status), "{date}: {}", found.status);
    }
    // A date has microseconds, as the database does, in the response to the request too.
    let at: DateTime<Utc> = "2026-01-01T00:00:00.123456789Z".parse().unwrap();
    let at = (at + (app.app.clock.now() - at) + chrono::TimeDelta::hours(1)).to_rfc3339();
    let message = json!({"channel": "in_app", "to": "bob", "body": "hello", "send_at": at});
    let sent = alice.post("/v1/messages", &message).await.expect(202)["message"].clone();
    assert_eq!(alice.message(&sent).await["send_at"], sent["send_at"]);
    alice.post(&format!("/v1/messages/{}/cancel", sent["id"].as_str().unwrap()), &json!({})).await.expect(200);
    app.finish().await;
}
