//! Rate limits of chat messages: one a second per user and conversation.

use chrono::TimeDelta;
use futures::future::join_all;
use serde_json::json;
use shared::chat::{self, NewChatMessage, Refusal};

use crate::harness::{Answer, Caller, Options, TestApp, at};

const TOO_FAST: &str = "You are sending messages too fast. Please wait a moment.";

async fn try_post(caller: &Caller<'_>, conversation: &serde_json::Value, body: &str) -> Answer {
    caller.post(&at(conversation, "/messages"), &json!({"body": body, "client_id": body})).await
}

#[tokio::test]
async fn one_message_a_second_is_allowed_and_duplicates_are_free() {
    let app = TestApp::start().await;
    // The application's clock differs from that of Redis: a second passes only when this test advances it, or later.
    app.advance(TimeDelta::seconds(1));
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let (direct, group) =
        (alice.create_conversation(&["bob"], None).await, alice.create_conversation(&["bob"], Some("Lunch")).await);
    for caller in [&alice, &bob] {
        for conversation in [&direct, &group] {
            try_post(caller, conversation, "one").await.expect(201);
        }
    }
    let answers = join_all((0..5).map(|number| {
        let (alice, direct) = (&alice, &direct);
        async move { try_post(alice, direct, &format!("more {number}")).await }
    }))
    .await;
    let refused: Vec<_> = answers.into_iter().filter(|answer| answer.status == 429).collect();
    // On a slow machine a second may pass in between.
    assert!(refused.len() >= 3, "{}", refused.len());
    for answer in refused {
        assert_eq!(answer.headers["retry-after"], "1");
        let problem = answer.problem(429, "sending_too_fast");
        assert_eq!((&problem["detail"], &problem["retryable"]), (&json!(TOO_FAST), &json!(true)));
    }
    // A duplicate message does not count.
    try_post(&alice, &direct, "one").await.expect(200);
    app.advance(TimeDelta::seconds(1));
    try_post(&alice, &direct, "two").await.expect(201);
    let seqs = "SELECT count(*) FROM conversations c WHERE last_seq <>
        (SELECT count(*) FROM chat_messages WHERE conversation_id = c.id)";
    assert_eq!(app.count(seqs).await, 0);
    app.finish().await;
}

#[tokio::test]
async fn the_limit_holds_without_redis_and_over_http_and_sockets() {
    let env = vec![("REDIS_URL", "redis://127.0.0.1:1".into()), ("RATE_LIMIT_CHAT_MESSAGES_PER_SECOND", "1".into())];
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    app.advance(TimeDelta::seconds(1));
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let direct = alice.create_conversation(&["bob"], None).await;
    let (id, user) = (direct["id"].as_str().unwrap().parse().unwrap(), alice.id().await.parse().unwrap());
    let mut refused = 0;
    for number in 0..6 {
        let status = if number % 2 == 0 {
            try_post(&alice, &direct, &number.to_string()).await.status
        } else {
            let new = NewChatMessage { body: number.to_string(), client_id: None };
            match chat::post(&app.app, id, user, &new).await {
                Ok(posted) => 200 + u16::from(posted.is_new),
                Err(refusal @ Refusal::TooFast(_)) => {
                    assert_eq!(refusal.to_string(), TOO_FAST);
                    429
                }
                Err(other) => panic!("{other}"),
            }
        };
        assert!([201, 429].contains(&status), "{status}");
        refused += u32::from(status == 429);
    }
    assert!(refused >= 3, "{refused}");
    // Everything else works as well, from Postgres.
    app.advance(TimeDelta::seconds(2));
    let posted = try_post(&alice, &direct, "last").await.expect(201);
    let page = bob.get(&at(&direct, "/messages")).await.expect(200);
    assert_eq!((&page["data"][0], &page["source"]), (&posted, &json!("postgres")));
    assert_eq!(bob.get("/v1/conversations").await.expect(200)["data"][0]["last_message"], posted);
    app.abandon().await;
}

#[tokio::test]
async fn the_limit_can_be_changed_or_disabled() {
    let env = vec![("RATE_LIMIT_CHAT_MESSAGES_PER_SECOND", "3".into())];
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    app.advance(TimeDelta::seconds(1));
    let alice = app.user("alice").await;
    app.user("bob").await;
    let direct = alice.create_conversation(&["bob"], None).await;
    let answers = join_all((0..20).map(|_| async { try_post_once(&alice, &direct).await })).await;
    let posted = answers.iter().filter(|answer| answer.status == 201).count();
    assert!((3..12).contains(&posted), "{posted}");
    app.finish().await;
}

async fn try_post_once(caller: &Caller<'_>, conversation: &serde_json::Value) -> Answer {
    caller.post(&at(conversation, "/messages"), &json!({"body": "hello"})).await
}

#[tokio::test]
async fn a_user_is_limited_across_all_conversations() {
    let env = [
        ("RATE_LIMIT_CHAT_MESSAGES_PER_SECOND", "0"),
        ("RATE_LIMIT_CHAT_USER_MESSAGES_PER_SECOND", "4"),
        ("RATE_LIMIT_CHAT_USER_BYTES_PER_MINUTE", "32768"),
    ];
    let env = env.map(|(name, value)| (name, value.to_owned())).into();
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    // Time passes only under this test's control.
    app.stop_clock();
    app.advance(TimeDelta::seconds(1));
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let mut conversations = vec![alice.create_conversation(&["bob"], None).await];
    for name in ["One", "Two", "Three", "Four"] {
        conversations.push(alice.create_conversation(&["bob"], Some(name)).await);
    }
    let mut posted = Vec::new();
    for (number, conversation) in conversations.iter().enumerate() {
        posted.push(try_post(&alice, conversation, &number.to_string()).await);
    }
    let refused = posted.pop().unwrap();
    let first = posted.into_iter().map(|answer| answer.expect(201)).next().unwrap();
    refused.problem(429, "sending_too_fast");
    // An edit counts as a message, and other users are not limited.
    let path = at(&conversations[0], &format!("/messages/{}", first["id"].as_str().unwrap()));
    alice.patch(&path, &json!({"body": "another"})).await.problem(429, "sending_too_fast");
    try_post(&bob, &conversations[0], "hello").await.expect(201);
    // Bytes: two of the largest messages a minute.
    app.advance(TimeDelta::seconds(61));
    let large = "x".repeat(16 * 1024);
    for conversation in &conversations[..2] {
        alice.post(&at(conversation, "/messages"), &json!({"body": large})).await.expect(201);
    }
    let refused = alice.post(&at(&conversations[2], "/messages"), &json!({"body": large})).await;
    let wait: i64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    refused.problem(429, "sending_too_fast");
    assert!((1..=31).contains(&wait), "{wait}");
    app.advance(TimeDelta::seconds(wait));
    alice.post(&at(&conversations[2], "/messages"), &json!({"body": large})).await.expect(201);
    app.finish().await;
}
