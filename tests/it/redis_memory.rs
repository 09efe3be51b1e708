//! A Redis that runs out of memory, and a separate Redis for caches.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use redis::AsyncCommands;
use serde_json::{Value, json};
use shared::cache::is_out_of_memory;
use uuid::Uuid;

use crate::harness::{CHAT_LIMITS, Options, Process, TestApp, at, eventually, free_port, within};

/// Far longer than needed, even on a slow machine.
const TIMEOUT: Duration = Duration::from_secs(20);

/// An application with a Redis of 24 MB that evicts nothing, and without chat limits.
async fn app_with_little_memory() -> (TestApp, Process) {
    let (server, url) = Process::redis(free_port()).await;
    let client = redis::Client::open(url.as_str()).unwrap();
    let mut redis = client.get_multiplexed_async_connection().await.unwrap();
    for (name, value) in [("maxmemory", "24mb"), ("maxmemory-policy", "noeviction")] {
        redis::cmd("CONFIG").arg("SET").arg(name).arg(value).exec_async(&mut redis).await.unwrap();
    }
    let mut env: Vec<_> = CHAT_LIMITS.map(|name| (name, "0".to_owned())).into();
    env.push(("REDIS_URL", url));
    (TestApp::with(Options { env, ..Options::default() }).await, server)
}

/// Fills the memory with cached messages, as months of chat would.
async fn fill(app: &TestApp) {
    let mut redis = app.app.redis.shared();
    let entry = "x".repeat(2_000);
    for conversation in 0.. {
        let key = app.app.cache.key(&format!("chat-recent:{conversation}"));
        let members: Vec<_> = (0..50).map(|seq| (seq, format!("{seq} {entry}"))).collect();
        match redis.zadd_multiple::<_, _, _, ()>(key, &members).await {
            Ok(()) => {}
            Err(error) => {
                assert!(is_out_of_memory(&error), "{error}");
                break;
            }
        }
    }
    fill_rest(app).await;
}

/// Fills the remaining memory. Some is free after a large command is refused, since the command needs memory itself,
/// and again whenever Redis shrinks its buffers.
async fn fill_rest(app: &TestApp) {
    let mut redis = app.app.redis.shared();
    loop {
        let key = app.app.cache.key(&format!("chat-card:{}", Uuid::now_v7()));
        if redis.set::<_, _, ()>(key, "x".repeat(100)).await.is_err() {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_filled_by_chat_does_not_stop_queues() {
    let (app, mut server) = app_with_little_memory().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let mut groups = Vec::new();
    for number in 0..8 {
        groups.push(alice.create_conversation(&["bob"], Some(&format!("Group {number}"))).await);
    }
    let health = async || alice.get("/health").await.expect(200);
    assert_eq!(health().await["status"], "healthy");
    fill(&app).await;
    // It stays unhealthy until memory is freed.
    let full = eventually("a full Redis", || async {
        fill_rest(&app).await;
        Some(health().await).filter(|it| it["redis"] == false)
    })
    .await;
    assert_eq!((&full["status"], &full["problems"]), (&json!("degraded"), &json!(["redis_full"])));
    alice.get("/health/ready").await.expect(200);

    let done = AtomicBool::new(false);
    let chat = async {
        let body = "z".repeat(1_900);
        let mut number = 0;
        while !done.load(Ordering::Relaxed) {
            alice.post_chat(&groups[number % groups.len()], &format!("{number} {body}")).await;
            number += 1;
        }
    };
    let others = async {
        let mut worker = Process::worker(&app);
        let message = bob.send("whatsapp", "+15550100001").await;
        app.anonymous().post("/v1/auth/otp", &json!({"mobile": "+15550100002"})).await.expect(202);
        within(TIMEOUT, "a sent message", || async { (bob.message(&message).await["status"] == "sent").then_some(()) })
            .await;
        within(TIMEOUT, "a sent code", || async { (!app.texts("+15550100002").await.is_empty()).then_some(()) }).await;
        within(TIMEOUT, "a healthy API", || async { (health().await["status"] == "healthy").then_some(()) }).await;
        // Data that must not be evicted is still there.
        let mut redis = app.app.redis.shared();
        assert!(redis.exists::<_, bool>(app.app.redis.key("epoch")).await.unwrap());
        assert!(worker.terminate().await);
        done.store(true, Ordering::Relaxed);
    };
    tokio::join!(chat, others);
    app.drain_jobs().await;
    app.finish().await;
    server.kill();
}

#[tokio::test]
async fn only_caches_are_evicted() {
    let (app, mut server) = app_with_little_memory().await;
    let mut redis = app.app.redis.shared();
    let kept = ["epoch", "queue:otp", "ws_ticket:0", "limit:account:0", "presence:online", "chats:other"];
    for name in kept {
        let _: () = redis.set(app.app.redis.key(name), "1").await.unwrap();
    }
    let _: () = redis.set("another:chat-recent:0", "of another installation").await.unwrap();
    fill(&app).await;
    let freed = app.app.redis.free_memory().await.unwrap();
    assert!(freed > 0);
    let memory = app.app.redis.memory().await.unwrap();
    assert!(!memory.is_short(), "{memory:?}");
    for name in kept {
        assert!(redis.exists::<_, bool>(app.app.redis.key(name)).await.unwrap(), "{name}");
        let _: () = redis.del(app.app.redis.key(name)).await.unwrap();
    }
    assert!(redis.exists::<_, bool>("another:chat-recent:0").await.unwrap());
    // Not again immediately.
    assert_eq!(app.app.redis.free_memory().await.unwrap(), 0);
    app.finish().await;
    server.kill();
}

#[tokio::test]
async fn a_worker_evicts_caches_before_writes_are_refused() {
    let (app, mut server) = app_with_little_memory().await;
    fill(&app).await;
    let mut redis = app.app.redis.shared();
    for conversation in 0..5 {
        let _: () = redis.del(app.app.cache.key(&format!("chat-recent:{conversation}"))).await.unwrap();
    }
    let memory = app.app.redis.memory().await.unwrap();
    assert!(memory.is_short() && memory.limit > Some(memory.used), "nearly full: {memory:?}");
    let mut worker = Process::worker(&app);
    within(TIMEOUT, "room", || async { (!app.app.redis.memory().await.unwrap().is_short()).then_some(()) }).await;
    assert!(worker.terminate().await);
    app.finish().await;
    server.kill();
}

#[tokio::test]
async fn caches_can_use_a_separate_redis() {
    let (mut server, url) = Process::redis(free_port()).await;
    let mut env: Vec<_> = CHAT_LIMITS.map(|name| (name, "0".to_owned())).into();
    env.push(("CACHE_REDIS_URL", url));
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let direct = alice.create_conversation(&["bob"], None).await;
    alice.post_chat(&direct, "hello").await;
    let page = async || bob.get(&at(&direct, "/messages")).await.expect(200);
    eventually("a cached page", || async { Some(page().await).filter(|it: &Value| it["source"] == "redis") }).await;
    bob.get("/v1/conversations").await.expect(200);
    let keys: Vec<String> = app.app.redis.shared().keys(app.app.redis.key("chat-*")).await.unwrap();
    assert_eq!(keys, [""; 0], "none among the queues");
    // Without it pages come from Postgres, and everything else works.
    server.kill();
    let found = page().await;
    assert_eq!((&found["source"], &found["data"][0]["body"]), (&json!("postgres"), &json!("hello")));
    alice.post_chat(&direct, "again").await;
    assert_eq!(alice.get("/health").await.expect(200)["status"], "healthy");
    app.finish().await;
}
