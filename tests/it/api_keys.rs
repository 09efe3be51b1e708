use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};
use shared::accounts::Role;

use crate::harness::{Options, Process, Raw, TestApp, eventually, free_port};

fn scopes(key: &Value) -> Vec<&str> {
    key["scopes"].as_array().unwrap().iter().map(|scope| scope.as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_key_is_shown_once_and_stored_as_a_digest() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let answer = alice.post("/v1/api-keys", &json!({"name": "nightly report"})).await;
    assert_eq!(answer.headers["cache-control"], "no-store");
    let made = answer.expect(201);
    let (secret, prefix) = (made["key"].as_str().unwrap(), made["prefix"].as_str().unwrap());
    assert!(secret.starts_with(prefix) && prefix.starts_with("swb_") && secret.len() > prefix.len() + 50, "{made}");
    assert!(made["id"].as_str().unwrap().starts_with("key_"));
    assert_eq!(scopes(&made), ["read", "send", "billing", "admin"]);
    let page = alice.get("/v1/api-keys").await.expect(200);
    let mut shown = made.clone();
    shown.as_object_mut().unwrap().remove("key");
    assert_eq!(page, json!({"data": [shown], "next_cursor": null}));
    let rows: Vec<String> =
        sqlx::query_scalar("SELECT api_keys::text FROM api_keys").fetch_all(app.app.db.pool()).await.unwrap();
    assert!(rows.len() == 1 && !rows[0].contains(secret), "{rows:?}");
    assert_eq!(app.program(&made).get("/v1/me").await.expect(200)["username"], "alice");
    // Other users do not see it.
    let bob = app.user("bob").await;
    assert_eq!(bob.get("/v1/api-keys").await.expect(200)["data"], json!([]));
    app.finish().await;
}

#[tokio::test]
async fn a_replayed_answer_omits_the_secret() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let body = json!({"name": "nightly report"});
    let mut first = alice.post_once("/v1/api-keys", "once", &body).await.expect(201);
    let again = alice.post_once("/v1/api-keys", "once", &body).await;
    assert_eq!(again.headers["idempotent-replayed"], "true");
    assert!(first.as_object_mut().unwrap().remove("key").is_some());
    assert_eq!(again.expect(201), first);
    assert_eq!(app.count("SELECT count(*) FROM api_keys").await, 1);
    app.finish().await;
}

#[tokio::test]
async fn a_key_allows_only_its_scopes() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let (reader, sender) = (app.program(&alice.key(&["read"]).await), app.program(&alice.key(&["send"]).await));
    reader.get("/v1/credits/balance").await.expect(200);
    let send = json!({"channel": "in_app", "to": "alice", "body": "hello"});
    let refused = reader.post("/v1/messages", &send).await.problem(403, "insufficient_scope");
    assert!(refused["detail"].as_str().unwrap().contains("`send`"), "{refused}");
    sender.post("/v1/messages", &send).await.expect(202);
    sender.get("/v1/messages").await.problem(403, "insufficient_scope");
    assert_eq!(alice.balance().await, 99);
    // A key of an admin has the admin role, limited to its scopes.
    let admin = app.admin().await;
    let (whole, part) = (app.program(&admin.key(&["admin"]).await), app.program(&admin.key(&["read", "send"]).await));
    whole.get("/v1/queues").await.expect(200);
    part.get("/v1/queues").await.problem(403, "insufficient_scope");
    // All scopes do not make a user an admin.
    app.program(&alice.post("/v1/api-keys", &json!({"name": "all"})).await.expect(201))
        .get("/v1/queues")
        .await
        .problem(403, "forbidden");
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn a_key_creates_keys_only_with_its_own_scopes() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let program = app.program(&alice.key(&["read", "admin"]).await);
    let refused = program.post("/v1/api-keys", &json!({"name": "more", "scopes": ["read", "billing"]})).await;
    let refused = refused.problem(403, "insufficient_scope");
    assert!(refused["detail"].as_str().unwrap().contains("`billing`"), "{refused}");
    let made = program.post("/v1/api-keys", &json!({"name": "as much"})).await.expect(201);
    assert_eq!(scopes(&made), ["read", "admin"]);
    assert_eq!(app.count("SELECT count(*) FROM api_keys").await, 2);
    app.finish().await;
}

#[tokio::test]
async fn revocation_expiry_and_suspension_end_a_key() {
    let app = TestApp::for_a_day().await;
    let (admin, alice) = (app.admin().await, app.user("alice").await);
    let until = app.app.clock.now() + TimeDelta::hours(1);
    let body = json!({"name": "short", "expires_at": until});
    let (short, long) = (alice.post("/v1/api-keys", &body).await.expect(201), alice.key(&["read"]).await);
    let (of_short, of_long) = (app.program(&short), app.program(&long));
    of_short.get("/v1/me").await.expect(200);
    app.advance(TimeDelta::hours(1));
    of_short.get("/v1/me").await.problem(401, "unauthenticated");
    let past = json!({"name": "past", "expires_at": app.app.clock.now()});
    let refused = alice.post("/v1/api-keys", &past).await.problem(422, "validation_failed");
    assert_eq!(refused["errors"][0]["field"], "expires_at");
    of_long.get("/v1/me").await.expect(200);
    // Suspend and reactivate.
    let path = format!("/v1/users/{}", alice.id().await);
    admin.patch(&path, &json!({"status": "suspended"})).await.expect(200);
    of_long.get("/v1/me").await.problem(401, "unauthenticated");
    admin.patch(&path, &json!({"status": "active"})).await.expect(200);
    of_long.get("/v1/me").await.expect(200);
    let alice = app.log_in("alice").await;
    let key = format!("/v1/api-keys/{}", long["id"].as_str().unwrap());
    alice.delete(&key).await.expect(204);
    of_long.get("/v1/me").await.problem(401, "unauthenticated");
    alice.delete(&key).await.problem(404, "not_found");
    app.anonymous().get("/v1/me").await.problem(401, "unauthenticated");
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn the_last_use_of_a_key_is_recorded_to_the_minute() {
    let app = TestApp::for_a_day().await;
    let alice = app.user("alice").await;
    let program = app.program(&alice.key(&["read"]).await);
    let used = || async { alice.get("/v1/api-keys").await.expect(200)["data"][0]["last_used_at"].clone() };
    assert_eq!(used().await, Value::Null);
    program.get("/v1/me").await.expect(200);
    let first = eventually("noted", async || Some(used().await).filter(|at| !at.is_null())).await;
    app.advance(TimeDelta::seconds(50));
    program.get("/v1/me").await.expect(200);
    assert_eq!(used().await, first);
    app.advance(TimeDelta::seconds(11));
    program.get("/v1/me").await.expect(200);
    eventually("noted again", async || Some(used().await).filter(|at| *at != first)).await;
    app.finish().await;
}

#[tokio::test]
async fn requests_by_key_count_for_the_account() {
    let env = vec![("RATE_LIMIT_REQUESTS_PER_SECOND", "1000".into())];
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let alice = app.user("alice").await;
    let answer = app.program(&alice.key(&["read"]).await).get("/v1/me").await;
    assert!(answer.headers["ratelimit-policy"].to_str().unwrap().starts_with("\"account\""), "{:?}", answer.headers);
    for wrong in ["swb_", "swb_00c0ffee00000000000000000000000000000000000000000000000000000000", "swb_é"] {
        let answer = app.program(&json!({"key": wrong})).get("/v1/me").await;
        assert!(answer.headers["ratelimit-policy"].to_str().unwrap().starts_with("\"address\""), "{wrong}");
        answer.problem(401, "unauthenticated");
    }
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn revoked_keys_are_refused_by_other_processes() {
    let app = TestApp::start().await;
    let (admin, alice) = (app.admin().await, app.user("alice").await);
    let (one, other) = (alice.key(&["read"]).await, alice.key(&["read"]).await);
    let port = free_port();
    let mut api = Process::api(&app, port).await;
    let elsewhere = async |key: &Value| {
        let program = app.program(key);
        program.call(program.request_at(&format!("http://127.0.0.1:{port}"), Method::GET, "/v1/me")).await
    };
    elsewhere(&one).await.expect(200);
    alice.delete(&format!("/v1/api-keys/{}", one["id"].as_str().unwrap())).await.expect(204);
    elsewhere(&one).await.problem(401, "unauthenticated");
    elsewhere(&other).await.expect(200);
    let path = format!("/v1/users/{}", alice.id().await);
    admin.patch(&path, &json!({"status": "suspended"})).await.expect(200);
    elsewhere(&other).await.problem(401, "unauthenticated");
    assert!(api.terminate().await);
    app.drain_jobs().await;
    app.finish().await;
}

/// A key that does not exist, with a valid checksum.
fn forged_key(number: usize) -> Value {
    let secret = format!("{number:064x}");
    json!({"key": format!("swb_{secret}{:08x}", crc32fast::hash(secret.as_bytes()))})
}

#[tokio::test]
async fn forged_keys_cost_no_query() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let key = alice.key(&["read"]).await;
    let lookups = || app.app.metrics.key_lookups.get();
    let refused = async |key: &Value| drop(app.program(key).get("/v1/me").await.problem(401, "unauthenticated"));
    let secret = key["key"].as_str().unwrap();
    assert_eq!(secret.len(), 76, "{secret}");
    let last = if secret.ends_with('0') { '1' } else { '0' };
    for nonsense in ["swb_", "swb_nonsense", &"swb_0".repeat(20), &format!("{}{last}", &secret[..75])] {
        refused(&json!({"key": nonsense})).await;
    }
    assert_eq!(lookups(), 0);
    // A forged key with a valid checksum costs one query, and none for the next ten seconds.
    for _ in 0..3 {
        refused(&forged_key(1)).await;
    }
    // So does a key of the old format, which had no checksum.
    for _ in 0..3 {
        refused(&json!({"key": format!("swb_{}", "0a".repeat(32))})).await;
    }
    assert_eq!(lookups(), 2);
    // A valid key is looked up once per request.
    for _ in 0..3 {
        app.program(&key).get("/v1/me").await.expect(200);
    }
    assert_eq!(lookups(), 5);
    app.finish().await;
}

#[tokio::test]
async fn keys_without_a_checksum_work_until_revoked() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let key = alice.key(&["read"]).await;
    // The old format: 32 bytes in hexadecimal, without a checksum.
    let old = format!("swb_{}", "5a".repeat(32));
    sqlx::query("UPDATE api_keys SET digest = sha256(convert_to($1, 'UTF8'))")
        .bind(&old)
        .execute(app.app.db.pool())
        .await
        .unwrap();
    let program = app.program(&json!({"key": old}));
    program.get("/v1/me").await.expect(200);
    alice.delete(&format!("/v1/api-keys/{}", key["id"].as_str().unwrap())).await.expect(204);
    program.get("/v1/me").await.problem(401, "unauthenticated");
    app.finish().await;
}

#[tokio::test]
async fn rate_limits_apply_before_key_lookups() {
    let env = vec![("RATE_LIMIT_REQUESTS_PER_SECOND", "1".into())];
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    app.stop_clock();
    let alice = app.user_with_role("alice", Role::User).await;
    app.advance(TimeDelta::seconds(10));
    let key = alice.key(&["read"]).await;
    app.advance(TimeDelta::seconds(10));
    let lookups = || app.app.metrics.key_lookups.get();
    // The limits of an address and of an account both allow a burst of two.
    let mut statuses = Vec::new();
    for number in 0..6 {
        statuses.push(app.program(&forged_key(number)).get("/v1/me").await.status);
    }
    assert_eq!((&statuses[..], lookups()), (&[401, 401, 429, 429, 429, 429][..], 2));
    // A limited address cannot look up new keys either.
    let program = app.program(&key);
    program.get("/v1/me").await.problem(429, "rate_limited");
    assert_eq!(lookups(), 2);
    app.advance(TimeDelta::seconds(10));
    let mut statuses = Vec::new();
    for _ in 0..6 {
        statuses.push(program.get("/v1/me").await.status);
    }
    assert_eq!((&statuses[..], lookups()), (&[200, 200, 429, 429, 429, 429][..], 4));
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forged_keys_leave_connections_to_others() {
    let env = vec![("RATE_LIMIT_REQUESTS_PER_SECOND", "0".into())];
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let alice = app.user("alice").await;
    let mut tx = app.app.db.begin().await.unwrap();
    sqlx::query("LOCK TABLE api_keys IN ACCESS EXCLUSIVE MODE").execute(tx.conn()).await.unwrap();
    let blocked =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let programs: Vec<_> = (0..100).map(|number| app.program(&forged_key(number))).collect();
    let nonsense = futures::future::join_all(programs.iter().map(|program| program.get("/v1/me")));
    let others = async {
        eventually("two are looked up", async || (app.count(blocked).await == 2).then_some(())).await;
        let reason = shared::metrics::labels::Reason { reason: "api_keys" };
        let shed = app.app.metrics.requests_shed.get_or_create(&reason);
        eventually("the excess requests are refused", async || (shed.get() == 98).then_some(())).await;
        assert_eq!(app.count(blocked).await, 2);
        alice.get("/v1/me").await.expect(200);
        tx.rollback().await;
    };
    let (answers, ()) = tokio::join!(nonsense, others);
    let busy = answers.iter().filter(|answer| answer.status == 503).count();
    assert_eq!((busy, answers.iter().filter(|answer| answer.status == 401).count()), (98, 2));
    app.finish().await;
}

#[tokio::test]
async fn key_lookups_alternate_between_addresses() {
    let app = TestApp::start().await;
    let lookups = app.app.keys.lookups.clone();
    let mut held = Vec::new();
    while lookups.free() > 0 {
        held.push(lookups.acquire("the test", "").await.unwrap());
    }
    // One address fills the queue.
    let mut waiting = tokio::task::JoinSet::new();
    for _ in 0..64 {
        let lookups = lookups.clone();
        waiting.spawn(async move { lookups.acquire("127.0.0.2", "").await.is_ok() });
    }
    eventually("all wait", async || (lookups.waiting() == 64).then_some(())).await;
    let ask = async |from: [u8; 4], number| {
        let mut raw = Raw::open_from(&app, from).await;
        let key = forged_key(number)["key"].as_str().unwrap().to_owned();
        raw.send(&format!("GET /v1/me HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {key}\r\n\r\n")).await;
        raw.read_head().await.status()
    };
    assert_eq!(ask([127, 0, 0, 2], 1).await, 503);
    assert_eq!(lookups.waiting(), 64, "its own address displaces no wait");
    // A wait of the first address makes room for another address.
    let (status, ()) = tokio::join!(ask([127, 0, 0, 3], 2), async {
        assert!(!waiting.join_next().await.unwrap().unwrap());
        drop(held);
    });
    assert_eq!(status, 401);
    waiting.join_all().await;
    app.finish().await;
}
