//! Conversations across API processes, with and without Redis.

use serde_json::{Value, json};

use crate::harness::{Options, Process, Socket, TestApp, at, eventually, free_port};

async fn with(redis: String) -> TestApp {
    let unlimited = [
        "RATE_LIMIT_CHAT_MESSAGES_PER_SECOND",
        "RATE_LIMIT_CHAT_USER_MESSAGES_PER_SECOND",
        "RATE_LIMIT_CHAT_USER_BYTES_PER_MINUTE",
        "RATE_LIMIT_REQUESTS_PER_SECOND",
    ];
    let mut env: Vec<_> = unlimited.map(|name| (name, "0".to_owned())).into();
    env.push(("REDIS_URL", redis));
    TestApp::with(Options { env, ..Options::default() }).await
}

fn socket(conversation: &Value) -> String {
    at(conversation, "/ws")
}

/// Another process of the application, and its address.
async fn start_process(app: &TestApp) -> (Process, String) {
    let port = free_port();
    (Process::api(app, port).await, format!("http://127.0.0.1:{port}"))
}

#[tokio::test]
async fn messages_cross_processes() {
    let app = TestApp::for_chatting().await;
    let (alice, bob, carol) = (app.user("alice").await, app.user("bob").await, app.user("carol").await);
    let (_process, there) = start_process(&app).await;
    let conversation = alice.create_conversation(&["bob", "carol"], Some("Lunch")).await;
    let path = socket(&conversation);
    let mut alices = Socket::open(&alice, &path).await;
    let mut bobs = Socket::open_at(&bob, &there, &path).await;
    let mut carols = Socket::open_at(&carol, &there, "/v1/ws").await;
    for number in 0..20 {
        let (sender, text) = (if number % 2 == 0 { &mut alices } else { &mut bobs }, format!("message {number}"));
        sender.send(&json!({"message": text})).await;
        let at = number + 1;
        assert_eq!((alices.seqs(1).await, bobs.seqs(1).await, carols.seqs(1).await), (vec![at], vec![at], vec![at]));
    }
    bobs.send(&json!({"type": "typing"})).await;
    assert_eq!(alices.next_of("typing").await["sender"], "bob");

    // A conversation created by another process, and a removal by another process.
    let other = alice.create_conversation(&["carol"], None).await;
    alice.post_chat(&other, "just us").await;
    let received = carols.messages(1).await.remove(0);
    assert_eq!((&received["message"], &received["conversation_id"]), (&json!("just us"), &other["id"]));
    alice.delete(&at(&conversation, &format!("/members/{}", bob.id().await))).await.expect(204);
    alice.post_chat(&conversation, "without bob").await;
    let (frames, code) = bobs.rest().await;
    assert_eq!(code, 4403);
    assert!(!format!("{frames:?}").contains("without bob"), "{frames:?}");

    // A session ended by another process.
    let again = app.log_in("carol").await;
    let leaving = Socket::open_at(&again, &there, "/v1/ws").await;
    again.post("/v1/auth/logout", &json!({})).await.expect(204);
    assert_eq!(leaving.closed().await, 4401);
    app.finish().await;
}

#[tokio::test]
async fn without_redis_nothing_is_lost() {
    let port = free_port();
    let (mut redis, url) = Process::redis(port).await;
    let app = with(url).await;
    let (alice, bob, carol) = (app.user("alice").await, app.user("bob").await, app.user("carol").await);
    let (_process, there) = start_process(&app).await;
    let conversation = alice.create_conversation(&["bob", "carol"], Some("Lunch")).await;
    let path = socket(&conversation);
    let mut alices = Socket::open(&alice, &path).await;
    let mut bobs = Socket::open_at(&bob, &there, &path).await;
    let mut bobs_all = Socket::open_at(&bob, &there, "/v1/ws").await;
    let carols = Socket::open_at(&carol, &there, &path).await;
    alices.send(&json!({"message": "with Redis"})).await;
    assert_eq!((alices.seqs(1).await, bobs.seqs(1).await, bobs_all.seqs(1).await), (vec![1], vec![1], vec![1]));

    redis.kill();
    for number in 2..=4 {
        alices.send(&json!({"message": "without"})).await;
        assert_eq!(alices.seqs(1).await, [number]);
    }
    assert_eq!((bobs.seqs(3).await, bobs_all.seqs(3).await), (vec![2, 3, 4], vec![2, 3, 4]));
    // A socket opened and a conversation created during the outage.
    let mut late = Socket::open_at(&bob, &there, &format!("{path}?after_seq=2")).await;
    assert_eq!(late.next_of("resumed").await["from_seq"], 3);
    assert_eq!(late.seqs(2).await, [3, 4]);
    let other = alice.create_conversation(&["bob"], None).await;
    alice.post_chat(&other, "just us").await;
    assert_eq!(bobs_all.messages(1).await[0]["message"], "just us");

    // Other changes are not lost either: members get `changed`, and removed members lose access.
    let name = json!({"name": "Dinner"});
    alice.patch(&at(&conversation, ""), &name).await.expect(200);
    bobs.next_of("changed").await;
    alice.delete(&at(&conversation, &format!("/members/{}", carol.id().await))).await.expect(204);
    alice.post_chat(&conversation, "without carol").await;
    let (frames, code) = carols.rest().await;
    assert_eq!(code, 4403);
    assert!(!format!("{frames:?}").contains("without carol"), "{frames:?}");
    assert_eq!(bobs.next_of("message").await["role"], "system");
    assert_eq!(bobs.next_of("message").await["message"], "without carol");

    // After the outage, everything is as before.
    let (_redis, _) = Process::redis(port).await;
    eventually("Redis", || async { app.app.redis.ping().await.then_some(()) }).await;
    for number in 7..=9 {
        bobs.send(&json!({"message": "with Redis again"})).await;
        assert_eq!(bobs.next_of("message").await["seq"], number);
    }
    app.finish().await;
}

#[tokio::test]
async fn reconnecting_to_another_process_misses_nothing() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let (mut process, there) = start_process(&app).await;
    let conversation = alice.create_conversation(&["bob"], None).await;
    let path = socket(&conversation);
    let mut alices = Socket::open(&alice, &path).await;
    let mut bobs = Socket::open_at(&bob, &there, &path).await;
    let talking = async {
        for _ in 0..100 {
            alices.send(&json!({"message": "hello"})).await;
            alices.messages(1).await;
        }
    };
    let listening = async {
        let mut seqs = bobs.seqs(20).await;
        process.kill();
        while let Ok(frame) = bobs.next().await {
            seqs.extend(frame["seq"].as_i64().filter(|_| frame["type"] == "message"));
        }
        let last = seqs.last().copied().unwrap();
        let mut back = Socket::open(&bob, &format!("{path}?after_seq={last}")).await;
        assert_eq!(back.next_of("resumed").await["from_seq"], last + 1);
        seqs.extend(back.seqs(100 - seqs.len()).await);
        seqs
    };
    let ((), seqs) = tokio::join!(talking, listening);
    assert_eq!(seqs, (1..=100).collect::<Vec<_>>());
    app.finish().await;
}
