//! Credits granted at sign-up pay for in-app messages only.

use chrono::{TimeDelta, Utc};
use futures::future::join_all;
use serde_json::{Value, json};
use shared::accounts::Role;
use sqlx::Executor;

use crate::harness::{Caller, OldDatabase, Options, TestApp};

/// A number that the simulator always refuses.
const REFUSED: &str = "+15550000026";

async fn start() -> TestApp {
    let no_limits = ["RATE_LIMIT_REQUESTS_PER_SECOND", "MAX_CONCURRENT_REQUESTS_PER_ACCOUNT"];
    let env =
        no_limits.map(|name| (name, "0".into())).into_iter().chain([("SIGNUP_CREDITS_FOR", "in_app".into())]).collect();
    TestApp::with(Options { env, ..Options::default() }).await
}

fn message(channel: &str, to: &str) -> Value {
    json!({"channel": channel, "to": to, "body": "hello"})
}

/// Balance, and how much of it is promotional.
async fn credits(caller: &Caller<'_>) -> (i64, i64) {
    let balance = caller.get("/v1/credits/balance").await.expect(200);
    (balance["balance"].as_i64().unwrap(), balance["promotional"].as_i64().unwrap())
}

#[tokio::test]
async fn sign_up_credits_pay_for_in_app_messages_only() {
    let app = start().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    assert_eq!(credits(&alice).await, (100, 100));
    let outside = message("whatsapp", "+15550100001");
    let refusal = alice.post("/v1/messages", &outside).await.problem(402, "insufficient_credits");
    let detail = "This costs 1; you have 100 (100 of them for in-app messages only).";
    assert_eq!(refusal["detail"], detail);
    let dry = alice.post("/v1/messages?dry_run=true", &outside).await.expect(200);
    assert_eq!((&dry["accepted"], &dry["refusals"][0]["message"]), (&json!(false), &json!(detail)));
    alice.send("in_app", "alice").await;
    assert_eq!(credits(&alice).await, (99, 99));

    admin.post("/v1/credits/mint", &json!({"user": "alice", "credits": 2})).await.expect(201);
    assert_eq!(credits(&alice).await, (101, 99));
    alice.send("whatsapp", "+15550100001").await;
    alice.send("whatsapp", REFUSED).await;
    assert_eq!(credits(&alice).await, (99, 99));
    alice.post("/v1/messages", &outside).await.problem(402, "insufficient_credits");
    app.drain_jobs().await;
    assert_eq!(credits(&alice).await, (100, 99), "a refund gives back what was charged");
    app.finish().await;
}

#[tokio::test]
async fn a_refund_restores_the_kind_of_each_credit() {
    let app = start().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    let later = json!({"channel": "in_app", "to": "alice", "body": "x", "send_at": Utc::now() + TimeDelta::hours(1)});
    let waits = alice.post("/v1/messages", &later).await.expect(202)["message"].take();
    assert_eq!(credits(&alice).await, (99, 99));
    admin.post("/v1/credits/mint", &json!({"user": "alice", "credits": 5})).await.expect(201);
    let cancel = format!("/v1/messages/{}/cancel", waits["id"].as_str().unwrap());
    alice.post(&cancel, &json!({})).await.expect(200);
    assert_eq!(credits(&alice).await, (105, 100));
    app.finish().await;
}

#[tokio::test]
async fn promotional_credits_cannot_be_transferred() {
    let app = start().await;
    let (seller, shop, admin) = (app.user("seller").await, app.user("shop").await, app.admin().await);
    let (seller_id, shop_id) = (seller.id().await, shop.id().await);
    admin.patch(&format!("/v1/users/{seller_id}"), &json!({"role": "reseller"})).await.expect(200);
    let place = json!({"role": "business_owner", "parent_id": seller_id});
    admin.patch(&format!("/v1/users/{shop_id}"), &place).await.expect(200);
    let gift = |credits: i64| json!({"business_owner_id": shop_id, "credits": credits});

    seller.post("/v1/credit-distributions", &gift(1)).await.problem(402, "insufficient_credits");
    admin.post("/v1/credits/mint", &json!({"user": "seller", "credits": 20})).await.expect(201);
    seller.post("/v1/credit-distributions", &gift(21)).await.problem(402, "insufficient_credits");
    seller.post("/v1/credit-distributions", &gift(20)).await.expect(202);
    app.drain_jobs().await;
    assert_eq!((credits(&seller).await, credits(&shop).await), ((100, 100), (120, 100)));

    // Accepted with sufficient credits, which external sends spend before the job runs.
    let first = seller.post("/v1/credit-distributions/reclaim", &gift(20)).await.expect(202);
    shop.send("whatsapp", "+15550100001").await;
    app.drain_jobs().await;
    let job = seller.get(&format!("/v1/jobs/{}", first["job"]["id"].as_str().unwrap())).await.expect(200);
    assert_eq!((&job["state"], &job["error"]["code"]), (&json!("failed"), &json!("insufficient_credits")));
    seller.post("/v1/credit-distributions/reclaim", &gift(20)).await.problem(402, "insufficient_credits");
    seller.post("/v1/credit-distributions/reclaim", &gift(19)).await.expect(202);
    app.drain_jobs().await;
    assert_eq!((credits(&seller).await, credits(&shop).await), ((119, 100), (100, 100)));
    app.finish().await;
}

/// 120 in-app and 120 WhatsApp messages at once, with 50 promotional and 30 other credits, while an admin mints 20.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_external_sends_never_spend_promotional_credits() {
    let app = start().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    for _ in 0..50 {
        alice.send("in_app", "alice").await;
    }
    admin.post("/v1/credits/mint", &json!({"user": "alice", "credits": 30})).await.expect(201);
    assert_eq!(credits(&alice).await, (80, 50));
    let sends = (0..240).map(async |number| {
        let body = if number % 2 == 0 { message("in_app", "alice") } else { message("whatsapp", REFUSED) };
        let answer = alice.post("/v1/messages", &body).await;
        assert!([202, 402].contains(&answer.status), "{}: {}", answer.status, answer.body);
        (number % 2 == 1, answer.status == 202)
    });
    let mints = (0..20).map(async |_| {
        admin.post("/v1/credits/mint", &json!({"user": "alice", "credits": 1})).await.expect(201);
    });
    let (sent, _) = tokio::join!(join_all(sends), join_all(mints));
    let accepted = |outside: bool| sent.iter().filter(|it| **it == (outside, true)).count() as i64;
    let (inside, outside) = (accepted(false), accepted(true));
    assert!(outside <= 50, "{outside}");
    assert_eq!(credits(&alice).await, (100 - inside - outside, (50 - inside).max(0)));
    let for_nothing = "SELECT count(*) FROM transfers t JOIN messages m ON m.id = t.reference
        WHERE t.kind = 'charge' AND t.promotional > 0 AND m.channel <> 'in_app'";
    assert_eq!(app.count(for_nothing).await, 0);
    app.drain_jobs().await;
    assert_eq!(credits(&alice).await, (100 - inside, (50 - inside).max(0)), "all external charges were refunded");
    app.finish().await;
}

#[tokio::test]
async fn unrestricted_sign_up_credits_pay_for_everything() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    assert_eq!(credits(&alice).await, (100, 0));
    alice.send("whatsapp", "+15550100001").await;
    // Granted while sign-up credits were promotional: spent last.
    sqlx::query("UPDATE wallets SET promotional = 98").execute(app.app.db.pool()).await.unwrap();
    alice.send("whatsapp", "+15550100001").await;
    assert_eq!(credits(&alice).await, (98, 98));
    alice.send("whatsapp", "+15550100001").await;
    assert_eq!(credits(&alice).await, (97, 97));
    app.drain_jobs().await;
    app.abandon().await;
}

#[tokio::test]
async fn messages_to_suspended_users_are_not_charged() {
    let app = TestApp::start().await;
    let (alice, bob, admin) = (app.user("alice").await, app.user("bob").await, app.admin().await);
    let id = bob.id().await;
    admin.patch(&format!("/v1/users/{id}"), &json!({"status": "suspended"})).await.expect(200);
    for to in ["bob", "BOB", &id] {
        alice.post("/v1/messages", &message("in_app", to)).await.problem(422, "recipient_not_found");
    }
    alice.post("/v1/conversations", &json!({"participants": ["bob"]})).await.problem(422, "participant_not_found");
    assert_eq!(alice.balance().await, 100);
    admin.patch(&format!("/v1/users/{id}"), &json!({"status": "active"})).await.expect(200);
    alice.send("in_app", "bob").await;
    app.drain_jobs().await;
    app.finish().await;
}

/// The migration number at which promotional credits were introduced.
const INTRODUCED: i64 = 31;

#[tokio::test]
async fn the_remainder_of_earlier_grants_becomes_promotional() {
    let mut old = OldDatabase::before(INTRODUCED).await;
    let before = "
        CREATE FUNCTION pg_temp.account(number int) RETURNS uuid LANGUAGE sql AS
            $$ SELECT lpad(to_hex(number), 32, '0')::uuid $$;
        INSERT INTO users (id, username, password_hash, role, created_at)
            SELECT pg_temp.account(100 + n), 'user_' || n, '', 'user', now() FROM generate_series(1, 3) n;
        INSERT INTO wallets (id, user_id, asset, balance, entries, created_at)
            VALUES (pg_temp.account(201), pg_temp.account(101), 'CREDIT', 99, 2, now()),
                (pg_temp.account(202), pg_temp.account(102), 'CREDIT', 150, 2, now()),
                (pg_temp.account(203), pg_temp.account(103), 'CREDIT', 0, 0, now());
        INSERT INTO transfers (id, kind, reference, asset, amount, from_account, from_entry, from_balance, to_account, to_entry, to_balance, created_at)
            VALUES (pg_temp.account(301), 'grant', pg_temp.account(101), 'CREDIT', 100, pg_temp.account(1), NULL, NULL, pg_temp.account(201), 1, 100, now()),
                (pg_temp.account(302), 'charge', pg_temp.account(401), 'CREDIT', 1, pg_temp.account(201), 2, 99, pg_temp.account(2), NULL, NULL, now()),
                (pg_temp.account(303), 'grant', pg_temp.account(102), 'CREDIT', 100, pg_temp.account(1), NULL, NULL, pg_temp.account(202), 1, 100, now()),
                (pg_temp.account(304), 'mint', pg_temp.account(304), 'CREDIT', 50, pg_temp.account(1), NULL, NULL, pg_temp.account(202), 2, 150, now());";
    old.connection.execute(before).await.unwrap();
    old.migrate().await;
    let wallets: Vec<(String, i64, i64)> = sqlx::query_as(
        "SELECT username, balance, promotional FROM wallets JOIN users ON users.id = user_id ORDER BY username",
    )
    .fetch_all(&mut old.connection)
    .await
    .unwrap();
    let expected = [("user_1", 99, 99), ("user_2", 150, 0), ("user_3", 0, 0)];
    assert_eq!(wallets, expected.map(|(name, balance, promotional)| (name.to_owned(), balance, promotional)));
    for asset in shared::ledger::prove(&mut old.connection, true).await.unwrap() {
        assert!(asset.holds(), "{asset:?}");
    }
    old.drop().await;
}

#[tokio::test]
async fn a_role_change_keeps_credits_promotional() {
    let app = start().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    let reseller = app.user_with_role("reseller", Role::Reseller).await;
    assert_eq!(credits(&reseller).await, (0, 0));
    let path = format!("/v1/users/{}", alice.id().await);
    admin.patch(&path, &json!({"role": "reseller"})).await.expect(200);
    assert_eq!(credits(&alice).await, (100, 100));
    alice.post("/v1/messages", &message("whatsapp", "+15550100001")).await.problem(402, "insufficient_credits");
    app.finish().await;
}
