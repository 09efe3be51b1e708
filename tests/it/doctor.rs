//! `switchboard doctor`, against healthy and broken servers.

use serde_json::Value;
use sqlx::{AssertSqlSafe, Executor};

use crate::command_line::run;
use crate::harness::{Process, TestApp, free_port};

type Env = Vec<(String, String)>;

/// The result of one run.
struct Findings {
    fails: bool,
    checks: Vec<(String, String, String)>,
}

impl Findings {
    /// Asserts that a check has this verdict and that its text contains these words.
    #[track_caller]
    fn expect(&self, about: &str, verdict: &str, words: &str) {
        let found = self.checks.iter().any(|(it, found, says)| it == about && found == verdict && says.contains(words));
        assert!(found, "{about}, {verdict}, {words}: {:?}", self.checks);
        assert!(verdict != "problem" || self.fails);
    }

    #[track_caller]
    fn expect_no_problem(&self) {
        assert!(!self.fails && self.checks.iter().all(|(_, verdict, _)| verdict != "problem"), "{:?}", self.checks);
    }
}

/// Runs the doctor with text and JSON output; asserts that neither contains a secret.
fn examine(env: &Env) -> Findings {
    let (text, output) = (run(env, &["doctor"], ""), run(env, &["doctor", "--json"], ""));
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let field = |check: &Value, name: &str| check[name].as_str().unwrap().to_owned();
    let checks: Vec<_> = json["checks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| ["about", "verdict", "says"].map(|name| field(it, name)))
        .collect();
    let lines = String::from_utf8(text.stdout).unwrap();
    assert_eq!(lines.lines().count(), checks.len(), "{lines}");
    let fails = !output.status.success();
    assert_eq!((fails, fails), (json["verdict"] == "problem", !text.status.success()), "{lines}");
    for printed in [
        &lines,
        &String::from_utf8_lossy(&output.stdout).into_owned(),
        &String::from_utf8_lossy(&text.stderr).into_owned(),
    ] {
        for secret in secrets(env) {
            assert!(!printed.contains(&secret), "a secret: {printed}");
        }
    }
    Findings { fails, checks: checks.into_iter().map(|[about, verdict, says]| (about, verdict, says)).collect() }
}

/// Passwords in URLs, and variables whose names denote secrets.
fn secrets(env: &Env) -> Vec<String> {
    let is_secret = |name: &str| name.contains("SECRET") || name.contains("TOKEN");
    let in_url = |value: &str| reqwest::Url::parse(value).ok().and_then(|url| url.password().map(str::to_owned));
    let found =
        env.iter().filter_map(|(name, value)| if is_secret(name) { Some(value.clone()) } else { in_url(value) });
    found.filter(|secret| !secret.is_empty()).collect()
}

fn with(app: &TestApp, variables: &[(&str, &str)]) -> Env {
    let mut env = app.env.clone();
    // Connections to the simulator bypass any proxy of this machine.
    env.extend(
        ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
            .map(|name| (name.into(), String::new())),
    );
    env.extend(variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    env
}

fn port_of(url: &str) -> &str {
    url.rsplit(':').next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_healthy_installation_has_no_problems() {
    let app = TestApp::start().await;
    let found = examine(&with(&app, &[("PORT", port_of(&app.base))]));
    found.expect_no_problem();
    for (about, words) in [
        ("configuration", "every variable"),
        ("secret", "random"),
        ("exposure", "without a known danger"),
        ("queues", "messages, whatsapp, completions, stripe"),
        ("postgres", "version"),
        ("clock", "agrees"),
        ("migrations", "all"),
        ("postgres_writes", "may write"),
        ("redis", "version"),
        ("redis_writes", "may"),
        ("api_port", "healthy"),
        ("whatsapp", "can be reached"),
        ("stripe", "can be reached"),
        ("subscriptions", "price_simulator_pro"),
        ("gemini", "can be reached"),
    ] {
        found.expect(about, "ok", words);
    }
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_problem_is_reported() {
    let app = TestApp::start().await;
    let own = |name: &str| app.env.iter().find(|(it, _)| it == name).unwrap().1.clone();
    let wrong_password = |name: &str| {
        let mut url = reqwest::Url::parse(&own(name)).unwrap();
        url.set_password(Some("not-the-password")).unwrap();
        url.to_string()
    };
    let (database, cache) = (wrong_password("DATABASE_URL"), wrong_password("REDIS_URL"));
    let read_only =
        format!("{}?options=-c%20default_transaction_read_only%3Don", own("DATABASE_URL").split('?').next().unwrap());
    let missing = own("DATABASE_URL").replace("/test_", "/no_such_database_");
    let not_tls = app.base.replace("http", "https");
    for (name, value, about, words) in [
        ("DATABASE_URL", "postgres://u:not-the-password@127.0.0.1:1/x", "postgres", "127.0.0.1:1 can't be used"),
        ("DATABASE_URL", &database, "postgres", "user and password"),
        ("DATABASE_URL", &missing, "postgres", "create the database"),
        ("DATABASE_URL", "mysql://127.0.0.1", "configuration", "must be a URL of Postgres"),
        ("DATABASE_URL", "sqlite://a-file.db", "configuration", "must be a URL of Postgres"),
        ("DATABASE_URL", &read_only, "postgres_writes", "takes no writes"),
        ("DATABASE_URL", "", "configuration", "DATABASE_URL is missing"),
        ("REDIS_URL", "redis://:not-the-password@127.0.0.1:1", "redis", "127.0.0.1:1 can't be used"),
        ("REDIS_URL", &cache, "redis", "password in REDIS_URL"),
        ("REDIS_URL", "http://127.0.0.1", "redis", "not a Redis URL"),
        ("JWT_SECRET", "too-short", "configuration", "at least 32 bytes"),
        ("JWT_SECRET", "fake-secret-for-the-sample-file-make-your-own", "exposure", "sample file"),
        ("TRUSTED_PROXIES", "10.0.0.0/33", "configuration", "no address or CIDR network"),
        ("TRUSTED_PROXIES", "0.0.0.0/0", "exposure", "every address"),
        ("PROXY_PROTOCOL", "v1", "configuration", "must be off or v2"),
        ("WORKER_QUEUES", "messages,smoke", "queues", "no queue smoke"),
        ("WHATSAPP_APP_SECRET", "", "configuration", "half set up: WHATSAPP_APP_SECRET"),
        ("WHATSAPP_API_URL", "ftp://127.0.0.1", "whatsapp", "no http(s) URL"),
        ("WHATSAPP_API_URL", "http://127.0.0.1:1", "whatsapp", "127.0.0.1:1 can't be reached"),
        // A server that listens there without TLS.
        ("WHATSAPP_API_URL", &not_tls, "whatsapp", "can't be reached"),
        ("STRIPE_WEBHOOK_SECRET", "", "configuration", "half set up: STRIPE_WEBHOOK_SECRET"),
        ("STRIPE_BASE_URL", "http://127.0.0.1:1", "stripe", "127.0.0.1:1 can't be reached"),
        ("GEMINI_BASE_URL", "http://127.0.0.1:1", "gemini", "127.0.0.1:1 can't be reached"),
        ("PORT", port_of(&app.simulator), "api_port", "another program"),
        ("BIND", "192.0.2.1", "api_port", "no address of this machine"),
    ] {
        examine(&with(&app, &[(name, value)])).expect(about, "problem", words);
    }
    let found = examine(&with(&app, &[("JWT_SECRET", &"ab".repeat(20))]));
    found.expect("secret", "warning", "different characters");
    found.expect_no_problem();
    for (variables, words) in [
        (&[("RATE_LIMIT_LOGINS_PER_ADDRESS", "0")][..], "TRUSTED_PROXIES is not set"),
        (&[("PUBLIC_URL", "https://api.example.test")], "ALLOWED_HOSTS is not set"),
        (&[("PUBLIC_URL", "http://api.example.test"), ("ALLOWED_HOSTS", "api.example.test")], "PUBLIC_URL is http"),
    ] {
        let found = examine(&with(&app, variables));
        found.expect("exposure", "warning", words);
        found.expect_no_problem();
    }
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_another_version_is_reported() {
    let app = TestApp::start().await;
    let newest = "version = (SELECT max(version) FROM _sqlx_migrations)";
    let insert = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)";
    for (change, verdict, words) in [
        (format!("{insert} VALUES (9999, 'of a newer binary', true, '', 0)"), "warning", "newer than this binary"),
        (format!("UPDATE _sqlx_migrations SET success = false WHERE {newest}"), "problem", "9999 broke off"),
        (format!("DELETE FROM _sqlx_migrations WHERE {newest}"), "ok", "all"),
        (format!("UPDATE _sqlx_migrations SET checksum = '' WHERE {newest}"), "problem", "not the one of this binary"),
        (format!("DELETE FROM _sqlx_migrations WHERE {newest}"), "problem", "1 of"),
        ("DROP TABLE _sqlx_migrations".into(), "problem", "run `switchboard migrate`"),
    ] {
        app.app.db.pool().execute(AssertSqlSafe(change)).await.unwrap();
        let found = examine(&with(&app, &[]));
        found.expect("migrations", verdict, words);
        assert_eq!(found.fails, verdict == "problem");
    }
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stalled_event_log_is_reported() {
    let app = TestApp::start().await;
    app.user("alice").await;
    // Transactions of other tests hold it back, too, but not for ten seconds.
    let long_ago = "SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0)::bigint
        FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND datname = current_database()";
    let mut other = app.app.db.begin().await.unwrap();
    sqlx::query("SELECT pg_current_xact_id()").execute(other.conn()).await.unwrap();
    // Periodic statements, since Postgres ends idle transactions.
    while app.count(long_ago).await < 11 {
        sqlx::query("SELECT pg_sleep(0.5)").execute(other.conn()).await.unwrap();
    }
    examine(&with(&app, &[])).expect("event_log", "warning", "in this database");
    other.rollback().await;
    // As after the restore of a dump of a server that has had more transactions.
    app.app.db.pool().execute("UPDATE events SET xact = xact + 1000000").await.unwrap();
    examine(&with(&app, &[])).expect("event_log", "problem", "After a dump and restore");
    app.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn scarce_memory_shared_by_queues_and_caches_is_reported() {
    let app = TestApp::start().await;
    let (mut server, url) = Process::redis(free_port()).await;
    let mut redis = redis::Client::open(url.as_str()).unwrap().get_multiplexed_async_connection().await.unwrap();
    let set = |name: &'static str, value: &'static str| redis::cmd("CONFIG").arg("SET").arg(name).arg(value).to_owned();
    set("maxmemory", "192mb").exec_async(&mut redis).await.unwrap();
    let apart = &[("REDIS_URL", url.as_str()), ("CACHE_REDIS_URL", url.as_str())];
    examine(&with(&app, &apart[..1])).expect("redis_memory", "warning", "share 192 MB");
    let found = examine(&with(&app, apart));
    found.expect("redis_memory", "ok", "nothing is evicted");
    found.expect("redis_cache_memory", "warning", "allkeys-lru");
    set("maxmemory", "256mb").exec_async(&mut redis).await.unwrap();
    examine(&with(&app, &apart[..1])).expect("redis_memory", "ok", "nothing is evicted");
    set("maxmemory-policy", "allkeys-lru").exec_async(&mut redis).await.unwrap();
    examine(&with(&app, apart)).expect("redis_cache_memory", "ok", "as a cache needs it");
    server.kill();
    app.finish().await;
}
