//! Stripe's payment events: reordered, late, repeated, lost or forged; refunds and disputes.

use chrono::TimeDelta;
use reqwest::Method;
use scheduler::Scheduler;
use serde_json::{Value, json};
use shared::billing::{self, PaymentStatus, Progress, Settled};
use shared::ids::RechargeId;

use crate::harness::{Options, TestApp};
use crate::recharges::{DEPOSITS, RECHARGES, act, newest, ordered};

pub(super) async fn deliver(app: &TestApp, event: &str, how: &Value) -> Value {
    app.stripe(Method::POST, &format!("events/{event}/deliver"), how).await["http_status"].take()
}

#[tokio::test]
async fn repeated_events_apply_once_in_any_order() {
    const ORDERS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    let app = TestApp::start().await;
    for (number, order) in ORDERS.into_iter().enumerate() {
        let alice = app.user(&format!("alice{number}")).await;
        let session = ordered(&app, &alice, 500).await;
        let lost = json!({"deliver": 0});
        let paid = act(&app, &session, "pay", &lost).await.pop().unwrap();
        let refunded = act(&app, &session, "refund", &json!({"amount": 1000, "deliver": 0})).await.pop().unwrap();
        let disputed = act(&app, &session, "dispute", &lost).await.pop().unwrap();
        let events = [paid, refunded, disputed];
        for place in order {
            assert_eq!(deliver(&app, &events[place], &json!({"times": 3})).await, 200);
            // Sometimes one by one, sometimes together.
            if number % 2 == 0 {
                app.drain_jobs().await;
            }
        }
        app.drain_jobs().await;
        for event in &events {
            deliver(&app, event, &json!({"times": 3})).await;
        }
        assert_eq!(app.drain_jobs().await, 0, "they are duplicates");
        assert_eq!(alice.balance().await, 100, "{order:?}: the whole payment was returned");
        let recharge = newest(&alice, RECHARGES).await;
        assert_eq!((&recharge["status"], &recharge["shortfall"]), (&json!("refunded"), &json!(0)), "{order:?}");
        let recharges = alice.statement().await.into_iter().filter(|kind| kind == "recharge").count();
        assert_eq!(recharges, 1, "{order:?}");
    }
    app.finish().await;
}

#[tokio::test]
async fn forged_stale_and_unsigned_events_leave_no_row() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let session = ordered(&app, &alice, 500).await;
    let paid = act(&app, &session, "pay", &json!({"deliver": 0})).await.pop().unwrap();
    for signature in ["wrong", "missing", "stale", "v0"] {
        assert_eq!(deliver(&app, &paid, &json!({"signature": signature})).await, 401, "{signature}");
    }
    let anonymous = app.anonymous();
    let forged = anonymous.request(Method::POST, "/v1/hooks/stripe").header("stripe-signature", "t=1,v1=00");
    anonymous.call(forged.body("{}")).await.problem(401, "bad_signature");
    assert_eq!(app.count("SELECT count(*) FROM stripe_events").await, 0);
    assert_eq!(app.drain_jobs().await, 0);
    assert_eq!(alice.balance().await, 100);
    for signature in ["right_last", "right_first"] {
        assert_eq!(deliver(&app, &paid, &json!({"signature": signature})).await, 200, "{signature}");
    }
    app.drain_jobs().await;
    assert_eq!(alice.balance().await, 600);
    app.finish().await;
}

#[tokio::test]
async fn irrelevant_events_are_recorded() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let session = ordered(&app, &alice, 500).await;
    let events = act(&app, &session, "pay", &json!({"deliver": 0})).await;
    assert_eq!(deliver(&app, &events[0], &json!({"times": 2})).await, 200);
    assert_eq!(
        app.count("SELECT count(*) FROM stripe_events WHERE type = 'charge.succeeded' AND job_id IS NULL").await,
        1
    );
    assert_eq!(app.drain_jobs().await, 0);
    deliver(&app, events.last().unwrap(), &json!({})).await;
    app.drain_jobs().await;
    // And one about a foreign payment in the same Stripe account.
    sqlx::query("DELETE FROM recharges").execute(app.app.db.pool()).await.unwrap();
    let refund = act(&app, &session, "refund", &json!({})).await.pop().unwrap();
    assert_eq!(deliver(&app, &refund, &json!({})).await, 200);
    app.drain_jobs().await;
    let unknown = "SELECT count(*) FROM jobs WHERE kind = 'stripe.apply_event' AND result->>'outcome' = 'not_ours'";
    assert_eq!(app.count(unknown).await, 1);
    // The order was deleted, so the proof would report it.
    app.abandon().await;
}

#[tokio::test]
async fn changes_without_an_event_are_found_by_the_sync() {
    let app = TestApp::for_a_day().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    let (paid, expired) = (ordered(&app, &alice, 500).await, ordered(&app, &alice, 700).await);
    ordered(&app, &alice, 900).await;
    let lost = json!({"deliver": 0});
    act(&app, &paid, "pay", &lost).await;
    act(&app, &expired, "expire", &lost).await;
    alice.post("/v1/credits/recharges/sync", &json!({})).await.problem(403, "forbidden");
    let job = admin.post("/v1/credits/recharges/sync", &json!({})).await.expect(202)["job"].take();
    app.drain_jobs().await;
    let job = admin.get(&format!("/v1/jobs/{}", job["id"].as_str().unwrap())).await.expect(200);
    assert_eq!(job["result"], json!({"looked_at": 3, "changed": 2, "failed": 0, "events": 2}));
    assert_eq!(alice.balance().await, 600);
    let history = alice.get(RECHARGES).await.expect(200);
    let statuses: Vec<_> = history["data"].as_array().unwrap().iter().map(|it| &it["status"]).collect();
    assert_eq!(statuses, ["pending", "expired", "paid"]);
    // And automatically some minutes later.
    let late = ordered(&app, &alice, 100).await;
    act(&app, &late, "pay", &lost).await;
    app.advance(TimeDelta::minutes(15));
    Scheduler::new().unwrap().tick(&app.app).await.unwrap();
    app.drain_jobs().await;
    assert_eq!(alice.balance().await, 700);
    // Likewise a refund whose event was lost.
    act(&app, &paid, "refund", &lost).await;
    act(&app, &late, "refund", &json!({"deliver": 0, "amount": 500})).await;
    app.advance(TimeDelta::minutes(15));
    Scheduler::new().unwrap().tick(&app.app).await.unwrap();
    app.drain_jobs().await;
    assert_eq!(alice.balance().await, 150);
    assert_eq!(newest(&alice, RECHARGES).await["status"], "paid", "half of it was refunded");
    app.finish().await;
}

#[tokio::test]
async fn a_refund_of_spent_credits_leaves_a_shortfall_and_blocks_recharges() {
    let options = Options { env: vec![("PRICE_IN_APP", "300".into())], ..Options::default() };
    let app = TestApp::with(options).await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    let session = ordered(&app, &alice, 500).await;
    act(&app, &session, "pay", &json!({})).await;
    app.drain_jobs().await;
    alice.send("in_app", "alice").await;
    app.drain_jobs().await;
    assert_eq!(alice.balance().await, 300);
    act(&app, &session, "refund", &json!({"amount": 1000, "deliver": 2})).await;
    app.drain_jobs().await;
    let recharge = newest(&alice, RECHARGES).await;
    assert_eq!((&recharge["status"], &recharge["refunded"]), (&json!("paid"), &json!("10.00")), "a part was refunded");
    assert_eq!(alice.balance().await, 200);
    act(&app, &session, "refund", &json!({})).await;
    app.drain_jobs().await;
    let recharge = newest(&alice, RECHARGES).await;
    assert_eq!((&recharge["status"], &recharge["shortfall"]), (&json!("refunded"), &json!(200)));
    assert_eq!(alice.balance().await, 0, "not below zero");
    assert_eq!(alice.statement().await, ["reversal", "reversal", "charge", "recharge", "grant"]);
    alice.post(RECHARGES, &json!({"credits": 500})).await.problem(403, "recharges_blocked");
    alice.post(DEPOSITS, &json!({"amount": 5})).await.problem(403, "recharges_blocked");
    let clear = format!("/v1/users/{}/clear-recharge-block", alice.id().await);
    alice.post(&clear, &json!({})).await.problem(403, "forbidden");
    admin.post(&clear, &json!({})).await.expect(204);
    admin.post(&clear, &json!({})).await.problem(404, "not_found");
    let audit = newest(&admin, "/v1/audit?action=recharge_block.cleared").await;
    assert_eq!((&audit["target"], &audit["subject"]["username"]), (&recharge["id"], &json!("alice")));
    alice.post(RECHARGES, &json!({"credits": 500})).await.expect(202);
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn a_won_dispute_restores_the_credits() {
    let options = Options { env: vec![("PRICE_IN_APP", "300".into())], ..Options::default() };
    let app = TestApp::with(options).await;
    let alice = app.user("alice").await;
    let session = ordered(&app, &alice, 500).await;
    act(&app, &session, "pay", &json!({})).await;
    app.drain_jobs().await;
    alice.send("in_app", "alice").await;
    act(&app, &session, "dispute", &json!({})).await;
    app.drain_jobs().await;
    let recharge = newest(&alice, RECHARGES).await;
    assert_eq!((&recharge["status"], &recharge["shortfall"]), (&json!("refunded"), &json!(200)));
    assert_eq!(alice.balance().await, 0);
    act(&app, &session, "win", &json!({"deliver": 3})).await;
    app.drain_jobs().await;
    let recharge = newest(&alice, RECHARGES).await;
    assert_eq!((&recharge["status"], &recharge["shortfall"]), (&json!("paid"), &json!(0)));
    assert_eq!(alice.balance().await, 300, "the taken credits, not the shortfall");
    alice.post(RECHARGES, &json!({"credits": 500})).await.problem(403, "recharges_blocked");
    app.finish().await;
}

#[tokio::test]
async fn an_event_is_retried_until_stripe_answers() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let session = ordered(&app, &alice, 500).await;
    let faults = json!([{"http_status": 500}, {"lose_answer": true}]);
    app.stripe(Method::POST, "faults", &json!({"faults": faults})).await;
    act(&app, &session, "pay", &json!({})).await;
    for _ in 0..3 {
        app.drain_jobs().await;
        app.advance(TimeDelta::minutes(5));
    }
    assert_eq!(alice.balance().await, 600);
    app.finish().await;
}

#[tokio::test]
async fn only_payments_that_match_the_order_are_accepted() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let session = ordered(&app, &alice, 500).await;
    sqlx::query("UPDATE recharges SET amount = amount + 1").execute(app.app.db.pool()).await.unwrap();
    act(&app, &session, "pay", &json!({})).await;
    app.drain_jobs().await;
    assert_eq!(alice.balance().await, 100);
    assert_eq!(newest(&alice, RECHARGES).await["status"], "pending");
    app.finish().await;
}

#[tokio::test]
async fn the_later_of_two_reads_wins() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let session = ordered(&app, &alice, 500).await;
    let id: RechargeId = newest(&alice, RECHARGES).await["id"].as_str().unwrap().parse().unwrap();
    let payment_status = |returned| PaymentStatus {
        recharge_id: Some(id),
        session_id: session.clone(),
        payment_intent: Some("pi_1".into()),
        progress: Progress::Paid,
        amount: Some(5000),
        currency: Some("usd".into()),
        returned,
    };
    let (db, now) = (&app.app.db, app.app.clock.now());
    let mut tx = db.begin().await.unwrap();
    let early = billing::begin_sync(&mut tx, id).await.unwrap().unwrap();
    let late = billing::begin_sync(&mut tx, id).await.unwrap().unwrap();
    assert_eq!(billing::settle(&mut tx, &late, &payment_status(5000), now).await.unwrap(), Settled::Changed);
    assert_eq!(billing::settle(&mut tx, &early, &payment_status(0), now).await.unwrap(), Settled::Superseded);
    assert_eq!(billing::settle(&mut tx, &late, &payment_status(5000), now).await.unwrap(), Settled::Unchanged);
    tx.commit().await.unwrap();
    assert_eq!(alice.balance().await, 100);
    assert_eq!(newest(&alice, RECHARGES).await["status"], "refunded");
    app.finish().await;
}

#[tokio::test]
async fn the_proof_compares_recharges_with_the_ledger() {
    let app = TestApp::start().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    let session = ordered(&app, &alice, 500).await;
    act(&app, &session, "pay", &json!({})).await;
    act(&app, &session, "refund", &json!({"amount": 1000})).await;
    app.drain_jobs().await;
    let id = newest(&alice, RECHARGES).await["id"].take();
    let wrong = async || {
        let proof = admin.get("/v1/ledger/proof").await.expect(200);
        assert_eq!(proof["holds"] == true, proof["wrong_recharges"] == 0);
        proof["recharges"].as_array().unwrap().clone()
    };
    assert_eq!(wrong().await, [] as [Value; 0]);
    for damage in ["status = 'pending'", "status = 'paid', quantity = 501", "quantity = 500, taken_back = 99"] {
        let damage = format!("UPDATE recharges SET {damage}");
        sqlx::query(sqlx::AssertSqlSafe(damage.as_str())).execute(app.app.db.pool()).await.unwrap();
        assert_eq!(wrong().await, std::slice::from_ref(&id), "{damage}");
    }
    app.abandon().await;
}
