//! The client and the path of a request: behind proxies, under other host names and spellings.

use reqwest::{Method, RequestBuilder};
use serde_json::json;

use crate::harness::{Answer, Log, Options, PASSWORD, Raw, TestApp};
use crate::rate_limits::header;

const CLIENT: &str = "198.51.100.7";

async fn with(env: &[(&'static str, &str)]) -> TestApp {
    let env = env.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    TestApp::with(Options { env, ..Options::default() }).await
}

/// The address of the newest entry of the audit log.
async fn audited(app: &TestApp) -> String {
    let newest =
        sqlx::query_scalar::<_, Option<String>>("SELECT address FROM audit_log ORDER BY created_at DESC LIMIT 1");
    newest.fetch_one(app.app.db.pool()).await.unwrap().unwrap()
}

#[tokio::test]
async fn clients_behind_a_trusted_proxy_keep_their_own_address() {
    let app = with(&[("TRUSTED_PROXIES", "127.0.0.1/32"), ("RATE_LIMIT_LOGINS_PER_ADDRESS", "2")]).await;
    app.user("alice").await;
    let anonymous = app.anonymous();
    let from = |address: &str, request: RequestBuilder| anonymous.call(request.header("x-forwarded-for", address));
    let log_in = async |address: &str, password: &str| -> Answer {
        let body = json!({"username": "alice", "password": password});
        from(address, anonymous.request(Method::POST, "/v1/auth/token").json(&body)).await
    };
    let (log, guard) = Log::start(tracing::Level::INFO);
    // Entries from the client are to the left of the one that the proxy appends.
    let login = log_in(&format!("203.0.113.9, {CLIENT}"), PASSWORD).await.expect(200);
    drop(guard);
    assert!(log.lines().iter().any(|line| line["span"]["client"] == CLIENT), "{:?}", log.lines());
    let body = json!({"current_password": PASSWORD, "new_password": "another horse battery"});
    let change = anonymous.request(Method::POST, "/v1/auth/password/change").json(&body);
    let change = change.bearer_auth(login["access_token"].as_str().unwrap());
    let changed = from(CLIENT, change).await;
    assert!(changed.status < 300, "{changed:?}");
    assert_eq!(audited(&app).await, CLIENT);
    let login = log_in(CLIENT, "another horse battery").await.expect(200);
    let mut alice = app.anonymous();
    alice.token = Some(login["access_token"].as_str().unwrap().into());
    assert_eq!(alice.get("/v1/sessions").await.expect(200)["data"][0]["address"], CLIENT);
    // A client's failures do not count for another, regardless of forged entries.
    for _ in 0..2 {
        log_in(&format!("192.0.2.200, {CLIENT}"), "wrong").await.problem(401, "invalid_credentials");
    }
    log_in(&format!("192.0.2.201, {CLIENT}"), "wrong").await.problem(429, "too_many_logins");
    log_in("198.51.100.8", "wrong").await.problem(401, "invalid_credentials");
    app.finish().await;
}

#[tokio::test]
async fn untrusted_peers_cannot_choose_their_address() {
    let app = with(&[("TRUSTED_PROXIES", "127.0.0.1/32"), ("RATE_LIMIT_REQUESTS_PER_SECOND", "1")]).await;
    let elsewhere = reqwest::Client::builder().local_address(std::net::IpAddr::from([127, 0, 0, 2])).build().unwrap();
    let mut remaining = Vec::new();
    for number in 0..2 {
        let request = elsewhere.get(format!("{}/openapi.json", app.base));
        let request = request.header("x-forwarded-for", format!("192.0.2.{number}"));
        let answer = request.header("forwarded", format!("for=192.0.2.{number}")).send().await.unwrap();
        remaining.push(answer.headers()["ratelimit"].to_str().unwrap().to_owned());
    }
    assert_eq!(remaining, ["\"address\";r=1;t=1", "\"address\";r=0;t=1"], "one address, despite forged headers");
    app.finish().await;
}

#[tokio::test]
async fn equivalent_paths_are_treated_alike() {
    let app = with(&[("RATE_LIMIT_REQUESTS_PER_SECOND", "1")]).await;
    let anonymous = app.anonymous();
    // Unlimited paths are unlimited in every spelling, and no others are.
    for _ in 0..4 {
        let health = anonymous.get("/%68ealth/live").await;
        assert_eq!((health.status, header(&health, "ratelimit")), (200, ""));
    }
    for path in ["/v1/hook%73", "/v1/%68ooks/nothing", "/v1/hooks%2Fstripe"] {
        let answer = Raw::ask(&app, &format!("GET {path} HTTP/1.1\r\nhost: a\r\n\r\n")).await;
        assert!([404, 429].contains(&answer.status()), "{path}: {}", answer.text);
    }
    app.finish().await;

    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let body = json!({"channel": "in_app", "to": "alice", "body": "hello"});
    let first = alice.post_once("/v1/messages", "key", &body).await.expect(202);
    for spelling in ["/v1/%6Dessages", "/%761/messages", "/v1/message%73"] {
        let again = alice.post_once(spelling, "key", &body).await;
        assert_eq!(header(&again, "idempotent-replayed"), "true", "{spelling}");
        assert_eq!(again.expect(202)["message"]["id"], first["message"]["id"]);
    }
    for nowhere in ["//v1/messages", "/v1//messages", "/v1/./messages", "/v1/messages/", "/v1/x/../messages"] {
        let token = alice.token.clone().unwrap();
        let request = format!("GET {nowhere} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {token}\r\n\r\n");
        assert_eq!(Raw::ask(&app, &request).await.status(), 404, "{nowhere}");
    }
    app.drain_jobs().await;
    assert_eq!(app.count("SELECT count(*) FROM messages").await, 1);
    app.finish().await;
}

#[tokio::test]
async fn disallowed_hosts_are_answered_with_421() {
    let app = with(&[("ALLOWED_HOSTS", "api.example.test, 127.0.0.2")]).await;
    let ask = async |path: &str, host: &str| {
        let host = if host.is_empty() { String::new() } else { format!("host: {host}\r\n") };
        Raw::ask(&app, &format!("GET {path} HTTP/1.1\r\n{host}\r\n")).await
    };
    for (path, host, status) in [
        ("/openapi.json", "api.example.test", 200),
        ("/openapi.json", "API.example.test:8443", 200),
        ("/openapi.json", "127.0.0.2:80", 200),
        ("/openapi.json", "evil.example.test", 421),
        ("/openapi.json", "api.example.test.evil.example.test", 421),
        ("/openapi.json", "evil@api.example.test", 421),
        ("/openapi.json", "api.example.test\r\nhost: evil.example.test", 421),
        ("/openapi.json", "", 421),
        ("http://evil.example.test/openapi.json", "api.example.test", 421),
        ("/v1/hooks/stripe", "evil.example.test", 421),
        ("/health/live", "evil.example.test", 200),
        ("/healthy", "evil.example.test", 421),
    ] {
        let answer = ask(path, host).await;
        assert_eq!(answer.status(), status, "{path} {host}: {}", answer.text);
        assert_eq!(answer.text.contains("\"misdirected_request\""), status == 421, "{}", answer.text);
    }
    app.finish().await;
}
