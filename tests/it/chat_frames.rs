//! Frames that subscribers receive after a commit.

use std::time::Duration;

use futures::StreamExt;
use serde_json::{Value, json};
use shared::chat::Frame;
use shared::ids::{ConversationId, UserId};

use crate::harness::{TestApp, at};

/// The channel of a conversation or user.
fn channel(kind: &str, id: &str) -> String {
    let conversation = id.parse::<ConversationId>().map(ConversationId::uuid);
    format!("{kind}:{}", conversation.or_else(|_| id.parse::<UserId>().map(UserId::uuid)).unwrap())
}

/// The frame of a published message, without the prefix that names the process.
fn text_of(message: &redis::Msg) -> String {
    String::from_utf8(message.get_payload_bytes()[16..].to_vec()).unwrap()
}

#[tokio::test]
async fn changes_are_published_after_commit() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let (alice_id, bob_id) = (alice.id().await, bob.id().await);
    let mut of_bob = app.subscribe(&channel("chat-user", &bob_id)).await;
    let mut of_bob = of_bob.on_message();
    let group = alice.create_conversation(&["bob"], Some("Lunch")).await;
    let id = group["id"].as_str().unwrap().to_owned();
    let mut frames = app.subscribe(&channel("chat", &id)).await;
    let mut frames = frames.on_message();
    let mut published = async |kind: &str| -> Value {
        let message = tokio::time::timeout(Duration::from_secs(10), frames.next()).await.unwrap().unwrap();
        let text = text_of(&message);
        // It can be parsed without loss.
        let frame: Frame = serde_json::from_str(&text).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_value(&frame).unwrap(), value);
        assert_eq!((&value["type"], &value["conversation_id"]), (&json!(kind), &json!(id)), "{value}");
        value
    };
    let posted = alice.post(&at(&group, "/messages"), &json!({"body": "hello", "client_id": "c-1"})).await.expect(201);
    let expected = json!({"type": "message", "conversation_id": id, "message_id": posted["id"], "message": "hello",
        "sender_id": alice_id, "sender": "alice", "timestamp": posted["created_at"], "seq": 1, "role": "user",
        "client_id": "c-1", "revision": 1});
    assert_eq!(published("message").await, expected);
    // A duplicate is not published: the next frame is that of the edit.
    alice.post(&at(&group, "/messages"), &json!({"body": "hello", "client_id": "c-1"})).await.expect(200);
    let path = at(&group, &format!("/messages/{}", posted["id"].as_str().unwrap()));
    let edited = alice.patch(&path, &json!({"body": "hello!"})).await.expect(200);
    let frame = published("message_edited").await;
    assert_eq!(
        (&frame["message"], &frame["edited_at"], &frame["seq"]),
        (&json!("hello!"), &edited["edited_at"], &json!(1))
    );
    alice.delete(&path).await.expect(204);
    assert_eq!(published("message_deleted").await["message_id"], posted["id"]);
    for seq in [1, 1, 0] {
        bob.post(&at(&group, "/read"), &json!({"seq": seq})).await.expect(204);
    }
    let read = json!({"type": "read", "conversation_id": id, "user_id": bob_id, "seq": 1});
    assert_eq!(published("read").await, read);
    alice.patch(&at(&group, ""), &json!({"name": "Dinner"})).await.expect(200);
    assert_eq!(published("renamed").await["name"], "Dinner");
    alice.delete(&at(&group, &format!("/members/{bob_id}"))).await.expect(204);
    // The removed member gets the removal, and nothing else of that change.
    let removed = published("member_removed").await;
    assert_eq!(
        (&removed["user_id"], &removed["owner_id"], &removed["revision"]),
        (&json!(bob_id), &json!(alice_id), &json!(5))
    );
    assert_eq!(published("message").await["sender_id"], Value::Null);
    alice.post(&at(&group, "/members"), &json!({"user": "bob"})).await.expect(201);
    let added = published("member_added").await;
    assert_eq!((&added["username"], &added["first_seq"], &added["revision"]), (&json!("bob"), &json!(3), &json!(6)));
    assert_eq!(published("message").await["message"], "alice added bob");
    for _ in 0..3 {
        let message = tokio::time::timeout(Duration::from_secs(10), of_bob.next()).await.unwrap().unwrap();
        assert_eq!(text_of(&message), id);
    }
    app.finish().await;
}
