//! Pages of messages: complete, in both directions, and the same from Redis and Postgres.

use std::collections::BTreeSet;
use std::time::Duration;

use futures::StreamExt;
use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use redis::AsyncCommands;
use serde_json::{Value, json};
use shared::ids::ConversationId;

use crate::harness::{Caller, TestApp, at, eventually};

fn seqs(page: &Value) -> Vec<i64> {
    page["data"].as_array().unwrap().iter().map(|it| it["seq"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn pages_are_contiguous_in_both_directions() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let direct = alice.create_conversation(&["bob"], None).await;
    let empty = alice.get(&at(&direct, "/messages")).await.expect(200);
    assert_eq!((seqs(&empty), &empty["next_cursor"], &empty["previous_cursor"]), (vec![], &Value::Null, &Value::Null));
    for number in 1..=130 {
        alice.post_chat(&direct, &number.to_string()).await;
    }
    assert_eq!(seqs(&bob.get(&at(&direct, "/messages")).await.expect(200)), (111..=130).rev().collect::<Vec<_>>());
    for limit in [1, 7, 33, 100] {
        let back = walk(&bob, &direct, &format!("limit={limit}"), "next_cursor").await;
        assert_eq!(back, (1..=130).rev().collect::<Vec<_>>(), "by {limit}");
        let on = walk(&bob, &direct, &format!("limit={limit}&after_seq=0"), "next_cursor").await;
        assert_eq!(on, (1..=130).collect::<Vec<_>>(), "by {limit}");
    }
    // Half the way, and back.
    let middle = bob.get(&at(&direct, "/messages?before_seq=60&limit=10")).await.expect(200);
    assert_eq!(seqs(&middle), (50..60).rev().collect::<Vec<_>>());
    let newer =
        walk(&bob, &direct, &format!("cursor={}", middle["previous_cursor"].as_str().unwrap()), "next_cursor").await;
    assert_eq!(newer, (60..=130).collect::<Vec<_>>());
    let after = bob.get(&at(&direct, "/messages?after_seq=60&limit=10")).await.expect(200);
    let older =
        walk(&bob, &direct, &format!("cursor={}", after["previous_cursor"].as_str().unwrap()), "next_cursor").await;
    assert_eq!(older, (1..=60).rev().collect::<Vec<_>>());
    let cursor = middle["next_cursor"].as_str().unwrap();
    let other = alice.create_conversation(&["bob"], Some("Other")).await;
    for path in [at(&other, &format!("/messages?cursor={cursor}")), at(&direct, "/messages?cursor=x")] {
        alice.get(&path).await.problem(400, "invalid_cursor");
    }
    for query in ["before_seq=1&after_seq=1", "before_seq=x", "limit=x", &format!("after_seq=1&cursor={cursor}")] {
        alice.get(&at(&direct, &format!("/messages?{query}"))).await.problem(422, "validation_failed");
    }
    for (query, expected) in [
        ("before_seq=1", vec![]),
        ("before_seq=-9223372036854775808", vec![]),
        ("after_seq=9223372036854775807", vec![]),
        ("after_seq=129", vec![130]),
        ("after_seq=-9223372036854775808&limit=2", vec![1, 2]),
        ("before_seq=9223372036854775807&limit=2", vec![130, 129]),
    ] {
        for _ in 0..2 {
            assert_eq!(
                seqs(&bob.get(&at(&direct, &format!("/messages?{query}"))).await.expect(200)),
                expected,
                "{query}"
            );
        }
    }
    app.finish().await;
}

/// All sequence numbers from a page on.
async fn walk(caller: &Caller<'_>, conversation: &Value, query: &str, by: &str) -> Vec<i64> {
    let (mut all, mut query) = (Vec::new(), query.to_owned());
    let limit = query.split('&').find(|it| it.starts_with("limit=")).unwrap_or("limit=20").to_owned();
    loop {
        let page = caller.get(&at(conversation, &format!("/messages?{query}"))).await.expect(200);
        all.extend(seqs(&page));
        let Some(cursor) = page[by].as_str() else { return all };
        assert!(!seqs(&page).is_empty() && all.len() < 1000, "{page}");
        query = format!("{limit}&cursor={cursor}");
    }
}

/// The expected contents.
#[derive(Default)]
struct Model {
    messages: Vec<Value>,
}

impl Model {
    fn page(&self, first: usize, (from, seq): (&str, usize), limit: usize) -> Vec<Value> {
        let visible = self.messages.iter().enumerate().filter(|(index, _)| index + 1 >= first);
        if from == "after_seq" {
            return visible.filter(|(index, _)| index + 1 > seq).map(|(_, it)| it.clone()).take(limit).collect();
        }
        visible.rev().filter(|(index, _)| index + 1 < seq).map(|(_, it)| it.clone()).take(limit).collect()
    }
}

/// Keys and their values.
type Backup = Vec<(String, Vec<u8>)>;

async fn back_up(app: &TestApp) -> Backup {
    let mut redis = app.app.redis.shared();
    let mut backup = Backup::new();
    for what in ["recent", "state"] {
        let keys: Vec<String> = redis.keys(app.app.redis.key(&format!("chat-{what}:*"))).await.unwrap();
        for key in keys {
            let value: Vec<u8> = redis::cmd("DUMP").arg(&key).query_async(&mut redis).await.unwrap();
            backup.push((key, value));
        }
    }
    backup
}

async fn restore(app: &TestApp, backup: &Backup) {
    for (key, value) in backup {
        let mut command = redis::cmd("RESTORE");
        command.arg(key).arg(0).arg(value.as_slice()).arg("REPLACE");
        let () = command.query_async(&mut app.app.redis.shared()).await.unwrap();
    }
}

/// Damages the cached conversation in a way that can occur in production.
async fn disturb(app: &TestApp, rng: &mut ChaCha8Rng, backup: &mut Backup) {
    let mut redis = app.app.redis.shared();
    let keys = async |what: &str| -> Vec<String> {
        app.app.redis.shared().keys(app.app.redis.key(&format!("chat-{what}:*"))).await.unwrap()
    };
    match rng.random_range(0..6) {
        0 => app.flush().await,
        4 => *backup = back_up(app).await,
        // A failover to a replica that lacks the newest writes.
        5 => restore(app, backup).await,
        1 => {
            for key in keys("recent").await {
                let _: () = redis.del(key).await.unwrap();
            }
        }
        2 => {
            for key in keys("state").await {
                let _: () = redis.del(key).await.unwrap();
            }
        }
        _ => {
            // A gap.
            for key in keys("recent").await {
                let _: () = redis.zremrangebyrank(key, -3, -3).await.unwrap();
            }
        }
    }
}

#[tokio::test]
async fn pages_from_redis_equal_pages_from_postgres() {
    let app = TestApp::for_chatting().await;
    let (alice, bob, carol) = (app.user("alice").await, app.user("bob").await, app.user("carol").await);
    let group = alice.create_conversation(&["bob"], Some("All")).await;
    let people = [&alice, &bob, &carol];
    let (mut model, mut first, mut sources) = (Model::default(), [1, 1, usize::MAX], BTreeSet::new());
    let (mut rng, mut backup) = (ChaCha8Rng::seed_from_u64(4711), Backup::new());
    for step in 0..900 {
        let who = rng.random_range(0..2);
        let (caller, count) = (people[who], model.messages.len());
        match rng.random_range(0..100) {
            0..=29 => {
                let body = format!("message {step}");
                model.messages.push(caller.post_chat(&group, &body).await);
            }
            30..=39 => {
                let Some(index) = (0..count).collect::<Vec<_>>().choose(&mut rng).copied() else { continue };
                let message = model.messages[index].clone();
                let mine = message["sender"]["username"] == ["alice", "bob"][who] && message["status"] == "sent";
                let path = at(&group, &format!("/messages/{}", message["id"].as_str().unwrap()));
                if mine && rng.random() {
                    model.messages[index] =
                        caller.patch(&path, &json!({"body": format!("edited {step}")})).await.expect(200);
                } else if mine {
                    caller.delete(&path).await.expect(204);
                    let page =
                        caller.get(&at(&group, &format!("/messages?limit=1&after_seq={index}"))).await.expect(200);
                    assert_eq!((&page["data"][0]["status"], &page["data"][0]["body"]), (&json!("deleted"), &json!("")));
                    model.messages[index] = page["data"][0].clone();
                }
            }
            40 => drop(alice.patch(&at(&group, ""), &json!({"name": format!("Name {step}")})).await.expect(200)),
            41 | 42 => {
                let added = alice.post(&at(&group, "/members"), &json!({"user": "carol"})).await;
                if added.status == 201 {
                    first[2] = count + 1;
                } else {
                    alice.delete(&at(&group, &format!("/members/{}", carol.id().await))).await.expect(204);
                    first[2] = usize::MAX;
                }
                let page = alice.get(&at(&group, "/messages?limit=1")).await.expect(200);
                assert_eq!(page["data"][0]["role"], "system");
                model.messages.push(page["data"][0].clone());
            }
            43..=47 => disturb(&app, &mut rng, &mut backup).await,
            _ => {
                let reader = (0..3).filter(|it| first[*it] < usize::MAX).collect::<Vec<_>>();
                let reader = *reader.choose(&mut rng).unwrap();
                let limit = rng.random_range(1..=100);
                let from = match rng.random_range(0..4) {
                    0 | 1 => ("before_seq", usize::try_from(i64::MAX).unwrap()),
                    2 => ("before_seq", rng.random_range(0..count + 5)),
                    _ => ("after_seq", rng.random_range(0..count + 5)),
                };
                let path = at(&group, &format!("/messages?limit={limit}&{}={}", from.0, from.1));
                let page = people[reader].get(&path).await.expect(200);
                let expected = model.page(first[reader], from, limit);
                assert_eq!(page["data"].as_array().unwrap(), &expected, "step {step}: {path}, from {}", page["source"]);
                sources.insert(page["source"].as_str().unwrap().to_owned());
            }
        }
    }
    assert_eq!(sources, BTreeSet::from(["postgres".into(), "redis".into()]));
    assert!(model.messages.len() > 200, "{}", model.messages.len());
    app.finish().await;
}

#[tokio::test]
async fn the_newest_page_is_cached_by_the_first_read() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let direct = alice.create_conversation(&["bob"], None).await;
    for number in 1..=120 {
        alice.post_chat(&direct, &number.to_string()).await;
    }
    app.flush().await;
    let page = async |query: &str| bob.get(&at(&direct, &format!("/messages?{query}"))).await.expect(200);
    let (first, second) = (page("").await, page("").await);
    assert_eq!((&first["source"], &second["source"]), (&json!("postgres"), &json!("redis")));
    assert_eq!(first["data"], second["data"]);
    for (query, source) in [
        ("before_seq=60", "redis"),
        ("limit=100", "redis"),
        ("after_seq=20&limit=100", "redis"),
        ("after_seq=19&limit=100", "postgres"),
        ("before_seq=21", "postgres"),
    ] {
        assert_eq!(page(query).await["source"], source, "{query}");
    }
    // Names are never stale.
    alice.patch("/v1/me", &json!({"username": "alicia"})).await.expect(200);
    let renamed = page("").await;
    assert_eq!((&renamed["source"], &renamed["data"][0]["sender"]["username"]), (&json!("redis"), &json!("alicia")));
    for seconds in lifetimes(&app).await {
        assert!((1_700..=1_800).contains(&seconds), "expires in {seconds} s after a read");
    }
    app.finish().await;
}

/// Remaining lifetimes of cached conversations, in seconds.
async fn lifetimes(app: &TestApp) -> Vec<i64> {
    let mut redis = app.app.cache.shared();
    let mut all = Vec::new();
    for pattern in ["chat-recent:*", "chat-state:*"] {
        let keys: Vec<String> = redis.keys(app.app.cache.key(pattern)).await.unwrap();
        assert!(!keys.is_empty(), "{pattern}");
        for key in keys {
            all.push(redis.ttl(key).await.unwrap());
        }
    }
    all
}

/// Bytes cached of conversations.
async fn kept_bytes(app: &TestApp) -> usize {
    let mut redis = app.app.cache.shared();
    let keys: Vec<String> = redis.keys(app.app.cache.key("chat-recent:*")).await.unwrap();
    let mut bytes = 0;
    for key in keys {
        let entries: Vec<String> = redis.zrange(key, 0, -1).await.unwrap();
        bytes += entries.iter().map(String::len).sum::<usize>();
    }
    bytes
}

#[tokio::test]
async fn large_messages_are_not_cached_and_their_pages_stay_complete() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let direct = alice.create_conversation(&["bob"], None).await;
    alice.post_chat(&direct, "before").await;
    let large = "x".repeat(16 * 1024);
    let large_message = alice.post_chat(&direct, &large).await;
    for number in 0..3 {
        alice.post_chat(&direct, &number.to_string()).await;
    }
    let page = async |query: &str| bob.get(&at(&direct, &format!("/messages?{query}"))).await.expect(200);
    // It has not been read yet.
    for seconds in lifetimes(&app).await {
        assert!((1..=300).contains(&seconds), "expires in {seconds} s without a reader");
    }
    for _ in 0..2 {
        let whole = page("").await;
        assert_eq!((&whole["source"], seqs(&whole)), (&json!("postgres"), vec![5, 4, 3, 2, 1]));
        assert_eq!(whole["data"][3]["body"], large);
        // Messages after it are served from the cache.
        let newer = page("after_seq=2").await;
        assert_eq!((&newer["source"], seqs(&newer)), (&json!("redis"), vec![3, 4, 5]));
    }
    assert!(kept_bytes(&app).await < 4 * 1024, "{}", kept_bytes(&app).await);
    // It is cached once it is small, and removed once it is large again.
    let path = at(&direct, &format!("/messages/{}", large_message["id"].as_str().unwrap()));
    for (body, source) in [("small", "redis"), (large.as_str(), "postgres")] {
        alice.patch(&path, &json!({"body": body})).await.expect(200);
        let whole = eventually("the page", || async { Some(page("").await).filter(|page| page["source"] == source) });
        assert_eq!(whole.await["data"][3]["body"], body);
    }
    app.finish().await;
}

#[tokio::test]
async fn the_cache_of_a_conversation_is_bounded_in_bytes() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let direct = alice.create_conversation(&["bob"], None).await;
    let body = "\u{1}".repeat(300) + &"y".repeat(200);
    for number in 1..=90 {
        alice.post_chat(&direct, &format!("{number} {body}")).await;
    }
    let is_bounded = |bytes| (100 * 1024..=128 * 1024).contains(&bytes);
    eventually("all of it", || async { Some(kept_bytes(&app).await).filter(|bytes| is_bounded(*bytes)) }).await;
    let page = async |query: &str| bob.get(&at(&direct, &format!("/messages?{query}"))).await.expect(200);
    for (query, source) in [("", "redis"), ("limit=90", "postgres"), ("before_seq=30", "postgres")] {
        let found = page(query).await;
        assert_eq!(found["source"], source, "{query}");
        let top = if query == "before_seq=30" { 29 } else { 90 };
        let expected: Vec<_> = (1..=top).rev().take(if query == "limit=90" { 90 } else { 20 }).collect();
        assert_eq!(seqs(&found), expected, "{query}");
    }
    // The same when the cache is refilled.
    app.flush().await;
    page("").await;
    assert!(is_bounded(kept_bytes(&app).await), "{}", kept_bytes(&app).await);
    assert_eq!(page("").await["source"], "redis");
    app.finish().await;
}

#[tokio::test]
async fn later_changes_do_not_hide_one_that_redis_missed() {
    let app = TestApp::for_chatting().await;
    let (alice, _) = (app.user("alice").await, app.user("bob").await);
    let direct = alice.create_conversation(&["bob"], None).await;
    let id: ConversationId = direct["id"].as_str().unwrap().parse().unwrap();
    let mut frames = app.subscribe(&format!("chat:{}", id.uuid())).await;
    let mut frames = frames.on_message();
    let mut next_frame = async || {
        let frame = tokio::time::timeout(Duration::from_secs(10), frames.next()).await.unwrap();
        assert!(frame.is_some());
    };
    let first = alice.post_chat(&direct, "first").await;
    alice.post_chat(&direct, "second").await;
    next_frame().await;
    next_frame().await;
    let page = async || alice.get(&at(&direct, "/messages")).await.expect(200);
    page().await;
    assert_eq!(page().await["source"], "redis");
    let backup = back_up(&app).await;
    let path = at(&direct, &format!("/messages/{}", first["id"].as_str().unwrap()));
    alice.patch(&path, &json!({"body": "edited"})).await.expect(200);
    next_frame().await;
    restore(&app, &backup).await;
    alice.post_chat(&direct, "third").await;
    next_frame().await;
    for source in ["postgres", "redis"] {
        let seen = page().await;
        assert_eq!((&seen["source"], &seen["data"][2]["body"]), (&json!(source), &json!("edited")));
        assert_eq!(seqs(&seen), [3, 2, 1]);
    }
    app.finish().await;
}

/// Concurrent writers and readers: a reader sees at least what existed when it asked, without gaps.
#[tokio::test]
async fn readers_see_no_gap_during_concurrent_writes() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let group = alice.create_conversation(&["bob"], Some("All")).await;
    let write = |caller| {
        let group = &group;
        futures::stream::iter(0..60).for_each(move |number: usize| {
            let caller: &Caller<'_> = caller;
            async move { drop(caller.post_chat(group, &number.to_string()).await) }
        })
    };
    let read = async {
        let mut newest = 0;
        while newest < 120 {
            let page = bob.get(&at(&group, "/messages?limit=100")).await.expect(200);
            let seen = seqs(&page);
            let now = seen.first().copied().unwrap_or_default();
            assert!(now >= newest, "{now} after {newest}");
            assert_eq!(seen, (1..=now).rev().take(100).collect::<Vec<_>>(), "{}", page["source"]);
            newest = now;
        }
    };
    let disturbed = async {
        for _ in 0..10 {
            app.flush().await;
            alice.get(&at(&group, "/messages")).await.expect(200);
        }
    };
    let all = async { futures::join!(write(&alice), write(&bob), read, disturbed) };
    tokio::time::timeout(Duration::from_secs(60), all).await.unwrap();
    app.finish().await;
}
