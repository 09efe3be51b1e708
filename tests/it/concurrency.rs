//! Concurrent requests of one account, and the capacity left to others.

use futures::future::join_all;
use reqwest::Method;
use serde_json::json;
use shared::accounts::Role;
use shared::metrics::labels::Reason;

use crate::harness::{TestApp, eventually};
use crate::rate_limits::{header, limited};

/// Disables the rate limit of requests.
const NO_RATE: (&str, &str) = ("RATE_LIMIT_REQUESTS_PER_SECOND", "0");
/// Statements waiting for a lock.
const BLOCKED: &str =
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";

fn shed(app: &TestApp, reason: &'static str) -> u64 {
    app.app.metrics.requests_shed.get_or_create(&Reason { reason }).get()
}

async fn expect_blocked(app: &TestApp, wanted: i64) {
    eventually("blocked statements", async || (app.count(BLOCKED).await == wanted).then_some(())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_account_never_holds_all_connections() {
    let app = limited(&[NO_RATE]).await;
    let (alice, bob) = (app.user_with_role("alice", Role::User).await, app.user_with_role("bob", Role::User).await);
    let mut tx = app.app.db.begin().await.unwrap();
    sqlx::query("LOCK TABLE api_keys IN ACCESS EXCLUSIVE MODE").execute(tx.conn()).await.unwrap();
    let reads = join_all((0..100).map(|_| alice.get("/v1/api-keys")));
    let others = async {
        expect_blocked(&app, 8).await;
        // All refusals happen before any slot is released.
        eventually("the excess requests are refused", async || (shed(&app, "account") == 92).then_some(())).await;
        assert_eq!(app.count(BLOCKED).await, 8);
        bob.get("/v1/me").await.expect(200);
        tx.rollback().await;
    };
    let (answers, ()) = tokio::join!(reads, others);
    let mut served = 0;
    for answer in answers {
        match answer.status {
            200 => served += 1,
            _ => {
                assert_eq!(header(&answer, "retry-after"), "1");
                assert_eq!(answer.problem(429, "too_many_at_once")["retryable"], true);
            }
        }
    }
    assert_eq!(served, 8);
    alice.get("/v1/api-keys").await.expect(200);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_polls_do_not_count_as_concurrent_requests() {
    let app = limited(&[NO_RATE, ("MAX_CONCURRENT_REQUESTS_PER_ACCOUNT", "4")]).await;
    let alice = app.user_with_role("alice", Role::User).await;
    // A user without credits has no events.
    let poll = || alice.call(alice.request(Method::GET, "/v1/events").header("prefer", "wait=30"));
    let polls = join_all((0..20).map(|_| poll()));
    tokio::select! {
        _ = polls => panic!("a long poll returned without an event"),
        () = async {
            eventually("all wait", async || (app.app.metrics.long_polls.get() == 20).then_some(())).await;
            alice.get("/v1/me").await.expect(200);
            // So do streams.
            let stream = alice.request(Method::GET, "/v1/events/stream").send().await.unwrap();
            assert_eq!(stream.status(), 200);
            alice.get("/v1/me").await.expect(200);
        } => {}
    }
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_sends_of_one_account_are_all_accepted() {
    let app = limited(&[NO_RATE, ("MAX_CONCURRENT_REQUESTS_PER_ACCOUNT", "1")]).await;
    let alice = app.user("alice").await;
    let program = app.program(&alice.key(&["send"]).await);
    let body = json!({"channel": "in_app", "to": "alice", "body": "hello"});
    let senders = (0..80).map(|number| if number % 2 == 0 { &alice } else { &program });
    let answers = join_all(senders.map(|sender| sender.post("/v1/messages", &body))).await;
    answers.into_iter().for_each(|answer| drop(answer.expect(202)));
    assert_eq!(shed(&app, "account"), 0);
    app.drain_jobs().await;
    assert_eq!(alice.balance().await, 20);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reads_are_refused_promptly_without_a_free_connection() {
    let app = limited(&[]).await;
    let alice = app.user("alice").await;
    let pool = app.app.db.pool();
    let mut held = Vec::new();
    for _ in 0..app.app.config.storage.max_connections {
        held.push(pool.acquire().await.unwrap());
    }
    let busy = alice.get("/v1/me").await;
    assert_eq!(header(&busy, "retry-after"), "1");
    assert_eq!(busy.problem(503, "busy")["retryable"], true);
    assert_eq!(shed(&app, "database"), 1);
    drop(held);
    alice.get("/v1/me").await.expect(200);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn key_lookups_use_few_connections_per_account() {
    let app = limited(&[NO_RATE]).await;
    let (alice, bob) = (app.user_with_role("alice", Role::User).await, app.user_with_role("bob", Role::User).await);
    let program = app.program(&alice.key(&["read"]).await);
    // From now on the key's account is known.
    program.get("/v1/me").await.expect(200);
    // The last use is saved in the background, which would wait for the lock, too.
    let used = "SELECT count(*) FROM api_keys WHERE last_used_at IS NOT NULL";
    eventually("the use is saved", async || (app.count(used).await == 1).then_some(())).await;
    let mut tx = app.app.db.begin().await.unwrap();
    sqlx::query("LOCK TABLE api_keys IN ACCESS EXCLUSIVE MODE").execute(tx.conn()).await.unwrap();
    let reads = join_all((0..30).map(|_| program.get("/v1/me")));
    let others = async {
        expect_blocked(&app, 4).await;
        bob.get("/v1/me").await.expect(200);
        // An access token of the same account needs no lookup.
        alice.get("/v1/me").await.expect(200);
        assert_eq!(app.count(BLOCKED).await, 4);
        tx.rollback().await;
    };
    tokio::join!(reads, others);
    program.get("/v1/me").await.expect(200);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dry_runs_are_bounded_like_reads() {
    let app = limited(&[NO_RATE, ("MAX_CONCURRENT_REQUESTS_PER_ACCOUNT", "1")]).await;
    let alice = app.user("alice").await;
    let mut tx = app.app.db.begin().await.unwrap();
    sqlx::query("LOCK TABLE wallets IN ACCESS EXCLUSIVE MODE").execute(tx.conn()).await.unwrap();
    let body = json!({"channel": "in_app", "to": "alice", "body": "hello"});
    let dry_runs = join_all((0..20).map(|_| alice.post("/v1/messages?dry_run=true", &body)));
    let others = async {
        // One runs, and eight wait for it.
        eventually("the excess requests are refused", async || (shed(&app, "account") == 11).then_some(())).await;
        tx.rollback().await;
    };
    let (answers, ()) = tokio::join!(dry_runs, others);
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 9);
    app.finish().await;
}
