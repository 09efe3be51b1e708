//! Access to sockets: authorization, tickets, and when access ends.

use chrono::TimeDelta;
use redis::AsyncCommands;
use serde_json::{Value, json};
use shared::accounts::Role;

use crate::harness::{Caller, Options, Process, Socket, TestApp, at, eventually, free_port};

fn socket(conversation: &Value) -> String {
    at(conversation, "/ws")
}

async fn status(app: &TestApp, token: Option<&str>, path: &str) -> u16 {
    Socket::try_open(token, &app.base, path, None).await.map_or_else(|status| status, |_| 101)
}

async fn ticket(caller: &Caller<'_>) -> String {
    let answer = caller.post("/v1/ws-tickets", &json!({})).await;
    assert_eq!(answer.headers["cache-control"], "no-store");
    let ticket = answer.expect(200);
    assert_eq!(ticket["expires_in"], 30);
    ticket["ticket"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn unauthorized_clients_are_refused_at_the_handshake() {
    let app = TestApp::for_chatting().await;
    let (alice, _bob, carol) = (app.user("alice").await, app.user("bob").await, app.user("carol").await);
    let conversation = alice.create_conversation(&["bob"], None).await;
    let path = socket(&conversation);
    for path in [path.as_str(), "/v1/ws"] {
        assert_eq!(status(&app, None, path).await, 401, "{path}");
        assert_eq!(status(&app, Some("nonsense"), path).await, 401, "{path}");
        assert_eq!(status(&app, None, &format!("{path}?ticket=nonsense")).await, 401, "{path}");
    }
    assert_eq!(status(&app, carol.token.as_deref(), &path).await, 404);
    assert_eq!(status(&app, carol.token.as_deref(), &format!("{path}?ticket={}", ticket(&carol).await)).await, 404);
    assert_eq!(status(&app, alice.token.as_deref(), "/v1/conversations/nonsense/ws").await, 404);
    assert_eq!(status(&app, alice.token.as_deref(), &path).await, 101);
    let (send, read) = (alice.key(&["send"]).await, alice.key(&["read"]).await);
    assert_eq!(status(&app, send["key"].as_str(), &path).await, 403);
    assert_eq!(status(&app, read["key"].as_str(), &path).await, 101);
    // Not WebSocket requests. Callers without access get 404 for these, too.
    alice.get(&path).await.problem(426, "upgrade_required");
    alice.get("/v1/ws").await.problem(426, "upgrade_required");
    carol.get(&path).await.problem(404, "not_found");
    alice.get("/v1/ws?after=nonsense").await.problem(422, "validation_failed");
    app.finish().await;
}

#[tokio::test]
async fn a_key_without_the_send_scope_listens_but_cannot_post() {
    let app = TestApp::for_chatting().await;
    let (alice, _bob) = (app.user("alice").await, app.user("bob").await);
    let conversation = alice.create_conversation(&["bob"], None).await;
    let key = alice.key(&["read"]).await;
    let mut listening = Socket::open(&app.program(&key), &socket(&conversation)).await;
    listening.send(&json!({"message": "hello"})).await;
    assert_eq!(listening.next_of("error").await["code"], "insufficient_scope");
    listening.send(&json!({"type": "read", "seq": 1})).await;
    assert_eq!(listening.next_of("error").await["code"], "insufficient_scope");
    alice.post_chat(&conversation, "heard").await;
    assert_eq!(listening.next_of("message").await["message"], "heard");
    app.finish().await;
}

#[tokio::test]
async fn a_ticket_is_valid_once_and_for_thirty_seconds() {
    let app = TestApp::with(Options {
        env: vec![("CORS_ORIGINS", "https://console.example.test".into())],
        ..Options::default()
    })
    .await;
    let alice = app.user("alice").await;
    let with = |ticket: &str| format!("/v1/ws?ticket={ticket}");
    let once = ticket(&alice).await;
    let mut redis = app.app.redis.shared();
    let keys: Vec<String> = redis.keys(app.app.redis.key("ws_ticket:*")).await.unwrap();
    assert_eq!(keys.len(), 1);
    assert!(!keys[0].contains(&once), "a ticket is stored in plain text");
    assert!((1..=30).contains(&redis.ttl::<_, i64>(&keys[0]).await.unwrap()));
    assert_eq!(status(&app, None, &with(&once)).await, 101);
    assert_eq!(status(&app, None, &with(&once)).await, 401);

    // An expired ticket is removed from Redis.
    let late = ticket(&alice).await;
    let keys: Vec<String> = redis.keys(app.app.redis.key("ws_ticket:*")).await.unwrap();
    let _: () = redis.pexpire(&keys[0], 1).await.unwrap();
    let gone = || async {
        let mut redis = app.app.redis.shared();
        (!redis.exists::<_, bool>(&keys[0]).await.unwrap()).then_some(())
    };
    crate::harness::eventually("the ticket's expiry", gone).await;
    assert_eq!(status(&app, None, &with(&late)).await, 401);

    // Pages of other origins are refused, which does not consume the ticket.
    let page = ticket(&alice).await;
    let opened = |origin: &'static str| Socket::try_open(None, &app.base, with(&page).leak(), Some(origin));
    assert_eq!(opened("https://evil.example.test").await.unwrap_err(), 403);
    assert!(opened("https://console.example.test").await.is_ok());

    // The credentials it was created with must still be valid.
    let (orphan, other) = (ticket(&alice).await, app.log_in("alice").await);
    alice.post("/v1/auth/logout", &json!({})).await.expect(204);
    assert_eq!(status(&app, None, &with(&orphan)).await, 401);
    let key = other.key(&["read"]).await;
    let orphan = ticket(&app.program(&key)).await;
    other.delete(&format!("/v1/api-keys/{}", key["id"].as_str().unwrap())).await.expect(204);
    assert_eq!(status(&app, None, &with(&orphan)).await, 401);
    let expired = ticket(&other).await;
    app.advance(TimeDelta::hours(2));
    assert_eq!(status(&app, None, &with(&expired)).await, 401);
    app.finish().await;
}

#[tokio::test]
async fn without_redis_tickets_are_unavailable() {
    let port = free_port();
    let (mut redis, url) = Process::redis(port).await;
    let app = TestApp::with(Options { env: vec![("REDIS_URL", url)], ..Options::default() }).await;
    let alice = app.user("alice").await;
    let kept = ticket(&alice).await;
    redis.kill();
    alice.post("/v1/ws-tickets", &json!({})).await.problem(503, "tickets_unavailable");
    assert_eq!(status(&app, None, &format!("/v1/ws?ticket={kept}")).await, 503);
    assert_eq!(status(&app, alice.token.as_deref(), "/v1/ws").await, 101);
    let (_redis, _) = Process::redis(port).await;
    eventually("Redis", || async { app.app.redis.ping().await.then_some(()) }).await;
    app.finish().await;
}

#[tokio::test]
async fn an_expired_token_closes_its_socket() {
    let app = TestApp::for_chatting().await;
    let (alice, _bob) = (app.user("alice").await, app.user("bob").await);
    let conversation = alice.create_conversation(&["bob"], None).await;
    let bobs_key = app.log_in("bob").await.key(&["read", "send"]).await;
    let (one, all) = (Socket::open(&alice, &socket(&conversation)).await, Socket::open(&alice, "/v1/ws").await);
    app.advance(TimeDelta::hours(2));
    app.program(&bobs_key).post_chat(&conversation, "too late").await;
    assert_eq!((one.closed().await, all.closed().await), (4401, 4401));
    assert_eq!(status(&app, alice.token.as_deref(), &socket(&conversation)).await, 401);
    app.finish().await;
}

#[tokio::test]
async fn ended_sessions_and_keys_close_their_sockets() {
    let app = TestApp::for_chatting().await;
    let admin = app.admin().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let conversation = alice.create_conversation(&["bob"], None).await;
    let path = socket(&conversation);
    let stays = app.log_in("alice").await;
    let mut staying = Socket::open(&stays, &path).await;

    let leaving = Socket::open(&alice, &path).await;
    alice.post("/v1/auth/logout", &json!({})).await.expect(204);
    bob.post_chat(&conversation, "one").await;
    assert_eq!(leaving.closed().await, 4401);
    assert_eq!(staying.next_of("message").await["message"], "one");

    let key = stays.key(&["read"]).await;
    let by_key = Socket::open(&app.program(&key), "/v1/ws").await;
    stays.delete(&format!("/v1/api-keys/{}", key["id"].as_str().unwrap())).await.expect(204);
    assert_eq!(by_key.closed().await, 4401);

    let key = stays.key(&["read"]).await;
    let by_key = Socket::open(&app.program(&key), "/v1/ws").await;
    let id = stays.id().await;
    admin.patch(&format!("/v1/users/{id}"), &json!({"status": "suspended"})).await.expect(200);
    bob.post_chat(&conversation, "two").await;
    assert_eq!(staying.closed().await, 4401);
    // Keys are checked once a second.
    let (frames, code) = by_key.rest().await;
    assert!(code == 4401 && frames.len() <= 1, "{frames:?} {code}");
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn removed_members_receive_nothing_more() {
    let app = TestApp::for_chatting().await;
    let (alice, bob, carol) = (app.user("alice").await, app.user("bob").await, app.user("carol").await);
    let conversation = alice.create_conversation(&["bob", "carol"], Some("Lunch")).await;
    let path = socket(&conversation);
    let bobs = Socket::open(&bob, &path).await;
    let (mut bobs_all, mut carols) = (Socket::open(&bob, "/v1/ws").await, Socket::open(&carol, &path).await);
    alice.post_chat(&conversation, "for all").await;
    bobs_all.messages(1).await;

    let member = at(&conversation, &format!("/members/{}", bob.id().await));
    alice.delete(&member).await.expect(204);
    alice.post_chat(&conversation, "without bob").await;
    let (frames, code) = bobs.rest().await;
    let texts: Vec<&Value> = frames.iter().filter(|it| it["type"] != "presence").map(|it| &it["message"]).collect();
    assert_eq!((code, texts), (4403, vec![&json!("for all")]));
    assert_eq!(status(&app, bob.token.as_deref(), &path).await, 404);
    let seen: Vec<_> = carols.messages_and("member_removed", 3).await;
    assert!(seen.iter().any(|frame| frame["message"] == "without bob"), "{seen:?}");

    // The socket with all conversations loses that one and keeps the others.
    assert_eq!(bobs_all.next_of("member_removed").await["user_id"], bob.id().await);
    let direct = carol.create_conversation(&["bob"], None).await;
    carol.post_chat(&direct, "just us").await;
    let next = bobs_all.messages(1).await.remove(0);
    assert_eq!((&next["message"], &next["conversation_id"]), (&json!("just us"), &direct["id"]));
    bobs_all.send(&json!({"message": "let me in", "conversation_id": conversation["id"]})).await;
    assert_eq!(bobs_all.next_of("error").await["code"], "not_found");

    // A member who is added again sees later messages only.
    alice.post(&at(&conversation, "/members"), &json!({"user": "bob"})).await.expect(201);
    alice.post_chat(&conversation, "welcome back").await;
    let back = bobs_all.messages(2).await;
    assert_eq!((&back[0]["role"], &back[1]["message"]), (&json!("system"), &json!("welcome back")));
    app.finish().await;
}

#[tokio::test]
async fn admins_have_no_access_to_foreign_conversations() {
    let app = TestApp::for_chatting().await;
    let (alice, _bob) = (app.user("alice").await, app.user("bob").await);
    let conversation = alice.create_conversation(&["bob"], None).await;
    for (name, role) in [("an_admin", Role::Admin), ("a_reseller", Role::Reseller)] {
        let other = app.user_with_role(name, role).await;
        assert_eq!(status(&app, other.token.as_deref(), &socket(&conversation)).await, 404, "{name}");
    }
    app.finish().await;
}

#[tokio::test]
async fn write_access_to_redis_cannot_forge_tickets() {
    let app = TestApp::for_chatting().await;
    let (alice, bob) = (app.user("alice").await, app.user("bob").await);
    let mut redis = app.app.redis.shared();
    let mut kept = Vec::new();
    for caller in [&alice, &bob] {
        let made = ticket(caller).await;
        let keys: Vec<String> = redis.keys(app.app.redis.key("ws_ticket:*")).await.unwrap();
        let [key] = keys.as_slice() else { panic!("one ticket, not {keys:?}") };
        kept.push((made, key.clone(), redis.get_del::<_, String>(key).await.unwrap()));
    }
    let [(of_alice, key, genuine), (_, _, of_bob)] = kept.as_slice() else { panic!("two tickets") };
    let open = async || status(&app, None, &format!("/v1/ws?ticket={of_alice}")).await;
    // Another user's id, bob's whole value, and a value without a signature.
    let holder = genuine.find('{').unwrap();
    let other = of_bob.find('{').unwrap();
    for forged in [format!("{}{}", &genuine[..holder], &of_bob[other..]), of_bob.clone(), genuine[holder..].to_owned()]
    {
        let _: () = redis.set_ex(key, &forged, 30).await.unwrap();
        assert_eq!(open().await, 401, "{forged}");
    }
    let _: () = redis.set_ex(key, genuine, 30).await.unwrap();
    assert_eq!(open().await, 101);
    app.finish().await;
}
