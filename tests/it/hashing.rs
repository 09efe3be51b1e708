//! Password hashes: queueing and fairness under overload.

use std::time::Duration;

use serde_json::json;
use shared::fair_queue::Permit;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinSet;

use crate::harness::{PASSWORD, TestApp, eventually};
use crate::rate_limits::{header, limited, log_in};

/// No server listens there: the process counts locally and exactly.
const NO_REDIS: (&str, &str) = ("REDIS_URL", "redis://127.0.0.1:1");
/// No login times out, even on a slow machine.
const LONG_WAIT: (&str, &str) = ("PASSWORD_HASH_WAIT_SECONDS", "30");
/// Longer than any operation here takes.
const DEADLINE: Duration = Duration::from_secs(60);

/// Takes all permits, so that hashes queue up.
async fn hold_all(app: &TestApp) -> Vec<Permit> {
    let mut held = Vec::new();
    while app.app.hashing.free() > 0 {
        held.push(app.app.hashing.acquire("the test", "").await.unwrap());
    }
    let cores = std::thread::available_parallelism().unwrap().get();
    assert_eq!(held.len(), (cores - 1).max(1), "one core stays free");
    held
}

/// Sends a login from a local address; the answer stays unread.
async fn send_login(app: &TestApp, from: [u8; 4], username: &str, password: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind((from, 0).into()).unwrap();
    let address = app.base.strip_prefix("http://").unwrap();
    let mut stream = socket.connect(address.parse().unwrap()).await.unwrap();
    let body = json!({"username": username, "password": password}).to_string();
    let head = "POST /v1/auth/token HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json";
    let request = format!("{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

/// The status of a stream's answer.
async fn status(mut stream: TcpStream) -> u16 {
    let mut answer = Vec::new();
    tokio::time::timeout(DEADLINE, stream.read_to_end(&mut answer)).await.unwrap().unwrap();
    String::from_utf8_lossy(&answer).split(' ').nth(1).unwrap().parse().unwrap()
}

async fn waiting(app: &TestApp, wanted: usize) {
    let queue = &app.app.hashing;
    eventually("waiting hashes", async || (queue.waiting() == wanted).then_some(())).await;
}

#[tokio::test]
async fn aborted_logins_leave_the_queue_and_stay_counted() {
    let app = limited(&[LONG_WAIT]).await;
    app.user("alice").await;
    app.user("mallory").await;
    let (quotas, limiter) = (&app.app.config.limits, &app.app.limiter);
    let (of_name, of_address) = (quotas.logins_of_account.unwrap(), quotas.logins_of_address.unwrap());
    let (name, address) = (limiter.hidden("mallory"), limiter.address([127, 0, 0, 2].into()));
    let hashes = app.app.metrics.password_hashes.get();
    let held = hold_all(&app).await;
    let mut aborted = Vec::new();
    for _ in 0..3 {
        aborted.push(send_login(&app, [127, 0, 0, 2], "mallory", PASSWORD).await);
    }
    waiting(&app, 3).await;
    drop(aborted);
    waiting(&app, 0).await;
    drop(held);
    log_in(&app.anonymous(), "alice", PASSWORD).await.expect(200);
    assert_eq!(app.app.metrics.password_hashes.get() - hashes, 1, "hashes of aborted logins");
    assert_eq!(
        app.count("SELECT count(*) FROM sessions JOIN users ON users.id = user_id WHERE username = 'mallory'").await,
        1
    );
    // Aborted logins count as failures, even with the right password.
    assert_eq!(limiter.peek(of_name, &name).await.remaining, of_name.amount - 3);
    assert_eq!(limiter.peek(of_address, &address).await.remaining, of_address.amount - 3);
    app.finish().await;
}

#[tokio::test]
async fn a_login_is_served_before_the_backlog_of_another_address() {
    let app = limited(&[LONG_WAIT]).await;
    app.user("alice").await;
    let (metrics, queue) = (&app.app.metrics, app.app.hashing.clone());
    let mut held = hold_all(&app).await;
    let room = queue.max_waiting();
    let mut flood = Vec::new();
    for number in 0..room {
        flood.push(send_login(&app, [127, 0, 0, 2], &format!("mallory_{number}"), "a wrong password").await);
    }
    waiting(&app, room).await;
    // The queue is full for the flooding address, but not for others, who evict its newest waits.
    let refused = send_login(&app, [127, 0, 0, 2], "mallory", "a wrong password").await;
    assert_eq!(status(refused).await, 503);
    let alice = send_login(&app, [127, 0, 0, 1], "alice", PASSWORD).await;
    eventually("one makes room", async || (metrics.password_hashes_shed.get() == 2).then_some(())).await;
    let behind_alice = tokio::spawn(async move { queue.acquire("the test", "").await });
    eventually("another makes room", async || (metrics.password_hashes_shed.get() == 3).then_some(())).await;
    // A single permit passes on: to one of the flood, to alice, and then the test keeps it.
    let hashes = metrics.password_hashes.get();
    drop(held.pop());
    assert_eq!(status(alice).await, 200);
    assert_eq!((metrics.password_hashes.get() - hashes, app.app.hashing.waiting()), (2, room - 3));
    drop((held, behind_alice.await.unwrap().unwrap()));
    let mut refused = 0;
    for stream in flood {
        match status(stream).await {
            503 => refused += 1,
            other => assert_eq!(other, 401),
        }
    }
    assert_eq!(refused, 2);
    app.finish().await;
}

#[tokio::test]
async fn a_busy_answer_has_retry_after_and_locks_no_username() {
    let app = limited(&[("PASSWORD_HASH_WAIT_SECONDS", "5")]).await;
    let alice = app.user("alice").await;
    let held = hold_all(&app).await;
    let hashes = app.app.metrics.password_hashes.get();
    let mut waiters = Vec::new();
    for number in 0..app.app.hashing.max_waiting() {
        waiters.push(send_login(&app, [127, 0, 0, 1], &format!("nobody_{number}"), "a wrong password").await);
    }
    waiting(&app, waiters.len()).await;
    let busy = log_in(&app.anonymous(), "alice", PASSWORD).await;
    assert_eq!(header(&busy, "retry-after"), "2");
    assert_eq!(busy.problem(503, "busy")["retryable"], true);
    let signup = json!({"username": "carol", "password": PASSWORD});
    app.anonymous().post("/v1/auth/signup", &signup).await.problem(503, "busy");
    let change = json!({"current_password": PASSWORD, "new_password": "an owl at night"});
    alice.post("/v1/auth/password/change", &change).await.problem(503, "busy");
    let quota = app.app.config.limits.logins_of_account.unwrap();
    let left = app.app.limiter.peek(quota, &app.app.limiter.hidden("alice")).await.remaining;
    assert_eq!((left, app.app.metrics.password_hashes.get()), (quota.amount, hashes));
    // Waiting logins are refused in time, since no permit is released.
    for stream in waiters {
        assert_eq!(status(stream).await, 503);
    }
    assert_eq!(app.app.metrics.password_hashes_waiting.get(), 0);
    drop(held);
    log_in(&app.anonymous(), "alice", PASSWORD).await.expect(200);
    app.finish().await;
}

#[tokio::test]
async fn four_hundred_concurrent_failed_logins_are_all_counted() {
    let app = limited(&[NO_REDIS, ("RATE_LIMIT_REQUESTS_PER_SECOND", "0")]).await;
    let (mut logins, hashes) = (JoinSet::new(), app.app.metrics.password_hashes.get());
    for number in 0..400 {
        let (http, url) = (app.http.clone(), format!("{}/v1/auth/token", app.base));
        let body = json!({"username": format!("nobody_{number}"), "password": "a wrong password"});
        logins.spawn(async move { http.post(url).json(&body).send().await.unwrap().status().as_u16() });
    }
    let statuses = logins.join_all().await;
    let answered = |wanted| statuses.iter().filter(|status| **status == wanted).count();
    let quota = app.app.config.limits.logins_of_address.unwrap();
    let allowed = usize::try_from(quota.amount).unwrap();
    assert_eq!((answered(429), answered(401) + answered(503)), (400 - allowed, allowed), "{statuses:?}");
    let address = app.app.limiter.address([127, 0, 0, 1].into());
    assert_eq!(app.app.limiter.peek(quota, &address).await.remaining, 0);
    // Only logins answered with a verdict cost a hash.
    assert_eq!(app.app.metrics.password_hashes.get() - hashes, u64::try_from(answered(401)).unwrap());
    app.abandon().await;
}

#[tokio::test]
async fn a_taken_username_costs_no_hash() {
    let app = limited(&[]).await;
    app.user("alice").await;
    let admin = app.admin().await;
    let signup =
        json!({"username": "bob", "password": PASSWORD, "email": "bob@example.test", "mobile": "+15550100001"});
    let anonymous = app.anonymous();
    let first = anonymous.post_once("/v1/auth/signup", "once", &signup).await.expect(201);
    let hashes = app.app.metrics.password_hashes.get();
    // A repeated request is replayed, although its own username is now taken.
    let again = anonymous.post_once("/v1/auth/signup", "once", &signup).await;
    assert_eq!(header(&again, "idempotent-replayed"), "true");
    assert_eq!(again.expect(201), first);
    for (field, value, code) in [
        ("username", "ALICE", "username_taken"),
        ("email", "Bob@example.test", "email_taken"),
        ("mobile", "+15550100001", "mobile_taken"),
    ] {
        let mut body = json!({"username": "carol", "password": PASSWORD});
        body[field] = value.into();
        anonymous.post("/v1/auth/signup", &body).await.problem(409, code);
        body["role"] = "user".into();
        admin.post("/v1/users", &body).await.problem(409, code);
    }
    assert_eq!(app.app.metrics.password_hashes.get(), hashes);
    app.finish().await;
}
