//! The event log.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use shared::db::Tx;
use shared::events::{self, Cursor, NewEvent};
use shared::ids::UserId;

use crate::harness::{Caller, Stream, TestApp, within};

/// All events of a caller after `after`, page by page.
async fn all_events(caller: &Caller<'_>, after: Option<&str>) -> (Vec<Value>, String) {
    let mut all = Vec::new();
    let mut cursor = after.map(str::to_owned);
    loop {
        let query = cursor.as_ref().map(|cursor| format!("&after={cursor}")).unwrap_or_default();
        let page = caller.get(&format!("/v1/events?limit=3{query}")).await.expect(200);
        let next = page["next_cursor"].as_str().unwrap().to_owned();
        let data = page["data"].as_array().unwrap();
        if data.is_empty() {
            return (all, next);
        }
        all.extend(data.iter().cloned());
        cursor = Some(next);
    }
}

/// The first `count` events after `after`. An event is served once no older transaction runs, in any
/// database of the server, including those of other tests.
async fn first_events(caller: &Caller<'_>, after: Option<&str>, count: usize) -> (Vec<Value>, String) {
    within(Duration::from_secs(30), "events", || async {
        Some(all_events(caller, after).await).filter(|(events, _)| events.len() >= count)
    })
    .await
}

fn kinds(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["type"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn every_change_is_an_event() {
    let app = TestApp::start().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let (_, start) = first_events(&alice, None, 1).await;
    let sent = alice.send("in_app", "bob").await;
    app.drain_jobs().await;
    let refused = alice.send("whatsapp", "+15550000026").await;
    app.drain_jobs().await;
    let (log, end) = first_events(&alice, Some(&start), 13).await;
    let delivered = [
        "credits.balance_changed",
        "message.queued",
        "job.queued",
        "job.running",
        "message.delivered",
        "job.succeeded",
    ];
    let failed = [
        "credits.balance_changed",
        "message.queued",
        "job.queued",
        "job.running",
        "message.failed",
        "credits.balance_changed",
        "job.failed",
    ];
    assert_eq!(kinds(&log), [&delivered[..], &failed[..]].concat());
    let of = |kind: &str| log.iter().rev().find(|event| event["type"] == kind).unwrap();
    assert_eq!(of("message.delivered")["data"]["id"], sent["id"]);
    assert_eq!(of("job.failed")["data"]["id"], refused["job_id"]);
    assert_eq!(of("job.failed")["data"]["error"]["code"], "recipient_unreachable");
    assert_eq!(of("credits.balance_changed")["data"]["balance"], 99);
    assert!(of("job.failed")["id"].as_str().unwrap().starts_with("evt_"));
    let seqs: Vec<_> = log.iter().map(|event| event["seq"].as_i64().unwrap()).collect();
    assert!(seqs.is_sorted(), "{seqs:?}");
    assert_eq!(all_events(&alice, Some(&end)).await.0, [Value::Null; 0]);
    let (received, _) = first_events(&bob, None, 2).await;
    assert_eq!(kinds(&received), ["credits.balance_changed", "message.received"]);
    assert!(!Value::from(received).to_string().contains("hello"), "events reference content and do not contain it");
    app.finish().await;
}

/// Assigns a transaction id, as the first write does.
async fn take_place(tx: &mut Tx) {
    sqlx::query("SELECT pg_current_xact_id()").execute(tx.conn()).await.unwrap();
}

#[tokio::test]
async fn a_late_commit_is_not_skipped() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let id: UserId = alice.get("/v1/me").await.expect(200)["id"].as_str().unwrap().parse().unwrap();
    let (_, start) = first_events(&alice, None, 1).await;
    let event = |kind: &str| NewEvent { owner: id, kind: kind.into(), data: json!({}) };
    let now = app.app.clock.now();
    let mut slow = app.app.db.begin().await.unwrap();
    take_place(&mut slow).await;
    events::record(&mut slow, [event("test.slow")], now);
    let mut fast = app.app.db.begin().await.unwrap();
    events::record(&mut fast, [event("test.fast")], now);
    fast.commit().await.unwrap();
    // The fast one has the higher number: serving it now would skip the slow one permanently.
    let (before, cursor) = all_events(&alice, Some(&start)).await;
    assert_eq!(kinds(&before), [""; 0]);
    slow.commit().await.unwrap();
    let (after, _) = first_events(&alice, Some(&cursor), 2).await;
    assert_eq!(kinds(&after), ["test.slow", "test.fast"]);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_commits_neither_skip_nor_repeat_events() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let id: UserId = alice.get("/v1/me").await.expect(200)["id"].as_str().unwrap().parse().unwrap();
    let mut cursor = events::newest(app.app.db.pool()).await.unwrap();
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let app = app.app.clone();
            tokio::spawn(async move {
                for number in 0..40 {
                    let mut tx = app.db.begin().await.unwrap();
                    let event = NewEvent { owner: id, kind: "test".into(), data: json!([writer, number]) };
                    take_place(&mut tx).await;
                    events::record(&mut tx, [event], app.clock.now());
                    // Held open until others have committed a few.
                    for _ in 0..(writer * 3) {
                        sqlx::query("SELECT 1").execute(tx.conn()).await.unwrap();
                    }
                    tx.commit().await.unwrap();
                }
            })
        })
        .collect();
    let mut seen: Vec<(Cursor, String)> = Vec::new();
    within(Duration::from_secs(30), "all events", || {
        let done = writers.iter().all(tokio::task::JoinHandle::is_finished);
        let (pool, after) = (app.app.db.pool().clone(), cursor);
        let read = futures::executor::block_on(async { events::read(&pool, id, after, 7).await.unwrap() });
        cursor = read.last().map_or(cursor, |event| event.cursor);
        let is_end = done && read.is_empty() && seen.len() == 160;
        let read = read.into_iter().filter(|event| event.kind == "test");
        seen.extend(read.map(|event| (event.cursor, event.data.to_string())));
        async move { is_end.then_some(()) }
    })
    .await;
    let mut once = seen.clone();
    once.sort();
    once.dedup();
    assert_eq!(seen.len(), 160);
    assert!(once == seen, "each once, in order");
    app.finish().await;
}

#[tokio::test]
async fn the_event_log_can_be_long_polled() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let (_, cursor) = first_events(&alice, None, 1).await;
    let path = format!("/v1/events?after={cursor}");
    let waiting = alice.call(alice.request(Method::GET, &path).header("prefer", "wait=20"));
    let (answer, _) = tokio::join!(waiting, async {
        while app.app.hub.watched().is_empty() {
            tokio::task::yield_now().await;
        }
        alice.send("whatsapp", "+15550100001").await
    });
    assert_eq!(answer.headers["preference-applied"], "wait");
    assert!(kinds(answer.expect(200)["data"].as_array().unwrap()).contains(&"job.queued"));
    alice.get("/v1/events?after=nonsense").await.problem(400, "invalid_cursor");
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn event_streams_resume_where_they_stopped() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    first_events(&alice, None, 1).await;
    let stream = Stream::open(&alice, "/v1/events/stream", None).await;
    let start = stream.start.clone();
    drop(stream);
    alice.send("whatsapp", "+15550100001").await;
    let mut stream = Stream::open(&alice, "/v1/events/stream", start.as_deref()).await;
    let first = stream.next().await.unwrap();
    assert_eq!(first.kind, "credits.balance_changed", "from now on, not from the start");
    assert_eq!(first.data["type"], "credits.balance_changed");
    drop(stream);
    app.drain_jobs().await;
    let mut again = Stream::open(&alice, "/v1/events/stream", Some(&first.id)).await;
    let mut seen = Vec::new();
    while seen.last().map(String::as_str) != Some("job.succeeded") {
        seen.push(again.next().await.unwrap().kind);
    }
    assert_eq!(seen, ["message.queued", "job.queued", "job.running", "message.sent", "job.succeeded"]);
    app.finish().await;
}
