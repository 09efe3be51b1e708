use reqwest::Method;
use serde_json::json;

use crate::harness::{Options, PASSWORD, TestApp};

#[tokio::test]
async fn errors_have_one_shape_everywhere() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    alice.get("/nowhere").await.problem(404, "no_such_route");
    alice.call(alice.request(Method::DELETE, "/v1/messages")).await.problem(405, "method_not_allowed");
    let post = || alice.request(Method::POST, "/v1/messages");
    let json = "application/json";
    alice.call(post().body("{")).await.problem(415, "unsupported_media_type");
    alice.call(post().header("content-type", json).body("{")).await.problem(400, "malformed_json");
    alice.call(post().header("content-type", json).body("{} {}")).await.problem(422, "validation_failed");
    alice.call(post().header("content-type", json).body("\u{feff}[")).await.problem(400, "malformed_json");
    let large = "x".repeat(2 * 1024 * 1024);
    alice.call(post().header("content-type", json).body(large)).await.problem(413, "body_too_large");
    let problem = alice.call(post().header("content-type", json).body("{}")).await.problem(422, "validation_failed");
    assert_eq!(problem["type"], "urn:switchboard:error:validation_failed");
    assert_eq!((&problem["title"], &problem["retryable"]), (&json!("Unprocessable Entity"), &json!(false)));
    for key in ["", &"k".repeat(256)] {
        let body = json!({"channel": "in_app", "to": "alice", "body": "hello"});
        alice.post_once("/v1/messages", key, &body).await.problem(422, "validation_failed");
    }
    app.finish().await;
}

#[tokio::test]
async fn unstorable_input_is_a_client_error() {
    let app = TestApp::start().await;
    let (alice, admin) = (app.user("alice").await, app.admin().await);
    let anonymous = app.anonymous();
    let names = json!({"username": "bob", "password": PASSWORD, "email": "b\0b@example.test"});
    anonymous.post("/v1/auth/signup", &names).await.problem(422, "validation_failed");
    let login = json!({"username": "al\0ice", "password": PASSWORD});
    anonymous.post("/v1/auth/token", &login).await.problem(422, "validation_failed");
    alice.get("/v1/jobs?kind=%00").await.problem(422, "validation_failed");
    alice.get("/v1/messages?since=%2B99999-01-01T00:00:00Z").await.expect(200);
    alice.get("/v1/messages?since=-99999-01-01T00:00:00Z").await.problem(422, "validation_failed");
    let mint = json!({"user": "alice", "credits": 1, "note": "\0"});
    admin.post("/v1/credits/mint", &mint).await.problem(422, "validation_failed");
    for metadata in [json!({"a\0": 1}), json!({"a": [{"b": "\0"}]}), json!({"a": "x".repeat(5000)})] {
        let body = json!({"channel": "in_app", "to": "alice", "body": "hello", "metadata": metadata});
        let problem = alice.post("/v1/messages", &body).await.problem(422, "validation_failed");
        assert_eq!(problem["errors"][0]["field"], "metadata");
    }
    assert_eq!(alice.balance().await, 100);
    app.finish().await;
}

#[tokio::test]
async fn request_ids_are_echoed_or_generated() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let with = |id: &'static str| alice.call(alice.request(Method::GET, "/v1/me").header("x-request-id", id));
    assert_eq!(with("my-id.1").await.headers["x-request-id"], "my-id.1");
    for odd in ["", "two words", "\"quoted\""] {
        let answer = with(odd).await;
        assert_ne!(answer.headers["x-request-id"], odd);
        assert!(answer.headers["x-request-id"].len() > 16);
    }
    app.finish().await;
}

#[tokio::test]
async fn cors_allows_only_configured_origins() {
    let app = TestApp::with(Options {
        env: vec![("CORS_ORIGINS", "https://console.example.test".into())],
        ..Options::default()
    })
    .await;
    let anonymous = app.anonymous();
    let preflight = |origin: &'static str| {
        anonymous.call(
            anonymous
                .request(Method::OPTIONS, "/v1/messages")
                .header("origin", origin)
                .header("access-control-request-method", "POST")
                .header("access-control-request-headers", "authorization,idempotency-key"),
        )
    };
    let allowed = preflight("https://console.example.test").await;
    assert_eq!(allowed.headers["access-control-allow-origin"], "https://console.example.test");
    let list = |name: &str| -> Vec<String> {
        let text = allowed.headers[name].to_str().unwrap().to_lowercase();
        text.split(',').map(|item| item.trim().to_owned()).collect()
    };
    let headers = list("access-control-allow-headers");
    for name in
        ["authorization", "idempotency-key", "prefer", "content-type", "x-request-id", "traceparent", "last-event-id"]
    {
        assert!(headers.iter().any(|it| it == name), "{name}: {headers:?}");
    }
    let methods = list("access-control-allow-methods");
    assert!(["get", "post", "put", "patch", "delete"].iter().all(|it| methods.iter().any(|method| method == it)));
    assert_eq!(allowed.headers["access-control-max-age"], "600");
    assert!(!allowed.headers.contains_key("access-control-allow-credentials"));
    assert!(!preflight("https://evil.example.test").await.headers.contains_key("access-control-allow-origin"));
    app.finish().await;
}
