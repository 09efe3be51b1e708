//! The list of conversations: its order, last messages and unread counts are correct immediately.

use rand::Rng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use redis::AsyncCommands;
use serde_json::{Value, json};

use crate::harness::{Caller, TestApp, at};

async fn list(caller: &Caller<'_>, query: &str) -> Vec<Value> {
    let page = caller.get(&format!("/v1/conversations{query}")).await.expect(200);
    page["data"].as_array().unwrap().clone()
}

#[tokio::test]
async fn writes_appear_in_the_list_immediately() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let direct = alice.create_conversation(&["bob"], None).await;
    for round in 1..=10 {
        // Both lists are cached before each write.
        assert_eq!(list(&alice, "").await[0]["unread_count"], 0);
        assert_eq!(list(&bob, "").await[0]["unread_count"], 0);
        let posted = alice.post_chat(&direct, &format!("round {round}")).await;
        let (own, others) = (list(&alice, "").await.remove(0), list(&bob, "").await.remove(0));
        assert_eq!((&own["last_message"], &own["unread_count"]), (&posted, &json!(0)));
        assert_eq!((&others["last_message"], &others["unread_count"]), (&posted, &json!(1)));
        let path = at(&direct, &format!("/messages/{}", posted["id"].as_str().unwrap()));
        let edited = alice.patch(&path, &json!({"body": "edited"})).await.expect(200);
        assert_eq!(list(&bob, "").await[0]["last_message"], edited);
        bob.post(&at(&direct, "/read"), &json!({"seq": posted["seq"]})).await.expect(204);
        let read = list(&bob, "").await.remove(0);
        assert_eq!(read["unread_count"], 0);
        assert_eq!(list(&alice, "").await[0]["participants"], read["participants"]);
        assert_eq!(read["participants"][1]["last_read_seq"], posted["seq"]);
    }
    bob.patch("/v1/me", &json!({"username": "robert", "first_name": "Rob"})).await.expect(200);
    let participant = &list(&alice, "").await[0]["participants"][1];
    assert_eq!((&participant["username"], &participant["first_name"]), (&json!("robert"), &json!("Rob")));
    app.finish().await;
}

#[tokio::test]
async fn read_positions_only_advance_up_to_the_newest_message() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let direct = alice.create_conversation(&["bob"], None).await;
    for number in 0..5 {
        alice.post_chat(&direct, &number.to_string()).await;
    }
    bob.post_chat(&direct, "own messages are not unread").await;
    for (seq, read, unread) in [(0, 0, 5), (3, 3, 2), (1, 3, 2), (1_000_000, 6, 0), (2, 6, 0)] {
        bob.post(&at(&direct, "/read"), &json!({"seq": seq})).await.expect(204);
        let seen = bob.get(&at(&direct, "")).await.expect(200);
        assert_eq!((&seen["participants"][1]["last_read_seq"], &seen["unread_count"]), (&json!(read), &json!(unread)));
    }
    let last = alice.post_chat(&direct, "to be taken back").await;
    assert_eq!(list(&bob, "").await[0]["unread_count"], 1);
    alice.delete(&at(&direct, &format!("/messages/{}", last["id"].as_str().unwrap()))).await.expect(204);
    assert_eq!(list(&bob, "").await[0]["unread_count"], 0);
    for body in [json!({}), json!({"seq": -1}), json!({"seq": "1"})] {
        bob.post(&at(&direct, "/read"), &body).await.problem(422, "validation_failed");
    }
    app.finish().await;
}

#[tokio::test]
async fn pages_are_ordered_by_newest_message() {
    let app = TestApp::for_chatting().await;
    let alice = app.user("alice").await;
    app.user("bob").await;
    let mut ids = vec![alice.create_conversation(&["bob"], None).await["id"].clone()];
    for number in 0..24 {
        ids.push(alice.create_conversation(&["bob"], Some(&number.to_string())).await["id"].clone());
    }
    // The conversation with the newest message comes first.
    let moved = ids.remove(3);
    alice.post_chat(&json!({"id": moved}), "hello").await;
    ids.push(moved);
    ids.reverse();
    let (mut all, mut query) = (Vec::new(), "?limit=4".to_owned());
    loop {
        let page = alice.get(&format!("/v1/conversations{query}")).await.expect(200);
        all.extend(page["data"].as_array().unwrap().iter().map(|it| it["id"].clone()));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        query = format!("?limit=4&cursor={cursor}");
    }
    assert_eq!(all, ids);
    assert_eq!(list(&alice, "?kind=direct").await.len(), 1);
    alice.get("/v1/conversations?kind=direct&cursor=x").await.problem(400, "invalid_cursor");
    alice.get("/v1/conversations?kind=other").await.problem(422, "validation_failed");
    app.finish().await;
}

/// Random actions of three users: the cached list always equals the uncached one.
#[tokio::test]
async fn the_cache_is_never_stale() {
    let app = TestApp::for_chatting().await;
    let people = [app.user("alice").await, app.user("bob").await, app.user("carol").await];
    let (alice, carol) = (&people[0], people[2].id().await);
    let conversations =
        [alice.create_conversation(&["bob"], None).await, alice.create_conversation(&["bob", "carol"], None).await];
    let mut rng = ChaCha8Rng::seed_from_u64(815);
    let (mut posted, mut cached_keys) = (Vec::new(), 0);
    for step in 0..150 {
        let (who, which) = (rng.random_range(0..3), rng.random_range(0..2));
        let (caller, conversation) = (&people[who], &conversations[which]);
        // Some actions are refused for some users.
        match rng.random_range(0..10) {
            0..=3 => {
                let answer =
                    caller.post(&at(conversation, "/messages"), &json!({"body": format!("step {step}")})).await;
                if answer.status == 201 {
                    posted.push((who, at(conversation, &format!("/messages/{}", answer.body["id"].as_str().unwrap()))));
                }
            }
            4 => {
                let Some((who, path)) = posted.choose(&mut rng) else { continue };
                let people = &people[*who];
                match rng.random() {
                    true => drop(people.patch(path, &json!({"body": "edited"})).await),
                    false => drop(people.delete(path).await),
                }
            }
            5 | 6 => drop(caller.post(&at(conversation, "/read"), &json!({"seq": rng.random_range(0..40)})).await),
            7 => drop(alice.post(&at(conversation, "/members"), &json!({"user": "carol"})).await),
            8 => drop(alice.delete(&at(conversation, &format!("/members/{carol}"))).await),
            _ => drop(alice.patch(&at(conversation, ""), &json!({"name": format!("Name {step}")})).await),
        }
        let mut cached = Vec::new();
        for person in &people {
            cached.push((list(person, "").await, list(person, "").await));
        }
        let mut redis = app.app.redis.shared();
        let keys: Vec<String> = redis.keys(app.app.redis.key("chat-card:*")).await.unwrap();
        cached_keys += keys.len();
        if step % 3 == 0 {
            app.flush().await;
        }
        for (person, (first, second)) in people.iter().zip(cached) {
            assert_eq!(first, second, "step {step}");
            assert_eq!(list(person, "").await, first, "step {step}");
        }
    }
    assert!(cached_keys > 0, "nothing was ever cached");
    app.finish().await;
}
