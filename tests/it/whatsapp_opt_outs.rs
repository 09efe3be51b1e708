//! Opt-outs of phones from the shared number or from an account's own number.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};
use shared::db::MIGRATIONS;
use sqlx::{AssertSqlSafe, Executor};

use crate::harness::{Caller, TestApp};
use crate::hooks::{SHARED_NUMBER, deliver, timestamp};
use crate::whatsapp_inbound::{PHONE, delivered, receive, received, text, webhook};

fn body() -> Value {
    json!({"channel": "whatsapp", "to": PHONE, "body": "hello"})
}

async fn dry_code(caller: &Caller<'_>) -> Value {
    let dry = caller.post("/v1/messages?dry_run=true", &body()).await.expect(200);
    dry["refusals"][0]["code"].clone()
}

async fn forget(caller: &Caller<'_>) -> crate::harness::Answer {
    caller.call(caller.request(Method::DELETE, "/v1/opt-outs/+15550100001")).await
}

#[tokio::test]
async fn a_stop_on_the_shared_number_stops_every_account() {
    let app = TestApp::start().await;
    let (alice, bob, carol) = (app.user("alice").await, app.user("bob").await, app.user("carol").await);
    delivered(&app, &alice, PHONE).await;
    receive(&app, &[text("wamid.IN1", "please stop this")]).await;
    assert_eq!(dry_code(&alice).await, Value::Null);
    receive(&app, &[text("wamid.IN2", " Stop ")]).await;
    let before = alice.balance().await;
    for caller in [&alice, &bob, &carol] {
        caller.post("/v1/messages", &body()).await.problem(422, "recipient_opted_out");
        assert_eq!(dry_code(caller).await, "recipient_opted_out");
        forget(caller).await.problem(409, "opt_out_of_shared_number");
        caller.post("/v1/messages", &body()).await.problem(422, "recipient_opted_out");
    }
    assert_eq!(alice.balance().await, before);
    // The opt-out is visible only to accounts that know the phone.
    let list = alice.get("/v1/opt-outs").await.expect(200);
    let shown = &list["data"][0];
    assert_eq!(
        (&shown["to"], &shown["scope"], &shown["applies_to"]),
        (&json!(PHONE), &json!("all"), &json!("shared_number"))
    );
    assert_eq!(bob.get("/v1/opt-outs").await.expect(200)["data"], json!([]));
    receive(&app, &[text("wamid.IN3", "START")]).await;
    assert_eq!(alice.get("/v1/opt-outs").await.expect(200)["data"], json!([]));
    for caller in [&alice, &bob, &carol] {
        caller.post("/v1/messages", &body()).await.expect(202);
    }
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn a_stop_counts_even_without_an_owning_account() {
    let app = TestApp::start().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    delivered(&app, &alice, PHONE).await;
    delivered(&app, &bob, PHONE).await;
    receive(&app, &[text("wamid.IN1", "STOP")]).await;
    assert_eq!((received(&alice).await.len(), received(&bob).await.len()), (0, 0));
    for caller in [&alice, &bob] {
        caller.post("/v1/messages", &body()).await.problem(422, "recipient_opted_out");
    }
    app.finish().await;
}

#[tokio::test]
async fn a_start_older_than_the_stop_has_no_effect() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let mut start = text("wamid.IN2", "start");
    start["timestamp"] = json!((app.app.clock.now() - TimeDelta::minutes(1)).timestamp().to_string());
    receive(&app, &[text("wamid.IN1", "stop")]).await;
    receive(&app, &[start]).await;
    assert_eq!(dry_code(&alice).await, "recipient_opted_out");
    app.finish().await;
}

#[tokio::test]
async fn events_older_than_the_redelivery_period_have_no_effect() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let message = alice.send("whatsapp", PHONE).await;
    app.drain_jobs().await;
    let at = |mut event: Value, days| {
        event["timestamp"] = json!((app.app.clock.now() - TimeDelta::days(days)).timestamp().to_string());
        event
    };
    let wamid = alice.message(&message).await["provider_message_id"].as_str().unwrap().to_owned();
    let failed = json!({"id": wamid, "status": "failed", "timestamp": timestamp(), "errors": [{"code": 131_026}]});
    let mut replayed: Value =
        serde_json::from_str(&webhook(SHARED_NUMBER, &[at(text("wamid.IN1", "stop"), 9)])).unwrap();
    replayed["entry"][0]["changes"][0]["value"]["statuses"] = json!([at(failed, 9)]);
    let jobs = app.count("SELECT count(*) FROM jobs").await;
    deliver(&app, &replayed.to_string()).await.expect(200);
    assert_eq!(app.count("SELECT count(*) FROM jobs").await, jobs);
    assert_eq!((dry_code(&alice).await, &alice.message(&message).await["status"]), (Value::Null, &json!("sent")));
    let metrics = app.app.metrics.render();
    assert!(metrics.contains("switchboard_webhook_events_stale_total{provider=\"whatsapp\"} 2\n"), "{metrics}");
    // An event just within the redelivery period counts.
    receive(&app, &[at(text("wamid.IN2", "stop"), 7)]).await;
    assert_eq!(dry_code(&alice).await, "recipient_opted_out");
    receive(&app, &[at(text("wamid.IN3", "start"), 9)]).await;
    assert_eq!(dry_code(&alice).await, "recipient_opted_out");
    app.finish().await;
}

#[tokio::test]
async fn the_migration_keeps_opt_outs_and_windows() {
    let app = TestApp::start().await;
    let mut db = app.app.db.pool().acquire().await.unwrap();
    db.execute("CREATE SCHEMA before; SET search_path TO before").await.unwrap();
    let (old, new): (Vec<_>, Vec<_>) = MIGRATIONS.iter().partition(|migration| migration.version < 23);
    for migration in old {
        db.execute(AssertSqlSafe(migration.sql.as_str().to_owned())).await.unwrap();
    }
    let user = |number: u8| format!("00000000-0000-0000-0000-00000000000{number}");
    let mut rows = String::new();
    for number in 1..=3 {
        rows += &format!(
            "INSERT INTO users (id, username, password_hash, role, status, created_at)
                VALUES ('{0}', 'user{number}', 'x', 'user', 'active', now());
            INSERT INTO contacts (owner_id, channel, address, opted_out, opted_out_at) VALUES
                ('{0}', 'whatsapp', '1555010000{number}', 'all', now()),
                ('{0}', 'whatsapp', '15550100009', 'marketing', now());
            INSERT INTO messages (id, channel, sender_id, recipient, body, status, segments, price, job_id, metadata,
                created_at, delivered_at)
                VALUES ('{0}', 'whatsapp', '{0}', '+1555010000{number}', '', 'delivered', 1, 1, '{0}', '{{}}', now(), now());",
            user(number)
        );
    }
    rows += &format!(
        "INSERT INTO whatsapp_numbers (user_id, phone_number_id, access_token, created_at, updated_at)
            VALUES ('{}', '42', 'sealed', now(), now())",
        user(3)
    );
    db.execute(AssertSqlSafe(rows)).await.unwrap();
    for migration in new {
        db.execute(AssertSqlSafe(migration.sql.as_str().to_owned())).await.unwrap();
    }
    let texts = async |db: &mut sqlx::PgConnection, sql: &'static str| {
        sqlx::query_scalar::<_, String>(sql).fetch_all(db).await.unwrap()
    };
    let shared = texts(&mut db, "SELECT address FROM shared_opt_outs ORDER BY 1").await;
    assert_eq!(shared, ["15550100001", "15550100002"]);
    let own = texts(&mut db, "SELECT address FROM contacts WHERE opted_out = 'all'").await;
    assert_eq!(own, ["15550100003"], "an opt-out of an account with its own number stays there");
    let marketing = texts(&mut db, "SELECT address FROM contacts WHERE opted_out = 'marketing'").await;
    assert_eq!(marketing.len(), 3);
    let windows = texts(&mut db, "SELECT address FROM shared_threads WHERE kind = 'delivered' ORDER BY 1").await;
    assert_eq!(windows, ["15550100001", "15550100002"]);
    let numbers = texts(&mut db, "SELECT phone_number_id FROM whatsapp_numbers WHERE verified_at = updated_at").await;
    assert_eq!(numbers, ["42"], "a number in use stays active and is verified soon");
    db.execute("SET search_path TO public").await.unwrap();
    drop(db);
    app.finish().await;
}
