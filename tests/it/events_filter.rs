//! Events filtered by type, the end of the log, and late readers.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use reqwest::Method;
use serde_json::{Value, json};
use shared::events::{self, NewEvent};
use shared::ids::UserId;

use crate::harness::{Caller, Stream, TestApp, eventually};

fn types(page: &Value) -> Vec<&str> {
    page["data"].as_array().unwrap().iter().map(|event| event["type"].as_str().unwrap()).collect()
}

async fn cursor(caller: &Caller<'_>) -> String {
    caller.get("/v1/events/cursor").await.expect(200)["cursor"].as_str().unwrap().to_owned()
}

/// Waits until all events are served: older transactions of the same server, of other tests too, hold them back.
async fn all_served(app: &TestApp) {
    eventually("events that are served", || async {
        let held = "SELECT count(*) FROM events WHERE xact >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint";
        (app.count(held).await == 0).then_some(())
    })
    .await;
}

async fn record_events(app: &TestApp, owner: &str, kind: &str, count: usize) {
    let owner: UserId = owner.parse().unwrap();
    let mut tx = app.app.db.begin().await.unwrap();
    let event = || NewEvent { owner, kind: kind.to_owned(), data: json!({}) };
    events::record(&mut tx, (0..count).map(|_| event()), app.app.clock.now());
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn events_are_filtered_by_type() {
    let app = TestApp::start().await;
    let (alice, _bob) = (app.user("alice").await, app.user("bob").await);
    all_served(&app).await;
    let start = cursor(&alice).await;
    alice.send("in_app", "bob").await;
    app.drain_jobs().await;
    all_served(&app).await;
    let read = async |filter: &str| alice.get(&format!("/v1/events?after={start}&types={filter}")).await.expect(200);
    assert_eq!(types(&read("message.*").await), ["message.queued", "message.delivered"]);
    assert_eq!(types(&read("job.succeeded,message.delivered").await), ["message.delivered", "job.succeeded"]);
    assert_eq!(types(&read("contact.*").await), [""; 0]);
    for wrong in ["*", "", "message.*,", "MESSAGE.sent"] {
        alice.get(&format!("/v1/events?types={wrong}")).await.problem(422, "validation_failed");
        alice.get(&format!("/v1/events/stream?types={wrong}")).await.problem(422, "validation_failed");
    }
    // One by one: each answer has the cursor for the next.
    let mut after = start.clone();
    let mut seen = Vec::new();
    for _ in 0..3 {
        let page = alice.get(&format!("/v1/events?after={after}&types=message.*&limit=1")).await.expect(200);
        seen.extend(types(&page).into_iter().map(str::to_owned));
        after = page["next_cursor"].as_str().unwrap().to_owned();
    }
    assert_eq!(seen, ["message.queued", "message.delivered"]);
    let mut stream = Stream::open(&alice, "/v1/events/stream?types=message.*", Some(&start)).await;
    assert_eq!(stream.next().await.unwrap().kind, "message.queued");
    let last = stream.next().await.unwrap();
    assert_eq!(last.kind, "message.delivered");
    alice.send("in_app", "bob").await;
    assert_eq!(stream.next().await.unwrap().kind, "message.queued", "later events, too");
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn long_polls_skip_events_outside_the_filter() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let owner = alice.id().await;
    all_served(&app).await;
    let start = cursor(&alice).await;
    let path = format!("/v1/events?after={start}&types=message.*");
    let wait = alice.call(alice.request(Method::GET, &path).header("prefer", "wait=20"));
    let recording = async {
        record_events(&app, &owner, "job.queued", 1).await;
        record_events(&app, &owner, "message.sent", 1).await;
    };
    let (page, ()) = tokio::join!(wait, recording);
    assert_eq!(types(&page.expect(200)), ["message.sent"]);
    // A wait that times out still advances the cursor.
    record_events(&app, &owner, "job.queued", 3).await;
    all_served(&app).await;
    let after = cursor(&alice).await;
    let path = format!("/v1/events?after={after}&types=message.*");
    let page = alice.call(alice.request(Method::GET, &path).header("prefer", "wait=1")).await.expect(200);
    assert_eq!((types(&page).len(), &page["next_cursor"]), (0, &json!(after)));
    app.finish().await;
}

#[tokio::test]
async fn one_answer_reads_a_bounded_number_of_events() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let owner = alice.id().await;
    record_events(&app, &owner, "job.queued", 1500).await;
    record_events(&app, &owner, "message.sent", 1).await;
    all_served(&app).await;
    let page = alice.get("/v1/events?types=message.*").await.expect(200);
    assert_eq!(types(&page), [""; 0], "more events follow than one answer reads");
    let next = page["next_cursor"].as_str().unwrap();
    let page = alice.get(&format!("/v1/events?types=message.*&after={next}")).await.expect(200);
    assert_eq!(types(&page), ["message.sent"]);
    app.finish().await;
}

#[tokio::test]
async fn the_log_is_read_backwards() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let owner = alice.id().await;
    all_served(&app).await;
    let start = cursor(&alice).await;
    for (kind, count) in [("channel.stopped", 1), ("job.queued", 1100), ("recharge.failed", 1), ("job.queued", 2)] {
        record_events(&app, &owner, kind, count).await;
    }
    all_served(&app).await;
    let read = async |query: &str| alice.get(&format!("/v1/events?order=desc{query}")).await.expect(200);
    let newest = read("&limit=3").await;
    assert_eq!(types(&newest), ["job.queued", "job.queued", "recharge.failed"]);
    let older = newest["next_cursor"].as_str().unwrap();
    assert_eq!(types(&read(&format!("&limit=1&after={older}")).await), ["job.queued"]);
    // Filtered: one answer reads a bounded number of events, and the next one continues there.
    let filter = "&types=channel.*,recharge.failed";
    let page = read(filter).await;
    assert_eq!(types(&page), ["recharge.failed"]);
    let next = page["next_cursor"].as_str().unwrap();
    assert_eq!(types(&read(&format!("{filter}&after={next}")).await), ["channel.stopped"]);
    // The cursors are those of the log: what is before them and what is after them is everything.
    let forwards = alice.get(&format!("/v1/events?after={older}")).await.expect(200);
    assert_eq!(types(&forwards), ["job.queued", "job.queued"]);
    let mut before = start;
    loop {
        let page = read(&format!("&after={before}")).await;
        assert!(!types(&page).contains(&"channel.stopped"), "it is after the cursor");
        let next = page["next_cursor"].as_str().unwrap();
        if next == before {
            assert_eq!(page["data"], json!([]), "the start of the log");
            break;
        }
        next.clone_into(&mut before);
    }
    alice.get("/v1/events?order=up").await.problem(422, "validation_failed");
    app.finish().await;
}

#[tokio::test]
async fn late_readers_are_notified_of_the_gap() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    all_served(&app).await;
    let (early, owner) = (cursor(&alice).await, alice.id().await);
    record_events(&app, &owner, "job.queued", 2).await;
    all_served(&app).await;
    let page = alice.get(&format!("/v1/events?after={early}")).await.expect(200);
    let late = page["next_cursor"].as_str().unwrap().to_owned();
    let gap = async |after: &str| {
        let page = alice.get(&format!("/v1/events?after={after}")).await.expect(200);
        page["gap"].as_bool().unwrap()
    };
    assert!(!gap(&early).await && !gap(&late).await, "nothing is purged");
    let mut tx = app.app.db.begin().await.unwrap();
    let purged = events::purge(&mut tx, Utc::now() + TimeDelta::hours(1), 1000).await.unwrap();
    assert!(purged >= 2, "{purged}");
    tx.commit().await.unwrap();
    assert!(gap(&early).await);
    assert!(!gap(&late).await, "it had read all purged events");
    let fresh = cursor(&alice).await;
    assert!(!gap(&fresh).await);
    assert!(!alice.get("/v1/events").await.expect(200)["gap"].as_bool().unwrap(), "without a cursor there is no gap");
    let mut stream = Stream::open(&alice, "/v1/events/stream", Some(&early)).await;
    let first = stream.next().await.unwrap();
    assert_eq!((first.kind.as_str(), first.id.as_str()), ("gap", ""));
    record_events(&app, &owner, "job.queued", 1).await;
    assert_eq!(stream.next().await.unwrap().kind, "job.queued");
    let mut stream = Stream::open(&alice, "/v1/events/stream", Some(&late)).await;
    assert_eq!(stream.next().await.unwrap().kind, "job.queued", "no gap");
    // A purge without effect reports no gap.
    let mut tx = app.app.db.begin().await.unwrap();
    assert_eq!(events::purge(&mut tx, Utc::now() - TimeDelta::days(1), 1000).await.unwrap(), 0);
    tx.commit().await.unwrap();
    assert!(!gap(&fresh).await);
    app.finish().await;
}

#[tokio::test]
async fn reading_from_the_end_misses_nothing() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    all_served(&app).await;
    let (end, owner) = (cursor(&alice).await, alice.id().await);
    assert_eq!(alice.get(&format!("/v1/events?after={end}")).await.expect(200)["data"], json!([]));
    record_events(&app, &owner, "job.queued", 1).await;
    let mut stream = Stream::open(&alice, &format!("/v1/events/stream?after={end}"), None).await;
    let event = tokio::time::timeout(Duration::from_secs(30), stream.next()).await.unwrap().unwrap();
    assert_eq!(event.kind, "job.queued");
    app.finish().await;
}
