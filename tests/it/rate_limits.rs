//! Rate limits of requests and sign-ups, and their counting.

use std::time::Duration;

use chrono::TimeDelta;
use redis::AsyncCommands;
use reqwest::Method;
use secrecy::ExposeSecret;
use serde_json::json;
use shared::accounts::{self, NewSession, NewUser, Role, TokenTransport};
use shared::config::Quota;

use crate::harness::{Answer, Caller, Options, PASSWORD, Process, TestApp, eventually, free_port, within};

/// No server listens there.
const NO_REDIS: (&str, &str) = ("REDIS_URL", "redis://127.0.0.1:1");
/// More requests than any limit here allows while a test runs.
const MANY: usize = 50;

pub(super) async fn limited(env: &[(&'static str, &str)]) -> TestApp {
    let env = env.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    TestApp::with(Options { env, ..Options::default() }).await
}

/// A logged-in user, created without a request.
async fn logged_in_user<'a>(app: &'a TestApp, username: &str) -> Caller<'a> {
    let new = NewUser::named(username, PASSWORD);
    let user = accounts::create_user(&app.app, &new, Role::User).await.unwrap();
    let mut tx = app.app.db.begin().await.unwrap();
    let new =
        NewSession { user: user.id, user_agent: None, address: None, transport: TokenTransport::Body, seen: None };
    let tokens = accounts::open_session(&app.app, &mut tx, new).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let mut caller = app.anonymous();
    caller.token = Some(tokens.access.expose_secret().into());
    caller
}

/// The first answer that refuses a request by a limit.
async fn until_limited(caller: &Caller<'_>, path: &str) -> Answer {
    for _ in 0..MANY {
        let answer = caller.get(path).await;
        if answer.status == 429 {
            return answer;
        }
    }
    panic!("{MANY} requests, and no limit");
}

pub(super) async fn log_in(caller: &Caller<'_>, username: &str, password: &str) -> Answer {
    caller.post("/v1/auth/token", &json!({"username": username, "password": password})).await
}

pub(super) async fn fail_to_log_in(caller: &Caller<'_>, username: &str, times: usize) {
    for _ in 0..times {
        log_in(caller, username, "a wrong password").await.problem(401, "invalid_credentials");
    }
}

pub(super) fn header<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}

pub(super) fn retry_after(answer: &Answer) -> i64 {
    header(answer, "retry-after").parse().unwrap()
}

#[tokio::test]
async fn requests_are_limited_by_account() {
    let app = limited(&[("RATE_LIMIT_REQUESTS_PER_SECOND", "1")]).await;
    let (alice, bob) = (logged_in_user(&app, "alice").await, logged_in_user(&app, "bob").await);
    let first = alice.get("/v1/me").await;
    assert_eq!(header(&first, "ratelimit-policy"), "\"account\";q=2;w=2");
    assert_eq!(header(&first, "ratelimit"), "\"account\";r=1;t=1");
    first.expect(200);
    let limited = until_limited(&alice, "/v1/me").await;
    assert_eq!((retry_after(&limited), header(&limited, "ratelimit")), (1, "\"account\";r=0;t=1"));
    assert_eq!(header(&limited, "ratelimit-policy"), "\"account\";q=2;w=2");
    assert_eq!(limited.problem(429, "rate_limited")["retryable"], true);
    // Other accounts and anonymous clients are not affected, and an invalid token counts for no account.
    bob.get("/v1/me").await.expect(200);
    let anonymous = app.anonymous().get("/v1/me").await;
    assert_eq!(header(&anonymous, "ratelimit"), "\"address\";r=1;t=1");
    anonymous.problem(401, "unauthenticated");
    app.advance(TimeDelta::seconds(2));
    let again = alice.get("/v1/jobs").await;
    assert_eq!(header(&again, "ratelimit"), "\"account\";r=1;t=1");
    again.expect(200);
    app.finish().await;
}

#[tokio::test]
async fn requests_without_an_account_are_limited_by_address() {
    let app = limited(&[("RATE_LIMIT_REQUESTS_PER_SECOND", "1")]).await;
    let alice = logged_in_user(&app, "alice").await;
    let mut anonymous = app.anonymous();
    until_limited(&anonymous, "/nowhere").await.problem(429, "rate_limited");
    // Forged headers do not change the address.
    anonymous.token = Some("nonsense".into());
    until_limited(&anonymous, "/v1/me").await.problem(429, "rate_limited");
    anonymous.token = None;
    let claims = anonymous.request(Method::GET, "/v1/me").header("x-forwarded-for", "192.0.2.1");
    let claims = claims.header("forwarded", "for=192.0.2.1");
    assert_eq!(header(&anonymous.call(claims).await, "ratelimit-policy"), "\"address\";q=2;w=2");
    alice.get("/v1/me").await.expect(200);
    let elsewhere = reqwest::Client::builder().local_address(std::net::IpAddr::from([127, 0, 0, 2])).build().unwrap();
    let answer = elsewhere.get(format!("{}/v1/me", app.base)).send().await.unwrap();
    assert_eq!(answer.status(), 401);
    assert_eq!(answer.headers()["ratelimit"], "\"address\";r=1;t=1");
    app.finish().await;
}

#[tokio::test]
async fn health_and_webhooks_are_never_limited() {
    let app = limited(&[("RATE_LIMIT_REQUESTS_PER_SECOND", "1")]).await;
    let anonymous = app.anonymous();
    until_limited(&anonymous, "/openapi.json").await.problem(429, "rate_limited");
    for path in ["/health", "/health/live", "/health/ready"] {
        for _ in 0..5 {
            let answer = anonymous.get(path).await;
            assert_eq!(header(&answer, "ratelimit"), "");
            answer.expect(200);
        }
    }
    for _ in 0..5 {
        anonymous.post("/v1/hooks/whatsapp", &json!({})).await.problem(401, "bad_signature");
    }
    until_limited(&anonymous, "/healthy").await.problem(429, "rate_limited");
    app.finish().await;
}

#[tokio::test]
async fn limits_can_be_disabled() {
    let app = limited(&[
        ("RATE_LIMIT_REQUESTS_PER_SECOND", "0"),
        ("RATE_LIMIT_SIGNUPS_PER_HOUR", "0"),
        ("RATE_LIMIT_LOGINS_PER_ACCOUNT", "0"),
        ("RATE_LIMIT_LOGINS_PER_ADDRESS", "0"),
    ])
    .await;
    let anonymous = app.anonymous();
    fail_to_log_in(&anonymous, "alice", 12).await;
    for number in 0..22 {
        let body = json!({"username": format!("user_{number}"), "password": PASSWORD});
        let answer = anonymous.post("/v1/auth/signup", &body).await;
        assert!(!answer.headers.contains_key("ratelimit"));
        answer.expect(201);
    }
    app.finish().await;
}

#[tokio::test]
async fn sign_ups_are_limited_by_address() {
    let app = limited(&[("RATE_LIMIT_SIGNUPS_PER_HOUR", "2")]).await;
    let anonymous = app.anonymous();
    let body = |username: &str| json!({"username": username, "password": PASSWORD});
    let first = anonymous.post("/v1/auth/signup", &body("alice")).await;
    assert_eq!(header(&first, "ratelimit-policy"), "\"signups\";q=2;w=3600, \"address\";q=400;w=2");
    assert!(header(&first, "ratelimit").starts_with("\"signups\";r=1;t=1800, \"address\";r=3"), "{first:?}");
    first.expect(201);
    // Invalid requests do not count, but taken usernames do, since they reveal who has an account.
    anonymous.post("/v1/auth/signup", &body("no name")).await.problem(422, "validation_failed");
    anonymous.post("/v1/auth/signup", &body("alice")).await.problem(409, "username_taken");
    let limited = anonymous.post("/v1/auth/signup", &body("bob")).await;
    let wait = retry_after(&limited);
    assert!((1700..=1800).contains(&wait), "{wait}");
    assert!(header(&limited, "ratelimit").starts_with(&format!("\"signups\";r=0;t={wait}, ")), "{limited:?}");
    assert_eq!(limited.problem(429, "too_many_signups")["retryable"], true);
    assert_eq!(app.count("SELECT count(*) FROM users").await, 1);
    log_in(&anonymous, "alice", PASSWORD).await.expect(200);
    app.advance(TimeDelta::seconds(wait));
    anonymous.post("/v1/auth/signup", &body("bob")).await.expect(201);
    app.finish().await;
}

#[tokio::test]
async fn limits_hold_without_redis() {
    let app =
        limited(&[NO_REDIS, ("RATE_LIMIT_REQUESTS_PER_SECOND", "5"), ("RATE_LIMIT_LOGINS_PER_ACCOUNT", "2")]).await;
    let (anonymous, alice) = (app.anonymous(), logged_in_user(&app, "alice").await);
    fail_to_log_in(&anonymous, "alice", 2).await;
    log_in(&anonymous, "alice", PASSWORD).await.problem(429, "too_many_logins");
    let limited = until_limited(&alice, "/v1/me").await;
    assert_eq!(header(&limited, "ratelimit"), "\"account\";r=0;t=1");
    app.advance(TimeDelta::minutes(15));
    log_in(&anonymous, "alice", PASSWORD).await.expect(200);
    app.abandon().await;
}

/// Two processes that counted together share one quota when Redis fails; each has half.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_divide_a_limit_during_a_redis_outage() {
    let (mut server, url) = Process::redis(free_port()).await;
    let mut app =
        limited(&[("RATE_LIMIT_LOGINS_PER_ACCOUNT", "10"), ("MAX_CONCURRENT_REQUESTS_PER_ACCOUNT", "0")]).await;
    let key = app.app.redis.key("limit-processes");
    app.env.push(("REDIS_URL".into(), url.clone()));
    logged_in_user(&app, "alice").await;
    let ports = [free_port(), free_port()];
    let mut processes = [Process::api(&app, ports[0]).await, Process::api(&app, ports[1]).await];
    let client = redis::Client::open(url.as_str()).unwrap();
    let redis = client.get_multiplexed_async_connection().await.unwrap();
    // Once both processes have registered again, they know of each other.
    let registered = async |before: Vec<(String, i64)>| {
        within(Duration::from_secs(60), "two counting processes", || {
            let (mut redis, key, before) = (redis.clone(), key.clone(), before.clone());
            async move {
                let now: Vec<(String, i64)> = redis.zrange_withscores(key, 0, -1).await.unwrap();
                let is_new = |it: &(String, i64)| !before.contains(it);
                (now.len() == 2 && now.iter().all(is_new)).then_some(now)
            }
        })
        .await
    };
    let first = registered(Vec::new()).await;
    registered(first).await;
    server.kill();
    let anonymous = app.anonymous();
    let wrong = json!({"username": "alice", "password": "a wrong password"});
    let mut tried = 0;
    for _ in 0..12 {
        for port in ports {
            let base = format!("http://127.0.0.1:{port}");
            let request = anonymous.request_at(&base, Method::POST, "/v1/auth/token").json(&wrong);
            tried += u32::from(anonymous.call(request).await.status == 401);
        }
    }
    // One may be refilled meanwhile in each of them.
    assert!((10..=12).contains(&tried), "{tried} passwords of 10 were tried");
    processes.iter_mut().for_each(Process::kill);
    app.abandon().await;
}

#[tokio::test]
async fn redis_and_local_counts_agree() {
    let (with, without) = (limited(&[]).await, limited(&[NO_REDIS]).await);
    let quota = Quota { name: "test", amount: 7, window_seconds: 60 };
    // Moved, so that the time differs from that of Redis.
    for (step, wait) in [1, 0, 0, 3, 0, 0, 0, 0, 0, 0, 9, 0, 0, 27, 0, 0, 0, 0, 61].into_iter().enumerate() {
        for app in [&with, &without] {
            app.advance(TimeDelta::seconds(wait));
        }
        let (left, right) = (with.app.limiter.take(quota, "key").await, without.app.limiter.take(quota, "key").await);
        assert_eq!((left.allowed, left.remaining), (right.allowed, right.remaining), "step {step}");
        assert!(left.reset_seconds.abs_diff(right.reset_seconds) <= 1, "{left:?} {right:?}");
    }
    with.finish().await;
    without.abandon().await;
}

#[tokio::test]
async fn counts_are_shared_through_redis_and_expire() {
    let app = limited(&[("RATE_LIMIT_REQUESTS_PER_SECOND", "1")]).await;
    let (alice, anonymous) = (logged_in_user(&app, "alice").await, app.anonymous());
    fail_to_log_in(&anonymous, "alice", 1).await;
    until_limited(&alice, "/v1/me").await;
    let mut redis = app.app.redis.shared();
    let keys: Vec<String> = redis.keys(app.app.redis.key("limit:*")).await.unwrap();
    assert!(keys.iter().any(|key| key.contains(":limit:account:usr_")), "{keys:?}");
    for key in &keys {
        assert!(!key.contains("alice") && !key.contains("127.0.0.1"), "{key}");
        let left: i64 = redis.pttl(key).await.unwrap();
        assert!(left <= 900_000 && left != -1, "{key} stays for {left} ms");
    }
    // Another process sees the count.
    let other = shared::app::App::build(app.app.config.clone()).unwrap();
    let quota = app.app.config.limits.logins_of_account.unwrap();
    let key = other.limiter.hidden("alice");
    assert_eq!(other.limiter.peek(quota, &key).await.remaining, 9);
    other.close().await;
    let pattern = app.app.redis.key("limit:a*");
    eventually("request counts expire", || {
        let (mut redis, pattern) = (redis.clone(), pattern.clone());
        async move { redis.keys::<_, Vec<String>>(pattern).await.unwrap().is_empty().then_some(()) }
    })
    .await;
    app.finish().await;
}

#[tokio::test]
async fn cors_exposes_the_rate_limit_headers() {
    let app = limited(&[("CORS_ORIGINS", "*"), ("RATE_LIMIT_REQUESTS_PER_SECOND", "1")]).await;
    let anonymous = app.anonymous();
    let limited = until_limited(&anonymous, "/v1/me").await;
    let exposed = header(&limited, "access-control-expose-headers");
    for name in ["ratelimit", "ratelimit-policy", "retry-after"] {
        assert!(exposed.split(',').any(|exposed| exposed == name), "{name}: {exposed}");
    }
    // A preflight reveals nothing and does not count.
    let preflight = anonymous.request(Method::OPTIONS, "/v1/me").header("access-control-request-method", "GET");
    anonymous.call(preflight.header("origin", "https://console.example.test")).await.expect(200);
    app.finish().await;
}
