//! The binary, called from the command line.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use futures::future::join_all;
use serde_json::json;
use shared::db::{Db, MIGRATIONS};
use sqlx::{Connection, PgConnection};

use crate::harness::{OldDatabase, PASSWORD, TestApp};

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

#[tokio::test]
async fn migrations_of_several_processes_take_turns() {
    let mut old = OldDatabase::before(1).await;
    let app = TestApp::start().await;
    let mut env = app.env.clone();
    env.push(("DATABASE_URL".into(), old.url()));
    let processes = [(); 3].map(|()| {
        let env = env.clone();
        tokio::task::spawn_blocking(move || run(&env, &["migrate"], ""))
    });
    for output in join_all(processes).await {
        let output = output.unwrap();
        assert!(output.status.success(), "{output:?}");
    }
    let applied: i64 =
        sqlx::query_scalar("SELECT count(*) FROM _sqlx_migrations").fetch_one(&mut old.connection).await.unwrap();
    assert_eq!(usize::try_from(applied).unwrap(), MIGRATIONS.iter().count());
    old.drop().await;
    app.finish().await;
}

/// The index is not built while an older snapshot exists: a process that waits must have none.
#[tokio::test]
async fn a_waiting_migration_does_not_block_a_concurrent_index() {
    let mut old = OldDatabase::before(1).await;
    let mut waiting = PgConnection::connect(&old.url()).await.unwrap();
    let pid: i32 = sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&mut waiting).await.unwrap();
    Db::lock_migrations(&mut old.connection).await.unwrap();
    let waiting = tokio::spawn(async move { Db::lock_migrations(&mut waiting).await });
    let tries = "SELECT query LIKE '%advisory%' FROM pg_stat_activity WHERE pid = $1";
    while !sqlx::query_scalar::<_, bool>(tries).bind(pid).fetch_one(&mut old.connection).await.unwrap() {
        tokio::task::yield_now().await;
    }
    for statement in ["CREATE TABLE large (id integer)", "CREATE INDEX CONCURRENTLY large_id ON large (id)"] {
        sqlx::query(statement).execute(&mut old.connection).await.unwrap();
    }
    assert!(!waiting.is_finished());
    old.drop().await;
    let _ = waiting.await;
}

#[tokio::test]
async fn only_dev_starts_with_the_secrets_of_the_sample_file() {
    let app = TestApp::start().await;
    let sample = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/.env.example")).unwrap();
    for name in ["JWT_SECRET", "DATA_ENCRYPTION_KEYS"] {
        let value = sample.lines().find_map(|line| line.strip_prefix(&format!("#{name}="))).unwrap();
        let mut env = app.env.clone();
        env.push((name.into(), value.into()));
        for process in ["api", "worker", "scheduler"] {
            let output = run(&env, &[process], "");
            let said = String::from_utf8(output.stderr).unwrap();
            assert!(!output.status.success() && said.contains(name) && said.contains("sample file"), "{said}");
        }
    }
    app.finish().await;
}
