//! What those who listen are told, once it is committed.

use std::time::Duration;

use futures::StreamExt;
use serde_json::{Value, json};
use shared::chat::{self, Frame};

use crate::harness::{TestApp, at};

#[tokio::test]
async fn each_change_is_told_after_it_is_committed() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let (alice_id, bob_id) = (alice.id().await, bob.id().await);
    let mut of_bob = app.app.redis.subscribe(&chat::user_channel(bob_id.parse().unwrap())).await.unwrap();
    let mut of_bob = of_bob.on_message();
    let group = alice.converse(&["bob"], Some("Lunch")).await;
    let id = group["id"].as_str().unwrap().to_owned();
    let mut frames = app.app.redis.subscribe(&chat::channel(id.parse().unwrap())).await.unwrap();
    let mut frames = frames.on_message();
    let mut told = async |kind: &str| -> Value {
        let message = tokio::time::timeout(Duration::from_secs(10), frames.next()).await.unwrap().unwrap();
        let text: String = message.get_payload().unwrap();
        // It can be read back, and nothing is lost.
        let frame: Frame = serde_json::from_str(&text).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_value(&frame).unwrap(), value);
        assert_eq!((&value["type"], &value["conversation_id"]), (&json!(kind), &json!(id)), "{value}");
        value
    };
    let said = alice.post(&at(&group, "/messages"), &json!({"body": "hello", "client_id": "c-1"})).await.expect(201);
    let expected = json!({"type": "message", "conversation_id": id, "message_id": said["id"], "message": "hello",
        "sender_id": alice_id, "sender": "alice", "timestamp": said["created_at"], "seq": 1, "role": "user",
        "client_id": "c-1", "revision": 1});
    assert_eq!(told("message").await, expected);
    // What is not new is not told: the next frame is the one of the edit.
    alice.post(&at(&group, "/messages"), &json!({"body": "hello", "client_id": "c-1"})).await.expect(200);
    let path = at(&group, &format!("/messages/{}", said["id"].as_str().unwrap()));
    let edited = alice.patch(&path, &json!({"body": "hello!"})).await.expect(200);
    let frame = told("message_edited").await;
    assert_eq!(
        (&frame["message"], &frame["edited_at"], &frame["seq"]),
        (&json!("hello!"), &edited["edited_at"], &json!(1))
    );
    alice.delete(&path).await.expect(204);
    assert_eq!(told("message_deleted").await["message_id"], said["id"]);
    for seq in [1, 1, 0] {
        bob.post(&at(&group, "/read"), &json!({"seq": seq})).await.expect(204);
    }
    let read = json!({"type": "read", "conversation_id": id, "user_id": bob_id, "seq": 1});
    assert_eq!(told("read").await, read);
    alice.patch(&at(&group, ""), &json!({"name": "Dinner"})).await.expect(200);
    assert_eq!(told("renamed").await["name"], "Dinner");
    alice.delete(&at(&group, &format!("/members/{bob_id}"))).await.expect(204);
    assert_eq!(told("message").await["sender_id"], Value::Null);
    let removed = told("member_removed").await;
    assert_eq!(
        (&removed["user_id"], &removed["owner_id"], &removed["revision"]),
        (&json!(bob_id), &json!(alice_id), &json!(5))
    );
    alice.post(&at(&group, "/members"), &json!({"user": "bob"})).await.expect(201);
    assert_eq!(told("message").await["message"], "alice added bob");
    let added = told("member_added").await;
    assert_eq!((&added["username"], &added["first_seq"], &added["revision"]), (&json!("bob"), &json!(3), &json!(6)));
    for _ in 0..3 {
        let message = tokio::time::timeout(Duration::from_secs(10), of_bob.next()).await.unwrap().unwrap();
        assert_eq!(message.get_payload::<String>().unwrap(), id);
    }
    app.finish().await;
}
