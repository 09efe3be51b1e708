//! Use of credits: by day and channel, and low balances.

use chrono::TimeDelta;
use serde_json::json;
use shared::accounts::Role;

use crate::distributions::{PATH, reseller, to};
use crate::harness::{TestApp, eventually};

#[tokio::test]
async fn usage_is_reported_by_day_and_channel() {
    let app = TestApp::for_a_day().await;
    let admin = app.admin().await;
    let reseller = reseller(&app, &admin, 100).await;
    let shop = app.business_owner("shop", &reseller).await;
    let id = shop.id().await;
    reseller.post(PATH, &to(&id, 50)).await.expect(202);
    app.drain_jobs().await;
    shop.send("in_app", "shop").await;
    shop.send("whatsapp", "+15550100001").await;
    shop.send("whatsapp", "+15550000026").await;
    app.drain_jobs().await;
    let day = app.app.clock.now().date_naive();
    app.advance(TimeDelta::days(1));
    let (shop, reseller) = (app.log_in("shop").await, app.log_in("reseller").await);
    shop.send("in_app", "shop").await;
    app.drain_jobs().await;
    let report = shop.get("/v1/credits/usage").await.expect(200);
    let row = |day: chrono::NaiveDate, channel: &str, messages: i64, refunded: i64| json!({"day": day, "channel": channel, "messages": messages, "credits": messages, "refunded": refunded});
    let tomorrow = day.succ_opt().unwrap();
    let rows = [row(tomorrow, "in_app", 1, 0), row(day, "in_app", 1, 0), row(day, "whatsapp", 2, 1)];
    assert_eq!(report["data"], json!(rows));
    assert_eq!(report["total"], json!({"messages": 4, "credits": 4, "refunded": 1}));
    let one_day = format!("/v1/credits/usage?from={day}&to={day}&business_owner_id={id}");
    assert_eq!(reseller.get(&one_day).await.expect(200)["data"], json!(rows[1..]));
    app.user_with_role("stranger", Role::Reseller).await.get(&one_day).await.problem(404, "not_found");
    shop.get("/v1/credits/usage?from=2026-02-01&to=2026-01-01").await.problem(422, "validation_failed");
    app.finish().await;
}

#[tokio::test]
async fn a_low_balance_is_reported_once_until_it_recovers() {
    let app = TestApp::start().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    // Waits until the event log has this many balance changes.
    let lows = async |changes: usize| {
        eventually("the events", || async {
            let events = alice.get("/v1/events?limit=100").await.expect(200);
            let of = |kind: &str| {
                let balances = events["data"].as_array().unwrap().iter().filter(|it| it["type"] == kind);
                balances.map(|it| it["data"]["balance"].as_i64().unwrap()).collect::<Vec<_>>()
            };
            (of("credits.balance_changed").len() == changes).then(|| of("credits.balance_low"))
        })
        .await
    };
    let balance = alice.patch("/v1/credits/balance", &json!({"low_balance_threshold": 99})).await.expect(200);
    assert_eq!(balance["low_balance_threshold"], 99);
    alice.send("in_app", "alice").await;
    assert_eq!(lows(2).await, [] as [i64; 0], "99 is not below 99");
    alice.send("in_app", "alice").await;
    alice.send("in_app", "alice").await;
    assert_eq!(lows(4).await, [98]);
    admin.post("/v1/credits/mint", &json!({"user": "alice", "credits": 2})).await.expect(201);
    alice.send("in_app", "alice").await;
    assert_eq!(lows(6).await, [98, 98]);
    alice.patch("/v1/credits/balance", &json!({"low_balance_threshold": null})).await.expect(200);
    alice.patch("/v1/credits/balance", &json!({})).await.problem(422, "validation_failed");
    alice.patch("/v1/credits/balance", &json!({"low_balance_threshold": 0})).await.problem(422, "validation_failed");
    app.drain_jobs().await;
    app.finish().await;
}
