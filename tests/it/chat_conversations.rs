//! Conversations and their members.

use futures::future::join_all;
use serde_json::{Value, json};

use crate::harness::{Answer, Caller, TestApp, at};

fn names(conversation: &Value) -> Vec<&str> {
    conversation["participants"].as_array().unwrap().iter().map(|it| it["username"].as_str().unwrap()).collect()
}

/// Sequence numbers and texts of all messages, oldest first.
async fn transcript(caller: &Caller<'_>, conversation: &Value) -> Vec<(i64, String)> {
    let page = caller.get(&at(conversation, "/messages?after_seq=0&limit=100")).await.expect(200);
    let messages = page["data"].as_array().unwrap().iter();
    messages.map(|it| (it["seq"].as_i64().unwrap(), it["body"].as_str().unwrap().to_owned())).collect()
}

async fn add(caller: &Caller<'_>, conversation: &Value, user: &str) -> Answer {
    caller.post(&at(conversation, "/members"), &json!({"user": user})).await
}

async fn remove(caller: &Caller<'_>, conversation: &Value, user: &str) -> Answer {
    caller.delete(&at(conversation, &format!("/members/{user}"))).await
}

#[tokio::test]
async fn concurrent_direct_conversations_are_created_once() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let ids = (alice.id().await, bob.id().await);
    for _ in 0..5 {
        let begin = |number: usize| {
            let (caller, other) = if number.is_multiple_of(2) { (&alice, "bob") } else { (&bob, ids.0.as_str()) };
            async move { caller.post("/v1/conversations", &json!({"participants": [other]})).await }
        };
        let answers = join_all((0..12).map(begin)).await;
        let first = answers[0].body["id"].clone();
        for answer in answers {
            assert!([200, 201].contains(&answer.status), "{answer:?}");
            assert_eq!((&answer.body["id"], &answer.body["kind"]), (&first, &json!("direct")));
            assert_eq!(answer.body["participants"].as_array().unwrap().len(), 2);
        }
    }
    assert_eq!(app.count("SELECT count(*) FROM conversations").await, 1);
    assert_eq!(app.count("SELECT count(*) FROM conversation_members").await, 2);
    app.finish().await;
}

#[tokio::test]
async fn a_name_or_a_third_participant_makes_a_group() {
    let app = TestApp::for_chatting().await;
    let alice = app.user("alice").await;
    for name in ["bob", "carol"] {
        app.user(name).await;
    }
    let direct = alice.create_conversation(&["bob"], None).await;
    assert_eq!((&direct["owner_id"], &direct["name"]), (&Value::Null, &Value::Null));
    assert_eq!(
        (&direct["last_message"], &direct["unread_count"], &direct["last_seq"]),
        (&Value::Null, &json!(0), &json!(0))
    );
    let again = alice.post("/v1/conversations", &json!({"participants": ["BOB", "alice"]})).await.expect(200);
    assert_eq!(again, direct);
    // In the order of joining: the creator, then the others as they were named.
    let turned = alice.create_conversation(&["carol", "bob"], Some("Turned")).await;
    assert_eq!(names(&turned), ["alice", "carol", "bob"]);
    let group = alice.create_conversation(&["bob", "carol", "bob"], None).await;
    assert_eq!((names(&group), &group["kind"]), (vec!["alice", "bob", "carol"], &json!("group")));
    assert_eq!(group["owner_id"], alice.id().await);
    let participant = &group["participants"][1];
    assert_eq!((&participant["online"], &participant["last_read_seq"]), (&json!(false), &json!(0)));
    let named = alice.create_conversation(&["bob"], Some("Lunch")).await;
    assert_eq!((&named["kind"], &named["name"]), (&json!("group"), &json!("Lunch")));
    let empty = alice.post("/v1/conversations", &json!({"kind": "group", "participants": []})).await.expect(201);
    assert_eq!(names(&empty), ["alice"]);
    let once = json!({"participants": ["bob"], "name": "Twice"});
    let first = alice.post_once("/v1/conversations", "a key", &once).await.expect(201);
    let second = alice.post_once("/v1/conversations", "a key", &once).await;
    assert_eq!((&second.headers["idempotent-replayed"], second.status), (&"true".parse().unwrap(), 201));
    assert_eq!(second.body, first);
    app.finish().await;
}

#[tokio::test]
async fn invalid_conversations_are_refused() {
    let app = TestApp::for_chatting().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    let (bob, _) = (app.user("bob").await.id().await, app.user("carol").await);
    for (body, code) in [
        (json!({}), "validation_failed"),
        (json!({"participants": ["alice"]}), "validation_failed"),
        (json!({"participants": ["bob", "nobody"]}), "participant_not_found"),
        (json!({"participants": ["b\0b"]}), "validation_failed"),
        (json!({"participants": ["bob", "carol"], "kind": "direct"}), "validation_failed"),
        (json!({"participants": ["bob"], "kind": "direct", "name": "Lunch"}), "validation_failed"),
        (json!({"participants": ["bob"], "kind": "other"}), "validation_failed"),
        (json!({"participants": ["bob"], "name": " "}), "validation_failed"),
        (json!({"participants": ["bob"], "name": "n".repeat(101)}), "validation_failed"),
        (json!({"participants": vec!["bob"; 257]}), "validation_failed"),
    ] {
        alice.post("/v1/conversations", &body).await.problem(422, code);
    }
    admin.patch(&format!("/v1/users/{bob}"), &json!({"status": "suspended"})).await.expect(200);
    let problem = alice.post("/v1/conversations", &json!({"participants": [bob]})).await;
    assert_eq!(problem.problem(422, "participant_not_found")["errors"][0]["field"], "participants");
    assert_eq!(app.count("SELECT count(*) FROM conversations").await, 0);
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn members_see_messages_sent_during_their_membership() {
    let app = TestApp::for_chatting().await;
    let (alice, bob, carol) = (app.user("alice").await, app.user("bob").await, app.user("carol").await);
    let (bob_id, carol_id) = (bob.id().await, carol.id().await);
    let group = alice.create_conversation(&["bob"], Some("Lunch")).await;
    alice.post_chat(&group, "before carol").await;
    add(&bob, &group, "carol").await.problem(403, "not_owner");
    add(&carol, &group, "carol").await.problem(404, "not_found");
    assert_eq!(add(&alice, &group, "nobody").await.problem(422, "participant_not_found")["errors"][0]["field"], "user");
    let joined = add(&alice, &group, "carol").await.expect(201);
    assert_eq!(names(&joined), ["alice", "bob", "carol"]);
    add(&alice, &group, &carol_id).await.expect(200);
    bob.post_chat(&group, "with carol").await;
    assert_eq!(transcript(&carol, &group).await, [(2, "alice added carol".into()), (3, "with carol".into())]);
    let newest = carol.get(&at(&group, "/messages")).await.expect(200);
    assert_eq!((newest["data"].as_array().unwrap().len(), &newest["next_cursor"]), (2, &Value::Null));
    assert_eq!(carol.get(&at(&group, "/search?q=carol")).await.expect(200)["data"].as_array().unwrap().len(), 1);
    let view = carol.get(&at(&group, "")).await.expect(200);
    assert_eq!((&view["unread_count"], &view["last_message"]["body"]), (&json!(1), &json!("with carol")));
    let system = carol.get(&at(&group, "/messages?before_seq=3")).await.expect(200)["data"][0].clone();
    assert_eq!((&system["role"], &system["sender"]), (&json!("system"), &Value::Null));
    remove(&bob, &group, &carol_id).await.problem(403, "not_owner");
    remove(&alice, &group, &carol_id).await.expect(204);
    remove(&alice, &group, &carol_id).await.problem(404, "not_found");
    alice.post_chat(&group, "without carol").await;
    expect_no_access(&carol, &group).await;
    add(&alice, &group, "carol").await.expect(201);
    assert_eq!(transcript(&carol, &group).await, [(6, "alice added carol".into())]);
    remove(&bob, &group, &bob_id).await.expect(204);
    expect_no_access(&bob, &group).await;
    let all = transcript(&alice, &group).await;
    assert_eq!(all.iter().map(|(seq, _)| *seq).collect::<Vec<_>>(), (1..=7).collect::<Vec<_>>());
    assert_eq!(all[3].1, "alice removed carol");
    assert_eq!(all[6].1, "bob left");
    app.finish().await;
}

/// Asserts that a caller who is not a member has no access to the conversation.
async fn expect_no_access(caller: &Caller<'_>, conversation: &Value) {
    let id = caller.id().await;
    let message = format!("/messages/{}", shared::ids::ChatMessageId::new());
    for path in ["", "/messages", "/messages?after_seq=0", "/search?q=carol"] {
        caller.get(&at(conversation, path)).await.problem(404, "not_found");
    }
    let body = json!({"body": "let me in"});
    caller.post(&at(conversation, "/messages"), &body).await.problem(404, "not_found");
    caller.patch(&at(conversation, &message), &body).await.problem(404, "not_found");
    caller.delete(&at(conversation, &message)).await.problem(404, "not_found");
    caller.post(&at(conversation, "/read"), &json!({"seq": 1})).await.problem(404, "not_found");
    caller.patch(&at(conversation, ""), &json!({"name": "Mine"})).await.problem(404, "not_found");
    add(caller, conversation, &id).await.problem(404, "not_found");
    remove(caller, conversation, &id).await.problem(404, "not_found");
    let list = caller.get("/v1/conversations").await.expect(200);
    assert!(list["data"].as_array().unwrap().iter().all(|it| it["id"] != conversation["id"]), "{list}");
}

#[tokio::test]
async fn non_members_have_no_access() {
    let app = TestApp::for_chatting().await;
    let (alice, mallory) = (app.user("alice").await, app.user("mallory").await);
    app.user("bob").await;
    for name in [None, Some("Lunch")] {
        let conversation = alice.create_conversation(&["bob"], name).await;
        let message = alice.post_chat(&conversation, "for bob").await;
        alice.get(&at(&conversation, "/messages")).await.expect(200);
        expect_no_access(&mallory, &conversation).await;
        // Nor through a conversation of their own.
        let own = mallory.create_conversation(&["bob"], Some("Mine")).await;
        let path = at(&own, &format!("/messages/{}", message["id"].as_str().unwrap()));
        mallory.patch(&path, &json!({"body": "mine"})).await.problem(404, "not_found");
        mallory.delete(&path).await.problem(404, "not_found");
    }
    for path in ["/v1/conversations/conv_x", "/v1/conversations/usr_01h2xcejqtf2nbrexx3vqjhp41/messages"] {
        alice.get(path).await.problem(404, "not_found");
    }
    app.finish().await;
}

#[tokio::test]
async fn direct_conversations_cannot_be_changed() {
    let app = TestApp::for_chatting().await;
    let alice = app.user("alice").await;
    let id = app.user("bob").await.id().await;
    app.user("carol").await;
    let direct = alice.create_conversation(&["bob"], None).await;
    add(&alice, &direct, "carol").await.problem(409, "not_a_group");
    remove(&alice, &direct, &id).await.problem(409, "not_a_group");
    alice.patch(&at(&direct, ""), &json!({"name": "Us"})).await.problem(409, "not_a_group");
    app.finish().await;
}

#[tokio::test]
async fn ownership_passes_to_the_longest_member() {
    let app = TestApp::for_chatting().await;
    let (alice, bob, carol) = (app.user("alice").await, app.user("bob").await, app.user("carol").await);
    let ids = (alice.id().await, bob.id().await, carol.id().await);
    let group = alice.create_conversation(&["carol"], Some("Lunch")).await;
    add(&alice, &group, "bob").await.expect(201);
    bob.patch(&at(&group, ""), &json!({"name": "Dinner"})).await.problem(403, "not_owner");
    remove(&alice, &group, &ids.0).await.expect(204);
    let after = bob.get(&at(&group, "")).await.expect(200);
    assert_eq!((names(&after), after["owner_id"].as_str()), (vec!["carol", "bob"], Some(ids.2.as_str())));
    let renamed = carol.patch(&at(&group, ""), &json!({"name": "Dinner"})).await.expect(200);
    assert_eq!(renamed["name"], "Dinner");
    remove(&carol, &group, &ids.2).await.expect(204);
    remove(&bob, &group, &ids.1).await.expect(204);
    expect_no_access(&bob, &group).await;
    assert_eq!(app.count("SELECT count(*) FROM conversations WHERE owner_id IS NULL").await, 1);
    app.finish().await;
}

#[tokio::test]
async fn removed_members_cannot_post() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let id = bob.id().await;
    for round in 0..8 {
        let group = alice.create_conversation(&["bob"], Some("Lunch")).await;
        let path = at(&group, "/messages");
        let words = join_all((0..10).map(|_| async { bob.post(&path, &json!({"body": "still here"})).await.status }));
        let (statuses, removed) = futures::join!(words, async {
            for _ in 0..round {
                alice.get(&path).await.expect(200);
            }
            remove(&alice, &group, &id).await
        });
        removed.expect(204);
        let all = transcript(&alice, &group).await;
        assert_eq!(all.last().unwrap().1, "alice removed bob", "{all:?}");
        assert_eq!(all.len() - 1, statuses.iter().filter(|status| **status == 201).count(), "{statuses:?}");
        assert!(statuses.iter().all(|status| [201, 404].contains(status)), "{statuses:?}");
    }
    app.finish().await;
}
