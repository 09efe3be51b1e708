//! What the repository ships beside the code says the same as the code.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::command_line::run;
use crate::harness::TestApp;

fn file(path: &str) -> String {
    std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR")))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn printed(args: &[&str]) -> Value {
    let output = run(&[], args, "");
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_postman_collection_is_that_of_the_interface() {
    let kept: Value = serde_json::from_str(&file("docs/postman_collection.json")).unwrap();
    assert!(kept == printed(&["openapi", "--postman"]), "run scripts/postman and commit docs/postman_collection.json");
}

#[test]
fn the_postman_collection_has_every_operation_once() {
    let (document, collection) = (printed(&["openapi"]), printed(&["openapi", "--postman"]));
    let paths = document["paths"].as_object().unwrap().values();
    let operations: usize = paths.map(|operations| operations.as_object().unwrap().len()).sum();
    let folders = collection["item"].as_array().unwrap();
    let requests: Vec<_> =
        folders.iter().flat_map(|folder| folder["item"].as_array().unwrap()).map(|item| &item["request"]).collect();
    let different: BTreeSet<_> =
        requests.iter().map(|request| format!("{} {}", request["method"], request["url"]["raw"])).collect();
    assert_eq!((requests.len(), different.len()), (operations, operations));
    let send =
        requests.iter().find(|it| it["method"] == "POST" && it["url"]["raw"] == "{{baseUrl}}/v1/messages").unwrap();
    let body: Value = serde_json::from_str(send["body"]["raw"].as_str().unwrap()).unwrap();
    assert_eq!(body, json!({"channel": "whatsapp", "to": "+15550100001", "body": "Hello"}));
    let open = requests.iter().filter(|request| request["auth"]["type"] == "noauth").count();
    let paths =
        document["paths"].as_object().unwrap().values().flat_map(|operations| operations.as_object().unwrap().values());
    assert_eq!(open, paths.filter(|operation| operation.get("security").is_none()).count());
}

/// A variable that Compose does not hand on would be set in vain.
#[test]
fn compose_hands_on_every_variable() {
    let compose = file("docker-compose.yml");
    let own: BTreeSet<_> = compose.lines().filter_map(|line| Some(line.trim().split_once(':')?.0)).collect();
    for line in file(".env.example").lines() {
        let Some((name, _)) = line.trim_start_matches('#').split_once('=') else { continue };
        let is_variable =
            !name.is_empty() && name.chars().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit() || it == '_');
        // The simulator is a service of its own there.
        if is_variable && name != "SIMULATOR_PORT" {
            assert!(own.contains(name), "{name} is not in docker-compose.yml");
        }
    }
}

/// What the page says to be here is here.
#[test]
fn whoever_comes_from_elsewhere_finds_what_is_promised() {
    let document = printed(&["openapi"]);
    let mut found = 0;
    for row in file("docs/coming-from.md").lines().filter(|line| line.starts_with('|')) {
        let here = row.trim_end_matches(['|', ' ']).rsplit('|').next().unwrap();
        for operation in here.split('`').skip(1).step_by(2) {
            let Some((method, path)) = operation.split_once(' ').filter(|(_, path)| path.starts_with('/')) else {
                continue;
            };
            let path = path.split('?').next().unwrap();
            assert!(document["paths"][path][method.to_lowercase()].is_object(), "{operation} does not exist");
            found += 1;
        }
    }
    assert!(found > 15, "{found}");
}

#[tokio::test(flavor = "multi_thread")]
async fn health_is_asked_from_the_command_line() {
    let app = TestApp::start().await;
    let mut env = app.env.clone();
    env.push(("PORT".into(), app.base.rsplit(':').next().unwrap().into()));
    let healthy = run(&env, &["health"], "");
    assert!(healthy.status.success(), "{healthy:?}");
    assert!(String::from_utf8(healthy.stdout).unwrap().contains("healthy"));
    let refused = run(&env, &["health", &format!("{}/v1/me", app.base)], "");
    assert!(!refused.status.success() && String::from_utf8(refused.stderr).unwrap().contains("401"));
    assert!(!run(&env, &["health", "http://127.0.0.1:1/"], "").status.success());
    app.finish().await;
}

fn simulator(args: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_switchboard"));
    command.arg("simulator").args(args).env("LOG_FORMAT", "json").env_remove("RUST_LOG");
    command.stderr(Stdio::piped()).spawn().unwrap()
}

#[tokio::test]
async fn the_simulator_listens_to_others_only_where_that_is_asked_for() {
    let mut refused = simulator(&["--listen", "0.0.0.0:0"]);
    let ended = tokio::time::timeout(Duration::from_secs(10), async {
        loop {
            match refused.try_wait().unwrap() {
                Some(status) => return status,
                None => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        }
    });
    let ended = ended.await;
    let _ = refused.kill();
    assert!(!ended.expect("it listens").success());

    let mut allowed = simulator(&["--listen", "0.0.0.0:0", "--allow-non-loopback"]);
    // Open to the end: who logs to nobody may not end well.
    let mut log = BufReader::new(allowed.stderr.take().unwrap());
    let mut first = String::new();
    log.read_line(&mut first).unwrap();
    let started: Value = serde_json::from_str(&first).unwrap();
    let port = started["address"].as_str().unwrap().rsplit(':').next().unwrap().to_owned();
    let healthy = run(&[], &["health", &format!("http://127.0.0.1:{port}/health")], "");
    let told = Command::new("kill").args(["-TERM", &allowed.id().to_string()]).status().unwrap();
    assert!(allowed.wait().unwrap().success() && told.success());
    assert!(healthy.status.success(), "{healthy:?}");
}
