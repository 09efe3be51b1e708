use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

use crate::harness::TestApp;

pub fn document() -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_switchboard")).arg("openapi").output().unwrap();
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn every_operation_says_which_errors_it_answers() {
    let document = document();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut operations = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            operations += 1;
            let responses = operation["responses"].as_object().unwrap();
            assert!(responses.keys().any(|status| status.starts_with('2') || status == "101"), "{method} {path}");
            assert!(responses.contains_key("500"), "{method} {path}");
            let is_unlimited = ["/health", "/metrics", "/v1/hooks"].iter().any(|open| path.starts_with(open));
            let needs_token = ["/v1/auth/logout", "/v1/auth/password/change"].contains(&path.as_str());
            let is_open = is_unlimited || path == "/v1/platform" || (path.starts_with("/v1/auth") && !needs_token);
            assert_eq!(operation.get("security").is_none(), is_open, "{method} {path}");
            assert!(is_open || responses.contains_key("401"), "{method} {path}");
            assert_ne!(responses.contains_key("429"), is_unlimited, "{method} {path}");
            for (status, response) in responses.iter().filter(|(status, _)| status.as_str() >= "400") {
                let problem = &response["content"]["application/problem+json"]["schema"]["$ref"];
                assert!(
                    path.starts_with("/health") || problem == "#/components/schemas/Problem",
                    "{method} {path} {status}"
                );
            }
        }
    }
    assert!(operations >= 15, "{operations}");
}

#[test]
fn every_operation_has_a_name_of_its_own() {
    let document = document();
    let paths = document["paths"].as_object().unwrap().values();
    let operations: Vec<_> = paths.flat_map(|item| item.as_object().unwrap().values()).collect();
    let names: BTreeSet<_> =
        operations.iter().map(|operation| operation["operationId"].as_str().unwrap().to_owned()).collect();
    assert_eq!(names.len(), operations.len(), "{names:?}");
    assert!(names.contains("jobs_list") && names.contains("messages_cancel"), "{names:?}");
}

#[test]
fn every_reference_leads_somewhere() {
    let document = document();
    let mut open = vec![&document];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(fields) => {
                if let Some(Value::String(reference)) = fields.get("$ref") {
                    assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
                }
                open.extend(fields.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
}

#[tokio::test]
async fn the_document_and_its_pages_are_served() {
    let app = TestApp::start().await;
    let anonymous = app.anonymous();
    assert_eq!(anonymous.get("/openapi.json").await.expect(200), document());
    for path in ["/docs/", "/redoc"] {
        let page = anonymous.get(path).await;
        assert!(page.headers["content-type"].to_str().unwrap().starts_with("text/html"), "{path}");
        page.expect(200);
    }
    app.finish().await;
}
