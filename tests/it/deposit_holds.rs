//! Money from a fresh deposit is held before it can be sent on.

use chrono::TimeDelta;
use futures::future::join_all;
use serde_json::{Value, json};

use crate::harness::{Answer, Caller, Options, TestApp};
use crate::recharges::{DEPOSITS, act};

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
async fn fresh_money_stays_for_three_days() {
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

    // 71 hours later, but for the clock: a webhook would be too old by it.
    let earlier = "UPDATE recharges SET paid_at = paid_at - interval '71 hours'";
    sqlx::query(earlier).execute(app.app.db.pool()).await.unwrap();
    deposit(&app, &alice, "10.00").await;
    pay(&alice, "1.00").await.problem(402, "funds_held");
    app.advance(TimeDelta::hours(1));
    assert_eq!(wallet(&alice).await, ["110.00", "100.00"], "the first is free, the second is not");
    pay(&alice, "100.00").await.expect(201);
    pay(&alice, "0.01").await.problem(402, "funds_held");
    app.finish().await;
}

#[tokio::test]
async fn what_goes_back_is_held_no_longer() {
    let app = start().await;
    let (alice, _bob) = (app.user("alice").await, app.user("bob").await);
    app.fund(&alice, 2_000).await;
    let session = deposit(&app, &alice, "100.00").await;
    assert_eq!(wallet(&alice).await, ["120.00", "20.00"]);
    act(&app, &session, "refund", &json!({"amount": 4000})).await;
    app.drain_jobs().await;
    assert_eq!(wallet(&alice).await, ["80.00", "20.00"]);
    let disputed = act(&app, &session, "dispute", &json!({})).await;
    assert!(!disputed.is_empty());
    app.drain_jobs().await;
    assert_eq!(wallet(&alice).await, ["20.00", "20.00"], "all of the deposit went back, and nothing else");
    pay(&alice, "20.00").await.expect(201);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_at_once_send_no_more_than_is_available() {
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
