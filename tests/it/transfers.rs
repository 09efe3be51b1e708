//! Transfers of money between users.

use chrono::TimeDelta;
use futures::stream::{self, StreamExt};
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, Caller, Options, TestApp, eventually};

async fn pay(caller: &Caller<'_>, receiver: &str, amount: &str) -> Answer {
    caller.post("/v1/transfers", &json!({"receiver": receiver, "amount": amount})).await
}

async fn wallet(caller: &Caller<'_>) -> String {
    let wallet = caller.get("/v1/wallet").await.expect(200);
    assert_eq!(wallet["currency"], "USD");
    wallet["balance"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn transfers_move_money_immediately() {
    let app = TestApp::start().await;
    let (alice, bob, carol) = (app.user("alice").await, app.user("bob").await, app.user("carol").await);
    assert_eq!(wallet(&alice).await, "0.00", "a wallet that does not exist yet");
    pay(&alice, "bob", "0.01").await.problem(402, "insufficient_funds");
    app.fund(&alice, 25_075).await;
    let body = json!({"receiver": "bob", "amount": "100.50", "note": "Lunch", "sender": "carol"});
    let done = alice.post_once("/v1/transfers", "a key", &body).await.expect(201);
    let (alice_id, bob_id) = (alice.id().await, bob.id().await);
    assert_eq!(done["sender"], json!({"id": alice_id, "username": "alice"}));
    assert_eq!(done["receiver"], json!({"id": bob_id, "username": "bob"}));
    assert_eq!((&done["amount"], &done["currency"], &done["note"]), (&json!("100.50"), &json!("USD"), &json!("Lunch")));
    let again = alice.post_once("/v1/transfers", "a key", &body).await;
    assert_eq!(again.headers["idempotent-replayed"], "true");
    assert_eq!(again.expect(201), done);
    assert_eq!((wallet(&alice).await, wallet(&bob).await), ("150.25".into(), "100.50".into()));
    alice.post("/v1/transfers", &json!({"receiver": bob_id, "amount": 50.25})).await.expect(201);
    pay(&bob, "ALICE", "0.75").await.expect(201);
    pay(&bob, "alice", "150.01").await.problem(402, "insufficient_funds");

    let path = format!("/v1/transfers/{}", done["id"].as_str().unwrap());
    for party in [&alice, &bob] {
        assert_eq!(party.get(&path).await.expect(200), done);
    }
    carol.get(&path).await.problem(404, "not_found");
    let amounts = async |caller: &Caller<'_>, query: &str| {
        let page = caller.get(&format!("/v1/transfers{query}")).await.expect(200);
        page["data"].as_array().unwrap().iter().map(|it| it["amount"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(amounts(&alice, "").await, ["0.75", "50.25", "100.50"]);
    assert_eq!(amounts(&alice, "?direction=sent").await, ["50.25", "100.50"]);
    assert_eq!(amounts(&alice, "?direction=received").await, ["0.75"]);
    assert_eq!(amounts(&carol, "").await, [] as [String; 0]);
    let page = alice.get("/v1/transfers?limit=2").await.expect(200);
    let next = format!("?limit=2&cursor={}", page["next_cursor"].as_str().unwrap());
    assert_eq!(amounts(&alice, &next).await, ["100.50"]);

    let statement = bob.get("/v1/wallet/transactions").await.expect(200);
    let rows: Vec<_> =
        statement["data"].as_array().unwrap().iter().map(|it| (&it["amount"], &it["balance_after"])).collect();
    assert_eq!(rows[0], (&json!("-0.75"), &json!("150.00")));
    assert_eq!(
        (&statement["data"][2]["kind"], &statement["data"][2]["counterparty"]),
        (&json!("transfer"), &json!("alice"))
    );
    eventually("the event", || async {
        let events = bob.get("/v1/events?limit=100").await.expect(200);
        let last = events["data"].as_array().unwrap().last()?;
        (last["type"] == "wallet.balance_changed" && last["data"]["amount"] == "-0.75").then_some(())
    })
    .await;
    assert_eq!((alice.balance().await, bob.balance().await), (100, 100), "credits are separate");
    app.finish().await;
}

#[tokio::test]
async fn amounts_are_exact_to_the_cent_or_refused() {
    let app = TestApp::start().await;
    let (alice, _bob) = (app.user("alice").await, app.user("bob").await);
    app.fund(&alice, 100_000).await;
    let send = async |amount: &str| {
        let body = format!(r#"{{"receiver": "bob", "amount": {amount}}}"#);
        let request = alice.request(Method::POST, "/v1/transfers").header("content-type", "application/json");
        alice.call(request.body(body)).await
    };
    for (amount, shown) in [
        ("100.50", "100.50"),
        (r#""100.50""#, "100.50"),
        ("1e2", "100.00"),
        (r#""1e2""#, "100.00"),
        ("0.01", "0.01"),
        ("0.29", "0.29"),
        ("1.10", "1.10"),
        ("7", "7.00"),
    ] {
        assert_eq!(send(amount).await.expect(201)["amount"], shown, "{amount}");
    }
    for amount in
        ["1.001", r#""1.001""#, r#""NaN""#, "1e30", r#""1e30""#, "-5", "0", "0.00", "null", "true", r#""""#, "[]"]
    {
        let problem = send(amount).await.problem(422, "validation_failed");
        assert_eq!(problem["errors"][0]["field"], "amount", "{amount}: {problem}");
    }
    send("NaN").await.problem(400, "malformed_json");
    let missing = alice.post("/v1/transfers", &json!({"receiver": "bob"})).await.problem(422, "validation_failed");
    assert_eq!(missing["errors"][0]["field"], "amount");
    assert_eq!(wallet(&alice).await, "590.60");
    app.finish().await;
}

#[tokio::test]
async fn limits_and_receivers_are_checked() {
    let env = vec![("TRANSFER_LIMIT", "100".into()), ("TRANSFER_DAILY_LIMIT", "150.00".into())];
    let env = env.into_iter().chain([("JWT_EXPIRATION_MINUTES", "1440".into())]).collect();
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let (alice, bob, admin) = (app.user("alice").await, app.user("bob").await, app.admin().await);
    app.fund(&alice, 100_000).await;
    let problem = pay(&alice, "bob", "100.01").await.problem(422, "transfer_limit_exceeded");
    assert_eq!(problem["errors"][0]["field"], "amount");
    pay(&alice, "alice", "1").await.problem(422, "transfer_to_yourself");
    pay(&alice, "nobody", "1").await.problem(422, "receiver_not_found");
    pay(&alice, "bob", "100").await.expect(201);
    let limited = pay(&alice, "bob", "50.01").await;
    let wait: i64 = limited.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=24 * 60 * 60).contains(&wait), "{wait}");
    let problem = limited.problem(429, "transfer_daily_limit_exceeded");
    assert!(problem["detail"].as_str().unwrap().contains("50.00"), "{problem}");
    pay(&alice, "bob", "50").await.expect(201);
    pay(&alice, "bob", "0.01").await.problem(429, "transfer_daily_limit_exceeded");
    pay(&bob, "alice", "1").await.expect(201);
    app.advance(TimeDelta::seconds(wait));
    pay(&alice, "bob", "100").await.expect(201);
    let path = format!("/v1/users/{}", bob.id().await);
    app.log_in("the_admin").await.patch(&path, &json!({"status": "suspended"})).await.expect(200);
    drop(admin);
    pay(&alice, "bob", "1").await.problem(422, "receiver_not_found");
    pay(&bob, "alice", "1").await.problem(401, "unauthenticated");
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn crossing_transfers_neither_deadlock_nor_lose_a_cent() {
    let app =
        TestApp::with(Options { env: vec![("RATE_LIMIT_REQUESTS_PER_SECOND", "0".into())], ..Options::default() })
            .await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    // Bob's wallet is created by the first transfer to it.
    app.fund(&alice, 1_000).await;
    let answers: Vec<Answer> = stream::iter(0..200)
        .map(|number| {
            let (alice, bob) = (&alice, &bob);
            async move {
                let amount = format!("0.{:02}", 10 + number % 90);
                if number % 2 == 0 { pay(alice, "bob", &amount).await } else { pay(bob, "alice", &amount).await }
            }
        })
        .buffer_unordered(20)
        .collect()
        .await;
    let wrong: Vec<_> =
        answers.iter().filter(|it| it.status != 201 && it.body["code"] != "insufficient_funds").collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let done = answers.iter().filter(|it| it.status == 201).count();
    assert!(done > 20, "{done}");
    assert_eq!(app.count("SELECT count(*) FROM transfers WHERE kind = 'transfer'").await, done as i64);
    assert_eq!(app.count("SELECT sum(balance)::bigint FROM wallets WHERE asset = 'USD'").await, 1_000);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_transfers_stay_within_the_daily_limit() {
    let env = vec![("TRANSFER_DAILY_LIMIT", "10.00".into())];
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let (alice, _bob) = (app.user("alice").await, app.user("bob").await);
    app.fund(&alice, 100_000).await;
    let answers: Vec<Answer> =
        stream::iter(0..30).map(|_| pay(&alice, "bob", "1")).buffer_unordered(15).collect().await;
    assert_eq!(answers.iter().filter(|it| it.status == 201).count(), 10);
    assert!(answers.iter().all(|it| [201, 429].contains(&it.status)), "{answers:?}");
    assert_eq!(wallet(&alice).await, "990.00");
    app.finish().await;
}

#[tokio::test]
async fn the_proof_names_each_discrepancy() {
    let app = TestApp::start().await;
    let (alice, _bob, admin) = (app.user("alice").await, app.user("bob").await, app.admin().await);
    app.fund(&alice, 1_000).await;
    let paid = pay(&alice, "bob", "1").await.expect(201);
    let proof = admin.get("/v1/ledger/proof").await.expect(200);
    let assets: Vec<_> = proof["assets"].as_array().unwrap().iter().map(|it| (&it["asset"], &it["sum"])).collect();
    assert_eq!(assets, [(&json!("CREDIT"), &json!(0)), (&json!("USD"), &json!(0))]);
    let damage = "ALTER TABLE transfers DISABLE TRIGGER transfers_immutable;
        UPDATE transfers SET from_balance = from_balance + 1 WHERE kind = 'transfer';
        INSERT INTO transfers (id, kind, reference, asset, amount, from_account, to_account, created_at)
        SELECT gen_random_uuid(), 'refund', id, 'USD', 1, '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000003', now()
        FROM transfers WHERE kind = 'funding'";
    sqlx::raw_sql(damage).execute(app.app.db.pool()).await.unwrap();
    let proof = admin.get("/v1/ledger/proof").await.expect(200);
    assert_eq!(proof["holds"], false);
    let mismatch: &Value = &proof["assets"][1]["mismatched"][0];
    assert_eq!((&mismatch["transfer_id"], &mismatch["user_id"]), (&paid["id"], &json!(alice.id().await)));
    assert_eq!((&proof["wrong_refunds"], proof["refunds"].as_array().unwrap().len()), (&json!(1), 1));
    app.abandon().await;
}
