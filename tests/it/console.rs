//! Console pages and other paths. Unit tests beside the code cover the files of a built console.

use reqwest::Method;

use crate::harness::{Answer, TestApp};

async fn open(app: &TestApp, path: &str) -> Answer {
    let anonymous = app.anonymous();
    anonymous.call(anonymous.request(Method::GET, path).header("accept", "text/html,*/*;q=0.8")).await
}

#[tokio::test]
async fn pages_have_security_headers_and_are_not_cached() {
    let app = TestApp::start().await;
    // These are pages, with or without a built console.
    for path in ["/", "/checkout/done?session_id=cs_test_1", "/checkout/cancelled"] {
        let answer = open(&app, path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.headers["content-type"], "text/html; charset=utf-8");
        assert_eq!(answer.headers["cache-control"], "no-cache");
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.headers["cross-origin-opener-policy"], "same-origin");
        assert!(answer.body.as_str().unwrap().to_lowercase().starts_with("<!doctype html>"));
    }
    app.finish().await;
}

#[tokio::test]
async fn unknown_paths_are_answered_with_a_problem() {
    let app = TestApp::start().await;
    let anonymous = app.anonymous();
    for path in ["/v1/nowhere", "/health/nowhere", "/checkout/nowhere", "/assets/nowhere.js", "/v1"] {
        open(&app, path).await.problem(404, "no_such_route");
    }
    for path in ["/login", "/messages/new"] {
        anonymous.get(path).await.problem(404, "no_such_route");
        anonymous.post(path, &serde_json::json!({})).await.problem(404, "no_such_route");
    }
    assert_eq!(open(&app, "/openapi.json").await.headers["content-type"], "application/json");
    app.finish().await;
}

/// Debug builds read the console's files at startup, so a console built after compilation is served, too.
#[tokio::test]
async fn a_built_console_is_served() {
    let app = TestApp::start().await;
    let built = concat!(env!("CARGO_MANIFEST_DIR"), "/web/dist/index.html");
    let page = open(&app, "/").await.body.as_str().unwrap().to_owned();
    match std::fs::read_to_string(built) {
        Ok(index) => {
            let (before, _) = index.split_once("__CSP_NONCE__").expect("a placeholder for the nonce");
            assert!(page.starts_with(before) && !page.contains("__CSP_NONCE__"), "{page}");
        }
        Err(_) => assert!(page.contains("scripts/web build"), "{page}"),
    }
    app.finish().await;
}
