//! Security headers for browsers.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::harness::{Answer, Options, PASSWORD, TestApp};
use crate::rate_limits::header;

async fn with(env: &[(&'static str, &str)]) -> TestApp {
    let env = env.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    TestApp::with(Options { env, ..Options::default() }).await
}

fn expect_common(answer: &Answer, what: &str) {
    assert_eq!(header(answer, "x-content-type-options"), "nosniff", "{what}");
    assert_eq!(header(answer, "referrer-policy"), "no-referrer", "{what}");
    let policy = header(answer, "content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{what}: {policy}");
}

#[tokio::test]
async fn every_answer_has_security_headers() {
    let app = with(&[("CORS_ORIGINS", "https://console.example.test")]).await;
    let (alice, anonymous) = (app.user("alice").await, app.anonymous());
    let token = json!({"username": "alice", "password": PASSWORD});
    let preflight = anonymous.request(Method::OPTIONS, "/v1/me").header("access-control-request-method", "GET");
    let answers = [
        ("an answer", alice.get("/v1/me").await),
        ("a login", anonymous.post("/v1/auth/token", &token).await),
        ("a refusal", anonymous.get("/v1/me").await),
        ("a webhook", anonymous.post("/v1/hooks/stripe", &json!({})).await),
        ("an unknown path", anonymous.get("/v1/nothing").await),
        ("an unsupported method", anonymous.post("/v1/me", &json!({})).await),
        ("a preflight", anonymous.call(preflight.header("origin", "https://console.example.test")).await),
    ];
    for (what, answer) in answers {
        expect_common(&answer, what);
        assert_eq!(header(&answer, "cache-control"), "no-store", "{what}");
        assert_eq!(header(&answer, "strict-transport-security"), "", "PUBLIC_URL is http");
    }
    let health = anonymous.get("/health").await;
    expect_common(&health, "health");
    assert_eq!(header(&health, "cache-control"), "", "it contains no private data");
    app.finish().await;

    let app = with(&[("PUBLIC_URL", "https://api.example.test")]).await;
    let answer = app.anonymous().get("/v1/me").await;
    assert_eq!(header(&answer, "strict-transport-security"), "max-age=31536000");
    app.finish().await;
}

#[tokio::test]
async fn pages_work_under_a_policy_without_other_hosts() {
    let app = TestApp::start().await;
    let anonymous = app.anonymous();
    for path in ["/docs/", "/redoc"] {
        let page = anonymous.get(path).await;
        expect_common(&page, path);
        let policy = header(&page, "content-security-policy").to_owned();
        assert!(!policy.contains("http") && !policy.contains('*') && policy.contains("connect-src 'self'"), "{policy}");
        let html = page.expect(200).as_str().unwrap().to_owned();
        // Sources in the page itself; the policy forbids its script to load others.
        let markup = html.split("<script>").next().unwrap();
        for loads in ["src=\"http", "src=\"//", "href=\"http", "href=\"//"] {
            assert!(!markup.contains(loads), "{path}: {loads}");
        }
        if path == "/redoc" {
            let script = html.split_once("<script>").unwrap().1.rsplit_once("</script>").unwrap().0;
            assert!(script.contains("Redoc.init(\"/openapi.json\"") && script.len() > 500_000);
            let hash = STANDARD.encode(Sha256::digest(script));
            assert!(policy.contains(&format!("script-src 'sha256-{hash}'")), "{policy}");
        } else {
            assert!(policy.contains("script-src 'self'") && !html.contains("<script>"), "{policy}");
        }
    }
    anonymous.get("/docs/swagger-ui-bundle.js").await.expect(200);
    app.finish().await;
}

#[tokio::test]
async fn pages_can_be_turned_off() {
    let app = with(&[("DOCS", "off")]).await;
    for path in ["/docs", "/docs/", "/docs/swagger-ui-bundle.js", "/redoc", "/openapi.json"] {
        app.anonymous().get(path).await.problem(404, "no_such_route");
    }
    app.finish().await;
}
