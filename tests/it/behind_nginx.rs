//! The API behind a real nginx with the documented configuration.

use std::net::IpAddr;
use std::process::Command;
use std::time::Duration;

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::harness::{Nginx, PASSWORD, Process, Raw, Socket, Stream, TestApp, free_port, within};

/// The source addresses of this test's clients; nginx uses another one.
const CLIENT: [u8; 4] = [127, 0, 0, 2];
const OTHER: [u8; 4] = [127, 0, 0, 3];

/// An API process that trusts the nginx in front of it.
async fn behind_nginx(app: &TestApp, env: &[(&str, &str)]) -> (Process, Nginx, String) {
    let port = free_port();
    let mut command = Command::new(env!("CARGO_BIN_EXE_switchboard"));
    command.arg("api").envs(app.env.clone()).env("PORT", port.to_string()).env("TRUSTED_PROXIES", "127.0.0.1/32");
    let api = Process::start(command.envs(env.iter().copied()));
    let direct = format!("http://127.0.0.1:{port}");
    within(Duration::from_secs(30), "an API that is ready", || async {
        app.http.get(format!("{direct}/health/ready")).send().await.ok().filter(|answer| answer.status() == 200)
    })
    .await;
    let nginx = Nginx::start(&direct).await;
    (api, nginx, direct)
}

fn client(address: [u8; 4]) -> reqwest::Client {
    reqwest::Client::builder().local_address(IpAddr::from(address)).build().unwrap()
}

/// Adds every header that could forge the client's address.
fn forge(request: RequestBuilder) -> RequestBuilder {
    let forged = ["x-forwarded-for", "x-real-ip", "x-client-ip", "true-client-ip"];
    let request = forged.into_iter().fold(request, |request, name| request.header(name, "192.0.2.99"));
    request.header("forwarded", "for=192.0.2.99").header("via", "1.1 192.0.2.99")
}

async fn log_in(client: &reqwest::Client, base: &str, password: &str) -> (u16, Value) {
    let body = json!({"username": "alice", "password": password});
    let answer = forge(client.post(format!("{base}/v1/auth/token"))).json(&body).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn audit_sessions_and_limits_use_the_client_address() {
    let app = TestApp::start().await;
    app.user("alice").await;
    let (mut api, nginx, _) = behind_nginx(&app, &[("RATE_LIMIT_LOGINS_PER_ADDRESS", "2")]).await;
    let (mine, other) = (client(CLIENT), client(OTHER));
    let (status, login) = log_in(&mine, &nginx.base, PASSWORD).await;
    assert_eq!(status, 200, "{login}");
    let token = login["access_token"].as_str().unwrap();
    let sessions = mine.get(format!("{}/v1/sessions", nginx.base)).bearer_auth(token).send().await.unwrap();
    assert_eq!(sessions.json::<Value>().await.unwrap()["data"][0]["address"], "127.0.0.2");
    let body = json!({"current_password": PASSWORD, "new_password": "another horse battery"});
    let change = mine.post(format!("{}/v1/auth/password/change", nginx.base)).bearer_auth(token).json(&body);
    assert!(forge(change).send().await.unwrap().status().is_success());
    let newest = "SELECT address FROM audit_log ORDER BY created_at DESC LIMIT 1";
    let audited = sqlx::query_scalar::<_, Option<String>>(newest).fetch_one(app.app.db.pool()).await.unwrap();
    assert_eq!(audited.as_deref(), Some("127.0.0.2"));
    // Two are allowed; fewer if Redis is too slow, since each process then allows its share.
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(log_in(&mine, &nginx.base, "wrong").await.0);
    }
    assert!(statuses.iter().all(|status| [401, 429].contains(status)), "{statuses:?}");
    assert_eq!(statuses[2], 429, "forged headers do not change the client");
    assert_eq!(log_in(&other, &nginx.base, "wrong").await.0, 401, "another client is not limited");
    assert!(api.terminate().await);
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn metrics_are_hidden_under_every_spelling() {
    let app = TestApp::start().await;
    let spellings = [
        "/metrics",
        "/%6Detrics",
        "/%6d%65%74%72%69%63%73",
        "//metrics",
        "/./metrics",
        "/metrics/",
        "/health/../metrics",
        "/health/%2e%2e/metrics",
        "/metrics%00",
        "/metrics;x",
        "/metrics?x=1",
        "/METRICS",
        "http://127.0.0.1/metrics",
    ];
    for token in ["", "another token for tests"] {
        let (mut api, nginx, direct) = behind_nginx(&app, &[("METRICS_TOKEN", token)]).await;
        for base in [&nginx.base, &direct] {
            for path in spellings {
                let mut raw = Raw::open_at(base).await;
                raw.send(&format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")).await;
                let answer = raw.read_head().await;
                assert!([400, 401, 404].contains(&answer.status()), "{path}: {}", answer.text);
                assert!(!answer.text.contains("switchboard_http"), "{path}");
                // Without a configured token, and through nginx, the route does not exist.
                assert!(answer.status() != 401 || (!token.is_empty() && base == &direct) || path != "/metrics");
            }
        }
        assert!(api.terminate().await);
    }
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sockets_streams_and_large_webhooks_pass() {
    let app = TestApp::start().await;
    let mut alice = app.user("alice").await;
    app.user("bob").await;
    let (mut api, nginx, _) = behind_nginx(&app, &[]).await;
    let group = alice.create_conversation(&["bob"], None).await;
    let path = format!("/v1/conversations/{}", group["id"].as_str().unwrap());
    let mut socket = Socket::open_at(&alice, &nginx.base, &format!("{path}/ws")).await;
    let mut stream = Stream::open_at(&alice, &nginx.base, "/v1/events/stream", None).await;
    let say = alice.request_at(&nginx.base, Method::POST, &format!("{path}/messages"));
    alice.call(say.json(&json!({"body": "through nginx"}))).await.expect(201);
    while socket.next().await.unwrap()["message"] != "through nginx" {}
    let send = alice.request_at(&nginx.base, Method::POST, "/v1/messages");
    let body = json!({"channel": "in_app", "to": "bob", "body": "hello"});
    alice.call(send.json(&body)).await.expect(202);
    app.drain_jobs().await;
    while !stream.next().await.unwrap().kind.starts_with("message.") {}
    let hook = |length: usize| {
        let request = alice.request_at(&nginx.base, Method::POST, "/v1/hooks/whatsapp");
        let request = request.header("x-hub-signature-256", format!("sha256={}", "ab".repeat(32)));
        alice.call(request.body(vec![b'x'; length]))
    };
    hook(3 * 1024 * 1024).await.problem(401, "bad_signature");
    let page = alice.request_at(&nginx.base, Method::GET, "/redoc?ticket=a-secret");
    assert_eq!(alice.call(page).await.status, 200);
    assert!(nginx.log().contains("/redoc") && !nginx.log().contains("a-secret"), "{}", nginx.log());
    alice.token = None;
    assert!(api.terminate().await);
    app.finish().await;
}
