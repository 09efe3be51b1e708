//! A separate application per test: a database, a Redis prefix, a clock, a simulator.

mod caller;
mod database;
mod log;
mod nginx;
mod process;
mod proxy;
mod raw;
mod socket;
mod stream;
pub mod sums;

use std::net::Ipv4Addr;
use std::time::Duration;

use api::run as run_api;
use chrono::TimeDelta;
use redis::AsyncCommands;
use reqwest::Method;
use serde_json::{Value, json};
use shared::accounts::{self, NewUser, Role, RoleAssignment};
use shared::app::App;
use shared::config::{Config, Env};
use shared::ledger::{self, Movement};
use sqlx::{PgConnection, Row};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use worker::Engine;

pub use caller::{Answer, Caller, at};
use database::Database;
pub use database::OldDatabase;
pub use log::Log;
pub use nginx::Nginx;
pub use process::{Process, free_port};
pub use proxy::{Fate, Proxy};
pub use raw::Raw;
pub use socket::Socket;
pub use stream::Stream;

pub const PASSWORD: &str = "correct horse battery";
pub const METRICS_TOKEN: &str = "a token for tests, not a real one";
/// Limits on frequent chat messages.
pub const CHAT_LIMITS: [&str; 6] = [
    "MAX_CONCURRENT_REQUESTS_PER_ACCOUNT",
    "RATE_LIMIT_CHAT_MESSAGES_PER_SECOND",
    "RATE_LIMIT_CHAT_USER_MESSAGES_PER_SECOND",
    "RATE_LIMIT_CHAT_USER_BYTES_PER_MINUTE",
    "RATE_LIMIT_REQUESTS_PER_SECOND",
    "WS_FRAMES_PER_SECOND",
];

/// A running application. A test ends with [`TestApp::finish`], which checks it.
pub struct TestApp {
    pub app: App,
    pub base: String,
    pub simulator: String,
    pub http: reqwest::Client,
    pub env: Vec<(String, String)>,
    engine: Engine,
    database: Database,
    stop: CancellationToken,
    /// Concurrent password hashes: with few cores, the API refuses more.
    hashes: Semaphore,
    finished: bool,
}

/// A test's options.
#[derive(Default)]
pub struct Options {
    /// Variables on top of the defaults.
    pub env: Vec<(&'static str, String)>,
    /// Whether the simulator sends statuses.
    pub statuses: bool,
}

impl TestApp {
    pub async fn start() -> Self {
        Self::with(Options::default()).await
    }

    /// For tests that move the clock by hours: tokens last a day.
    pub async fn for_a_day() -> Self {
        Self::with(Options { env: vec![("JWT_EXPIRATION_MINUTES", "1440".into())], ..Options::default() }).await
    }

    /// For tests with frequent chat messages.
    pub async fn for_chatting() -> Self {
        Self::with(Options { env: CHAT_LIMITS.map(|name| (name, "0".into())).into(), ..Options::default() }).await
    }

    /// Empties this application's Redis prefix.
    pub async fn flush(&self) {
        let mut redis = self.app.redis.shared();
        let keys: Vec<String> = redis.keys(self.app.redis.key("*")).await.unwrap();
        if !keys.is_empty() {
            let _: () = redis.del(keys).await.unwrap();
        }
    }

    pub async fn with(options: Options) -> Self {
        let database = Database::create().await;
        let stop = CancellationToken::new();
        let (api, sim) = (listener().await, listener().await);
        let (base, simulator) = (url(&api), url(&sim));
        let hook = options.statuses.then(|| format!("{base}/v1/hooks/whatsapp"));
        let provider = simulator::whatsapp::Config {
            status_delay: Duration::ZERO,
            ..simulator::whatsapp::Config::test_credentials(hook)
        };
        let plivo = simulator::plivo::Config::test_credentials();
        let gemini = simulator::gemini::Config::test_credentials();
        let payments = simulator::stripe::Config::test_credentials(Some(format!("{base}/v1/hooks/stripe")));
        let mut env: Vec<_> = [
            ("DATABASE_URL", database.url()),
            ("REDIS_URL", required("REDIS_URL")),
            ("REDIS_PREFIX", database.name().to_owned()),
            ("JWT_SECRET", "a secret for tests, not a real one".into()),
            ("BCRYPT_COST", "4".into()),
            // As in `dev`.
            ("SIGNUP_CREDITS_FOR", "all".into()),
            ("METRICS_TOKEN", METRICS_TOKEN.into()),
            // All clients of a test share an address.
            ("MAX_CONNECTIONS_PER_ADDRESS", "10000".into()),
            ("EXTERNAL_SENDING", "open".into()),
            ("DEPOSIT_HOLD_HOURS", "0".into()),
            ("DATA_ENCRYPTION_KEYS", "test:YSBrZXkgZm9yIHRlc3RzLCBub3QgYSByZWFsIG9uZSE=".into()),
            ("WHATSAPP_API_URL", format!("{simulator}/v25.0")),
            ("WHATSAPP_ACCESS_TOKEN", provider.access_token.clone()),
            ("WHATSAPP_PHONE_NUMBER_ID", provider.phone_number_id.clone()),
            ("WHATSAPP_APP_SECRET", provider.app_secret.clone()),
            ("WHATSAPP_VERIFY_TOKEN", provider.verify_token.clone()),
            ("PLIVO_BASE_URL", simulator.clone()),
            ("PLIVO_AUTH_ID", plivo.auth_id.clone()),
            ("PLIVO_AUTH_TOKEN", plivo.auth_token.clone()),
            ("PLIVO_SOURCE", plivo.source.clone()),
            ("GEMINI_BASE_URL", simulator.clone()),
            ("GEMINI_API_KEY", gemini.api_key.clone()),
            ("STRIPE_BASE_URL", format!("{simulator}/stripe")),
            ("STRIPE_SECRET_KEY", payments.secret_key.clone()),
            ("STRIPE_WEBHOOK_SECRET", payments.webhook_secret.clone()),
            ("STRIPE_PRICE_ID_PRO", payments.pro_price_id.clone()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        env.retain(|(name, _)| options.env.iter().all(|(other, _)| other != name));
        env.extend(options.env.into_iter().map(|(name, value)| (name.to_owned(), value)));
        let app = App::build(Config::read(Env::from_iter(env.clone())).unwrap()).unwrap();
        tokio::spawn(run_api(app.clone(), api, stop.clone()));
        let simulated = simulator::Config { whatsapp: provider, plivo, stripe: payments, gemini };
        tokio::spawn(simulator::run(simulated, sim, stop.clone()));
        let engine = Engine::new(app.clone()).unwrap();
        let http = reqwest::Client::new();
        Self { app, base, simulator, http, env, engine, database, stop, hashes: Semaphore::new(4), finished: false }
    }

    /// A signed-up user: 100 credits.
    pub async fn user(&self, username: &str) -> Caller<'_> {
        let body = json!({"username": username, "password": PASSWORD});
        {
            let _hashing = self.hashes.acquire().await.unwrap();
            self.anonymous().post("/v1/auth/signup", &body).await.expect(201);
        }
        self.log_in(username).await
    }

    /// A user with a role, without credits.
    pub async fn user_with_role(&self, username: &str, role: Role) -> Caller<'_> {
        self.user_in(username, role).await
    }

    /// A business owner of a reseller, without credits.
    pub async fn business_owner(&self, username: &str, reseller: &Caller<'_>) -> Caller<'_> {
        let reseller = reseller.id().await.parse().unwrap();
        self.user_in(username, RoleAssignment::business_owner(reseller)).await
    }

    async fn user_in(&self, username: &str, place: impl Into<RoleAssignment>) -> Caller<'_> {
        accounts::create_user(&self.app, &NewUser::named(username, PASSWORD), place).await.unwrap();
        self.log_in(username).await
    }

    pub async fn admin(&self) -> Caller<'_> {
        self.user_with_role("the_admin", Role::Admin).await
    }

    /// Money for a user, in minor units.
    pub async fn fund(&self, caller: &Caller<'_>, minor: i64) {
        let user = caller.id().await.parse().unwrap();
        let (currency, now) = (&self.app.config.money.currency, self.app.clock.now());
        let mut tx = self.app.db.begin().await.unwrap();
        ledger::ensure_wallets(&mut tx, &[user], currency, now).await.unwrap();
        let funding = ledger::post_all(&mut tx, currency, &[Movement::funding(user, minor)], now).await.unwrap();
        funding.unwrap();
        tx.commit().await.unwrap();
    }

    /// A program with an API key.
    pub fn program(&self, key: &Value) -> Caller<'_> {
        Caller::new(self, Some(key["key"].as_str().unwrap().into()))
    }

    pub fn anonymous(&self) -> Caller<'_> {
        Caller::new(self, None)
    }

    pub async fn log_in(&self, username: &str) -> Caller<'_> {
        let body = json!({"username": username, "password": PASSWORD});
        let _hashing = self.hashes.acquire().await.unwrap();
        let login = self.anonymous().post("/v1/auth/token", &body).await.expect(200);
        Caller::new(self, Some(login["access_token"].as_str().unwrap().into()))
    }

    /// Runs all due jobs; returns the number of attempts.
    pub async fn drain_jobs(&self) -> usize {
        worker::drain(&self.engine).await.unwrap()
    }

    async fn open_jobs(&self) -> i64 {
        self.count("SELECT count(*) FROM jobs WHERE finished_at IS NULL").await
    }

    /// Waits until others end all jobs.
    pub async fn jobs_ended(&self) {
        eventually("all jobs ended", || async { (self.open_jobs().await == 0).then_some(()) }).await;
    }

    /// Moves the clock.
    pub fn advance(&self, by: TimeDelta) {
        self.app.clock.advance(by);
    }

    /// Stops the clock: only [`Self::advance`] moves it then.
    pub fn stop_clock(&self) {
        self.app.clock.stop();
    }

    /// Resumes the clock.
    pub fn start_clock(&self) {
        self.app.clock.start();
    }

    /// A subscription to one of its channels.
    pub async fn subscribe(&self, channel: &str) -> redis::aio::PubSub {
        let mut subscription = self.app.redis.pubsub().await.unwrap();
        subscription.subscribe(self.app.redis.key(channel)).await.unwrap();
        subscription
    }

    /// Makes Postgres unavailable for a while.
    pub async fn lose_database(&self, time: Duration) {
        self.database.lose(time).await;
    }

    /// Its database's number of transactions; cuts all connections.
    pub async fn transactions(&self) -> i64 {
        self.database.transactions().await
    }

    /// Makes Postgres refuse all writes.
    pub async fn demote_database(&self) {
        self.database.demote().await;
    }

    /// Makes it writable again.
    pub async fn promote_database(&self) {
        self.database.promote().await;
    }

    /// A simulator response, unwrapped.
    pub async fn simulated(&self, path: &str) -> Value {
        let answer = self.http.get(format!("{}/simulator/whatsapp/{path}", self.simulator)).send().await.unwrap();
        answer.json::<Value>().await.unwrap()["data"].take()
    }

    /// A number's text messages, newest first.
    pub async fn texts(&self, to: &str) -> Vec<String> {
        let request = self.http.get(format!("{}/simulator/plivo/messages", self.simulator)).query(&[("to", to)]);
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        answer["data"].as_array().unwrap().iter().map(|it| it["text"].as_str().unwrap().to_owned()).collect()
    }

    /// The model's calls, newest first.
    pub async fn model_calls(&self) -> Vec<Value> {
        let answer = self.http.get(format!("{}/simulator/gemini/requests", self.simulator)).send().await.unwrap();
        answer.json::<Value>().await.unwrap()["data"].as_array().unwrap().clone()
    }

    /// A number's newest one-time code.
    pub async fn code(&self, to: &str) -> String {
        let text = self.texts(to).await.into_iter().next().unwrap_or_else(|| panic!("no text message to {to}"));
        text.chars().take_while(char::is_ascii_digit).collect()
    }

    /// Calls a control of simulated Stripe.
    pub async fn stripe(&self, method: Method, path: &str, body: &Value) -> Value {
        let request = self.http.request(method, format!("{}/simulator/stripe/{path}", self.simulator));
        let answer = request.json(body).send().await.unwrap();
        assert!(answer.status().is_success(), "{}: {}", answer.status(), answer.text().await.unwrap());
        answer.json().await.unwrap()
    }

    /// Calls a simulator control.
    pub async fn control(&self, method: Method, path: &str, body: &Value) -> Value {
        let request = self.http.request(method, format!("{}/simulator/whatsapp/{path}", self.simulator));
        let answer = request.json(body).send().await.unwrap();
        assert!(answer.status().is_success(), "{}: {}", answer.status(), answer.text().await.unwrap());
        answer.json().await.unwrap_or_default()
    }

    /// Runs an SQL count, for state that the API does not expose.
    pub async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query(sql).fetch_one(self.app.db.pool()).await.unwrap().get(0)
    }

    /// Checks that no job is open, the ledger adds up, and nothing is left in Redis.
    pub async fn finish(mut self) {
        self.finished = true;
        assert_eq!(self.open_jobs().await, 0, "jobs were left behind");
        let proof = shared::ledger_audit::prove(&self.app, true).await.unwrap();
        assert!(proof.holds, "the ledger does not add up: {proof:?}");
        sums::check(&self.app).await;
        sums::fold(&self.app).await;
        sums::check(&self.app).await;
        self.check_event_types().await;
        let mut redis = self.app.redis.shared();
        let stray: Vec<String> = redis.keys(self.app.redis.key("queue:*")).await.unwrap();
        assert!(stray.is_empty(), "left in Redis: {stray:?}");
        self.clean().await;
    }

    /// Compares the types of all events, except those recorded by tests, with docs/events.md.
    async fn check_event_types(&self) {
        let page = include_str!("../../../docs/events.md");
        let documented: Vec<_> =
            page.lines().filter_map(|line| line.strip_prefix("| `")?.split(" | ").next()).collect();
        let sql = "SELECT DISTINCT type FROM events WHERE type <> 'test' AND type NOT LIKE 'test.%'";
        let types: Vec<String> = sqlx::query_scalar(sql).fetch_all(self.app.db.pool()).await.unwrap();
        for kind in types {
            let is_documented = documented.iter().any(|cell| cell.split([',', ' ', '`']).any(|it| it == kind));
            assert!(is_documented, "docs/events.md has no row for {kind}");
        }
    }

    /// Ends without checks; for tests that break the ledger on purpose.
    pub async fn abandon(mut self) {
        self.finished = true;
        self.clean().await;
    }

    async fn clean(&self) {
        self.stop.cancel();
        let mut redis = self.app.redis.shared();
        let keys: Vec<String> = redis.keys(self.app.redis.key("*")).await.unwrap_or_default();
        for key in keys {
            let _: () = redis.del(key).await.unwrap();
        }
        self.app.close().await;
        self.database.drop().await;
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.stop.cancel();
        if !self.finished && !std::thread::panicking() {
            panic!("end the test with finish(), which checks the ledger");
        }
    }
}

/// Polls until `found` is `Some`; fails after ten seconds.
pub async fn eventually<T, F: Future<Output = Option<T>>>(what: &str, found: impl FnMut() -> F) -> T {
    within(Duration::from_secs(10), what, found).await
}

/// Polls until `found` is `Some`; fails after `timeout`.
pub async fn within<T, F: Future<Output = Option<T>>>(
    timeout: Duration,
    what: &str,
    mut found: impl FnMut() -> F,
) -> T {
    let search = async {
        loop {
            if let Some(value) = found().await {
                return value;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(timeout, search).await.unwrap_or_else(|_| panic!("timed out waiting for: {what}"))
}

/// Table rows read by a connection until shortly before its transaction began; for differences within one.
pub async fn rows_read(connection: &mut PgConnection) -> i64 {
    let sql =
        "SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)::bigint FROM pg_stat_xact_user_tables";
    sqlx::query_scalar(sql).fetch_one(connection).await.unwrap()
}

pub fn required(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run the tests by `make test`"))
}

async fn listener() -> TcpListener {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap()
}

fn url(listener: &TcpListener) -> String {
    format!("http://{}", listener.local_addr().unwrap())
}
