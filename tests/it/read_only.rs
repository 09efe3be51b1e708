//! A read-only Postgres, and reports that exhaust their connections.

use std::time::Duration;

use futures::future::join_all;
use reqwest::Method;
use serde_json::json;

use crate::harness::{TestApp, eventually, within};

#[tokio::test]
async fn a_read_only_database_is_unhealthy_until_writable_again() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    app.demote_database().await;
    let health = eventually("an unhealthy API", || async {
        let answer = alice.get("/health").await;
        (answer.status == 503 && answer.body["problems"][0] == "database_read_only").then_some(answer.body)
    })
    .await;
    assert_eq!((&health["status"], &health["database"]), (&json!("unhealthy"), &json!(false)));
    alice.get("/health/ready").await.expect(503);
    alice.get("/health/live").await.expect(200);
    let body = json!({"channel": "in_app", "to": "alice", "body": "hello"});
    for (path, body) in [("/v1/messages", body.clone()), ("/v1/conversations", json!({"name": "a group"}))] {
        let answer = alice.post(path, &body).await;
        assert_eq!(answer.headers["retry-after"], "1", "{path}");
        let problem = answer.problem(503, "unavailable");
        assert_eq!(problem["retryable"], true);
    }
    // Reads still work.
    alice.get("/v1/me").await.expect(200);
    // Open sessions stay read-only; only new ones accept writes.
    app.promote_database().await;
    eventually("a healthy API", || async { (alice.get("/health/ready").await.status == 200).then_some(()) }).await;
    eventually("an accepted message", || async {
        (alice.post("/v1/messages", &body).await.status == 202).then_some(())
    })
    .await;
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_result_of_a_send_survives_a_read_only_database() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    app.control(Method::PUT, "limits", &json!({"answer_delay_ms": 1500})).await;
    let message = alice.send("whatsapp", "+15550100001").await;
    let rollbacks = "SELECT xact_rollback FROM pg_stat_database WHERE datname = current_database()";
    let (_, ()) = tokio::join!(app.drain_jobs(), async {
        eventually("the call to the provider", || async {
            (app.simulated("requests?to=%2B15550100001").await.as_array()?.len() == 1).then_some(())
        })
        .await;
        let before = app.count(rollbacks).await;
        app.demote_database().await;
        // Writing the result fails repeatedly. Some attempts may use a terminated connection.
        within(Duration::from_secs(30), "a result that was refused twice", || async {
            let rollbacks = sqlx::query_scalar::<_, i64>(rollbacks).fetch_one(app.app.db.pool()).await;
            rollbacks.ok().filter(|now| *now >= before + 2)
        })
        .await;
        app.promote_database().await;
    });
    assert_eq!(alice.message(&message).await["status"], "sent");
    assert_eq!(app.simulated("requests?to=%2B15550100001").await.as_array().unwrap().len(), 1, "sent once");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn saturated_reports_do_not_delay_other_requests() {
    let app = TestApp::start().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let (one, other) = (alice.id().await, bob.id().await);
    let db = &app.app.db;
    // An account uses at most two of the three.
    let mut held = Vec::new();
    for account in [&one, &one] {
        held.push(db.reports(account.parse::<shared::ids::UserId>().unwrap().uuid()).await.unwrap());
    }
    let refused = join_all((0..4).map(|_| alice.get("/v1/credits/usage"))).await;
    for answer in refused {
        assert_eq!(answer.headers["retry-after"], "1");
        answer.problem(503, "busy");
    }
    bob.get("/v1/credits/usage").await.expect(200);
    held.push(db.reports(other.parse::<shared::ids::UserId>().unwrap().uuid()).await.unwrap());
    bob.get("/v1/messages?status=failed").await.problem(503, "busy");
    // Neither lookups nor writes wait for reports.
    for caller in [&alice, &bob] {
        caller.get("/v1/me").await.expect(200);
        caller.send("in_app", "alice").await;
    }
    drop(held);
    alice.get("/v1/credits/usage").await.expect(200);
    bob.get("/v1/messages?status=failed").await.expect(200);
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn a_slow_report_times_out_with_a_reason() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    // A lock that blocks readers: the report's own timeout ends its wait.
    let mut other = app.app.db.begin().await.unwrap();
    sqlx::query("LOCK TABLE messages IN ACCESS EXCLUSIVE MODE").execute(other.conn()).await.unwrap();
    let keep_alive = async {
        loop {
            sqlx::query("SELECT 1").execute(other.conn()).await.unwrap();
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    };
    let answer = tokio::select! {
        answer = alice.get("/v1/messages?status=failed") => answer,
        () = keep_alive => unreachable!("it never ends"),
    };
    let problem = answer.problem(503, "query_timeout");
    assert!(problem["detail"].as_str().unwrap().contains("Narrow"), "{problem}");
    other.rollback().await;
    app.finish().await;
}
