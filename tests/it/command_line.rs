//! The binary, called from the command line.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::json;

use crate::harness::{PASSWORD, TestApp};

/// Runs the binary and waits for it.
pub fn run(env: &[(String, String)], args: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_switchboard"));
    for name in ["DATABASE_URL", "REDIS_URL", "JWT_SECRET"] {
        command.env_remove(name);
    }
    let pipes =
        command.args(args).envs(env.to_vec()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = pipes.spawn().unwrap();
    // It may exit before it reads its input.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

#[tokio::test]
async fn users_are_created_with_any_role() {
    let app = TestApp::start().await;
    let create = |username: &str, role: &str, password: &str| {
        let args =
            ["user", "create", "--username", username, "--role", role, "--mobile", "+15550100007", "--password-stdin"];
        run(&app.env, &args, password)
    };
    let created = create("root", "admin", &format!("{PASSWORD}\r\n"));
    assert!(created.status.success(), "{created:?}");
    let root = app.log_in("root").await;
    let me = root.get("/v1/me").await.expect(200);
    assert_eq!((&me["role"], &me["mobile"]), (&json!("admin"), &json!("+15550100007")));
    assert_eq!(me["id"].as_str().unwrap(), String::from_utf8(created.stdout).unwrap().trim());
    assert_eq!(root.balance().await, 0);
    for (username, role, password, why) in [
        ("ROOT", "user", PASSWORD, "taken"),
        ("other", "emperor", PASSWORD, "--role"),
        ("other", "user", "short", "at least 8"),
        ("other", "user", "", "at least 8"),
    ] {
        let refused = create(username, role, password);
        assert!(!refused.status.success());
        let said = String::from_utf8(refused.stderr).unwrap();
        assert!(said.contains(why) && !said.contains("panicked"), "{said}");
    }
    app.finish().await;
}

#[tokio::test]
async fn a_business_owner_is_created_with_its_reseller() {
    let app = TestApp::start().await;
    let create = |username: &str, role: &str, more: &[&str]| {
        let args = ["user", "create", "--username", username, "--role", role, "--password-stdin"];
        run(&app.env, &[&args[..], more].concat(), PASSWORD)
    };
    let reseller = create("reseller", "reseller", &[]);
    assert!(reseller.status.success(), "{reseller:?}");
    let id = String::from_utf8(reseller.stdout).unwrap().trim().to_owned();
    for (username, parent) in [("by_name", "Reseller"), ("by_id", id.as_str())] {
        let created = create(username, "business_owner", &["--parent", parent]);
        assert!(created.status.success(), "{created:?}");
        assert_eq!(app.log_in(username).await.get("/v1/me").await.expect(200)["parent_id"], json!(id));
    }
    for (role, more, why) in [
        ("business_owner", vec![], "has a reseller"),
        ("business_owner", vec!["--parent", "nobody"], "no such user"),
        ("business_owner", vec!["--parent", "by_name"], "no such reseller"),
        ("user", vec!["--parent", "reseller"], "only a business owner"),
    ] {
        let refused = create("other", role, &more);
        let said = String::from_utf8(refused.stderr).unwrap();
        assert!(!refused.status.success() && said.contains("--parent") && said.contains(why), "{said}");
    }
    app.finish().await;
}

#[test]
fn all_configuration_errors_are_reported_at_once() {
    let env = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>()
    };
    for (variables, wanted) in [
        (env(&[]), vec!["DATABASE_URL is missing", "REDIS_URL is missing", "JWT_SECRET is missing"]),
        (env(&[("JWT_SECRET", "short"), ("PORT", "http")]), vec!["JWT_SECRET: must have at least 32 bytes", "PORT: "]),
        (env(&[("WHATSAPP_ACCESS_TOKEN", "fake")]), vec!["half set up: WHATSAPP_PHONE_NUMBER_ID"]),
        (env(&[("STRIPE_SECRET_KEY", "fake")]), vec!["half set up: STRIPE_WEBHOOK_SECRET missing"]),
        (env(&[("CURRENCY", "JPY")]), vec!["CURRENCY: JPY is not counted in hundredths"]),
        (env(&[("METRICS_TOKEN", "short"), ("METRICS_PORT", "http")]), vec!["METRICS_TOKEN: must", "METRICS_PORT: "]),
        (
            env(&[("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")]),
            vec![
                "OTEL_EXPORTER_OTLP_ENDPOINT: must begin with http",
                "OTEL_EXPORTER_OTLP_PROTOCOL: only http/protobuf",
            ],
        ),
    ] {
        let output = run(&variables, &["api"], "");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success());
        for sentence in wanted {
            assert!(said.contains(sentence), "{said}");
        }
    }
}

#[tokio::test]
async fn a_port_in_use_is_reported_with_a_remedy() {
    let app = TestApp::start().await;
    let port = app.base.rsplit(':').next().unwrap().to_owned();
    let mut env = app.env.clone();
    env.push(("PORT".into(), port.clone()));
    let output = run(&env, &["api"], "");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        !output.status.success() && said.contains(&format!("port {port} is taken")) && said.contains("PORT="),
        "{said}"
    );
    app.finish().await;
}

#[tokio::test]
async fn migrating_twice_is_harmless() {
    let app = TestApp::start().await;
    for _ in 0..2 {
        let output = run(&app.env, &["migrate"], "");
        assert!(output.status.success(), "{output:?}");
    }
    app.finish().await;
}
