//! Stripe's subscription events: reordered, late, repeated, lost or forged.

use chrono::{DateTime, TimeDelta};
use reqwest::Method;
use scheduler::Scheduler;
use serde_json::{Value, json};
use shared::billing::subscriptions;
use shared::billing::subscriptions::{Plan, Seen, Settled, SubscriptionStatus};
use shared::ids::UserId;

use crate::harness::TestApp;
use crate::recharges_events::deliver;
use crate::subscriptions::{SUBSCRIPTION, accept_event, change, expect_plan, job, page, pay, subscribed};

#[tokio::test]
async fn repeated_events_converge_in_any_order() {
    const ORDERS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    let app = TestApp::start().await;
    for (number, order) in ORDERS.into_iter().enumerate() {
        let alice = app.user(&format!("alice{number}")).await;
        let (subscription, begun) = pay(&app, &page(&app, &alice).await, 0).await;
        assert_eq!(begun.len(), 3);
        let mut all = Vec::new();
        for place in order {
            assert_eq!(deliver(&app, &begun[place], &json!({"times": 3})).await, 200);
            // Sometimes one by one, sometimes together.
            if number % 2 == 0 {
                app.drain_jobs().await;
                expect_plan(&alice, "pro", "active").await;
            }
        }
        app.drain_jobs().await;
        expect_plan(&alice, "pro", "active").await;
        let layout = if number % 2 == 0 { "old" } else { "new" };
        for it in ["fail_renewal", "cancel_now"] {
            all.extend(change(&app, &subscription, it, &json!({"deliver": 0, "layout": layout})).await);
        }
        assert_eq!(all.len(), 3);
        for place in order {
            assert_eq!(deliver(&app, &all[place], &json!({"times": 3})).await, 200);
        }
        app.drain_jobs().await;
        expect_plan(&alice, "basic", "canceled").await;
        for event in begun.iter().chain(&all) {
            deliver(&app, event, &json!({"times": 2})).await;
        }
        assert_eq!(app.drain_jobs().await, 0, "they are duplicates");
    }
    app.finish().await;
}

#[tokio::test]
async fn changes_without_an_event_are_found_by_the_sync() {
    let app = TestApp::start().await;
    let admin = app.admin().await;
    let lost = json!({"deliver": 0});
    let (alice, of_alice) = subscribed(&app, "alice").await;
    let (bob, of_bob) = subscribed(&app, "bob").await;
    let carol = app.user("carol").await;
    pay(&app, &page(&app, &carol).await, 0).await;
    change(&app, &of_alice, "cancel_now", &lost).await;
    // Stripe still returns the events.
    admin.post("/v1/credits/recharges/sync", &json!({})).await.expect(202);
    app.drain_jobs().await;
    expect_plan(&alice, "basic", "canceled").await;
    expect_plan(&carol, "pro", "active").await;
    // Changes whose events Stripe no longer returns are found by the nightly sync.
    change(&app, &of_bob, "fail_renewal", &lost).await;
    change(&app, &of_bob, "give_up", &lost).await;
    let dave = app.user("dave").await;
    let unpaid = page(&app, &dave).await;
    pay(&app, &unpaid, 0).await;
    let known = "INSERT INTO stripe_events (id, type, received_at) VALUES ($1, 'taken and lost', now())";
    for event in app.stripe(Method::GET, "events", &json!({})).await["data"].as_array().unwrap() {
        let insert = sqlx::query(sqlx::AssertSqlSafe(format!("{known} ON CONFLICT DO NOTHING")));
        insert.bind(event["id"].as_str().unwrap()).execute(app.app.db.pool()).await.unwrap();
    }
    Scheduler::new().unwrap().tick(&app.app).await.unwrap();
    app.drain_jobs().await;
    expect_plan(&bob, "basic", "unpaid").await;
    expect_plan(&dave, "pro", "active").await;
    let synced: Value = sqlx::query_scalar("SELECT result FROM jobs WHERE kind = 'stripe.sync_subscriptions'")
        .fetch_one(app.app.db.pool())
        .await
        .unwrap();
    assert_eq!(synced, json!({"looked_at": 4, "changed": 2, "failed": 0}), "alice still has an open page");
    assert_eq!(app.count("SELECT count(*) FROM subscriptions WHERE session_id IS NOT NULL").await, 0);
    app.finish().await;
}

#[tokio::test]
async fn a_lost_answer_changes_nothing() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let faults = |faults: Value| {
        let app = &app;
        async move { app.stripe(Method::POST, "faults", &json!({"faults": faults})).await }
    };
    faults(json!([{"lose_answer": true}, {"http_status": 500}])).await;
    let answer = alice.post(SUBSCRIPTION, &json!({"plan": "pro"})).await.expect(202);
    for _ in 0..3 {
        app.drain_jobs().await;
        app.advance(TimeDelta::seconds(30));
    }
    let made = job(&alice, &answer).await;
    assert_eq!((&made["state"], &made["attempt"]), (&json!("succeeded"), &json!(3)));
    let sessions = app.stripe(Method::GET, "sessions", &json!({})).await["data"].take();
    assert_eq!(sessions.as_array().unwrap().len(), 1);
    pay(&app, &made, 1).await;
    app.drain_jobs().await;
    // A cancel whose answer was lost is not repeated after a resume.
    faults(json!([{"lose_answer": true}])).await;
    let cancelled = alice.post("/v1/subscription/cancel", &json!({})).await.expect(202);
    app.drain_jobs().await;
    alice.post("/v1/subscription/resume", &json!({})).await.expect(202);
    app.drain_jobs().await;
    app.advance(TimeDelta::seconds(30));
    app.drain_jobs().await;
    assert_eq!(job(&alice, &cancelled).await["state"], "succeeded");
    assert_eq!(expect_plan(&alice, "pro", "active").await["cancel_at_period_end"], false);
    app.finish().await;
}

#[tokio::test]
async fn forged_and_foreign_events_change_nothing() {
    let app = TestApp::start().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let (_, begun) = pay(&app, &page(&app, &alice).await, 0).await;
    for event in &begun {
        for signature in ["wrong", "missing", "stale", "v0"] {
            assert_eq!(deliver(&app, event, &json!({"signature": signature})).await, 401, "{signature}");
        }
    }
    assert_eq!(app.drain_jobs().await, 0);
    expect_plan(&alice, "basic", "").await;
    // The event names bob, but the subscription's own metadata decides.
    let subscription = app.stripe(Method::GET, "subscriptions", &json!({})).await["data"][0]["id"].take();
    let metadata = json!({"user_id": bob.id().await});
    for (id, subscription) in [("evt_1", subscription), ("evt_2", json!("sub_of_nobody"))] {
        let object = json!({"id": subscription, "metadata": metadata, "status": "active"});
        accept_event(&app, id, "customer.subscription.created", &object).await;
    }
    app.drain_jobs().await;
    expect_plan(&bob, "basic", "").await;
    deliver(&app, &begun[0], &json!({})).await;
    app.drain_jobs().await;
    expect_plan(&alice, "pro", "active").await;
    app.finish().await;
}

#[tokio::test]
async fn the_later_of_two_reads_wins() {
    let app = TestApp::start().await;
    let (alice, subscription) = subscribed(&app, "alice").await;
    let user: UserId = alice.id().await.parse().unwrap();
    let seen = |status| Seen {
        subscription_id: subscription.clone(),
        user_id: Some(user),
        customer_id: "cus_1".into(),
        status,
        current_period_end: DateTime::from_timestamp(2_000_000_000, 0),
        cancel_at_period_end: false,
    };
    let now = app.app.clock.now();
    let mut tx = app.app.db.begin().await.unwrap();
    let early = subscriptions::begin_sync(&mut tx, user, now).await.unwrap().unwrap();
    let late = subscriptions::begin_sync(&mut tx, user, now).await.unwrap().unwrap();
    let other = Seen { subscription_id: "sub_other".into(), ..seen(SubscriptionStatus::Canceled) };
    let last = subscriptions::begin_sync(&mut tx, user, now).await.unwrap().unwrap();
    assert_eq!(subscriptions::settle(&mut tx, &last, &other, now).await.unwrap(), Settled::Mismatch);
    let canceled = seen(SubscriptionStatus::Canceled);
    assert_eq!(subscriptions::settle(&mut tx, &late, &canceled, now).await.unwrap(), Settled::Changed(Plan::Basic));
    let active = seen(SubscriptionStatus::Active);
    assert_eq!(subscriptions::settle(&mut tx, &early, &active, now).await.unwrap(), Settled::Superseded);
    tx.commit().await.unwrap();
    assert_eq!(alice.get(SUBSCRIPTION).await.expect(200)["status"], "canceled");
    app.finish().await;
}
