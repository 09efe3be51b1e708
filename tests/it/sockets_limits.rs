//! Limits and timeouts of sockets.

use std::time::Duration;

use futures::StreamExt;
use serde_json::{Value, json};
use shared::chat::{self, NewChatMessage};
use shared::ids::{ConversationId, UserId};
use tokio_tungstenite::tungstenite::Message;

use crate::harness::{Options, Process, Socket, TestApp, at, free_port, within};

async fn with(env: &[(&'static str, &str)]) -> TestApp {
    let mut all = [
        "RATE_LIMIT_CHAT_MESSAGES_PER_SECOND",
        "RATE_LIMIT_CHAT_USER_MESSAGES_PER_SECOND",
        "RATE_LIMIT_CHAT_USER_BYTES_PER_MINUTE",
    ]
    .map(|name| (name, "0".to_owned()))
    .to_vec();
    all.extend(env.iter().map(|(name, value)| (*name, (*value).to_owned())));
    TestApp::with(Options { env: all, ..Options::default() }).await
}

fn socket(conversation: &Value) -> String {
    at(conversation, "/ws")
}

fn ended(app: &TestApp, reason: &'static str) -> u64 {
    app.app.metrics.sockets_ended.get_or_create(&shared::metrics::labels::Reason { reason }).get()
}

#[tokio::test]
async fn a_body_of_64_kb_fits_in_any_escaping_and_a_larger_one_closes_the_socket() {
    let app = with(&[]).await;
    let (alice, _bob) = (app.user("alice").await, app.user("bob").await);
    let conversation = alice.create_conversation(&["bob"], None).await;
    let mut socket = Socket::open(&alice, &socket(&conversation)).await;
    for body in ["\u{1}".repeat(16 * 1024 - 1) + "x", "\"".repeat(16 * 1024), "ü".repeat(8 * 1024)] {
        socket.send(&json!({"message": body})).await;
        assert_eq!(socket.messages(1).await[0]["message"], body);
    }
    socket.send(&json!({"message": "x".repeat(500 * 1024)})).await;
    assert_eq!(socket.closed().await, 1009);
    app.finish().await;
}

#[tokio::test]
async fn too_many_frames_close_the_socket() {
    let app = with(&[("WS_FRAMES_PER_SECOND", "5")]).await;
    let (alice, _bob) = (app.user("alice").await, app.user("bob").await);
    let conversation = alice.create_conversation(&["bob"], None).await;
    let mut socket = Socket::open(&alice, &socket(&conversation)).await;
    for _ in 0..50 {
        // The socket may be closed before all are sent.
        if futures::SinkExt::send(&mut socket.0, Message::text(r#"{"type":"ping"}"#)).await.is_err() {
            break;
        }
    }
    let (frames, code) = socket.rest().await;
    assert_eq!(code, 4429);
    assert_eq!(frames.last().unwrap()["code"], "too_many_frames");
    assert!(frames.len() < 50, "{}", frames.len());
    assert_eq!(ended(&app, "too_many_frames"), 1);
    app.finish().await;
}

#[tokio::test]
async fn a_client_that_answers_no_ping_is_disconnected() {
    let app = with(&[("WS_PING_SECONDS", "1")]).await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let conversation = alice.create_conversation(&["bob"], None).await;
    let (silent, mut lively) =
        (Socket::open(&alice, &socket(&conversation)).await, Socket::open(&bob, &socket(&conversation)).await);
    // A client that does not read answers no ping.
    let reading = async { while lively.0.next().await.is_some() {} };
    tokio::select! {
        () = reading => panic!("a client that answers stays connected"),
        () = within(Duration::from_secs(20), "an end", || async { (ended(&app, "silent") == 1).then_some(()) }) => {}
    }
    assert_eq!(silent.closed().await, 4408);
    lively.send(&json!({"message": "still here"})).await;
    lively.messages(1).await;
    app.finish().await;
}

#[tokio::test]
async fn a_slow_reader_is_disconnected_without_delaying_others() {
    let app = with(&[]).await;
    let (alice, bob, carol) = (app.user("alice").await, app.user("bob").await, app.user("carol").await);
    let conversation = alice.create_conversation(&["bob", "carol"], Some("Lunch")).await;
    let slow = Socket::open(&bob, &socket(&conversation)).await;
    let mut quick = Socket::open(&carol, &socket(&conversation)).await;
    let (room, user): (ConversationId, UserId) =
        (conversation["id"].as_str().unwrap().parse().unwrap(), alice.id().await.parse().unwrap());
    let new = NewChatMessage { body: "x".repeat(16 * 1024), client_id: None };
    let mut posted = 0;
    while ended(&app, "too_slow") == 0 {
        chat::post(&app.app, room, user, &new).await.unwrap();
        posted += 1;
        assert_eq!(quick.seqs(1).await, [posted], "other clients continue");
        assert!(posted < 1_000, "it is never disconnected");
    }
    // It gets the reason once it reads again, and the missed messages after reconnecting.
    let (frames, code) = slow.rest().await;
    let seqs: Vec<_> = frames.iter().filter_map(|frame| frame["seq"].as_i64()).collect();
    assert_eq!(code, 4413);
    assert_eq!(seqs, (1..=i64::try_from(seqs.len()).unwrap()).collect::<Vec<_>>());
    assert!(seqs.len() < usize::try_from(posted).unwrap());
    let last = seqs.last().copied().unwrap_or_default();
    let mut back = Socket::open(&bob, &format!("{}?after_seq={last}", socket(&conversation))).await;
    back.next_of("resumed").await;
    assert_eq!(back.seqs(usize::try_from(posted - last).unwrap()).await, (last + 1..=posted).collect::<Vec<_>>());
    app.finish().await;
}

#[tokio::test]
async fn a_stopping_process_closes_its_sockets_with_1012() {
    let app = with(&[]).await;
    let (alice, _bob) = (app.user("alice").await, app.user("bob").await);
    let conversation = alice.create_conversation(&["bob"], None).await;
    let port = free_port();
    let mut process = Process::api(&app, port).await;
    let socket = Socket::open_at(&alice, &format!("http://127.0.0.1:{port}"), &socket(&conversation)).await;
    let (well, code) = tokio::join!(process.terminate(), socket.closed());
    assert_eq!((well, code), (true, 1012));
    app.finish().await;
}
