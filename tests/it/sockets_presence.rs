//! Presence, typing and read receipts.

use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{Caller, Options, Process, Socket, TestApp, at, free_port, within};

fn socket(conversation: &Value) -> String {
    at(conversation, "/ws")
}

/// A user's entry among the participants.
async fn participant(caller: &Caller<'_>, conversation: &Value, name: &str) -> Value {
    let mut card = caller.get(&at(conversation, "")).await.expect(200);
    let all = card["participants"].as_array_mut().unwrap();
    all.iter_mut().find(|it| it["username"] == name).unwrap().take()
}

async fn seen(caller: &Caller<'_>, conversation: &Value, name: &str, online: bool) -> Value {
    within(Duration::from_secs(30), "the presence", || async {
        Some(participant(caller, conversation, name).await).filter(|it| it["online"] == online)
    })
    .await
}

#[tokio::test]
async fn an_open_socket_makes_a_user_online_and_notifies_others() {
    let app = TestApp::start().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let conversation = alice.create_conversation(&["bob"], None).await;
    let before = participant(&alice, &conversation, "bob").await;
    assert_eq!((&before["online"], &before["last_seen"]), (&json!(false), &Value::Null));
    let mut alices = Socket::open(&alice, &socket(&conversation)).await;
    seen(&alice, &conversation, "alice", true).await;
    let (one, other) = (Socket::open(&bob, &socket(&conversation)).await, Socket::open(&bob, "/v1/ws").await);
    let came = alices.next_of("presence").await;
    assert_eq!((&came["user_id"], &came["online"]), (&json!(bob.id().await), &json!(true)));
    assert_eq!(participant(&alice, &conversation, "bob").await["online"], true);

    // One of two sockets is enough.
    one.close().await;
    assert_eq!(participant(&alice, &conversation, "bob").await["online"], true);
    other.close().await;
    let went = alices.next_of("presence").await;
    assert_eq!((&went["user_id"], &went["online"]), (&json!(bob.id().await), &json!(false)));
    assert!(went["last_seen"].is_string());
    let after = participant(&alice, &conversation, "bob").await;
    assert_eq!((&after["online"], &after["last_seen"]), (&json!(false), &went["last_seen"]));
    app.finish().await;
}

#[tokio::test]
async fn a_crash_ends_presence_and_notifies_others() {
    let app = TestApp::start().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let conversation = alice.create_conversation(&["bob"], None).await;
    let port = free_port();
    let mut process = Process::api(&app, port).await;
    let mut alices = Socket::open(&alice, &socket(&conversation)).await;
    let _bobs = Socket::open_at(&bob, &format!("http://127.0.0.1:{port}"), &socket(&conversation)).await;
    assert_eq!(alices.next_of("presence").await["online"], true);
    seen(&alice, &conversation, "bob", true).await;
    process.kill();
    assert_eq!(alices.next_of("presence").await["online"], false);
    let after = participant(&alice, &conversation, "bob").await;
    assert!(after["online"] == false && after["last_seen"].is_string(), "{after}");
    assert_eq!(participant(&alice, &conversation, "alice").await["online"], true);
    app.finish().await;
}

#[tokio::test]
async fn users_who_connected_during_a_redis_outage_are_announced_afterwards() {
    let port = free_port();
    let (mut redis, url) = Process::redis(port).await;
    let app = TestApp::with(Options { env: vec![("REDIS_URL", url)], ..Options::default() }).await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let conversation = alice.create_conversation(&["bob"], None).await;
    let mut alices = Socket::open(&alice, &socket(&conversation)).await;
    seen(&alice, &conversation, "alice", true).await;
    redis.kill();
    let _bobs = Socket::open(&bob, "/v1/ws").await;
    // Once this request has failed on Redis, so has the announcement of bob.
    bob.post("/v1/ws-tickets", &json!({})).await.problem(503, "tickets_unavailable");
    let (_redis, _) = Process::redis(port).await;
    let came = alices.next_of("presence").await;
    assert_eq!((&came["user_id"], &came["online"]), (&json!(bob.id().await), &json!(true)));
    app.finish().await;
}

#[tokio::test]
async fn typing_and_read_receipts_reach_other_members() {
    let app = TestApp::start().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let conversation = alice.create_conversation(&["bob"], None).await;
    let (mut alices, mut bobs) =
        (Socket::open(&alice, &socket(&conversation)).await, Socket::open(&bob, "/v1/ws").await);
    alice.post_chat(&conversation, "hello").await;
    bobs.messages(1).await;
    // Only the first one is published.
    for _ in 0..5 {
        bobs.send(&json!({"type": "typing", "conversation_id": conversation["id"]})).await;
    }
    bobs.send(&json!({"type": "read", "seq": 1, "conversation_id": conversation["id"]})).await;
    let typing = alices.next_of("typing").await;
    assert_eq!((&typing["user_id"], &typing["sender"]), (&json!(bob.id().await), &json!("bob")));
    let read = loop {
        let frame = alices.next().await.unwrap();
        assert_ne!(frame["type"], "typing", "published again");
        if frame["type"] == "read" {
            break frame;
        }
    };
    assert_eq!((&read["user_id"], &read["seq"]), (&json!(bob.id().await), &json!(1)));
    assert_eq!(participant(&alice, &conversation, "bob").await["last_read_seq"], 1);
    // Over HTTP, too. The typing user gets no frame about it.
    alices.send(&json!({"type": "typing"})).await;
    bobs.next_of("typing").await;
    alice.post(&at(&conversation, "/read"), &json!({"seq": 1})).await.expect(204);
    bobs.next_of("read").await;
    let own = loop {
        let frame = alices.next().await.unwrap();
        assert_ne!(frame["type"], "typing", "own typing");
        if frame["type"] == "read" && frame["user_id"] == alice.id().await {
            break frame;
        }
    };
    assert_eq!(own["seq"], 1);
    app.finish().await;
}
