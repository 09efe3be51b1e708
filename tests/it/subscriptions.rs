//! The Pro subscription: checkout, payment, cancellation.

use reqwest::Method;
use serde_json::{Value, json};
use shared::billing;

use crate::harness::{Caller, Options, TestApp, at, eventually};
use crate::recharges::events;

pub(super) const SUBSCRIPTION: &str = "/v1/subscription";

/// Requests a subscription page; returns the ended job.
pub(super) async fn page(app: &TestApp, caller: &Caller<'_>) -> Value {
    let answer = caller.post(SUBSCRIPTION, &json!({"plan": "pro"})).await.expect(202);
    app.drain_jobs().await;
    job(caller, &answer).await
}

pub(super) async fn job(caller: &Caller<'_>, answer: &Value) -> Value {
    caller.get(&format!("/v1/jobs/{}", answer["job"]["id"].as_str().unwrap())).await.expect(200)
}

/// Pays on a page; the events are delivered `times` times. Returns the ids of the subscription and the events.
pub(super) async fn pay(app: &TestApp, page: &Value, times: u32) -> (String, Vec<String>) {
    let path = format!("sessions/{}/pay", page["result"]["session_id"].as_str().unwrap());
    let answer = app.stripe(Method::POST, &path, &json!({"deliver": times})).await;
    (answer["session"]["subscription"].as_str().unwrap().to_owned(), events(&answer))
}

/// Changes a subscription at Stripe; returns the ids of its events.
pub(super) async fn change(app: &TestApp, subscription: &str, change: &str, how: &Value) -> Vec<String> {
    events(&app.stripe(Method::POST, &format!("subscriptions/{subscription}/{change}"), how).await)
}

/// Accepts an event as if it were signed.
pub(super) async fn accept_event(app: &TestApp, id: &str, kind: &str, object: &Value) {
    let event = serde_json::from_value(json!({"id": id, "type": kind, "data": {"object": object}})).unwrap();
    let (mut tx, now) = (app.app.db.begin().await.unwrap(), app.app.clock.now());
    assert!(billing::take_event(&app.app, &mut tx, &event, None, now).await.unwrap());
    tx.commit().await.unwrap();
}

/// A user with Pro, and the subscription's id.
pub(super) async fn subscribed<'a>(app: &'a TestApp, name: &str) -> (Caller<'a>, String) {
    let caller = app.user(name).await;
    let (subscription, _) = pay(app, &page(app, &caller).await, 1).await;
    app.drain_jobs().await;
    expect_plan(&caller, "pro", "active").await;
    (caller, subscription)
}

/// Asserts plan, status and tier; returns the subscription.
pub(super) async fn expect_plan(caller: &Caller<'_>, plan: &str, status: &str) -> Value {
    let subscription = caller.get(SUBSCRIPTION).await.expect(200);
    let status = if status.is_empty() { Value::Null } else { json!(status) };
    assert_eq!((&subscription["plan"], &subscription["status"]), (&json!(plan), &status));
    assert_eq!(caller.usage().await["tier"], plan, "{subscription}");
    subscription
}

#[tokio::test]
async fn subscribing_lifts_the_limit_until_the_subscription_ends() {
    let app = TestApp::for_chatting().await;
    let alice = app.user("alice").await;
    let chatroom = alice.chatroom().await;
    for number in 0..5 {
        alice.ask(&chatroom, &format!("question {number}")).await;
    }
    alice.post(&at(&chatroom, "/messages"), &json!({"body": "more"})).await.problem(429, "daily_limit_reached");
    let none = expect_plan(&alice, "basic", "").await;
    assert_eq!((&none["current_period_end"], &none["cancel_at_period_end"]), (&Value::Null, &json!(false)));
    let answer = alice.post_once(SUBSCRIPTION, "pro", &json!({"plan": "pro"})).await;
    let location = answer.headers["location"].to_str().unwrap().to_owned();
    let accepted = answer.expect(202);
    assert_eq!(location, format!("/v1/jobs/{}", accepted["job"]["id"].as_str().unwrap()));
    assert_eq!((&accepted["job"]["kind"], &accepted["subscription"]), (&json!("stripe.subscribe"), &none));
    assert_eq!(alice.post_once(SUBSCRIPTION, "pro", &json!({"plan": "pro"})).await.expect(202), accepted);
    app.drain_jobs().await;
    let made = job(&alice, &accepted).await;
    let url = made["result"]["checkout_url"].as_str().unwrap();
    assert!(app.http.get(url).send().await.unwrap().text().await.unwrap().contains("Simulated checkout"));
    expect_plan(&alice, "basic", "").await;
    let (subscription, _) = pay(&app, &made, 1).await;
    app.drain_jobs().await;
    let running = expect_plan(&alice, "pro", "active").await;
    assert!(running["current_period_end"].is_string() && running["cancel_at_period_end"] == false, "{running}");
    for number in 0..10 {
        alice.ask(&chatroom, &format!("unlimited {number}")).await;
    }
    app.drain_jobs().await;
    alice.post(SUBSCRIPTION, &json!({"plan": "pro"})).await.problem(409, "already_subscribed");
    let cancelled = alice.post("/v1/subscription/cancel", &json!({})).await.expect(202);
    app.drain_jobs().await;
    let result = job(&alice, &cancelled).await["result"].take();
    assert_eq!(expect_plan(&alice, "pro", "active").await, result);
    assert_eq!((&result["cancel_at_period_end"], &result["plan"]), (&json!(true), &json!("pro")));
    change(&app, &subscription, "renew", &json!({})).await;
    app.drain_jobs().await;
    expect_plan(&alice, "basic", "canceled").await;
    alice.post(&at(&chatroom, "/messages"), &json!({"body": "more"})).await.problem(429, "daily_limit_reached");
    alice.post("/v1/subscription/cancel", &json!({})).await.problem(409, "not_subscribed");
    let (basic, pro, yes, no) = (json!("basic"), json!("pro"), json!(true), json!(false));
    eventually("the events", || async {
        let log = alice.get("/v1/events?limit=100").await.expect(200);
        let cursor = log["next_cursor"].as_str().unwrap();
        let rest = alice.get(&format!("/v1/events?limit=100&after={cursor}")).await.expect(200);
        let log = log["data"].as_array().unwrap().iter().chain(rest["data"].as_array().unwrap());
        let updates = log.filter(|event| event["type"] == "subscription.updated").map(|event| &event["data"]);
        let updates: Vec<_> = updates.map(|data| (&data["plan"], &data["cancel_at_period_end"])).collect();
        (updates == [(&pro, &no), (&pro, &yes), (&basic, &yes)]).then_some(())
    })
    .await;
    app.finish().await;
}

#[tokio::test]
async fn a_cancelled_subscription_can_be_resumed_or_replaced() {
    let app = TestApp::start().await;
    let (alice, subscription) = subscribed(&app, "alice").await;
    alice.post("/v1/subscription/cancel", &json!({})).await.expect(202);
    app.drain_jobs().await;
    alice.post("/v1/subscription/resume", &json!({})).await.expect(202);
    app.drain_jobs().await;
    assert_eq!(expect_plan(&alice, "pro", "active").await["cancel_at_period_end"], false);
    change(&app, &subscription, "renew", &json!({})).await;
    app.drain_jobs().await;
    expect_plan(&alice, "pro", "active").await;
    change(&app, &subscription, "cancel_now", &json!({})).await;
    app.drain_jobs().await;
    expect_plan(&alice, "basic", "canceled").await;
    alice.post("/v1/subscription/resume", &json!({})).await.problem(409, "not_subscribed");
    let (second, _) = pay(&app, &page(&app, &alice).await, 1).await;
    app.drain_jobs().await;
    expect_plan(&alice, "pro", "active").await;
    let all = app.stripe(Method::GET, "subscriptions", &json!({})).await["data"].take();
    assert_eq!((&all[0]["id"], &all[0]["customer"]), (&json!(second), &all[1]["customer"]), "the same customer");
    // Later events of the first subscription do not affect the second.
    let metadata = json!({"user_id": alice.id().await});
    accept_event(
        &app,
        "evt_again",
        "customer.subscription.deleted",
        &json!({"id": subscription, "metadata": metadata}),
    )
    .await;
    app.drain_jobs().await;
    expect_plan(&alice, "pro", "active").await;
    app.finish().await;
}

#[tokio::test]
async fn a_failed_renewal_keeps_pro_until_stripe_gives_up() {
    let app = TestApp::start().await;
    let (alice, subscription) = subscribed(&app, "alice").await;
    for (it, plan, status) in [
        ("fail_renewal", "pro", "past_due"),
        ("renew", "pro", "active"),
        ("fail_renewal", "pro", "past_due"),
        ("fail_renewal", "pro", "past_due"),
        ("give_up", "basic", "unpaid"),
        ("renew", "pro", "active"),
        ("fail_renewal", "pro", "past_due"),
        ("cancel_now", "basic", "canceled"),
    ] {
        change(&app, &subscription, it, &json!({"deliver": 2})).await;
        app.drain_jobs().await;
        expect_plan(&alice, plan, status).await;
    }
    app.finish().await;
}

#[tokio::test]
async fn concurrent_subscribes_share_one_checkout_page() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    // Two concurrent jobs and a later one share one page.
    let first = alice.post(SUBSCRIPTION, &json!({"plan": "pro"})).await.expect(202);
    let second = alice.post(SUBSCRIPTION, &json!({"plan": "pro"})).await.expect(202);
    app.drain_jobs().await;
    let third = page(&app, &alice).await;
    for it in [&first, &second] {
        assert_eq!(job(&alice, it).await["result"], third["result"]);
    }
    // An unpaid, expired page is replaced.
    let expire = format!("sessions/{}/expire", third["result"]["session_id"].as_str().unwrap());
    app.stripe(Method::POST, &expire, &json!({})).await;
    let fourth = page(&app, &alice).await;
    assert_ne!(fourth["result"], third["result"]);
    assert_eq!(page(&app, &alice).await["result"], fourth["result"]);
    // The payment's event was lost: the job detects it.
    pay(&app, &fourth, 0).await;
    let fifth = page(&app, &alice).await;
    assert_eq!((&fifth["state"], &fifth["error"]["code"]), (&json!("failed"), &json!("already_subscribed")));
    expect_plan(&alice, "pro", "active").await;
    alice.post(SUBSCRIPTION, &json!({"plan": "pro"})).await.problem(409, "already_subscribed");
    let sessions = app.stripe(Method::GET, "sessions", &json!({})).await["data"].take();
    assert_eq!(sessions.as_array().unwrap().len(), 2);
    app.finish().await;
}

#[tokio::test]
async fn customers_get_a_billing_portal_page() {
    let app = TestApp::start().await;
    let bob = app.user("bob").await;
    bob.post("/v1/subscription/portal", &json!({})).await.problem(409, "not_subscribed");
    let (alice, _) = subscribed(&app, "alice").await;
    let request = alice.request(Method::POST, "/v1/subscription/portal").header("prefer", "wait=30");
    let made = async {
        eventually("a job", async || (app.drain_jobs().await > 0).then_some(())).await;
    };
    let (answer, ()) = tokio::join!(alice.call(request), made);
    assert_eq!(answer.headers["preference-applied"], "wait");
    let body = answer.expect(202);
    let url = body["job"]["result"]["url"].as_str().unwrap();
    assert!(app.http.get(url).send().await.unwrap().text().await.unwrap().contains("customer portal"));
    let id = url.rsplit('/').next().unwrap();
    let own = app.stripe(Method::GET, &format!("portals/{id}"), &json!({})).await["subscriptions"].take();
    change(&app, own[0]["id"].as_str().unwrap(), "cancel", &json!({})).await;
    app.drain_jobs().await;
    assert_eq!(expect_plan(&alice, "pro", "active").await["cancel_at_period_end"], true);
    app.finish().await;
}

#[tokio::test]
async fn ineligible_users_cannot_subscribe() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    for body in [json!({}), json!({"plan": "basic"})] {
        alice.post(SUBSCRIPTION, &body).await.problem(422, "validation_failed");
    }
    let block = "INSERT INTO recharge_blocks (user_id, recharge_id, created_at) SELECT id, id, now() FROM users";
    sqlx::query(block).execute(app.app.db.pool()).await.unwrap();
    alice.post(SUBSCRIPTION, &json!({"plan": "pro"})).await.problem(403, "recharges_blocked");
    for path in ["cancel", "resume", "portal"] {
        let path = format!("{SUBSCRIPTION}/{path}");
        alice.post(&path, &json!({})).await.problem(409, "not_subscribed");
    }
    assert_eq!(app.drain_jobs().await, 0);
    app.finish().await;
    let env = vec![("STRIPE_PRICE_ID_PRO", String::new())];
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let alice = app.user("alice").await;
    alice.post(SUBSCRIPTION, &json!({"plan": "pro"})).await.problem(422, "payments_not_configured");
    alice.post("/v1/credits/recharges", &json!({"credits": 100})).await.expect(202);
    expect_plan(&alice, "basic", "").await;
    app.drain_jobs().await;
    app.finish().await;
}
