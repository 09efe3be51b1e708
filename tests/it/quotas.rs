//! Quotas: each holds under concurrent requests, and admins can change them.

use std::time::Duration;

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};
use shared::accounts::Role;
use shared::quotas::{Quota, QuotaKind, ROLES};

use crate::harness::{Caller, Options, Process, Socket, Stream, TestApp, eventually, free_port, within};

const EVENTS: &str = "/v1/events/stream";

/// Overrides quotas of a user.
async fn allow(admin: &Caller<'_>, user: &Caller<'_>, quotas: Value) {
    admin.patch(&format!("/v1/users/{}", user.id().await), &json!({"quotas": quotas})).await.expect(200);
}

/// A quota's entry in `GET /v1/quotas`.
async fn state(caller: &Caller<'_>, name: &str) -> Value {
    let all = caller.get("/v1/quotas").await.expect(200);
    all["data"].as_array().unwrap().iter().find(|quota| quota["name"] == name).unwrap().clone()
}

#[track_caller]
fn exceeded(answer: crate::harness::Answer, status: u16, quota: &str, limit: i64) {
    let headers = answer.headers.clone();
    let problem = answer.problem(status, "quota_exceeded");
    assert_eq!((&problem["quota"], &problem["limit"]), (&json!(quota), &json!(limit)));
    assert_eq!(problem["retryable"], status == 429);
    assert_eq!(headers.contains_key("retry-after"), status == 429);
}

#[test]
fn the_quota_table_is_documented() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/limits.md")).unwrap();
    for quota in Quota::all() {
        let it = quota.describe();
        let kind = match it.kind {
            QuotaKind::Stock => "stock",
            QuotaKind::Open => "open",
            QuotaKind::Rate => "rate",
        };
        let defaults = it.defaults.map(|amount| amount.to_string()).join(" | ");
        let row = format!("| `{quota}` | {kind} | {} | {defaults} | {} |", it.unit, it.most);
        assert!(text.contains(&row), "docs/limits.md lacks\n{row}");
    }
    assert!(text.contains(&ROLES.map(|role| format!("`{role}`")).join(" | ")));
}

/// The body of the request with a number.
type Body = Box<dyn Fn(usize) -> Value>;

#[tokio::test]
async fn stock_quotas_hold_under_concurrent_requests() {
    let env = vec![("MAX_CONCURRENT_REQUESTS_PER_ACCOUNT", "0".into())];
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    for name in ["bob_1", "bob_2"] {
        app.user(name).await;
    }
    let limits = json!({
        "api_keys": 3, "templates": 3, "owned_conversations": 3, "scheduled_messages": 3, "open_recharges": 3,
    });
    allow(&admin, &alice, limits).await;
    let later = app.app.clock.now() + TimeDelta::hours(1);
    let things: [(&str, &str, Body); 5] = [
        ("api_keys", "/v1/api-keys", Box::new(|_| json!({"name": "a key"}))),
        ("templates", "/v1/templates", Box::new(|n| json!({"name": format!("t{n}"), "language": "en", "body": "Hi"}))),
        (
            "owned_conversations",
            "/v1/conversations",
            Box::new(|n| json!({"participants": [], "name": format!("g{n}")})),
        ),
        (
            "scheduled_messages",
            "/v1/messages",
            Box::new(move |_| json!({"channel": "in_app", "to": "bob_1", "body": "hi", "send_at": later})),
        ),
        ("open_recharges", "/v1/credits/recharges", Box::new(|_| json!({"credits": 100}))),
    ];
    for (quota, path, body) in things {
        let answers = (0..12).map(|number| {
            let body = body(number);
            let alice = &alice;
            async move { alice.post(path, &body).await }
        });
        let mut made = 0;
        for answer in futures::future::join_all(answers).await {
            match answer.status {
                201 | 202 => made += 1,
                _ => exceeded(answer, 409, quota, 3),
            }
        }
        assert_eq!(made, 3, "{quota}");
        let state = state(&alice, quota).await;
        assert_eq!((&state["limit"], &state["used"]), (&json!(3), &json!(3)), "{quota}");
    }
    // Immediate messages do not count, and cancelling one frees a place.
    alice.send("in_app", "bob_1").await;
    let sent = alice.get("/v1/messages?status=scheduled").await.expect(200);
    let one = sent["data"][0]["id"].as_str().unwrap();
    alice.post(&format!("/v1/messages/{one}/cancel"), &json!({})).await.expect(200);
    let body = json!({"channel": "in_app", "to": "bob_1", "body": "hi", "send_at": later});
    alice.post("/v1/messages", &body).await.expect(202);
    // So does a deletion.
    let keys = alice.get("/v1/api-keys").await.expect(200);
    alice.delete(&format!("/v1/api-keys/{}", keys["data"][0]["id"].as_str().unwrap())).await.expect(204);
    alice.key(&["read"]).await;
    // Other accounts are not affected.
    let bob = app.log_in("bob_1").await;
    assert_eq!(state(&bob, "api_keys").await["limit"], 50);
    app.advance(TimeDelta::hours(2));
    app.abandon().await;
}

/// Two processes count concurrently: for free messages only the wallet's lock prevents both from
/// counting before the other has written.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_free_messages_are_counted_serially() {
    let env = vec![("PRICE_IN_APP", "0".into()), ("MAX_CONCURRENT_REQUESTS_PER_ACCOUNT", "0".into())];
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    allow(&admin, &alice, json!({"scheduled_messages": 1})).await;
    let port = free_port();
    let process = Process::api(&app, port).await;
    let bases = [alice.base(), format!("http://127.0.0.1:{port}")];
    let later = app.app.clock.now() + TimeDelta::hours(1);
    let body = json!({"channel": "in_app", "to": "alice", "body": "hi", "send_at": later});
    // Writes are blocked and reads are not, so each process gets as far as it can without the other.
    let mut tx = app.app.db.begin().await.unwrap();
    sqlx::query("LOCK TABLE messages IN SHARE MODE").execute(tx.conn()).await.unwrap();
    let sends = bases.iter().map(|base| alice.call(alice.request_at(base, Method::POST, "/v1/messages").json(&body)));
    let release = async {
        let waits =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        within(Duration::from_secs(60), "two blocked sends", || async { (app.count(waits).await == 2).then_some(()) })
            .await;
        tx.rollback().await;
    };
    let (answers, ()) = tokio::join!(futures::future::join_all(sends), release);
    let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [202, 409]);
    drop(process);
    app.abandon().await;
}

#[tokio::test]
async fn rate_quotas_refill_over_time() {
    let app = TestApp::for_a_day().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    for name in ["one", "two", "three"] {
        app.user(name).await;
    }
    allow(&admin, &alice, json!({"groups_per_hour": 2, "members_per_hour": 3, "refreshes_per_hour": 2})).await;
    app.stop_clock();
    let group = |participants: &[&str]| json!({"participants": participants, "name": "Lunch"});
    alice.post("/v1/conversations", &group(&["one", "two"])).await.expect(201);
    // Two concurrent ones exceed the limit by one.
    exceeded(alice.post("/v1/conversations", &group(&["one", "two"])).await, 429, "members_per_hour", 3);
    app.advance(TimeDelta::minutes(61));
    let mine = alice.post("/v1/conversations", &group(&[])).await.expect(201);
    alice.post("/v1/conversations", &group(&[])).await.expect(201);
    exceeded(alice.post("/v1/conversations", &group(&[])).await, 429, "groups_per_hour", 2);
    // Direct conversations do not count as groups.
    alice.post("/v1/conversations", &json!({"participants": ["one"]})).await.expect(201);
    let members = format!("/v1/conversations/{}/members", mine["id"].as_str().unwrap());
    for name in ["one", "two"] {
        alice.post(&members, &json!({"user": name})).await.expect(201);
    }
    exceeded(alice.post(&members, &json!({"user": "three"})).await, 429, "members_per_hour", 3);
    alice.post(&members, &json!({"user": "one"})).await.expect(200);
    let login = json!({"username": "alice", "password": crate::harness::PASSWORD});
    let mut tokens = app.anonymous().post("/v1/auth/token", &login).await.expect(200);
    for _ in 0..2 {
        let body = json!({"refresh_token": tokens["refresh_token"]});
        tokens = app.anonymous().post("/v1/auth/refresh", &body).await.expect(200);
    }
    let body = json!({"refresh_token": tokens["refresh_token"]});
    exceeded(app.anonymous().post("/v1/auth/refresh", &body).await, 429, "refreshes_per_hour", 2);
    app.advance(TimeDelta::minutes(31));
    // The refused request did not consume the token.
    app.anonymous().post("/v1/auth/refresh", &body).await.expect(200);
    app.finish().await;
}

#[tokio::test]
async fn a_login_ends_the_oldest_session() {
    let app = TestApp::start().await;
    let (oldest, admin) = (app.user("alice").await, app.admin().await);
    allow(&admin, &oldest, json!({"sessions": 3})).await;
    let (second, third) = (app.log_in("alice").await, app.log_in("alice").await);
    oldest.get("/v1/me").await.expect(200);
    let logins = (0..2).map(|_| app.log_in("alice"));
    let newest = futures::future::join_all(logins).await;
    for gone in [&oldest, &second] {
        gone.get("/v1/me").await.problem(401, "unauthenticated");
    }
    for open in newest.iter().chain([&third]) {
        open.get("/v1/me").await.expect(200);
    }
    assert_eq!(app.count("SELECT count(*) FROM sessions s JOIN users u ON u.id = s.user_id WHERE username = 'alice' AND ended_at IS NULL").await, 3);
    app.finish().await;
}

#[tokio::test]
async fn sockets_and_streams_are_counted_across_processes() {
    let app = TestApp::start().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    let port = free_port();
    let process = Process::api(&app, port).await;
    let other = format!("http://127.0.0.1:{port}");
    allow(&admin, &alice, json!({"sockets": 2, "streams": 2})).await;
    let (one, two) = (Socket::open(&alice, "/v1/ws").await, Socket::open_at(&alice, &other, "/v1/ws").await);
    for base in [&alice.base(), &other] {
        let refused = Socket::try_open(alice.token.as_deref(), base, "/v1/ws", None).await;
        assert_eq!(refused.err(), Some(429));
    }
    assert_eq!(state(&alice, "sockets").await["used"], 2);
    two.close().await;
    let token = alice.token.as_deref();
    let base = alice.base();
    let again = eventually("room for a socket", || async { Socket::try_open(token, &base, "/v1/ws", None).await.ok() });
    let again = again.await;
    let first = Stream::open(&alice, EVENTS, None).await;
    let second = Stream::open_at(&alice, &other, EVENTS, None).await;
    exceeded(alice.get(EVENTS).await, 429, "streams", 2);
    // Events are served once no older transaction runs, in any database of the server.
    let log = within(Duration::from_secs(30), "the event of the grant", || async {
        let log = alice.get("/v1/events?limit=100").await.expect(200);
        log["data"].as_array().filter(|data| !data.is_empty()).is_some().then_some(log)
    });
    let log = log.await;
    let after = format!("/v1/events?after={}", log["next_cursor"].as_str().unwrap());
    // A request that can be answered immediately does not wait and is not refused.
    alice.call(alice.request(Method::GET, "/v1/events").header("prefer", "wait=5")).await.expect(200);
    exceeded(alice.call(alice.request(Method::GET, &after).header("prefer", "wait=5")).await, 429, "streams", 2);
    // A send is still accepted, but does not wait.
    let body = json!({"channel": "whatsapp", "to": "+15550100001", "body": "hello"});
    let sent = alice.call(alice.request(Method::POST, "/v1/messages").header("prefer", "wait=30").json(&body)).await;
    assert_eq!(sent.expect(202)["job"]["state"], "queued");
    // The count of a crashed process expires; those of other processes are renewed.
    drop((first, second, process));
    eventually("room for streams", || async { (state(&alice, "streams").await["used"].as_i64()? <= 1).then_some(()) })
        .await;
    app.app.open.renew().await;
    assert_eq!(state(&alice, "sockets").await["used"], 2);
    drop((one, again));
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn without_redis_each_process_counts_locally() {
    let port = free_port();
    let (mut redis, url) = Process::redis(port).await;
    let app = TestApp::with(Options { env: vec![("REDIS_URL", url)], ..Options::default() }).await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    allow(&admin, &alice, json!({"streams": 2})).await;
    let first = Stream::open(&alice, EVENTS, None).await;
    redis.kill();
    let second = Stream::open(&alice, EVENTS, None).await;
    exceeded(alice.get(EVENTS).await, 429, "streams", 2);
    let (_redis, _) = Process::redis(port).await;
    // Once Redis is back, the open streams are reported to it.
    within(Duration::from_secs(30), "a count", || async {
        app.app.open.renew().await;
        (state(&alice, "streams").await["used"] == 2).then_some(())
    })
    .await;
    drop((first, second));
    app.abandon().await;
}

#[tokio::test]
async fn quota_changes_by_admins_are_audited() {
    let app = TestApp::start().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    let path = format!("/v1/users/{}", alice.id().await);
    let shown = admin.patch(&path, &json!({"quotas": {"api_keys": 1, "templates": 0}})).await.expect(200);
    assert_eq!(shown["quotas"], json!({"api_keys": 1, "templates": 0}));
    alice.key(&["read"]).await;
    exceeded(alice.post("/v1/api-keys", &json!({"name": "one more"})).await, 409, "api_keys", 1);
    let shown = admin.patch(&path, &json!({"quotas": {"api_keys": null}})).await.expect(200);
    assert_eq!(shown["quotas"], json!({"templates": 0}));
    alice.key(&["read"]).await;
    let log = admin.get("/v1/audit?action=user.changed").await.expect(200);
    let entries = log["data"].as_array().unwrap();
    let changes: Vec<_> =
        entries.iter().map(|it| (it["before"]["quotas"].clone(), it["after"]["quotas"].clone())).collect();
    let expected = [
        (json!({"api_keys": 1}), json!({"api_keys": null})),
        (json!({"api_keys": null, "templates": null}), json!({"api_keys": 1, "templates": 0})),
    ];
    assert_eq!(changes, expected);
    for wrong in [json!({"api_keys": -1}), json!({"api_keys": 1001}), json!({"dragons": 1})] {
        admin.patch(&path, &json!({"quotas": wrong})).await.problem(422, "validation_failed");
    }
    alice.patch(&path, &json!({"quotas": {"api_keys": 5}})).await.problem(403, "forbidden");
    app.finish().await;
}

#[tokio::test]
async fn memberships_and_socket_subscriptions_are_bounded() {
    let app = TestApp::start().await;
    let (alice, bob, admin) = (app.user("alice").await, app.user("bob").await, app.admin().await);
    allow(&admin, &bob, json!({"memberships": 1})).await;
    let group = json!({"participants": ["bob"], "name": "Lunch"});
    alice.post("/v1/conversations", &group).await.expect(201);
    exceeded(alice.post("/v1/conversations", &group).await, 409, "memberships", 1);
    exceeded(alice.post("/v1/conversations", &json!({"participants": ["bob"]})).await, 409, "memberships", 1);
    // A user whose memberships exceed the quota from before it existed: a socket subscribes to the newest.
    let many = "WITH made AS (INSERT INTO conversations (id, kind, name, owner_id, created_at, active_at)
            SELECT gen_random_uuid(), 'group', 'many', u.id, now(), now() FROM users u, generate_series(1, 30000)
            WHERE u.username = 'alice' RETURNING id, owner_id)
        INSERT INTO conversation_members (conversation_id, user_id, first_seq, joined_at) SELECT id, owner_id, 1, now() FROM made";
    sqlx::query(many).execute(app.app.db.pool()).await.unwrap();
    let id = alice.id().await.parse().unwrap();
    assert_eq!(shared::chat::memberships(app.app.db.pool(), id).await.unwrap().len(), 10_000);
    assert_eq!(shared::chat::conversations_of(app.app.db.pool(), &[id]).await.unwrap().len(), 10_000);
    app.finish().await;
}

#[tokio::test]
async fn used_refresh_tokens_are_bounded() {
    let app = TestApp::start().await;
    let login = json!({"username": "alice", "password": crate::harness::PASSWORD});
    app.user("alice").await;
    let tokens = app.anonymous().post("/v1/auth/token", &login).await.expect(200);
    let old = "INSERT INTO refresh_tokens (hash, session_id, created_at, used_at)
        SELECT sha256(id::text::bytea || number::text::bytea), id, now(), now() - interval '1 hour' FROM sessions, generate_series(1, 500) AS number";
    sqlx::query(old).execute(app.app.db.pool()).await.unwrap();
    let body = json!({"refresh_token": tokens["refresh_token"]});
    app.anonymous().post("/v1/auth/refresh", &body).await.expect(200);
    let most = "SELECT min(count) FROM (SELECT count(*) FROM refresh_tokens WHERE used_at IS NOT NULL GROUP BY session_id) AS counts";
    // The newest hundred, and the one just used.
    assert_eq!(app.count(most).await, 101);
    // Reusing a token still ends its session.
    app.anonymous().post("/v1/auth/refresh", &body).await.problem(401, "invalid_refresh_token");
    app.finish().await;
}

#[tokio::test]
async fn roles_and_overrides_determine_a_quota() {
    let app = TestApp::start().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    let reseller = app.user_with_role("reseller", Role::Reseller).await;
    for (caller, limit) in [(&alice, 5_000), (&reseller, 10_000), (&admin, 10_000)] {
        assert_eq!(state(caller, "memberships").await["limit"], limit);
    }
    allow(&admin, &reseller, json!({"memberships": 1})).await;
    assert_eq!(state(&reseller, "memberships").await["limit"], 1);
    reseller.post("/v1/conversations", &json!({"participants": [], "name": "one"})).await.expect(201);
    let another = json!({"participants": [], "name": "another"});
    exceeded(reseller.post("/v1/conversations", &another).await, 409, "memberships", 1);
    app.finish().await;
}

#[tokio::test]
async fn a_session_quota_of_zero_keeps_the_newest_login() {
    let app = TestApp::start().await;
    let (first, admin) = (app.user("alice").await, app.admin().await);
    allow(&admin, &first, json!({"sessions": 0})).await;
    let second = app.log_in("alice").await;
    second.get("/v1/me").await.expect(200);
    first.get("/v1/me").await.problem(401, "unauthenticated");
    app.finish().await;
}

#[tokio::test]
async fn repeated_scheduling_and_cancelling_is_bounded() {
    let app = TestApp::start().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    allow(&admin, &alice, json!({"scheduled_messages": 1})).await;
    let later = app.app.clock.now() + TimeDelta::hours(1);
    let body = json!({"channel": "in_app", "to": "alice", "body": "hi", "send_at": later});
    let schedule = || alice.post("/v1/messages", &body);
    // Counting skips cancelled messages, which costs: it gives up after twice the quota plus one.
    for _ in 0..3 {
        let message = schedule().await.expect(202)["message"]["id"].as_str().unwrap().to_owned();
        alice.post(&format!("/v1/messages/{message}/cancel"), &json!({})).await.expect(200);
    }
    exceeded(schedule().await, 409, "scheduled_messages", 1);
    app.advance(TimeDelta::hours(2));
    let later = later + TimeDelta::hours(2);
    let body = json!({"channel": "in_app", "to": "alice", "body": "hi", "send_at": later});
    // The tokens have expired by now.
    let alice = app.log_in("alice").await;
    alice.post("/v1/messages", &body).await.expect(202);
    app.abandon().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_logins_of_an_account_are_counted_serially() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let mut other = app.app.db.begin().await.unwrap();
    let name = format!("quota:sessions:{}", alice.id().await);
    let lock = sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))").bind(name);
    lock.execute(other.conn()).await.unwrap();
    let waiting =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'";
    let (alice, ()) = tokio::join!(app.log_in("alice"), async {
        eventually("the login is blocked", || async { (app.count(waiting).await == 1).then_some(()) }).await;
        other.rollback().await;
    });
    alice.get("/v1/me").await.expect(200);
    app.finish().await;
}
