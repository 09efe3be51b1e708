//! Limits of failed logins: by username and address, with and without Redis.

use std::net::{Ipv4Addr, SocketAddr};

use chrono::TimeDelta;
use redis::AsyncCommands;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::harness::{PASSWORD, TestApp, eventually, free_port, required};
use crate::rate_limits::{fail_to_log_in, header, limited, log_in, retry_after};

#[tokio::test]
async fn failed_logins_lock_a_username_for_a_while() {
    let app = TestApp::start().await;
    let (anonymous, _) = (app.anonymous(), app.user("alice").await);
    app.user("bob").await;
    fail_to_log_in(&anonymous, "alice", 10).await;
    // In any case, and even with the right password.
    let locked = log_in(&anonymous, "ALICE", PASSWORD).await;
    let wait = retry_after(&locked);
    assert!((80..=90).contains(&wait), "{wait}");
    assert_eq!(locked.problem(429, "too_many_logins")["retryable"], true);
    log_in(&anonymous, "bob", PASSWORD).await.expect(200);
    app.advance(TimeDelta::seconds(wait));
    log_in(&anonymous, "alice", PASSWORD).await.expect(200);
    fail_to_log_in(&anonymous, "alice", 1).await;
    log_in(&anonymous, "alice", PASSWORD).await.problem(429, "too_many_logins");
    app.advance(TimeDelta::minutes(15));
    fail_to_log_in(&anonymous, "alice", 10).await;
    log_in(&anonymous, "alice", PASSWORD).await.problem(429, "too_many_logins");
    app.finish().await;
}

#[tokio::test]
async fn unknown_usernames_are_locked_like_known_ones() {
    let app = limited(&[("RATE_LIMIT_LOGINS_PER_ACCOUNT", "2")]).await;
    app.user("alice").await;
    let anonymous = app.anonymous();
    let mut answers = Vec::new();
    for username in ["alice", "nobody"] {
        fail_to_log_in(&anonymous, username, 2).await;
        let locked = log_in(&anonymous, &username.to_uppercase(), PASSWORD).await;
        assert!((440..=450).contains(&retry_after(&locked)), "{locked:?}");
        let policy = header(&locked, "ratelimit-policy").to_owned();
        let mut body = locked.problem(429, "too_many_logins");
        body["request_id"] = Value::Null;
        answers.push((policy, body));
    }
    assert_eq!(answers[0], answers[1]);
    app.finish().await;
}

#[tokio::test]
async fn successful_logins_do_not_count_as_failures() {
    let limits = [("RATE_LIMIT_LOGINS_PER_ACCOUNT", "2"), ("RATE_LIMIT_LOGINS_PER_ADDRESS", "2")];
    let app = limited(&limits).await;
    app.user("alice").await;
    let anonymous = app.anonymous();
    fail_to_log_in(&anonymous, "alice", 1).await;
    for _ in 0..10 {
        log_in(&anonymous, "alice", PASSWORD).await.expect(200);
    }
    fail_to_log_in(&anonymous, "alice", 1).await;
    log_in(&anonymous, "alice", PASSWORD).await.problem(429, "too_many_logins");
    app.finish().await;
}

#[tokio::test]
async fn successful_logins_have_their_own_limit() {
    let app = limited(&[("RATE_LIMIT_SUCCESSFUL_LOGINS_PER_ACCOUNT", "3")]).await;
    let alice = app.user("alice").await;
    let anonymous = app.anonymous();
    // The first login was that of the harness.
    for _ in 0..2 {
        log_in(&anonymous, "alice", PASSWORD).await.expect(200);
    }
    let hashes = app.app.metrics.password_hashes.get();
    let limited = log_in(&anonymous, "Alice", PASSWORD).await;
    assert!((290..=300).contains(&retry_after(&limited)), "{limited:?}");
    assert_eq!(header(&limited, "ratelimit-policy").split(';').next(), Some("\"successful_logins\""));
    limited.problem(429, "too_many_logins");
    log_in(&anonymous, "alice", "a wrong password").await.problem(429, "too_many_logins");
    // Changing a known password is limited, too, since it costs a hash.
    let change = json!({"current_password": PASSWORD, "new_password": "password1"});
    alice.post("/v1/auth/password/change", &change).await.problem(422, "validation_failed");
    let change = json!({"current_password": PASSWORD, "new_password": "an owl at night"});
    alice.post("/v1/auth/password/change", &change).await.problem(429, "too_many_logins");
    assert_eq!(app.app.metrics.password_hashes.get(), hashes);
    app.user("bob").await;
    app.advance(TimeDelta::minutes(5));
    log_in(&anonymous, "alice", PASSWORD).await.expect(200);
    app.finish().await;
}

#[tokio::test]
async fn concurrent_guesses_are_limited() {
    let app = limited(&[("RATE_LIMIT_LOGINS_PER_ACCOUNT", "2")]).await;
    app.user("alice").await;
    let anonymous = app.anonymous();
    let guesses = futures::future::join_all((0..12).map(|_| log_in(&anonymous, "alice", "a wrong password"))).await;
    let mut refused = 0;
    for guess in guesses {
        match guess.status {
            401 => refused += 1,
            _ => drop(guess.problem(429, "too_many_logins")),
        }
    }
    assert_eq!(refused, 2);
    app.finish().await;
}

#[tokio::test]
async fn failed_logins_lock_an_address() {
    let app = limited(&[("RATE_LIMIT_LOGINS_PER_ADDRESS", "3")]).await;
    app.user("alice").await;
    let anonymous = app.anonymous();
    for username in ["alice", "bob", "carol"] {
        fail_to_log_in(&anonymous, username, 1).await;
    }
    let locked = log_in(&anonymous, "alice", PASSWORD).await;
    assert!((290..=300).contains(&retry_after(&locked)), "{locked:?}");
    locked.problem(429, "too_many_logins");
    let elsewhere = reqwest::Client::builder().local_address(std::net::IpAddr::from([127, 0, 0, 2])).build().unwrap();
    let body = json!({"username": "alice", "password": PASSWORD});
    let login = elsewhere.post(format!("{}/v1/auth/token", app.base)).json(&body).send().await.unwrap();
    assert_eq!(login.status(), 200);
    app.advance(TimeDelta::minutes(5));
    log_in(&anonymous, "alice", PASSWORD).await.expect(200);
    app.finish().await;
}

/// Forwards connections to Redis until dropped.
async fn forward_to_redis(port: u16) -> (SocketAddr, JoinSet<()>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.unwrap();
    let (local, mut forwarder) = (listener.local_addr().unwrap(), JoinSet::new());
    let redis: redis::ConnectionInfo = required("REDIS_URL").parse().unwrap();
    let redis = redis.addr().to_string();
    forwarder.spawn(async move {
        let mut connections = JoinSet::new();
        while let Ok((mut client, _)) = listener.accept().await {
            let mut server = TcpStream::connect(&redis).await.unwrap();
            connections.spawn(async move { tokio::io::copy_bidirectional(&mut client, &mut server).await });
        }
    });
    (local, forwarder)
}

#[tokio::test]
async fn login_locks_survive_a_redis_outage() {
    let port = free_port();
    let (address, forwarder) = forward_to_redis(port).await;
    // The forwarder's address, with the same username and password.
    let redis: redis::ConnectionInfo = required("REDIS_URL").parse().unwrap();
    let url = required("REDIS_URL").replace(&redis.addr().to_string(), &address.to_string());
    let app = limited(&[("REDIS_URL", &url), ("RATE_LIMIT_LOGINS_PER_ACCOUNT", "1")]).await;
    let anonymous = app.anonymous();
    fail_to_log_in(&anonymous, "alice", 1).await;
    drop(forwarder);
    log_in(&anonymous, "alice", PASSWORD).await.problem(429, "too_many_logins");
    fail_to_log_in(&anonymous, "bob", 1).await;
    let (_, forwarder) = forward_to_redis(port).await;
    let quota = app.app.config.limits.logins_of_account.unwrap();
    eventually("Redis counts again", async || {
        app.app.limiter.take(quota, "later").await;
        let keys: Vec<String> = app.app.redis.shared().keys(app.app.redis.key("limit:*:later")).await.ok()?;
        (!keys.is_empty()).then_some(())
    })
    .await;
    app.finish().await;
    drop(forwarder);
}
