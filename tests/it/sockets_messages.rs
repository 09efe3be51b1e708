//! Messages over sockets: once, in order, and without gaps.

use chrono::{DateTime, Utc};
use futures::future::join_all;
use serde_json::{Value, json};
use shared::chat::{self, NewChatMessage};
use shared::ids::{ConversationId, UserId};
use tokio_tungstenite::tungstenite::Message;

use crate::harness::{Caller, Process, Socket, TestApp, at, free_port};

fn socket(conversation: &Value) -> String {
    at(conversation, "/ws")
}

/// Posts many messages directly, not through HTTP.
async fn post_many(app: &TestApp, caller: &Caller<'_>, conversation: &Value, count: usize) {
    let user: UserId = caller.id().await.parse().unwrap();
    let conversation: ConversationId = conversation["id"].as_str().unwrap().parse().unwrap();
    for number in 0..count {
        let new = NewChatMessage { body: format!("message {number}"), client_id: None };
        chat::post(&app.app, conversation, user, &new).await.unwrap();
    }
}

#[tokio::test]
async fn a_message_reaches_all_members_with_all_fields() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let conversation = alice.create_conversation(&["bob"], None).await;
    let (mut alices, mut bobs) =
        (Socket::open(&alice, &socket(&conversation)).await, Socket::open(&bob, "/v1/ws").await);
    alices.send(&json!({"message": "hello", "client_id": "a-1"})).await;
    let (mine, theirs) = (alices.messages(1).await.remove(0), bobs.messages(1).await.remove(0));
    assert_eq!(mine, theirs);
    let sender = (&mine["sender_id"], &mine["sender"]);
    assert_eq!(sender, (&json!(alice.id().await), &json!("alice")));
    assert_eq!((&mine["message"], &mine["seq"], &mine["client_id"]), (&json!("hello"), &json!(1), &json!("a-1")));
    assert_eq!((&mine["type"], &mine["conversation_id"]), (&json!("message"), &conversation["id"]));
    let path = at(&conversation, "/messages");
    let listed = bob.get(&path).await.expect(200)["data"][0].take();
    assert_eq!((&listed["id"], &listed["created_at"]), (&mine["message_id"], &mine["timestamp"]));
    assert!(mine["timestamp"].as_str().unwrap().parse::<DateTime<Utc>>().is_ok());

    // Over HTTP, and on the socket with all conversations.
    bob.post_chat(&conversation, "by HTTP").await;
    assert_eq!(alices.messages(1).await[0]["sender"], "bob");
    bobs.messages(1).await;
    bobs.send(&json!({"message": "by socket", "conversation_id": conversation["id"]})).await;
    assert_eq!((alices.seqs(1).await, bobs.seqs(1).await), (vec![3], vec![3]));

    // A repeated send is a duplicate that only its sender is notified of.
    alices.send(&json!({"message": "hello", "client_id": "a-1"})).await;
    let again = alices.messages(1).await.remove(0);
    assert_eq!((&again["message_id"], &again["seq"]), (&mine["message_id"], &json!(1)));
    alice.post_chat(&conversation, "next").await;
    assert_eq!((alices.seqs(1).await, bobs.seqs(1).await), (vec![4], vec![4]));
    app.finish().await;
}

#[tokio::test]
async fn changes_arrive_as_frames() {
    let app = TestApp::for_chatting().await;
    let (alice, _bob, _carol) = (app.user("alice").await, app.user("bob").await, app.user("carol").await);
    let conversation = alice.create_conversation(&["bob"], Some("Lunch")).await;
    let path = at(&conversation, "");
    let mut socket = Socket::open(&alice, &socket(&conversation)).await;
    let sent = alice.post_chat(&conversation, "helo").await;
    let message = format!("{path}/messages/{}", sent["id"].as_str().unwrap());
    alice.patch(&message, &json!({"body": "hello"})).await.expect(200);
    let edited = socket.next_of("message_edited").await;
    assert_eq!((&edited["message"], &edited["message_id"], &edited["seq"]), (&json!("hello"), &sent["id"], &json!(1)));
    let deleted = alice.delete(&message).await;
    assert!(deleted.status < 300, "{deleted:?}");
    assert_eq!(socket.next_of("message_deleted").await["message_id"], sent["id"]);
    alice.patch(&path, &json!({"name": "Dinner"})).await.expect(200);
    assert_eq!(socket.next_of("renamed").await["name"], "Dinner");
    alice.post(&format!("{path}/members"), &json!({"user": "carol"})).await.expect(201);
    assert_eq!(socket.next_of("member_added").await["username"], "carol");
    assert_eq!(socket.messages(1).await[0]["role"], "system");
    app.finish().await;
}

#[tokio::test]
async fn malformed_frames_get_an_error_and_keep_the_socket_open() {
    let app = TestApp::for_chatting().await;
    let (alice, _bob) = (app.user("alice").await, app.user("bob").await);
    let conversation = alice.create_conversation(&["bob"], None).await;
    let (mut one, mut all) = (Socket::open(&alice, &socket(&conversation)).await, Socket::open(&alice, "/v1/ws").await);
    let wrong = ["{", "hello", "[]", "7", r#"{"type":"nonsense"}"#, r#"{"message":7}"#, "{}", r#"{"type":"read"}"#];
    for frame in wrong.into_iter().chain([r#"{"message":"  "}"#, r#"{"message":"\u0000"}"#, ""]) {
        one.send_raw(Message::text(frame)).await;
        let error = one.next_of("error").await;
        assert!(
            ["malformed_frame", "validation_failed"].contains(&error["code"].as_str().unwrap()),
            "{frame}: {error}"
        );
    }
    one.send_raw(Message::binary(vec![1, 2, 3])).await;
    one.next_of("error").await;
    one.send(&json!({"message": "x".repeat(16 * 1024 + 1)})).await;
    assert_eq!(one.next_of("error").await["code"], "validation_failed");
    all.send(&json!({"message": "where to?"})).await;
    assert_eq!(all.next_of("error").await["code"], "validation_failed");
    one.send(&json!({"type": "ping"})).await;
    one.next_of("pong").await;
    one.send(&json!({"message": "still here"})).await;
    assert_eq!((one.messages(1).await.remove(0), all.messages(1).await.remove(0)["seq"].take()).1, 1);
    app.finish().await;
}

#[tokio::test]
async fn messages_sent_too_fast_get_an_error_frame() {
    let app = TestApp::start().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let conversation = alice.create_conversation(&["bob"], None).await;
    let (mut alices, mut bobs) =
        (Socket::open(&alice, &socket(&conversation)).await, Socket::open(&bob, &socket(&conversation)).await);
    // Independent of the machine's speed.
    app.stop_clock();
    alices.send(&json!({"message": "one"})).await;
    alices.messages(1).await;
    alices.send(&json!({"message": "two", "client_id": "a-2"})).await;
    let refused = alices.next_of("error").await;
    assert_eq!(refused["error"], "You are sending messages too fast. Please wait a moment.");
    assert_eq!((&refused["code"], &refused["client_id"]), (&json!("sending_too_fast"), &json!("a-2")));
    // The limit is per user.
    bobs.send(&json!({"message": "three"})).await;
    assert_eq!(bobs.seqs(2).await, [1, 2]);
    app.advance(chrono::TimeDelta::seconds(1));
    alices.send(&json!({"message": "two", "client_id": "a-2"})).await;
    assert_eq!(alices.seqs(2).await, [2, 3]);
    app.finish().await;
}

#[tokio::test]
async fn twenty_senders_at_two_processes_are_received_in_one_order() {
    const EACH: usize = 10;
    let app = TestApp::for_chatting().await;
    let port = free_port();
    let _process = Process::api(&app, port).await;
    let bases = [app.base.clone(), format!("http://127.0.0.1:{port}")];
    let names: Vec<_> = (0..20).map(|number| format!("sender{number}")).collect();
    let others: Vec<_> = names[1..].iter().map(String::as_str).collect();
    let senders = join_all(names.iter().map(|name| app.user(name))).await;
    let conversation = senders[0].create_conversation(&others, Some("All")).await;
    let path = socket(&conversation);
    let opening = senders.iter().zip(bases.iter().cycle());
    let mut sockets = join_all(opening.map(|(sender, base)| Socket::open_at(sender, base, &path))).await;
    let chats = sockets.iter_mut().enumerate().map(|(sender, socket)| async move {
        for number in 0..EACH {
            socket.send(&json!({"message": format!("{sender} {number}")})).await;
        }
        socket.messages(20 * EACH).await
    });
    let received = join_all(chats).await;
    let seqs: Vec<_> = received[0].iter().map(|message| message["seq"].as_i64().unwrap()).collect();
    assert_eq!(seqs, (1..=200).collect::<Vec<_>>());
    // Messages that were read, not published, carry no revision.
    let fields = |message: &Value| (["message_id", "seq", "message", "sender"]).map(|field| message[field].clone());
    let same = |other: &Vec<Value>| other.iter().map(fields).eq(received[0].iter().map(fields));
    assert!(received.iter().all(same), "receivers differ");
    for sender in 0..20 {
        let own = received[0].iter().filter_map(|it| it["message"].as_str()?.strip_prefix(&format!("{sender} ")));
        assert!(own.eq((0..EACH).map(|number| number.to_string())), "messages of {sender} arrived in another order");
    }
    app.finish().await;
}

#[tokio::test]
async fn reconnecting_clients_receive_every_message_once() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let conversation = alice.create_conversation(&["bob"], None).await;
    post_many(&app, &alice, &conversation, 250).await;
    let resumed = |after: i64| format!("{}?after_seq={after}", socket(&conversation));
    // More messages are sent during the catch-up.
    let path = resumed(3);
    let (mut socket, ()) = tokio::join!(Socket::open(&bob, &path), post_many(&app, &alice, &conversation, 50));
    let notice = socket.next_of("resumed").await;
    assert_eq!(notice["from_seq"], 4);
    assert_eq!(socket.seqs(297).await, (4..=300).collect::<Vec<_>>());
    alice.post_chat(&conversation, "live").await;
    assert_eq!(socket.seqs(1).await, [301]);

    // Nothing is missing.
    let mut current = Socket::open(&bob, &resumed(301)).await;
    assert_eq!(current.next_of("resumed").await["from_seq"], 302);
    // It claims a position beyond the newest message.
    let mut ahead = Socket::open(&bob, &resumed(999)).await;
    let notice = ahead.next_of("resumed").await;
    assert_eq!((&notice["from_seq"], &notice["last_seq"]), (&json!(302), &json!(301)));
    alice.post_chat(&conversation, "for both").await;
    assert_eq!((current.seqs(1).await, ahead.seqs(1).await), (vec![302], vec![302]));
    app.finish().await;
}

#[tokio::test]
async fn changes_during_catch_up_are_delivered() {
    const COUNT: usize = 800;
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let conversation = alice.create_conversation(&["bob"], None).await;
    let first = alice.post_chat(&conversation, "helo").await;
    let (room, user) = (conversation["id"].as_str().unwrap().parse().unwrap(), alice.id().await.parse().unwrap());
    for _ in 1..COUNT {
        // More than the buffers hold: the catch-up of a client that does not read is not finished.
        let new = NewChatMessage { body: "x".repeat(16 * 1024), client_id: None };
        chat::post(&app.app, room, user, &new).await.unwrap();
    }
    let mut socket = Socket::open(&bob, &format!("{}?after_seq=0", socket(&conversation))).await;
    let path = at(&conversation, &format!("/messages/{}", first["id"].as_str().unwrap()));
    assert_eq!(socket.next_of("resumed").await["from_seq"], 1);
    assert_eq!(socket.messages(1).await[0]["message"], "helo");
    alice.patch(&path, &json!({"body": "hello"})).await.expect(200);
    assert_eq!(socket.seqs(COUNT - 1).await.last(), Some(&800));
    assert_eq!(socket.next_of("changed").await["revision"], 801);
    app.finish().await;
}

#[tokio::test]
async fn messages_before_joining_are_not_delivered() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    app.user("carol").await;
    let conversation = alice.create_conversation(&["carol"], Some("Lunch")).await;
    post_many(&app, &alice, &conversation, 5).await;
    alice.post(&at(&conversation, "/members"), &json!({"user": "bob"})).await.expect(201);
    let mut socket = Socket::open(&bob, &format!("{}?after_seq=0", socket(&conversation))).await;
    let notice = socket.next_of("resumed").await;
    assert_eq!((&notice["from_seq"], &notice["last_seq"]), (&json!(6), &json!(6)));
    assert_eq!(socket.messages(1).await[0]["role"], "system");
    app.finish().await;
}

#[tokio::test]
async fn catch_up_includes_edits_and_deletions() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let conversation = alice.create_conversation(&["bob"], None).await;
    let (one, two) = (alice.post_chat(&conversation, "one").await, alice.post_chat(&conversation, "two").await);
    let message = |it: &Value| at(&conversation, &format!("/messages/{}", it["id"].as_str().unwrap()));
    alice.patch(&message(&one), &json!({"body": "first"})).await.expect(200);
    assert!(alice.delete(&message(&two)).await.status < 300);
    let mut socket = Socket::open(&bob, &format!("{}?after_seq=0", socket(&conversation))).await;
    socket.next_of("resumed").await;
    let missed = socket.messages(2).await;
    assert_eq!((&missed[0]["message"], &missed[1]["message"]), (&json!("first"), &json!("")));
    assert!(missed[0]["edited_at"].is_string() && missed[1]["deleted_at"].is_string(), "{missed:?}");
    app.finish().await;
}

#[tokio::test]
async fn one_socket_covers_all_conversations_including_new_ones() {
    let app = TestApp::for_chatting().await;
    let (alice, bob, carol) = (app.user("alice").await, app.user("bob").await, app.user("carol").await);
    let first = alice.create_conversation(&["bob"], None).await;
    let second = bob.create_conversation(&["carol"], None).await;
    post_many(&app, &alice, &first, 3).await;
    post_many(&app, &carol, &second, 2).await;
    let [one, two] = [&first, &second].map(|it| it["id"].as_str().unwrap().to_owned());
    let mut socket = Socket::open(&bob, &format!("/v1/ws?after={one}:1,{two}:0")).await;
    let place = |frame: &Value| (frame["conversation_id"].as_str().unwrap().to_owned(), frame["seq"].as_i64().unwrap());
    let mut missed: Vec<_> = Vec::new();
    while missed.len() < 4 {
        let frame = socket.next().await.unwrap();
        if frame["type"] == "message" {
            missed.push(place(&frame));
        }
    }
    missed.sort();
    let mut wanted = vec![(one.clone(), 2), (one, 3), (two.clone(), 1), (two, 2)];
    wanted.sort();
    assert_eq!(missed, wanted);

    // Messages sent immediately after a conversation is created arrive, too.
    let third = carol.create_conversation(&["bob", "alice"], Some("Three")).await;
    carol.post_chat(&third, "welcome").await;
    let welcome = socket.messages(1).await.remove(0);
    assert_eq!(
        (place(&welcome), &welcome["message"]),
        ((third["id"].as_str().unwrap().to_owned(), 1), &json!("welcome"))
    );
    carol.post_chat(&third, "again").await;
    assert_eq!(socket.seqs(1).await, [2]);
    app.finish().await;
}
