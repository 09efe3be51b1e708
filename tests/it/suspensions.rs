//! Suspension of users: dependent accounts and pending work.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::json;
use shared::accounts::Role;

use crate::harness::TestApp;
use crate::user_management::{log_in, new, path_of};

#[tokio::test]
async fn suspending_a_reseller_suspends_its_business_owners_until_reactivation() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let reseller = app.user_with_role("reseller", Role::Reseller).await;
    let own = format!("/v1/resellers/{}/business-owners", reseller.id().await);
    let (shop, closed) = (app.business_owner("shop", &reseller).await, app.business_owner("closed", &reseller).await);
    let key = app.program(&shop.key(&["read"]).await);
    let path_of_shop = format!("{own}/{}", shop.id().await);
    let path_of_closed = format!("{own}/{}", closed.id().await);
    reseller.patch(&path_of_closed, &json!({"status": "suspended"})).await.expect(200);
    let path = path_of(&reseller).await;
    admin.patch(&path, &json!({"status": "suspended"})).await.expect(200);
    key.get("/v1/me").await.problem(401, "unauthenticated");
    for name in ["reseller", "shop", "closed"] {
        assert_eq!(log_in(&app, name).await, 401, "{name}");
    }
    reseller.patch(&path_of_shop, &json!({"status": "active"})).await.problem(401, "unauthenticated");
    admin.patch(&path_of_shop, &json!({"status": "active"})).await.problem(409, "reseller_suspended");
    admin.post(&own, &new("late", &json!({}))).await.problem(409, "reseller_suspended");
    // Reactivation affects only accounts suspended with the reseller.
    admin.patch(&path, &json!({"status": "active"})).await.expect(200);
    key.get("/v1/me").await.expect(200);
    let logins = [log_in(&app, "reseller").await, log_in(&app, "shop").await, log_in(&app, "closed").await];
    assert_eq!(logins, [200, 200, 401]);
    reseller.get("/v1/me").await.problem(401, "unauthenticated");
    let reseller = app.log_in("reseller").await;
    // A reseller can undo its own suspensions, not those by an admin.
    reseller.patch(&path_of_closed, &json!({"status": "active"})).await.expect(200);
    admin.patch(&path_of_closed, &json!({"status": "suspended"})).await.expect(200);
    reseller.patch(&path_of_closed, &json!({"status": "active"})).await.problem(409, "suspended_by_admin");
    reseller.patch(&path_of_shop, &json!({"status": "suspended"})).await.expect(200);
    admin.patch(&path_of_shop, &json!({"status": "suspended"})).await.expect(200);
    reseller.patch(&path_of_shop, &json!({"status": "active"})).await.problem(409, "suspended_by_admin");
    admin.patch(&path_of_shop, &json!({"status": "active"})).await.expect(200);
    assert_eq!(log_in(&app, "shop").await, 200);
    app.drain_jobs().await;
    app.finish().await;
}

/// Keeps owned jobs from being claimed: they wait and are not sent.
async fn keep_waiting(app: &TestApp) {
    sqlx::query("UPDATE jobs SET run_at = run_at + interval '1 day', enqueued_at = NULL WHERE owner_id IS NOT NULL")
        .execute(app.app.db.pool())
        .await
        .unwrap();
}

#[tokio::test]
async fn suspension_cancels_and_refunds_waiting_jobs() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let reseller = app.user_with_role("reseller", Role::Reseller).await;
    let (shop, alice) = (app.business_owner("shop", &reseller).await, app.user("alice").await);
    for user in ["reseller", "shop"] {
        admin.post("/v1/credits/mint", &json!({"user": user, "credits": 200})).await.expect(201);
    }
    let ahead = app.app.clock.now() + TimeDelta::days(30);
    let later = json!({"channel": "in_app", "to": "alice", "body": "later", "send_at": ahead});
    for sender in [&reseller, &shop, &alice] {
        sender.post("/v1/messages", &later).await.expect(202);
    }
    // More than one batch.
    for _ in 0..101 {
        shop.send("whatsapp", "+15550100001").await;
    }
    assert_eq!(shop.balance().await, 98);
    admin.patch(&path_of(&reseller).await, &json!({"status": "suspended"})).await.expect(200);
    assert_eq!(app.count("SELECT count(*) FROM jobs WHERE kind = 'accounts.withdraw_work'").await, 1);
    keep_waiting(&app).await;
    app.drain_jobs().await;
    let states = "SELECT count(*) FROM jobs WHERE owner_id IS NOT NULL AND state = 'cancelled'";
    assert_eq!(app.count(states).await, 103);
    let balances = "SELECT count(*) FROM wallets JOIN users ON users.id = user_id
        WHERE username IN ('reseller', 'shop') AND balance = 200";
    assert_eq!(app.count(balances).await, 2);
    assert_eq!(
        (alice.balance().await, alice.get("/v1/jobs?state=queued").await.expect(200)["data"].as_array().unwrap().len()),
        (99, 1)
    );
    let job = alice.get("/v1/jobs").await.expect(200)["data"][0]["id"].as_str().unwrap().to_owned();
    alice.call(alice.request(Method::POST, &format!("/v1/jobs/{job}/cancel"))).await.expect(200);
    app.finish().await;
}

#[tokio::test]
async fn uncertain_sends_of_a_suspended_user_are_cancelled_later() {
    let app = TestApp::for_a_day().await;
    let (admin, alice) = (app.admin().await, app.user("alice").await);
    alice.send("whatsapp", "+15550100001").await;
    alice.send("whatsapp", "+15550100001").await;
    keep_waiting(&app).await;
    let mark = "UPDATE messages SET sending_at = now() WHERE id = (SELECT min(id::text)::uuid FROM messages)";
    sqlx::query(mark).execute(app.app.db.pool()).await.unwrap();
    admin.patch(&path_of(&alice).await, &json!({"status": "suspended"})).await.expect(200);
    app.drain_jobs().await;
    let withdrawn = "SELECT count(*) FROM messages WHERE status = 'cancelled'";
    assert_eq!(app.count(withdrawn).await, 1);
    sqlx::query("UPDATE messages SET sending_at = NULL").execute(app.app.db.pool()).await.unwrap();
    app.advance(TimeDelta::seconds(16));
    app.drain_jobs().await;
    assert_eq!(app.count(withdrawn).await, 2);
    app.finish().await;
}

#[tokio::test]
async fn reactivated_users_keep_their_waiting_jobs() {
    let app = TestApp::start().await;
    let (admin, alice) = (app.admin().await, app.user("alice").await);
    alice.send("in_app", "alice").await;
    keep_waiting(&app).await;
    let path = path_of(&alice).await;
    for status in ["suspended", "active"] {
        admin.patch(&path, &json!({"status": status})).await.expect(200);
    }
    app.drain_jobs().await;
    assert_eq!(app.count("SELECT count(*) FROM messages WHERE status = 'queued'").await, 1);
    sqlx::query("UPDATE jobs SET run_at = created_at").execute(app.app.db.pool()).await.unwrap();
    app.drain_jobs().await;
    app.finish().await;
}
