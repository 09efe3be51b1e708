//! Chat messages: numbering, deduplication, contents, edits and deletions.

use futures::future::join_all;
use serde_json::{Value, json};

use crate::harness::{TestApp, at};

#[tokio::test]
async fn concurrent_messages_are_numbered_without_gaps() {
    let app = TestApp::for_chatting().await;
    let names: Vec<_> = (0..20).map(|number| format!("user_{number}")).collect();
    let users = join_all(names.iter().map(|name| app.user(name))).await;
    let others: Vec<_> = names[1..].iter().map(String::as_str).collect();
    let group = users[0].create_conversation(&others, Some("All")).await;
    let rounds = users.iter().map(|user| async {
        let mut seqs = Vec::new();
        for round in 0..5 {
            let message = user.post_chat(&group, &format!("round {round}")).await;
            seqs.push(message["seq"].as_i64().unwrap());
            // An acknowledged message is visible immediately.
            let page = user.get(&at(&group, "/messages?limit=100")).await.expect(200);
            let seen: Vec<_> = page["data"].as_array().unwrap().iter().map(|it| it["seq"].as_i64().unwrap()).collect();
            assert!(seen.contains(seqs.last().unwrap()), "{seen:?}");
            assert_eq!(seen, (1..=seen[0]).rev().take(100).collect::<Vec<_>>());
        }
        assert!(seqs.is_sorted(), "{seqs:?}");
        seqs
    });
    let mut seqs: Vec<_> = join_all(rounds).await.concat();
    seqs.sort_unstable();
    assert_eq!(seqs, (1..=100).collect::<Vec<_>>());
    let stored =
        "SELECT count(*) FROM chat_messages HAVING min(seq) = 1 AND max(seq) = 100 AND count(DISTINCT seq) = 100";
    assert_eq!(app.count(stored).await, 100);
    app.finish().await;
}

#[tokio::test]
async fn a_client_id_deduplicates_messages() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let direct = alice.create_conversation(&["bob"], None).await;
    let path = at(&direct, "/messages");
    for round in 0..5 {
        let body = json!({"body": "once", "client_id": format!("c-{round}")});
        let answers = join_all((0..10).map(|_| alice.post(&path, &body))).await;
        let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 200, 200, 200, 200, 200, 200, 200, 200, 201]);
        assert!(answers.iter().all(|answer| answer.body == answers[0].body), "{answers:?}");
        assert_eq!(answers[0].body["client_id"], format!("c-{round}"));
        // Client ids are scoped by user.
        bob.post(&path, &body).await.expect(201);
    }
    let changed = json!({"body": "another text", "client_id": "c-0"});
    assert_eq!(alice.post(&path, &changed).await.expect(200)["body"], "once");
    let first = alice.post_once(&path, "a key", &json!({"body": "by key"})).await.expect(201);
    let replayed = alice.post_once(&path, "a key", &json!({"body": "by key"})).await;
    assert_eq!(replayed.headers["idempotent-replayed"], "true");
    assert_eq!(replayed.expect(201), first);
    alice.post_once(&path, "a key", &json!({"body": "other"})).await.problem(422, "idempotency_key_reused");
    // An idempotency key and a client id together.
    let body = json!({"body": "once", "client_id": "c-6"});
    let (keys, names) = (["k-1", "k-2", "k-3"], ["", "", ""]);
    let by_key = join_all(keys.iter().map(|key| alice.post_once(&path, key, &body)));
    let (by_key, by_name) = futures::join!(by_key, join_all(names.iter().map(|_| alice.post(&path, &body))));
    let mut statuses: Vec<_> = by_key.iter().chain(&by_name).map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 200, 200, 200, 201]);
    // Duplicates took no sequence number.
    assert_eq!(alice.post_chat(&direct, "next").await["seq"], 13);
    app.finish().await;
}

#[tokio::test]
async fn texts_are_returned_unchanged() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let direct = alice.create_conversation(&["bob"], None).await;
    let largest = "x".repeat(16 * 1024);
    let bodies = [
        "<script>alert('1')</script> & <b>bold</b>",
        "\u{202e}שלום עולם مرحبا",
        "👩‍👩‍👧‍👦 👍🏽 🇩🇪",
        "𝒳𠀋𓀀",
        " two\r\nlines\t\u{1} \"quoted\" \\ '); DROP TABLE users; --",
        "e\u{301} is not \u{e9}",
        &"😀".repeat(4 * 1024),
        &largest,
    ];
    for body in bodies {
        assert_eq!(alice.post_chat(&direct, body).await["body"], body);
        for _ in 0..2 {
            let page = bob.get(&at(&direct, "/messages?limit=1")).await.expect(200);
            assert_eq!(page["data"][0]["body"], body);
        }
    }
    let message =
        at(&direct, &format!("/messages/{}", alice.post_chat(&direct, "to be edited").await["id"].as_str().unwrap()));
    for body in ["", "  \n", "nul\0", &"x".repeat(16 * 1024 + 1), &"😀".repeat(4 * 1024 + 1)] {
        for answer in [
            alice.post(&at(&direct, "/messages"), &json!({"body": body})).await,
            alice.patch(&message, &json!({"body": body})).await,
        ] {
            assert_eq!(answer.problem(422, "validation_failed")["errors"][0]["field"], "body");
        }
    }
    for client_id in ["", "a\0b", &"c".repeat(129)] {
        let body = json!({"body": "hello", "client_id": client_id});
        let answer = alice.post(&at(&direct, "/messages"), &body).await;
        assert_eq!(answer.problem(422, "validation_failed")["errors"][0]["field"], "client_id");
    }
    assert_eq!(alice.post_chat(&direct, "next").await["seq"], 10);
    app.finish().await;
}

#[tokio::test]
async fn senders_can_edit_and_delete_their_messages() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let direct = alice.create_conversation(&["bob"], None).await;
    let message = alice.post_chat(&direct, "frist").await;
    assert_eq!(
        (&message["status"], &message["role"], &message["edited_at"]),
        (&json!("sent"), &json!("user"), &Value::Null)
    );
    assert_eq!(message["sender"], json!({"id": alice.id().await, "username": "alice"}));
    let path = at(&direct, &format!("/messages/{}", message["id"].as_str().unwrap()));
    bob.patch(&path, &json!({"body": "mine"})).await.problem(403, "not_sender");
    bob.delete(&path).await.problem(403, "not_sender");
    let edited = alice.patch(&path, &json!({"body": "first"})).await.expect(200);
    assert_eq!((&edited["body"], &edited["seq"], &edited["id"]), (&json!("first"), &json!(1), &message["id"]));
    assert!(edited["edited_at"].is_string(), "{edited}");
    alice.delete(&path).await.expect(204);
    alice.delete(&path).await.expect(204);
    alice.patch(&path, &json!({"body": "again"})).await.problem(409, "message_deleted");
    for _ in 0..2 {
        let page = bob.get(&at(&direct, "/messages")).await.expect(200);
        let tombstone = &page["data"][0];
        assert_eq!(
            (&tombstone["body"], &tombstone["status"], &tombstone["seq"]),
            (&json!(""), &json!("deleted"), &json!(1))
        );
        assert!(tombstone["deleted_at"].is_string(), "{tombstone}");
    }
    assert_eq!(app.count("SELECT count(*) FROM chat_messages WHERE body <> ''").await, 0);
    app.finish().await;
}
