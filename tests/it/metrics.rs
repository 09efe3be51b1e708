//! Prometheus metrics of the platform.

use std::collections::BTreeMap;
use std::process::Command;

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};
use shared::jobs::{self, NewJob};
use shared::ledger_audit::jobs::ProveCredits;

use crate::harness::{Caller, METRICS_TOKEN, Options, Process, Raw, Stream, TestApp, eventually, free_port};

/// Series with their labels as encoded, and their values.
struct Metrics(BTreeMap<String, f64>);

impl Metrics {
    fn read(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let series = lines.map(|line| line.rsplit_once(' ').unwrap_or_else(|| panic!("{line}")));
        Self(series.map(|(name, value)| (name.to_owned(), value.parse().unwrap())).collect())
    }

    /// The current values, without cached ones.
    async fn now(app: &TestApp) -> Self {
        *app.app.metrics.sampled.lock().await = None;
        let answer = reader(app).get("/metrics").await;
        assert_eq!(answer.headers["content-type"], "application/openmetrics-text; version=1.0.0; charset=utf-8");
        Self::read(answer.expect(200).as_str().unwrap())
    }

    #[track_caller]
    fn of(&self, series: &str) -> f64 {
        *self.0.get(series).unwrap_or_else(|| panic!("no {series} in {:#?}", self.0.keys()))
    }

    fn names(&self, part: &str) -> Vec<&String> {
        self.0.keys().filter(|name| name.contains(part)).collect()
    }
}

/// A caller with the metrics token.
fn reader(app: &TestApp) -> Caller<'_> {
    let mut reader = app.anonymous();
    reader.token = Some(METRICS_TOKEN.into());
    reader
}

#[tokio::test]
async fn a_send_is_counted_from_request_to_completion() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    for to in ["+15550100001", "+15550000026"] {
        alice.send("whatsapp", to).await;
    }
    let withdrawn = alice.send("in_app", "alice").await["id"].take();
    alice.post(&format!("/v1/messages/{}/cancel", withdrawn.as_str().unwrap()), &json!({})).await.expect(200);
    app.drain_jobs().await;
    let metrics = Metrics::now(&app).await;
    for (series, value) in [
        (
            r#"switchboard_http_request_seconds_count{method="POST",route="/v1/messages",status="202",held="false"}"#,
            3.0,
        ),
        (r#"switchboard_jobs_accepted_total{kind="whatsapp.deliver"}"#, 2.0),
        (r#"switchboard_jobs_accepted_total{kind="message.send"}"#, 1.0),
        (r#"switchboard_job_wait_seconds_count{kind="whatsapp.deliver"}"#, 2.0),
        (r#"switchboard_job_seconds_count{kind="whatsapp.deliver"}"#, 2.0),
        (r#"switchboard_jobs_ended_total{kind="whatsapp.deliver",outcome="succeeded"}"#, 1.0),
        (r#"switchboard_jobs_ended_total{kind="whatsapp.deliver",outcome="failed"}"#, 1.0),
        (r#"switchboard_jobs_ended_total{kind="message.send",outcome="cancelled"}"#, 1.0),
        (r#"switchboard_job_attempts_total{kind="whatsapp.deliver",outcome="failed"}"#, 1.0),
        (r#"switchboard_provider_call_seconds_count{provider="whatsapp",outcome="ok"}"#, 1.0),
        (r#"switchboard_provider_call_seconds_count{provider="whatsapp",outcome="permanent"}"#, 1.0),
        ("switchboard_database_connections_limit", 10.0),
        ("switchboard_database_timeouts_total", 0.0),
        ("switchboard_database_reports_refused_total", 0.0),
    ] {
        assert_eq!(metrics.of(series), value, "{series}");
    }
    let written = app.count("SELECT count(*) FROM events").await;
    assert_eq!(metrics.of("switchboard_events_written_total"), written as f64);
    let connections = |state| metrics.of(&format!("switchboard_database_connections{{state=\"{state}\"}}"));
    assert!(connections("idle") + connections("used") >= 1.0);
    assert!(metrics.of("switchboard_database_begin_seconds_count") >= 4.0);
    assert!(metrics.of("process_resident_memory_bytes{}") > 1e6);
    assert!(metrics.of("process_cpu_seconds_total") > 0.0);
    app.finish().await;
}

#[tokio::test]
async fn clients_cannot_create_series() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let message = alice.send("in_app", "alice").await;
    alice.job(&message).await;
    for path in ["/nowhere/4711", "/v1/jobs/4711", "/v1/jobs/4711/../../4711?4711"] {
        alice.get(path).await;
    }
    alice.call(alice.request(Method::from_bytes(b"BREW4711").unwrap(), "/v1/jobs")).await;
    app.drain_jobs().await;
    let metrics = Metrics::now(&app).await;
    for unwanted in ["4711", "job_0", "alice", "BREW"] {
        assert_eq!(metrics.names(unwanted), [""; 0]);
    }
    let routes =
        ["/v1/jobs/{id}\",status=\"200\"", "route=\"none\",status=\"404\"", "method=\"other\",route=\"/v1/jobs\""];
    for wanted in routes {
        assert!(!metrics.names(wanted).is_empty(), "{wanted}: {:?}", metrics.names("_http_request_seconds_count"));
    }
    app.finish().await;
}

#[tokio::test]
async fn scheduled_jobs_do_not_count_as_late() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let send_at = app.app.clock.now() + TimeDelta::hours(2);
    let body = json!({"channel": "in_app", "to": "alice", "body": "later", "send_at": send_at});
    alice.post("/v1/messages", &body).await.expect(202);
    app.drain_jobs().await;
    let jobs =
        |state: &str| format!(r#"switchboard_queue_jobs{{queue="messages",kind="message.send",state="{state}"}}"#);
    let oldest = r#"switchboard_queue_oldest_due_seconds{queue="messages",kind="message.send"}"#;
    let metrics = Metrics::now(&app).await;
    assert_eq!((metrics.of(&jobs("scheduled")), metrics.of(&jobs("waiting")), metrics.of(oldest)), (1.0, 0.0, 0.0));
    app.advance(TimeDelta::hours(2) + TimeDelta::seconds(20));
    let metrics = Metrics::now(&app).await;
    assert_eq!((metrics.of(&jobs("scheduled")), metrics.of(&jobs("waiting"))), (0.0, 1.0));
    assert!((20.0..80.0).contains(&metrics.of(oldest)), "{}", metrics.of(oldest));
    app.drain_jobs().await;
    let metrics = Metrics::now(&app).await;
    for series in ["wait_seconds", "seconds"] {
        let sum = metrics.of(&format!(r#"switchboard_job_{series}_sum{{kind="message.send"}}"#));
        assert!((20.0..80.0).contains(&sum), "{series}: {sum}");
    }
    assert_eq!(metrics.names("switchboard_queue_jobs"), [""; 0], "nothing is left");
    app.finish().await;
}

#[tokio::test]
async fn waiting_clients_are_counted() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let message = alice.send("in_app", "alice").await;
    let path = format!("/v1/jobs/{}", message["job_id"].as_str().unwrap());
    let open = async || {
        let metrics = Metrics::now(&app).await;
        (metrics.of("switchboard_http_long_polls"), metrics.of("switchboard_http_streams"))
    };
    let mut stream = Stream::open(&alice, &format!("{path}/events"), None).await;
    let waiting = alice.call(alice.request(Method::GET, &path).header("prefer", "wait=20"));
    let (answer, ()) = tokio::join!(waiting, async {
        eventually("both", || async { (open().await == (1.0, 1.0)).then_some(()) }).await;
        app.drain_jobs().await;
    });
    answer.expect(200);
    while stream.next().await.is_some() {}
    eventually("none", || async { (open().await == (0.0, 0.0)).then_some(()) }).await;
    let held = r#"switchboard_http_request_seconds_count{method="GET",route="/v1/jobs/{id}",status="200",held="true"}"#;
    assert_eq!(Metrics::now(&app).await.of(held), 1.0);
    app.finish().await;
}

#[tokio::test]
async fn refusals_are_counted_by_limit() {
    let env = vec![("RATE_LIMIT_LOGINS_PER_ACCOUNT", "1".into())];
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    let wrong = json!({"username": "nobody", "password": "not their password"});
    app.anonymous().post("/v1/auth/token", &wrong).await.problem(401, "invalid_credentials");
    app.anonymous().post("/v1/auth/token", &wrong).await.problem(429, "too_many_logins");
    let metrics = Metrics::now(&app).await;
    assert_eq!(metrics.of(r#"switchboard_rate_limited_total{limit="logins_of_account"}"#), 1.0);
    assert_eq!(metrics.names("switchboard_rate_limited_total").len(), 1);
    app.finish().await;
}

#[tokio::test]
async fn lost_leases_are_counted() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let message = alice.send("in_app", "alice").await;
    let id = message["job_id"].as_str().unwrap().parse().unwrap();
    assert_eq!(jobs::claim(&app.app, &[id], &["message.send".into()], "lost").await.unwrap().len(), 1);
    let running = r#"switchboard_queue_jobs{queue="messages",kind="message.send",state="running"}"#;
    assert_eq!(Metrics::now(&app).await.of(running), 1.0);
    app.advance(TimeDelta::seconds(16));
    app.drain_jobs().await;
    let metrics = Metrics::now(&app).await;
    assert_eq!(metrics.of(r#"switchboard_jobs_reaped_total{kind="message.send"}"#), 1.0);
    assert_eq!(metrics.of(r#"switchboard_job_attempts_total{kind="message.send",outcome="retried"}"#), 1.0);
    assert!(metrics.of(r#"switchboard_jobs_relayed_total{queue="messages"}"#) >= 1.0);
    app.finish().await;
}

#[tokio::test]
async fn ledger_metrics_show_the_last_proof() {
    let app = TestApp::start().await;
    app.user("alice").await;
    let holds = "switchboard_ledger_proof_holds{}";
    assert_eq!(Metrics::now(&app).await.names("switchboard_ledger_proof"), [""; 0], "never proven");
    let prove = async || {
        let now = app.app.clock.now();
        let mut tx = app.app.db.begin().await.unwrap();
        jobs::enqueue(&app.app, &mut tx, &[NewJob::new(&ProveCredits { full: false }, now).unwrap()], now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        app.drain_jobs().await;
        Metrics::now(&app).await
    };
    let metrics = prove().await;
    assert_eq!((metrics.of(holds), metrics.of("switchboard_ledger_proof_mismatches{}")), (1.0, 0.0));
    let age = app.app.clock.now().timestamp() as f64 - metrics.of("switchboard_ledger_proof_timestamp_seconds{}");
    assert!((-1.0..60.0).contains(&age), "{age}");
    sqlx::query("UPDATE wallets SET balance = balance + 5").execute(app.app.db.pool()).await.unwrap();
    let metrics = prove().await;
    assert_eq!((metrics.of(holds), metrics.of("switchboard_ledger_proof_mismatches{}")), (0.0, 1.0));
    app.abandon().await;
}

#[tokio::test]
async fn database_metrics_are_cached() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    let waiting = r#"switchboard_queue_jobs{queue="messages",kind="message.send",state="waiting"}"#;
    alice.send("in_app", "alice").await;
    assert_eq!(Metrics::now(&app).await.of(waiting), 1.0);
    alice.send("in_app", "alice").await;
    let text = reader(&app).get("/metrics").await.expect(200);
    assert_eq!(Metrics::read(text.as_str().unwrap()).of(waiting), 1.0, "the cached value");
    app.drain_jobs().await;
    app.finish().await;
}

#[tokio::test]
async fn redis_metrics_are_omitted_without_redis() {
    let env = vec![("REDIS_URL", "redis://127.0.0.1:1".into())];
    let app = TestApp::with(Options { env, ..Options::default() }).await;
    app.user("alice").await.send("in_app", "alice").await;
    let metrics = Metrics::now(&app).await;
    assert_eq!(metrics.names("switchboard_queue_in_redis"), [""; 0]);
    assert_eq!(metrics.of(r#"switchboard_queue_jobs{queue="messages",kind="message.send",state="waiting"}"#), 1.0);
    app.abandon().await;
}

#[tokio::test]
async fn metrics_require_the_token() {
    const TOKEN: &str = METRICS_TOKEN;
    let app = TestApp::start().await;
    let ask = async |name: &'static str, value: String| {
        let anonymous = app.anonymous();
        anonymous.call(anonymous.request(Method::GET, "/metrics").header(name, value)).await
    };
    app.anonymous().get("/metrics").await.problem(401, "unauthenticated");
    for wrong in [format!("Bearer {TOKEN}x"), format!("Basic {TOKEN}"), TOKEN.into(), "Bearer ".into()] {
        ask("authorization", wrong).await.problem(401, "unauthenticated");
    }
    let answer = ask("authorization", format!("bearer {TOKEN}")).await;
    assert!(!answer.headers.contains_key("ratelimit"), "metrics are never rate limited");
    assert!(!answer.expect(200).as_str().unwrap().contains(TOKEN));
    app.finish().await;
}

#[tokio::test]
async fn without_a_token_the_public_port_has_no_metrics() {
    let app = TestApp::with(Options { env: vec![("METRICS_TOKEN", String::new())], ..Options::default() }).await;
    for path in
        ["/metrics", "/%6Detrics", "/%6d%65%74%72%69%63%73", "//metrics", "/./metrics", "/metrics/", "/v1/../metrics"]
    {
        let answer = Raw::ask(&app, &format!("GET {path} HTTP/1.1\r\nhost: a\r\n\r\n")).await;
        assert_eq!(answer.status(), 404, "{path}: {}", answer.text);
    }
    app.finish().await;
}

#[tokio::test]
async fn the_metrics_port_serves_private_addresses_or_the_token() {
    let (open, closed) = (
        TestApp::with(Options { env: vec![("METRICS_TOKEN", String::new())], ..Options::default() }).await,
        TestApp::start().await,
    );
    for (app, expected) in [(&open, 200), (&closed, 401)] {
        let (port, metrics_port) = (free_port(), free_port());
        let mut process = Command::new(env!("CARGO_BIN_EXE_switchboard"));
        let process = process.arg("api").envs(app.env.clone()).env("PORT", port.to_string());
        let mut process = Process::start(process.env("METRICS_PORT", metrics_port.to_string()));
        let url = format!("http://127.0.0.1:{metrics_port}/metrics");
        let answer = eventually("an answer", || async { app.http.get(&url).send().await.ok() }).await;
        assert_eq!(answer.status(), expected);
        if expected == 200 {
            let metrics = Metrics::read(&answer.text().await.unwrap());
            assert_eq!(metrics.of("switchboard_queue_in_redis{queue=\"messages\"}"), 0.0, "queue metrics, too");
            for header in ["x-forwarded-for", "forwarded", "x-real-ip", "via"] {
                let proxied = app.http.get(&url).header(header, "192.0.2.1").send().await.unwrap();
                assert_eq!(proxied.status(), 403, "{header}");
            }
        } else {
            let read = app.http.get(&url).bearer_auth(METRICS_TOKEN).send().await.unwrap();
            assert_eq!(read.status(), 200);
        }
        assert!(process.terminate().await);
    }
    open.finish().await;
    closed.finish().await;
}

#[tokio::test]
async fn workers_and_schedulers_serve_metrics_on_a_configured_port() {
    let app = TestApp::start().await;
    let alice = app.user("alice").await;
    for command in ["worker", "scheduler"] {
        let port = free_port();
        let mut process = Command::new(env!("CARGO_BIN_EXE_switchboard"));
        let mut process =
            Process::start(process.arg(command).envs(app.env.clone()).env("METRICS_PORT", port.to_string()));
        let url = format!("http://127.0.0.1:{port}");
        let get = async |path: &str| app.http.get(format!("{url}{path}")).bearer_auth(METRICS_TOKEN).send().await.ok();
        eventually("an answer", || get("/metrics")).await;
        if command == "worker" {
            let message = alice.send("in_app", "alice").await;
            let path = format!("/v1/jobs/{}", message["job_id"].as_str().unwrap());
            alice.call(alice.request(Method::GET, &path).header("prefer", "wait=20")).await.expect(200);
            let text = get("/metrics").await.unwrap().text().await.unwrap();
            let metrics = Metrics::read(&text);
            assert_eq!(metrics.of(r#"switchboard_jobs_ended_total{kind="message.send",outcome="succeeded"}"#), 1.0);
            assert_eq!(metrics.names("switchboard_queue_"), [""; 0], "the API exposes those");
        }
        assert_eq!(get("/health/live").await.unwrap().status(), 200);
        let problem: Value = get("/v1/me").await.unwrap().json().await.unwrap();
        assert_eq!(problem["code"], "no_such_route");
        assert!(process.terminate().await, "{command} exits cleanly");
    }
    app.abandon().await;
}

#[tokio::test]
async fn transactions_delaying_the_event_log_are_shown_by_database() {
    let app = TestApp::start().await;
    let mut other = app.app.db.begin().await.unwrap();
    sqlx::query("SELECT pg_current_xact_id()").execute(other.conn()).await.unwrap();
    let name: String =
        sqlx::query_scalar("SELECT current_database()::text").fetch_one(app.app.db.pool()).await.unwrap();
    let held_back = shared::events::held_back(app.app.db.pool()).await.unwrap();
    assert!(held_back.seconds > 0.0, "{held_back:?}");
    let metrics = Metrics::now(&app).await;
    // Tests of other databases may have older ones.
    let shown = metrics.names("switchboard_events_held_back_seconds");
    assert_eq!(shown.len(), 1, "{shown:?}");
    assert!(metrics.of(shown[0]) > 0.0 || !shown[0].contains(&name));
    assert!(metrics.of(r#"switchboard_redis_memory_bytes{store="queue"}"#) > 0.0);
    other.rollback().await;
    app.finish().await;
}
