//! Group commit: sends that arrive together share a transaction, and each has its own result.

use std::time::Duration;

use futures::future::join_all;
use reqwest::Method;
use serde_json::json;
use shared::idempotency::{self, Answer, Lookup, Scope};
use shared::ids::UserId;
use shared::messaging::{self, Purpose, Send, SendRequest};
use sqlx::Connection;

use crate::harness::{self, Caller, Fate, Options, Process, Proxy, TestApp, eventually, free_port};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_send_of_a_batch_has_its_own_answer() {
    let app = TestApp::with(Options { env: vec![("SIGNUP_CREDITS", "40".into())], ..Options::default() }).await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let body = |to: &str| json!({"channel": "in_app", "to": to, "body": "hello"});
    let sends = (0..200).map(|number| {
        let (alice, bob) = (&alice, &bob);
        async move {
            match number % 5 {
                0 => alice.post("/v1/messages", &body("nobody")).await.status,
                1 => alice.post_once("/v1/messages", &format!("key {}", number / 10), &body("bob")).await.status,
                2 => bob.post("/v1/messages", &json!({"channel": "in_app", "to": "alice"})).await.status,
                _ => bob.post("/v1/messages", &body("alice")).await.status,
            }
        }
    });
    let mut statuses = join_all(sends).await;
    statuses.sort_unstable();
    let count = |status: u16| statuses.iter().filter(|it| **it == status).count();
    assert_eq!(count(422), 80, "{statuses:?}");
    assert_eq!(count(402), 40, "bob had 40 credits for 80 sends");
    assert!(statuses.iter().all(|status| [202, 402, 409, 422].contains(status)), "{statuses:?}");
    // Of each key one send was accepted, and the other was replayed or refused as concurrent.
    assert_eq!(app.count("SELECT count(*) FROM messages").await, 60);
    assert_eq!((alice.balance().await, bob.balance().await), (20, 0));
    let transactions = app.count("SELECT count(DISTINCT xmin::text) FROM messages").await;
    assert!(transactions < 60, "{transactions} transactions for 60 messages");
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_locked_wallet_delays_only_its_owner() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let mut others = Vec::new();
    for name in ["bob", "carol", "dave", "erin"] {
        others.push(app.user(name).await);
    }
    let body = json!({"channel": "in_app", "to": "alice", "body": "hello"});
    let mut tx = app.app.db.begin().await.unwrap();
    sqlx::query("SELECT FROM wallets JOIN users ON users.id = user_id WHERE username = 'alice' FOR UPDATE OF wallets")
        .execute(tx.conn())
        .await
        .unwrap();
    let stuck = alice.post("/v1/messages", &body);
    let free = async {
        let sends = others.iter().flat_map(|caller| (0..10).map(|_| caller.post("/v1/messages", &body)));
        for answer in join_all(sends).await {
            answer.expect(202);
        }
        assert_eq!(app.count("SELECT count(*) FROM messages").await, 40, "alice waits");
        tx.rollback().await;
    };
    let (answer, ()) = tokio::join!(stuck, free);
    answer.expect(202);
    app.drain_jobs().await;
    app.finish().await;
}

/// Sends of an account with a locked wallet are accepted one by one, each by a transaction that waits: they must
/// not take the pool's connections from others.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sends_waiting_for_a_wallet_leave_connections_to_others() {
    let env = vec![("MAX_CONCURRENT_REQUESTS_PER_ACCOUNT", "0".into())];
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let body = json!({"channel": "in_app", "to": "bob", "body": "hello"});
    let mut tx = app.app.db.begin().await.unwrap();
    sqlx::query("SELECT FROM wallets JOIN users ON users.id = user_id WHERE username = 'alice' FOR UPDATE OF wallets")
        .execute(tx.conn())
        .await
        .unwrap();
    // Not through the pool, which has no free connection if this test fails.
    let mut observer = sqlx::PgConnection::connect_with(&*app.app.db.pool().connect_options()).await.unwrap();
    let patient =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
        AND clock_timestamp() - query_start > interval '400 milliseconds'";
    let stuck = join_all((0..30).map(|_| alice.post("/v1/messages", &body)));
    let others = async {
        // Longer than a batch waits: from now on sends wait individually.
        let first = async {
            loop {
                let waiting: i64 = sqlx::query_scalar(patient).fetch_one(&mut observer).await.unwrap();
                if waiting > 0 {
                    return waiting;
                }
            }
        };
        let waiting = tokio::time::timeout(Duration::from_secs(60), first).await.expect("waiting sends");
        assert!(waiting <= 2, "{waiting} connections wait for one wallet");
        bob.get("/v1/me").await.expect(200);
        bob.post("/v1/messages", &body).await.expect(202);
        tx.rollback().await;
    };
    let (answers, ()) = tokio::join!(stuck, others);
    for answer in answers {
        answer.expect(202);
    }
    app.drain_jobs().await;
    assert_eq!((alice.balance().await, bob.balance().await), (70, 99));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disconnecting_client_does_not_affect_its_batch() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let body = json!({"channel": "in_app", "to": "alice", "body": "hello"});
    let mut tx = app.app.db.begin().await.unwrap();
    sqlx::query("SELECT FROM wallets FOR UPDATE").execute(tx.conn()).await.unwrap();
    let waiting =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    tokio::select! {
        answer = alice.request(Method::POST, "/v1/messages").json(&body).send() => panic!("{answer:?}"),
        () = eventually("a waiting batch", || async { (app.count(waiting).await > 0).then_some(()) }) => {}
    }
    let stays = alice.post("/v1/messages", &body);
    let (answer, ()) = tokio::join!(stays, tx.rollback());
    answer.expect(202);
    eventually("a submitted send is accepted", || async {
        (app.count("SELECT count(*) FROM messages").await == 2).then_some(())
    })
    .await;
    app.drain_jobs().await;
    assert_eq!(alice.balance().await, 98);
    app.finish().await;
}

#[tokio::test]
async fn a_key_used_after_its_lookup_fails_the_commit() {
    let app = TestApp::start().await;
    let now = app.app.clock.now();
    let scope = scope("once");
    let answer = |body: &str| Answer { status: 202, location: None, body: body.into() };
    let mut late = app.app.db.begin().await.unwrap();
    assert!(matches!(idempotency::begin(&mut late, &scope, now).await.unwrap(), Lookup::New));
    // As if it had been committed between the lookup and the lock.
    let mut first = app.app.db.begin().await.unwrap();
    idempotency::store(&mut first, &scope, &answer("1"), now);
    first.commit().await.unwrap();
    idempotency::store(&mut late, &scope, &answer("2"), now);
    late.commit().await.unwrap_err();
    // Its session releases the key after the rollback.
    let kept = eventually("the first answer", || async {
        let mut again = app.app.db.begin().await.unwrap();
        let kept = idempotency::begin(&mut again, &scope, now).await.unwrap();
        again.rollback().await;
        if let Lookup::Replay(answer) = kept { Some(answer.body) } else { None }
    });
    assert_eq!(kept.await, "1");
    app.finish().await;
}

/// An API process that connects to Postgres through a proxy, and its address.
async fn behind_proxy(app: &mut TestApp) -> (Proxy, Process, String) {
    let url = app.env.iter().position(|(name, _)| name == "DATABASE_URL").unwrap();
    let proxy = Proxy::start(&app.env[url].1).await;
    app.env[url].1.clone_from(&proxy.url);
    let port = free_port();
    let api = Process::api(app, port).await;
    (proxy, api, format!("http://127.0.0.1:{port}"))
}

async fn send_once(caller: &Caller<'_>, base: &str, key: &str) -> harness::Answer {
    let body = json!({"channel": "in_app", "to": "alice", "body": "hello"});
    let request = caller.request_at(base, Method::POST, "/v1/messages").header("idempotency-key", key);
    caller.call(request.json(&body)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unacknowledged_commit_is_looked_up() {
    let mut app = TestApp::start().await;
    let (proxy, mut api, base) = behind_proxy(&mut app).await;
    let alice = app.user("alice").await;
    for (fate, key, is_done) in [(Fate::AnswerLost, "done", true), (Fate::Lost, "undone", false)] {
        let before = alice.balance().await;
        proxy.lose_next_commit(fate);
        let answer = send_once(&alice, &base, key).await;
        assert!(proxy.has_lost_it(), "{key}");
        if is_done {
            answer.expect(202);
        } else {
            answer.problem(503, "unavailable");
        }
        assert_eq!(alice.balance().await, before - i64::from(is_done), "{key}");
        let again = send_once(&alice, &base, key).await;
        assert_eq!(again.headers.contains_key("idempotent-replayed"), is_done, "{key}");
        again.expect(202);
        assert_eq!(alice.balance().await, before - 1, "once: {key}");
    }
    assert!(api.terminate().await);
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sends_lost_before_the_commit_are_retried_and_accepted() {
    let mut app = TestApp::start().await;
    let (proxy, mut api, base) = behind_proxy(&mut app).await;
    let alice = app.user("alice").await;
    // After a conflict with another transaction, batches lock first, so their write is separate from their commit.
    let principal = alice.id().await.parse::<UserId>().unwrap().uuid();
    let held = Scope { principal, ..scope("held") };
    let mut other = app.app.db.begin().await.unwrap();
    idempotency::begin(&mut other, &held, app.app.clock.now()).await.unwrap();
    assert_eq!(send_once(&alice, &base, "held").await.status, 409);
    other.rollback().await;
    for (fate, key) in [(Fate::AnswerLost, "answer lost"), (Fate::Lost, "lost")] {
        let before = alice.balance().await;
        proxy.lose_next_commit(fate);
        send_once(&alice, &base, key).await.expect(202);
        assert!(proxy.has_lost_it(), "{key}");
        assert_eq!(send_once(&alice, &base, key).await.headers["idempotent-replayed"], "true", "{key}");
        assert_eq!(alice.balance().await, before - 1, "once: {key}");
    }
    assert!(api.terminate().await);
    app.drain_jobs().await;
    app.finish().await;
}

fn scope(key: &str) -> Scope {
    let (operation, key) = ("POST /v1/messages".to_owned(), key.to_owned());
    Scope { principal: uuid::Uuid::now_v7(), operation, key, fingerprint: [7; 32] }
}

#[tokio::test]
async fn changes_after_planning_fail_the_commit() {
    let app = TestApp::start().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    let message = serde_json::from_value(json!({"channel": "in_app", "to": "alice", "body": "hello"})).unwrap();
    let sender = alice.id().await.parse().unwrap();
    let send = Send { sender, message, repeats: None, carried: None, request_id: None, trace_context: None };
    let now = app.app.clock.now();
    let answer = Answer { status: 202, location: None, body: "{}".into() };
    let purpose = Purpose::Accept(Some(|_, _| Ok(Answer { status: 202, location: None, body: "{}".into() })));
    for change in ["nothing", "wallet", "key used", "key held"] {
        let scope = scope(change);
        let mut tx = app.app.db.begin_autocommit().await.unwrap();
        let requests = [SendRequest { send: &send, scope: Some(&scope), is_in_flight: false }];
        let mut plan = messaging::plan(&app.app, &mut tx, &requests, purpose).await.unwrap();
        assert!(plan.first_message().is_some(), "{change}");
        let mut other = app.app.db.begin().await.unwrap();
        match change {
            "wallet" => {
                admin.post("/v1/credits/mint", &json!({"user": "alice", "credits": 1})).await.expect(201);
            }
            "key used" => {
                idempotency::store(&mut other, &scope, &answer, now);
                other.commit().await.unwrap();
                other = app.app.db.begin().await.unwrap();
            }
            "key held" => {
                idempotency::begin(&mut other, &scope, now).await.unwrap();
                idempotency::store(&mut other, &scope, &answer, now);
                other.flush_staged().await.unwrap();
            }
            _ => {}
        }
        let rows = async || {
            let counts = join_all(
                [
                    "SELECT count(*) FROM messages",
                    "SELECT count(*) FROM jobs",
                    "SELECT count(*) FROM transfers",
                    "SELECT count(*) FROM events",
                    "SELECT count(*) FROM idempotency_records",
                ]
                .map(|query| app.count(query)),
            );
            (counts.await, alice.balance().await)
        };
        let before = rows().await;
        let written = plan.write(&app.app, &mut tx).await;
        if change == "nothing" {
            written.unwrap();
            assert_ne!(rows().await, before);
        } else {
            let error = written.unwrap_err();
            let code = error.as_database_error().and_then(|error| error.code());
            assert_eq!(code.as_deref(), Some("40001"), "{change}: {error}");
            assert_eq!(rows().await, before, "{change}");
        }
        other.rollback().await;
    }
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn a_dry_run_takes_no_connection_of_the_group_commit() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let body = json!({"channel": "in_app", "to": "alice", "body": "hello"});
    let pool = app.app.db.point_lookup_pool();
    let (first, second) = (pool.acquire().await.unwrap(), pool.acquire().await.unwrap());
    assert!(pool.try_acquire().is_none(), "there are two");
    let dry = alice.post("/v1/messages?dry_run=true", &body).await.expect(200);
    assert_eq!(dry["accepted"], true);
    // A send needs one of them.
    let mut send = Box::pin(alice.post("/v1/messages", &body));
    let early = tokio::time::timeout(Duration::from_millis(300), &mut send).await;
    assert!(early.is_err(), "the send waits: {:?}", early.map(|answer| answer.status));
    drop((first, second));
    send.await.expect(202);
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_charge_one_wallet_once_per_key() {
    let app = TestApp::with(Options { env: vec![("SIGNUP_CREDITS", "150".into())], ..Options::default() }).await;
    let alice = app.user("alice").await;
    let port = free_port();
    let mut second = Process::api(&app, port).await;
    let bases = [app.base.clone(), format!("http://127.0.0.1:{port}")];
    let body = json!({"channel": "in_app", "to": "alice", "body": "hello"});
    // Each key goes to both.
    let sends = (0..200).map(|number| {
        let request = alice.request_at(&bases[number % 2], Method::POST, "/v1/messages");
        alice.call(request.header("idempotency-key", format!("key {}", number / 2)).json(&body))
    });
    for answer in join_all(sends).await {
        assert!([202, 409].contains(&answer.status), "{}: {}", answer.status, answer.body);
    }
    assert_eq!(app.count("SELECT count(*) FROM messages").await, 100);
    assert_eq!(alice.balance().await, 50);
    assert!(second.terminate().await);
    app.drain_jobs().await;
    app.finish().await;
}
