//! Daily usage units: never exceeded, refunded once, and counted for their own day.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use futures::future::join_all;
use scheduler::Scheduler;
use serde_json::{Value, json};
use shared::assistant::{self, Tier};

use crate::harness::{Caller, Options, TestApp, at};

fn next_midnight(now: DateTime<Utc>) -> DateTime<Utc> {
    (now + TimeDelta::days(1)).date_naive().and_time(chrono::NaiveTime::MIN).and_utc()
}

async fn set_tier(app: &TestApp, caller: &Caller<'_>, tier: Tier) {
    let user = caller.id().await.parse().unwrap();
    let mut tx = app.app.db.begin().await.unwrap();
    assistant::set_tier(&mut tx, user, tier, app.app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_concurrent_questions_share_the_four_remaining_units() {
    let app = TestApp::for_chatting().await;
    let alice = app.user("alice").await;
    alice.ask(&alice.chatroom().await, "the first").await;
    app.drain_jobs().await;
    let chatrooms = join_all((0..200).map(|_| alice.chatroom())).await;
    let body = json!({"body": "Hello"});
    let paths: Vec<_> = chatrooms.iter().map(|chatroom| at(chatroom, "/messages")).collect();
    let answers = join_all(paths.iter().map(|path| alice.post(path, &body))).await;
    let (taken, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 202);
    assert_eq!((taken.len(), refused.len()), (4, 196));
    let now = app.app.clock.now();
    let left = (next_midnight(now) - now).num_seconds();
    for answer in refused {
        let wait: i64 = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((left - 60..=left + 60).contains(&wait), "{wait} s, not {left}");
        let problem = answer.problem(429, "daily_limit_reached");
        let at = next_midnight(now).format("%Y-%m-%dT%H:%M:%SZ").to_string();
        assert!(problem["detail"].as_str().unwrap().contains(&at) && problem["retryable"] == true, "{problem}");
    }
    assert_eq!(app.count("SELECT count(*) FROM chat_messages WHERE role = 'user'").await, 5);
    assert_eq!(app.count("SELECT count(*) FROM completions").await, 5);
    app.drain_jobs().await;
    let usage = alice.usage().await;
    assert_eq!((&usage["tier"], &usage["limit"]), (&json!("basic"), &json!(5)));
    assert_eq!((&usage["used"], &usage["remaining"]), (&json!(5), &json!(0)));
    let resets_at: DateTime<Utc> = usage["resets_at"].as_str().unwrap().parse().unwrap();
    assert_eq!(resets_at, next_midnight(now));
    app.finish().await;
}

#[tokio::test]
async fn a_usage_unit_is_refunded_once() {
    let app = TestApp::for_chatting().await;
    let alice = app.user("alice").await;
    let chatrooms = join_all((0..5).map(|_| alice.chatroom())).await;
    for chatroom in &chatrooms {
        alice.ask(chatroom, "sim:blocked").await;
    }
    alice.post(&at(&chatrooms[0], "/messages"), &json!({"body": "one more"})).await.problem(429, "daily_limit_reached");
    app.drain_jobs().await;
    assert_eq!(alice.usage().await["remaining"], 5);
    // Ending it again has no effect.
    let jobs: Vec<uuid::Uuid> =
        sqlx::query_scalar("SELECT job_id FROM completions").fetch_all(app.app.db.pool()).await.unwrap();
    let mut tx = app.app.db.begin().await.unwrap();
    for job in jobs {
        assistant::withdraw(&app.app, &mut tx, job.into(), app.app.clock.now()).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(app.count("SELECT sum(used)::bigint FROM completion_days").await, 0);
    let question = alice.ask(&chatrooms[0], "Hello").await;
    let job = question["job"]["id"].as_str().unwrap();
    let path = format!("/v1/jobs/{job}/cancel");
    let cancels = join_all((0..10).map(|_| alice.post(&path, &Value::Null))).await;
    assert_eq!(cancels.iter().filter(|answer| answer.status == 200).count(), 1);
    assert_eq!(alice.usage().await["used"], 0);
    app.drain_jobs().await;
    app.finish().await;
}

/// Requests and units of each day, newest first.
async fn days(caller: &Caller<'_>) -> Vec<(NaiveDate, i64, i64)> {
    let page = caller.get("/v1/usage/days").await.expect(200);
    let day = |row: &Value| {
        let number = |name: &str| row[name].as_i64().unwrap();
        (row["day"].as_str().unwrap().parse().unwrap(), number("requests"), number("used"))
    };
    page["data"].as_array().unwrap().iter().map(day).collect()
}

#[tokio::test]
async fn a_days_turn_with_jobs_in_flight_loses_and_doubles_nothing() {
    let limits = [
        "RATE_LIMIT_CHAT_MESSAGES_PER_SECOND",
        "RATE_LIMIT_CHAT_USER_MESSAGES_PER_SECOND",
        "RATE_LIMIT_CHAT_USER_BYTES_PER_MINUTE",
        "RATE_LIMIT_REQUESTS_PER_SECOND",
    ]
    .map(|name| (name, "0".into()));
    let env = limits.into_iter().chain([("JWT_EXPIRATION_MINUTES", "1440".into())]).collect();
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let mut scheduler = Scheduler::new().unwrap();
    app.advance(next_midnight(app.app.clock.now()) - app.app.clock.now() + TimeDelta::hours(12));
    let alice = app.user("alice").await;
    let yesterday = app.app.clock.now().date_naive();
    let today = yesterday + chrono::Days::new(1);
    let chatrooms = join_all((0..5).map(|_| alice.chatroom())).await;
    alice.ask(&chatrooms[0], "answered before midnight").await;
    app.drain_jobs().await;
    for prompt in ["sim:blocked", "sim:unsafe", "in flight", "in flight"].iter().zip(&chatrooms[1..]) {
        alice.ask(prompt.1, prompt.0).await;
    }
    assert_eq!(alice.usage().await["remaining"], 0);

    app.advance(next_midnight(app.app.clock.now()) - app.app.clock.now() + TimeDelta::seconds(1));
    // The new day is there before the old one is closed.
    let usage = alice.usage().await;
    assert_eq!((&usage["used"], &usage["remaining"]), (&json!(0), &json!(5)));
    alice.ask(&chatrooms[0], "of today").await;
    assert_eq!(days(&alice).await, [(today, 1, 1), (yesterday, 5, 5)]);
    scheduler.tick(&app.app).await.unwrap();
    app.drain_jobs().await;
    let settled = [(today, 1, 1), (yesterday, 5, 3)];
    assert_eq!(days(&alice).await, settled, "two gave their unit back to their own day");
    assert_eq!(alice.usage().await["remaining"], 4);
    app.advance(TimeDelta::days(1));
    let alice = app.log_in("alice").await;
    assert_eq!(scheduler.tick(&app.app).await.unwrap(), 11);
    app.drain_jobs().await;
    assert_eq!(days(&alice).await, settled);
    assert_eq!(alice.usage().await["used"], 0);
    let resets = alice.get("/v1/events?types=usage.reset").await.expect(200);
    let closed: Vec<_> = resets["data"].as_array().unwrap().iter().map(|event| &event["data"]["day"]).collect();
    assert_eq!(closed, [&json!(yesterday), &json!(today)]);
    app.finish().await;
}

#[tokio::test]
async fn a_limit_set_by_an_admin_overrides_the_tier() {
    let app = TestApp::for_chatting().await;
    let (admin, alice) = (app.admin().await, app.user("alice").await);
    let path = format!("/v1/users/{}", alice.id().await);
    let chatroom = alice.chatroom().await;
    let ask = async || alice.post(&at(&chatroom, "/messages"), &json!({"body": "Hello"})).await;
    assert_eq!(admin.patch(&path, &json!({"completion_limit": 1})).await.expect(200)["completion_limit"], 1);
    ask().await.expect(202);
    ask().await.problem(429, "daily_limit_reached");
    set_tier(&app, &alice, Tier::Pro).await;
    ask().await.problem(429, "daily_limit_reached");
    admin.patch(&path, &json!({"completion_limit": 0})).await.expect(200);
    ask().await.problem(429, "daily_limit_reached");
    let usage = alice.usage().await;
    assert_eq!((&usage["limit"], &usage["remaining"], &usage["used"]), (&json!(0), &json!(0), &json!(1)));
    let changed = admin.patch(&path, &json!({"completion_limit": null})).await.expect(200);
    assert!(changed.get("completion_limit").is_none());
    ask().await.expect(202);
    for wrong in [json!(-1), json!("many"), json!(1_000_001)] {
        admin.patch(&path, &json!({"completion_limit": wrong})).await.problem(422, "validation_failed");
    }
    let audit = admin.get("/v1/audit?limit=100").await.expect(200);
    let deeds: Vec<_> =
        audit["data"].as_array().unwrap().iter().filter(|it| !it["after"]["completion_limit"].is_null()).collect();
    assert_eq!(deeds.len(), 2);
    assert_eq!(
        (&deeds[1]["before"], &deeds[1]["after"]),
        (&json!({"completion_limit": null}), &json!({"completion_limit": 1}))
    );
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn pro_has_no_daily_limit_but_a_rate_limit() {
    let env = [
        ("PRO_TIER_COMPLETIONS_PER_MINUTE", "8"),
        ("RATE_LIMIT_CHAT_MESSAGES_PER_SECOND", "0"),
        ("RATE_LIMIT_CHAT_USER_MESSAGES_PER_SECOND", "0"),
        ("RATE_LIMIT_CHAT_USER_BYTES_PER_MINUTE", "0"),
    ];
    let env = env.map(|(name, value)| (name, value.to_owned())).into();
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let alice = app.user("alice").await;
    set_tier(&app, &alice, Tier::Pro).await;
    let chatroom = alice.chatroom().await;
    for _ in 0..8 {
        alice.ask(&chatroom, "Hello").await;
    }
    let refused = alice.post(&at(&chatroom, "/messages"), &json!({"body": "Hello"})).await;
    let wait: u32 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    refused.problem(429, "fair_use_exceeded");
    let usage = alice.usage().await;
    assert_eq!((&usage["tier"], &usage["limit"], &usage["remaining"]), (&json!("pro"), &Value::Null, &Value::Null));
    assert_eq!(usage["used"], 8);
    set_tier(&app, &alice, Tier::Basic).await;
    alice.post(&at(&chatroom, "/messages"), &json!({"body": "Hello"})).await.problem(429, "daily_limit_reached");
    app.drain_jobs().await;
    app.finish().await;
}
