//! Limits of external messages: per account and day, and for the shared number.

use std::sync::atomic::{AtomicUsize, Ordering};

use chrono::TimeDelta;
use futures::future::join_all;
use serde_json::{Value, json};

use crate::harness::{Caller, Options, TestApp};
use crate::user_management::path_of;
use crate::whatsapp_numbers::{business, claim};

/// A new phone each time, since one phone accepts only a few messages at once.
static PHONES: AtomicUsize = AtomicUsize::new(0);

async fn with(env: &[(&'static str, &str)]) -> TestApp {
    let token = ("JWT_EXPIRATION_MINUTES", "1440".to_owned());
    let env = env.iter().map(|(name, value)| (*name, (*value).to_owned())).chain([token]).collect();
    TestApp::with(Options { env, ..Options::default() }).await
}

fn external_message() -> Value {
    let to = format!("+1555020{:04}", PHONES.fetch_add(1, Ordering::Relaxed));
    json!({"channel": "whatsapp", "to": to, "body": "hello"})
}

/// Sends `count` messages concurrently; returns how many were accepted. The others fail with `code`.
async fn sent_at_once(caller: &Caller<'_>, count: usize, code: &str) -> usize {
    let answers = join_all((0..count).map(async |_| caller.post("/v1/messages", &external_message()).await));
    let of = |answer: crate::harness::Answer| match answer.status {
        202 => 1,
        _ => {
            assert!(answer.headers.contains_key("retry-after"), "{}", answer.body);
            answer.problem(429, code);
            0
        }
    };
    answers.await.into_iter().map(of).sum()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_daily_limit_of_an_account_is_exact() {
    const CODE: &str = "external_send_limit_reached";
    let app = with(&[("EXTERNAL_SENDS_PER_ACCOUNT_PER_DAY", "5")]).await;
    app.stop_clock();
    let (alice, bob, admin) = (app.user("alice").await, app.user("bob").await, app.admin().await);
    assert_eq!(sent_at_once(&alice, 20, CODE).await, 5);
    let refused = alice.post("/v1/messages", &external_message()).await;
    let wait: i64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    let refused = refused.problem(429, CODE);
    assert_eq!(refused["retryable"], true);
    let dry = alice.post("/v1/messages?dry_run=true", &external_message()).await.expect(200);
    assert_eq!(dry["refusals"][0]["code"], CODE);
    assert_eq!(alice.balance().await, 95, "refused sends are not charged");
    alice.send("in_app", "bob").await;
    assert_eq!(sent_at_once(&bob, 5, CODE).await, 5, "another account has its own");

    admin.patch(&path_of(&alice).await, &json!({"external_daily_limit": 7})).await.expect(200);
    assert_eq!(sent_at_once(&alice, 10, CODE).await, 2);
    admin.patch(&path_of(&alice).await, &json!({"external_daily_limit": null})).await.expect(200);
    app.advance(TimeDelta::seconds(wait - 2));
    assert_eq!(sent_at_once(&alice, 1, CODE).await, 0);
    app.advance(TimeDelta::seconds(2));
    assert_eq!(sent_at_once(&alice, 20, CODE).await, 5, "the next day");
    admin.patch(&path_of(&alice).await, &json!({"external_daily_limit": 0})).await.expect(200);
    assert_eq!(sent_at_once(&alice, 1, CODE).await, 0);
    assert_eq!(app.count("SELECT count(*) FROM external_sends").await, 2);
    app.start_clock();
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn free_messages_count_too() {
    let app = with(&[("EXTERNAL_SENDS_PER_ACCOUNT_PER_DAY", "5"), ("PRICE_WHATSAPP", "0")]).await;
    app.stop_clock();
    let alice = app.user("alice").await;
    let mut accepted = 0;
    // Free sends lock no wallet, so batches may conflict.
    for answer in join_all((0..20).map(async |_| alice.post("/v1/messages", &external_message()).await)).await {
        accepted += usize::from(answer.status == 202);
        assert!([202, 429, 503].contains(&answer.status), "{}", answer.body);
    }
    assert!(accepted <= 5, "{accepted}");
    accepted += sent_at_once(&alice, 5, "external_send_limit_reached").await;
    assert_eq!(accepted, 5);
    app.start_clock();
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn the_shared_number_has_hourly_and_daily_limits() {
    const CODE: &str = "shared_number_limit_reached";
    let app = with(&[("SHARED_NUMBER_SENDS_PER_HOUR", "4"), ("SHARED_NUMBER_SENDS_PER_DAY", "6")]).await;
    app.stop_clock();
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    // Sends without credits do not count.
    let poor = app.user("poor").await;
    sqlx::query("UPDATE wallets SET balance = 0 WHERE user_id = $1")
        .bind(poor.id().await.parse::<shared::ids::UserId>().unwrap())
        .execute(app.app.db.pool())
        .await
        .unwrap();
    for _ in 0..6 {
        poor.post("/v1/messages", &external_message()).await.problem(402, "insufficient_credits");
    }
    for _ in 0..6 {
        alice.post("/v1/messages?dry_run=true", &external_message()).await.expect(200);
    }
    assert_eq!(sent_at_once(&alice, 3, CODE).await, 3);
    assert_eq!(sent_at_once(&bob, 3, CODE).await, 1, "it is shared");
    let dry = bob.post("/v1/messages?dry_run=true", &external_message()).await.expect(200);
    assert_eq!(dry["refusals"][0]["code"], CODE);
    assert_eq!((alice.balance().await, bob.balance().await), (97, 99));
    bob.send("in_app", "alice").await;
    // The hourly limit is full again with four; the daily limit has two and the refill since: one in four hours.
    app.advance(TimeDelta::hours(1));
    assert_eq!(sent_at_once(&alice, 5, CODE).await, 2);
    app.drain_jobs().await;
    app.abandon().await;
}

#[tokio::test]
async fn an_own_number_does_not_use_the_limit_of_the_shared_one() {
    const CODE: &str = "shared_number_limit_reached";
    let app = with(&[("SHARED_NUMBER_SENDS_PER_HOUR", "2")]).await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    let shop = business(&app, &admin, "shop").await;
    let number = "200000000000001";
    claim(&app, &shop, number, &format!("simulator-token-{number}")).await;
    assert_eq!(sent_at_once(&shop, 4, CODE).await, 4);
    assert_eq!(sent_at_once(&alice, 4, CODE).await, 2);
    assert_eq!(sent_at_once(&shop, 4, CODE).await, 4);
    app.drain_jobs().await;
    app.abandon().await;
}
