//! Worker processes that are killed during their work.

use std::collections::HashMap;
use std::time::Duration;

use futures::stream::{self, StreamExt};
use serde_json::json;

use crate::harness::{Options, Process, TestApp, free_port, within};

const SENDS: usize = 500;

async fn flush(url: &str) {
    let mut redis = redis::Client::open(url).unwrap().get_multiplexed_async_connection().await.unwrap();
    let _: () = redis::cmd("FLUSHALL").query_async(&mut redis).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_and_paused_workers_and_a_lost_redis_lose_nothing() {
    let redis_port = free_port();
    let (mut server, redis_url) = Process::redis(redis_port).await;
    let env =
        vec![("REDIS_URL", redis_url.clone()), ("SIGNUP_CREDITS", "1000".into()), ("WORKER_CONCURRENCY", "8".into())];
    let app = TestApp::with(Options { env, statuses: true }).await;
    let alice = app.user("alice").await;
    let ended = || app.count("SELECT count(*) FROM jobs WHERE finished_at IS NOT NULL AND owner_id IS NOT NULL");
    let reached = async |count: i64| {
        within(Duration::from_secs(30), "progress", || async { (ended().await >= count).then_some(()) }).await;
    };

    let mut first = Process::worker(&app);
    let sends = stream::iter(0..SENDS).for_each_concurrent(8, |number| {
        let alice = &alice;
        async move {
            let body = match number % 5 {
                0 => json!({"channel": "in_app", "to": "alice", "body": "hello"}),
                1 => json!({"channel": "whatsapp", "to": "+15550000026", "body": "hello"}),
                _ => json!({"channel": "whatsapp", "to": format!("+1555010{number:04}"), "body": "hello"}),
            };
            alice.post("/v1/messages", &body).await.expect(202);
        }
    });
    let faults = async {
        reached(60).await;
        first.kill();
        flush(&redis_url).await;
        let mut second = Process::worker(&app);
        reached(160).await;
        assert!(second.terminate().await, "a terminated worker exits cleanly");
        let third = Process::worker(&app);
        reached(260).await;
        third.signal("-STOP");
        server.kill();
        server = Process::redis(redis_port).await.0;
        third
    };
    let ((), mut paused) = tokio::join!(sends, faults);
    let mut last = Process::worker(&app);

    within(Duration::from_secs(90), "all jobs ended", || async {
        let open = app.count("SELECT count(*) FROM jobs WHERE finished_at IS NULL").await;
        (open == 0).then_some(())
    })
    .await;
    // Others have completed its jobs. Late webhooks still create jobs, without an owner.
    let rows = "SELECT sum(hashtext(jobs::text))::bigint FROM jobs WHERE owner_id IS NOT NULL";
    let ends = app.count(rows).await;
    paused.signal("-CONT");
    assert!(paused.terminate().await && last.terminate().await);
    assert_eq!(app.count(rows).await, ends, "no result was overwritten");

    let per_message = app
        .count("SELECT count(*) FROM messages m WHERE 1 <> (SELECT count(*) FROM transfers t WHERE t.kind = 'charge' AND t.reference = m.id)")
        .await;
    assert_eq!(per_message, 0, "each was charged once");
    assert_eq!(app.count("SELECT count(*) FROM messages").await, SENDS as i64);
    let open =
        app.count("SELECT count(*) FROM messages WHERE status NOT IN ('sent', 'delivered', 'failed', 'unknown')").await;
    assert_eq!(open, 0, "all jobs ended");
    let mut calls: HashMap<String, usize> = HashMap::new();
    for request in app.simulated("requests?limit=10000").await.as_array().unwrap() {
        *calls.entry(request["callback_data"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    assert_eq!(calls.values().filter(|calls| **calls > 1).count(), 0, "none was sent twice");
    let refunded = app.count("SELECT count(*) FROM transfers WHERE kind = 'refund'").await;
    let failed = app.count("SELECT count(*) FROM messages WHERE status = 'failed'").await;
    assert_eq!(refunded, failed);
    assert_eq!(alice.balance().await, 1000 - SENDS as i64 + refunded);
    // Webhooks that arrived after the last worker had stopped.
    app.drain_jobs().await;
    app.finish().await;
}
