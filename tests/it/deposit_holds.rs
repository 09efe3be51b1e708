//! Money from a recent deposit is held before it can be transferred.

use chrono::TimeDelta;
use futures::future::join_all;
use serde_json::{Value, json};

use crate::distributions;
use crate::harness::{Answer, Caller, Options, TestApp, eventually};
use crate::recharges::{DEPOSITS, RECHARGES, act};

async fn start() -> TestApp {
    let env = [
        ("DEPOSIT_HOLD_HOURS", "72"),
        ("JWT_EXPIRATION_MINUTES", "1440"),
        ("MAX_CONCURRENT_REQUESTS_PER_ACCOUNT", "0"),
    ];
    let env = env.map(|(name, value)| (name, value.into())).into();
    TestApp::with(Options { env, ..Options::default() }).await
}

/// Orders a deposit and pays it; returns the id of its checkout.
async fn deposit(app: &TestApp, caller: &Caller<'_>, amount: &str) -> String {
    let answer = caller.post(DEPOSITS, &json!({"amount": amount})).await.expect(202);
    app.drain_jobs().await;
    let job = caller.get(&format!("/v1/jobs/{}", answer["job"]["id"].as_str().unwrap())).await.expect(200);
    let session = job["result"]["session_id"].as_str().unwrap().to_owned();
    act(app, &session, "pay", &json!({})).await;
    app.drain_jobs().await;
    session
}

async fn wallet(caller: &Caller<'_>) -> [Value; 2] {
    let mut wallet = caller.get("/v1/wallet").await.expect(200);
    [wallet["balance"].take(), wallet["available"].take()]
}

async fn pay(caller: &Caller<'_>, amount: &str) -> Answer {
    caller.post("/v1/transfers", &json!({"receiver": "bob", "amount": amount})).await
}

#[tokio::test]
async fn deposits_are_held_for_three_days() {
    let app = start().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    assert_eq!(wallet(&alice).await, ["0.00", "0.00"]);
    deposit(&app, &alice, "100.00").await;
    assert_eq!(wallet(&alice).await, ["100.00", "0.00"]);
    let refusal = pay(&alice, "1.00").await.problem(402, "funds_held");
    assert!(refusal["detail"].as_str().unwrap().starts_with("This takes 1.00; of your 100.00 you may send 0.00"));
    pay(&alice, "100.01").await.problem(402, "insufficient_funds");
    app.fund(&alice, 5_000).await;
    assert_eq!(wallet(&alice).await, ["150.00", "50.00"]);
    pay(&alice, "50.01").await.problem(402, "funds_held");
    pay(&alice, "50.00").await.expect(201);
    assert_eq!(
        (wallet(&alice).await, wallet(&bob).await),
        (["100.00", "0.00"].map(Value::from), ["50.00", "50.00"].map(Value::from))
    );

    // 71 hours later. The clock is not moved, since webhooks would be too old.
    let earlier = "UPDATE recharges SET paid_at = paid_at - interval '71 hours'";
    sqlx::query(earlier).execute(app.app.db.pool()).await.unwrap();
    deposit(&app, &alice, "10.00").await;
    pay(&alice, "1.00").await.problem(402, "funds_held");
    app.advance(TimeDelta::hours(1));
    assert_eq!(wallet(&alice).await, ["110.00", "100.00"], "the first is available, the second is held");
    pay(&alice, "100.00").await.expect(201);
    pay(&alice, "0.01").await.problem(402, "funds_held");
    app.finish().await;
}

#[tokio::test]
async fn returned_deposits_are_no_longer_held() {
    let app = start().await;
    let (alice, _bob) = (app.user("alice").await, app.user("bob").await);
    app.fund(&alice, 2_000).await;
    let session = deposit(&app, &alice, "100.00").await;
    assert_eq!(wallet(&alice).await, ["120.00", "20.00"]);
    act(&app, &session, "refund", &json!({"amount": 4000})).await;
    app.drain_jobs().await;
    assert_eq!(wallet(&alice).await, ["80.00", "0.00"], "a partial return blocks the whole balance");
    let disputed = act(&app, &session, "dispute", &json!({})).await;
    assert!(!disputed.is_empty());
    app.drain_jobs().await;
    assert_eq!(wallet(&alice).await, ["20.00", "0.00"], "the whole deposit was returned, and nothing else");
    release(&app.admin().await, &alice).await;
    assert_eq!(wallet(&alice).await, ["20.00", "20.00"]);
    pay(&alice, "20.00").await.expect(201);
    app.finish().await;
}

async fn release(admin: &Caller<'_>, caller: &Caller<'_>) {
    let path = format!("/v1/users/{}/clear-recharge-block", caller.id().await);
    admin.post(&path, &json!({})).await.expect(204);
}

/// Orders and pays credits; returns the checkout's id.
async fn recharge(app: &TestApp, caller: &Caller<'_>, credits: i64) -> String {
    let answer = caller.post(RECHARGES, &json!({"credits": credits})).await.expect(202);
    app.drain_jobs().await;
    let job = caller.get(&format!("/v1/jobs/{}", answer["job"]["id"].as_str().unwrap())).await.expect(200);
    let session = job["result"]["session_id"].as_str().unwrap().to_owned();
    act(app, &session, "pay", &json!({})).await;
    app.drain_jobs().await;
    session
}

#[tokio::test]
async fn a_disputed_payment_blocks_transfers() {
    let app = start().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    app.fund(&alice, 2_000).await;
    app.fund(&bob, 500).await;
    // A payment for credits, none of which are in the currency's wallet.
    let session = recharge(&app, &alice, 500).await;
    pay(&alice, "1.00").await.expect(201);
    act(&app, &session, "dispute", &json!({})).await;
    app.drain_jobs().await;
    let refusal = pay(&alice, "1.00").await.problem(403, "transfers_blocked");
    assert_eq!(refusal["retryable"], false);
    pay(&alice, "1000.00").await.problem(403, "transfers_blocked");
    assert_eq!(wallet(&alice).await, ["19.00", "0.00"]);
    let gift = json!({"receiver": "alice", "amount": "5.00"});
    bob.post("/v1/transfers", &gift).await.expect(201);
    pay(&alice, "5.00").await.problem(403, "transfers_blocked");
    // A won dispute does not lift the block: purchases and transfers stay blocked until an admin releases them.
    act(&app, &session, "win", &json!({})).await;
    app.drain_jobs().await;
    pay(&alice, "1.00").await.problem(403, "transfers_blocked");
    alice.post(RECHARGES, &json!({"credits": 500})).await.problem(403, "recharges_blocked");
    release(&app.admin().await, &alice).await;
    assert_eq!(wallet(&alice).await, ["24.00", "24.00"]);
    pay(&alice, "24.00").await.expect(201);
    alice.post(RECHARGES, &json!({"credits": 500})).await.expect(202);
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn a_disputed_payment_blocks_distributions() {
    let app = start().await;
    let admin = app.admin().await;
    let reseller = distributions::reseller(&app, &admin, 100).await;
    let item = distributions::to(&app.business_owner("shop", &reseller).await.id().await, 10);
    let session = recharge(&app, &reseller, 500).await;
    reseller.post(distributions::PATH, &item).await.expect(202);
    app.drain_jobs().await;
    act(&app, &session, "dispute", &json!({})).await;
    app.drain_jobs().await;
    let bulk = json!({"items": [item]});
    reseller.post(distributions::PATH, &item).await.problem(403, "transfers_blocked");
    reseller.post("/v1/credit-distributions/bulk", &bulk).await.problem(403, "transfers_blocked");
    reseller.post("/v1/credit-distributions/reclaim", &item).await.expect(202);
    app.drain_jobs().await;
    release(&admin, &reseller).await;
    reseller.post(distributions::PATH, &item).await.expect(202);
    app.drain_jobs().await;
    app.finish().await;
}

/// A transfer concurrent with the dispute's transaction waits for it and is refused.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transfer_precedes_the_dispute_or_is_refused() {
    let app = start().await;
    let (alice, _bob) = (app.user("alice").await, app.user("bob").await);
    let session = deposit(&app, &alice, "100.00").await;
    app.fund(&alice, 10_000).await;
    // A dispute's transaction before its commit: the wallet is locked, the block is written.
    let mut dispute = app.app.db.pool().begin().await.unwrap();
    let lock = "SELECT 1 FROM wallets WHERE asset <> 'CREDIT' FOR UPDATE";
    sqlx::query(lock).execute(&mut *dispute).await.unwrap();
    let block = "INSERT INTO recharge_blocks (user_id, recharge_id, created_at)
        SELECT user_id, id, now() FROM recharges WHERE session_id = $1";
    assert_eq!(sqlx::query(block).bind(&session).execute(&mut *dispute).await.unwrap().rows_affected(), 1);
    let commit = async {
        let waits =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        eventually("a blocked transfer", || async { (app.count(waits).await == 1).then_some(()) }).await;
        dispute.commit().await.unwrap();
    };
    let (paid, ()) = tokio::join!(pay(&alice, "50.00"), commit);
    paid.problem(403, "transfers_blocked");
    assert_eq!(wallet(&alice).await, ["200.00", "0.00"]);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_transfers_never_exceed_the_available_balance() {
    let app = start().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    deposit(&app, &alice, "100.00").await;
    app.fund(&alice, 5_000).await;
    let answers = join_all((0..20).map(|_| pay(&alice, "10.00"))).await;
    let paid = answers.iter().filter(|answer| answer.status == 201).count();
    for answer in answers.into_iter().filter(|answer| answer.status != 201) {
        answer.problem(402, "funds_held");
    }
    assert_eq!(paid, 5);
    assert_eq!(
        (wallet(&alice).await, wallet(&bob).await),
        (["100.00", "0.00"].map(Value::from), ["50.00", "50.00"].map(Value::from))
    );
    app.finish().await;
}
