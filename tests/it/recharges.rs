//! Buying credits and depositing money.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};
use shared::ids::UserId;
use shared::ledger;

use crate::harness::{Caller, Options, TestApp, eventually};

pub(super) const RECHARGES: &str = "/v1/credits/recharges";
pub(super) const DEPOSITS: &str = "/v1/wallet/deposits";

/// Orders credits and runs the job that creates the page; returns the checkout's id.
pub(super) async fn ordered(app: &TestApp, caller: &Caller<'_>, credits: i64) -> String {
    let answer = caller.post(RECHARGES, &json!({"credits": credits})).await.expect(202);
    app.drain_jobs().await;
    let job = caller.get(&format!("/v1/jobs/{}", answer["job"]["id"].as_str().unwrap())).await.expect(200);
    assert_eq!(job["state"], "succeeded", "{job}");
    job["result"]["session_id"].as_str().unwrap().to_owned()
}

/// Performs an action on the page or the payment; its events are delivered `times` times. Returns their ids.
pub(super) async fn act(app: &TestApp, session: &str, action: &str, how: &Value) -> Vec<String> {
    events(&app.stripe(Method::POST, &format!("sessions/{session}/{action}"), how).await)
}

/// The ids of the events that an action caused.
pub(super) fn events(answer: &Value) -> Vec<String> {
    answer["events"].as_array().unwrap().iter().map(|event| event["id"].as_str().unwrap().to_owned()).collect()
}

pub(super) async fn newest(caller: &Caller<'_>, list: &str) -> Value {
    caller.get(list).await.expect(200)["data"][0].take()
}

#[tokio::test]
async fn a_paid_recharge_adds_credits() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let answer = alice.post_once(RECHARGES, "buy", &json!({"credits": 500})).await;
    let job = answer.headers["location"].to_str().unwrap().to_owned();
    let body = answer.expect(202);
    let recharge = &body["recharge"];
    assert_eq!(job, format!("/v1/jobs/{}", body["job"]["id"].as_str().unwrap()));
    assert_eq!((&body["job"]["kind"], &recharge["job_id"]), (&json!("stripe.create_checkout"), &body["job"]["id"]));
    let expected = json!({
        "id": recharge["id"], "credits": 500, "amount": "50.00", "currency": "USD", "status": "pending",
        "checkout_url": null, "job_id": body["job"]["id"], "refunded": "0.00", "shortfall": 0,
        "created_at": recharge["created_at"],
    });
    assert_eq!(*recharge, expected);
    assert!(recharge["id"].as_str().unwrap().starts_with("rch_"));
    let again = alice.post_once(RECHARGES, "buy", &json!({"credits": 500})).await;
    assert_eq!(again.headers["location"].to_str().unwrap(), job);
    assert_eq!(again.expect(202), body);
    app.drain_jobs().await;
    let done = alice.get(&job).await.expect(200);
    let url = done["result"]["checkout_url"].as_str().unwrap();
    let page = app.http.get(url).send().await.unwrap();
    assert!(page.status().is_success() && page.text().await.unwrap().contains("Simulated checkout"));
    assert_eq!(newest(&alice, RECHARGES).await["checkout_url"], url);
    assert_eq!(alice.balance().await, 100, "nothing is paid yet");
    act(&app, done["result"]["session_id"].as_str().unwrap(), "pay", &json!({})).await;
    app.drain_jobs().await;
    assert_eq!(alice.balance().await, 600);
    assert_eq!(alice.statement().await, ["recharge", "grant"]);
    let row = newest(&alice, "/v1/credits/transactions").await;
    assert_eq!((&row["reference"], &row["counterparty"]), (&recharge["id"], &json!("issuer")));
    assert_eq!(newest(&alice, RECHARGES).await["status"], "paid");
    assert_eq!(app.user("bob").await.get(RECHARGES).await.expect(200)["data"], json!([]), "other users do not see it");
    let paid = eventually("the event", || async {
        let events = alice.get("/v1/events?limit=100").await.expect(200);
        events["data"].as_array().unwrap().iter().find(|event| event["type"] == "recharge.paid").cloned()
    })
    .await;
    assert_eq!(paid["data"]["id"], recharge["id"]);
    app.finish().await;
}

#[tokio::test]
async fn unpaid_checkouts_add_no_credits() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    for (actions, status, balance) in [
        (&["decline"][..], "pending", 100),
        (&["decline", "pay"], "paid", 600),
        (&["pay_later"], "pending", 600),
        (&["pay_later", "fail"], "failed", 600),
        (&["pay_later", "succeed"], "paid", 1100),
        (&["expire"], "expired", 1100),
    ] {
        let session = ordered(&app, &alice, 500).await;
        for action in actions {
            act(&app, &session, action, &json!({})).await;
            app.drain_jobs().await;
        }
        assert_eq!(newest(&alice, RECHARGES).await["status"], status, "{actions:?}");
        assert_eq!(alice.balance().await, balance, "{actions:?}");
    }
    app.finish().await;
}

#[tokio::test]
async fn a_paid_deposit_adds_money_to_the_wallet() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let id: UserId = alice.id().await.parse().unwrap();
    let held = async || ledger::balance(app.app.db.pool(), id, "USD").await.unwrap();
    for (amount, total) in [(json!("100.50"), 10_050), (json!(0.57), 10_107), (json!(1e2), 20_107)] {
        let answer = alice.post(DEPOSITS, &json!({"amount": amount})).await.expect(202);
        assert!(answer["deposit"].get("credits").is_none());
        app.drain_jobs().await;
        let job = alice.get(&format!("/v1/jobs/{}", answer["job"]["id"].as_str().unwrap())).await.expect(200);
        act(&app, job["result"]["session_id"].as_str().unwrap(), "pay", &json!({"deliver": 3})).await;
        app.drain_jobs().await;
        assert_eq!(held().await, Some(total), "{amount}");
    }
    let newest = newest(&alice, DEPOSITS).await;
    assert_eq!(
        (&newest["amount"], &newest["status"], &newest["currency"]),
        (&json!("100.00"), &json!("paid"), &json!("USD"))
    );
    assert_eq!(alice.get(RECHARGES).await.expect(200)["data"], json!([]));
    assert_eq!(alice.balance().await, 100, "credits are separate");
    let sessions = app.stripe(Method::GET, "sessions", &json!({})).await;
    act(&app, sessions["data"][0]["id"].as_str().unwrap(), "refund", &json!({"amount": 1001})).await;
    app.drain_jobs().await;
    assert_eq!(held().await, Some(19_106));
    for raw in ["1.001", "0", "-5", "1e30", "\"NaN\"", "\"\"", "null", "[5]", "true"] {
        let request = alice.request(Method::POST, DEPOSITS).header("content-type", "application/json");
        let answer = alice.call(request.body(format!("{{\"amount\": {raw}}}"))).await;
        let problem = answer.problem(422, "validation_failed");
        assert_eq!(problem["errors"][0]["field"], "amount", "{raw}: {problem}");
    }
    app.finish().await;
}

#[tokio::test]
async fn invalid_recharges_are_refused() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    for credits in [json!(0), json!(-5), json!(4), json!(1_000_000_000), json!("5"), json!(1.5)] {
        let problem = alice.post(RECHARGES, &json!({"credits": credits})).await.problem(422, "validation_failed");
        assert_eq!(problem["errors"][0]["field"], "credits", "{problem}");
    }
    for amount in ["0.49", "1000000"] {
        alice.post(DEPOSITS, &json!({"amount": amount})).await.problem(422, "validation_failed");
    }
    assert_eq!(app.count("SELECT count(*) FROM recharges").await, 0);
    app.finish().await;
    let env = ["STRIPE_BASE_URL", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_PRICE_ID_PRO"]
        .map(|name| (name, String::new()));
    let app = TestApp::with(Options { env: env.into(), ..Options::default() }).await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    alice.post(RECHARGES, &json!({"credits": 500})).await.problem(422, "payments_not_configured");
    alice.post(DEPOSITS, &json!({"amount": "5"})).await.problem(422, "payments_not_configured");
    admin.post("/v1/credits/recharges/sync", &json!({})).await.problem(422, "payments_not_configured");
    app.anonymous().post("/v1/hooks/stripe", &json!({})).await.problem(404, "not_found");
    app.finish().await;
}

/// Orders while Stripe has these faults; returns the ended job, moving the clock as needed.
async fn with_faults(app: &TestApp, alice: &Caller<'_>, faults: Value) -> Value {
    app.stripe(Method::POST, "faults", &json!({"faults": faults})).await;
    let answer = alice.post(RECHARGES, &json!({"credits": 500})).await.expect(202);
    let path = format!("/v1/jobs/{}", answer["job"]["id"].as_str().unwrap());
    for _ in 0..10 {
        app.drain_jobs().await;
        let job = alice.get(&path).await.expect(200);
        if job["finished_at"].is_string() {
            return job;
        }
        app.advance(TimeDelta::seconds(400));
    }
    panic!("{path} does not end");
}

#[tokio::test]
async fn stripe_failures_are_retried_or_fail_the_recharge() {
    let app = TestApp::for_a_day().await;
    let alice = app.user("alice").await;
    let faults = json!([{"lose_answer": true}, {"http_status": 500}, {"http_status": 409}, {"http_status": 503, "retry_after": 300}]);
    let job = with_faults(&app, &alice, faults).await;
    assert_eq!((&job["state"], &job["attempt"]), (&json!("succeeded"), &json!(5)));
    let sessions = app.stripe(Method::GET, "sessions", &json!({})).await["data"].take();
    assert_eq!(sessions.as_array().unwrap().len(), 1, "the first call had created it");
    let calls = app.stripe(Method::GET, "requests", &json!({})).await["data"].take();
    let id = &newest(&alice, RECHARGES).await["id"];
    assert_eq!(calls.as_array().unwrap().len(), 5);
    assert!(calls.as_array().unwrap().iter().all(|call| call["idempotency_key"] == *id && call["version"].is_string()));
    let job = with_faults(&app, &alice, json!([{"http_status": 429, "retry_after": 3}])).await;
    assert_eq!((&job["state"], &job["attempt"]), (&json!("succeeded"), &json!(1)), "a rate limit uses no attempt");
    let job = with_faults(&app, &alice, json!([{"http_status": 401}])).await;
    assert_eq!((&job["state"], &job["attempt"]), (&json!("succeeded"), &json!(2)), "the key was fixed");
    for (fault, code) in [
        (json!({"http_status": 402}), "payment_refused"),
        (json!({"http_status": 400}), "provider_refused"),
        (json!({"http_status": 500, "should_retry": false}), "provider_refused"),
    ] {
        let job = with_faults(&app, &alice, json!([fault])).await;
        assert_eq!((&job["state"], &job["error"]["code"]), (&json!("failed"), &json!(code)));
        assert_eq!(newest(&alice, RECHARGES).await["status"], "failed");
    }
    app.finish().await;
}

#[tokio::test]
async fn cancelling_the_job_fails_the_recharge() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let answer = alice.post(RECHARGES, &json!({"credits": 500})).await.expect(202);
    let job = answer["job"]["id"].as_str().unwrap();
    alice.post(&format!("/v1/jobs/{job}/cancel"), &json!({})).await.expect(200);
    assert_eq!(newest(&alice, RECHARGES).await["status"], "failed");
    assert_eq!(app.drain_jobs().await, 0);
    app.finish().await;
}

#[tokio::test]
async fn recharges_and_deposits_are_paged() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    for credits in [100, 200, 300] {
        alice.post(RECHARGES, &json!({"credits": credits})).await.expect(202);
        alice.post(DEPOSITS, &json!({"amount": credits})).await.expect(202);
    }
    let first = alice.get(&format!("{RECHARGES}?limit=2")).await.expect(200);
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = alice.get(&format!("{RECHARGES}?limit=2&cursor={cursor}")).await.expect(200);
    let credits =
        |page: &Value| page["data"].as_array().unwrap().iter().map(|it| it["credits"].clone()).collect::<Vec<_>>();
    assert_eq!((credits(&first), credits(&second)), (vec![json!(300), json!(200)], vec![json!(100)]));
    alice.get(&format!("{DEPOSITS}?cursor={cursor}")).await.problem(400, "invalid_cursor");
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn prefer_wait_returns_the_checkout_page() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    for (path, body, shown) in
        [(RECHARGES, json!({"credits": 500}), "recharge"), (DEPOSITS, json!({"amount": 5}), "deposit")]
    {
        let request = alice.request(Method::POST, path).header("prefer", "wait=30").json(&body);
        let made = async {
            eventually("a job", async || (app.drain_jobs().await > 0).then_some(())).await;
        };
        let (answer, ()) = tokio::join!(alice.call(request), made);
        assert_eq!(answer.headers["preference-applied"], "wait");
        let body = answer.expect(202);
        assert_eq!(body["job"]["state"], "succeeded");
        assert_eq!(body[shown]["checkout_url"], body["job"]["result"]["checkout_url"]);
    }
    app.finish().await;
}
