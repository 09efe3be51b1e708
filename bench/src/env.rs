//! A scenario's environment: a database, a Redis prefix, and its processes' variables.

use std::io::Write;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, bail};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgPool};

use crate::client::{PASSWORD, User};
use crate::process::Process;
use crate::process::folder;

/// More than any scenario spends.
const CREDITS: &str = "1000000";
/// Signs access tokens.
pub(crate) const JWT_SECRET: &str = "a secret for benchmarks, not a real one";

/// The processes' servers.
#[derive(Debug, Clone)]
pub(crate) struct Servers {
    /// Its role may create databases.
    pub(crate) database_url: String,
    pub(crate) redis_url: String,
}

impl Servers {
    /// Those in the environment.
    pub(crate) fn given() -> anyhow::Result<Self> {
        Ok(Self { database_url: required("DATABASE_URL")?, redis_url: required("REDIS_URL")? })
    }
}

pub(crate) struct Env {
    program: PathBuf,
    name: String,
    server: PgConnectOptions,
    variables: Vec<(String, String)>,
    /// Log files of started processes.
    pub(crate) logs: Vec<PathBuf>,
    /// For direct queries.
    pub(crate) db: PgPool,
    redis: redis::Client,
    pub(crate) http: reqwest::Client,
}

/// An API process that is ready.
pub(crate) struct Api {
    pub(crate) process: Process,
    pub(crate) base: String,
}

impl Env {
    /// A new database with all migrations, and nothing running.
    pub(crate) async fn create(scenario: &str, program: PathBuf, servers: &Servers) -> anyhow::Result<Self> {
        let server: PgConnectOptions = servers.database_url.parse()?;
        let name = format!("bench_{scenario}_{}", uuid::Uuid::now_v7().simple());
        let options = server.clone().database(&name);
        let variables = [
            ("DATABASE_URL", options.to_url_lossy().to_string()),
            ("REDIS_URL", servers.redis_url.clone()),
            ("REDIS_PREFIX", name.clone()),
            ("JWT_SECRET", JWT_SECRET.into()),
            ("BCRYPT_COST", "4".into()),
            ("SIGNUP_CREDITS", CREDITS.into()),
            ("SIGNUP_CREDITS_FOR", "all".into()),
            ("EXTERNAL_SENDING", "open".into()),
            ("EXTERNAL_SENDS_PER_ACCOUNT_PER_DAY", "0".into()),
            ("SHARED_NUMBER_SENDS_PER_HOUR", "0".into()),
            ("SHARED_NUMBER_SENDS_PER_DAY", "0".into()),
            ("DEPOSIT_HOLD_HOURS", "0".into()),
            ("RATE_LIMIT_REQUESTS_PER_SECOND", "0".into()),
            ("RATE_LIMIT_SIGNUPS_PER_HOUR", "0".into()),
            ("MAX_CONNECTIONS_PER_ADDRESS", "0".into()),
        ];
        let redis = redis::Client::open(servers.redis_url.as_str())?;
        let mut admin = server.clone().connect().await?;
        admin.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await?;
        admin.close().await?;
        let db = PgPoolOptions::new().max_connections(2).connect_lazy_with(options);
        let variables = variables.map(|(name, value)| (name.to_owned(), value)).into();
        let http = reqwest::Client::new();
        let mut env = Self { program, name, server, variables, logs: Vec::new(), db, redis, http };
        match env.migrate().await {
            Ok(()) => Ok(env),
            Err(error) => {
                env.clear().await?;
                Err(error)
            }
        }
    }

    async fn migrate(&mut self) -> anyhow::Result<()> {
        self.start(&["migrate"])?.finish().await
    }

    /// Sets a variable of processes started later.
    pub(crate) fn set(&mut self, variable: &str, value: impl Into<String>) {
        self.variables.retain(|(name, _)| name != variable);
        self.variables.push((variable.to_owned(), value.into()));
    }

    /// Starts the program.
    pub(crate) fn start(&mut self, args: &[&str]) -> anyhow::Result<Process> {
        let scenario = self.name.split('_').nth(1).unwrap_or_default();
        let log = format!("{scenario}-{}-{}.log", self.logs.len() + 1, args.first().copied().unwrap_or_default());
        let log = folder()?.join(log);
        self.logs.push(log.clone());
        Process::start(&self.program, args, &self.variables, log)
    }

    /// Creates an administrator, with the benchmarks' password.
    pub(crate) fn create_admin(&self, name: &str) -> anyhow::Result<()> {
        let args = ["user", "create", "--username", name, "--role", "admin", "--password-stdin"];
        let mut command = Command::new(&self.program);
        command.args(args).env_clear().envs(self.variables.iter().map(|(name, value)| (name, value))).current_dir("/");
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        if let Some(mut input) = child.stdin.take() {
            writeln!(input, "{PASSWORD}")?;
        }
        if !child.wait()?.success() {
            bail!("no administrator could be created");
        }
        Ok(())
    }

    /// Starts an API process and waits for readiness.
    pub(crate) async fn api(&mut self) -> anyhow::Result<Api> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        self.set("PORT", port.to_string());
        let mut process = self.start(&["api"])?;
        let base = format!("http://127.0.0.1:{port}");
        for _ in 0..1000 {
            process.check()?;
            let ready = self.http.get(format!("{base}/health/ready")).send().await;
            if ready.is_ok_and(|ready| ready.status().is_success()) {
                return Ok(Api { process, base });
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        bail!("the API did not get ready")
    }

    /// Starts a worker.
    pub(crate) fn worker(&mut self) -> anyhow::Result<Process> {
        self.start(&["worker"])
    }

    /// Signs up and logs in a user.
    pub(crate) async fn user(&self, api: &Api, name: &str) -> anyhow::Result<User> {
        let user = User::sign_up(self.http.clone(), &api.base, name).await?;
        self.raise_quotas(name).await?;
        Ok(user)
    }

    /// In a scenario one account does the work of many.
    async fn raise_quotas(&self, username: &str) -> anyhow::Result<()> {
        let raise = "INSERT INTO user_quotas (user_id, name, amount, updated_at)
            SELECT users.id, quota, 2000, now() FROM users, UNNEST($2::text[]) AS quota WHERE username = $1";
        let quotas = ["streams", "sockets", "owned_conversations", "groups_per_hour", "members_per_hour"];
        sqlx::query(raise).bind(username).bind(quotas.map(str::to_owned)).execute(&self.db).await?;
        Ok(())
    }

    /// Several users.
    pub(crate) async fn users(&self, api: &Api, count: usize) -> anyhow::Result<Vec<User>> {
        let mut users = Vec::with_capacity(count);
        for number in 0..count {
            users.push(self.user(api, &format!("sender{number}")).await?);
        }
        Ok(users)
    }

    /// A copy of the current database, without other connections. It is dropped with this.
    pub(crate) async fn copy(&self, suffix: &str) -> anyhow::Result<PgConnectOptions> {
        let (original, copy) = (&self.name, format!("{}_{suffix}", self.name));
        let mut admin = self.server.connect().await?;
        admin.execute(AssertSqlSafe(format!("CREATE DATABASE {copy} TEMPLATE {original}"))).await?;
        admin.close().await?;
        Ok(self.server.clone().database(&copy))
    }

    /// Whether a job waits or runs.
    pub(crate) async fn has_open_jobs(&self) -> anyhow::Result<bool> {
        // Each half has an index; counting all rows would load the server.
        let open = "SELECT EXISTS (
                SELECT FROM jobs WHERE enqueued_at IS NULL AND lease_expires_at IS NULL AND finished_at IS NULL)
            OR EXISTS (SELECT FROM jobs WHERE state IN ('queued', 'retrying') AND enqueued_at IS NOT NULL)
            OR EXISTS (SELECT FROM jobs WHERE state = 'running' AND lease_expires_at IS NOT NULL)";
        Ok(sqlx::query_scalar(open).fetch_one(&self.db).await?)
    }

    /// Memory of the Redis server, and the number of keys of this environment.
    pub(crate) async fn redis_use(&self) -> anyhow::Result<(f64, usize)> {
        let mut redis = self.redis.get_multiplexed_async_connection().await?;
        let info: String = redis::cmd("INFO").arg("memory").query_async(&mut redis).await?;
        let used = info_field(&info, "used_memory").context("used_memory")?.trim().parse()?;
        Ok((used, self.keys().await?.len()))
    }

    /// This environment's Redis keys.
    pub(crate) async fn keys(&self) -> anyhow::Result<Vec<String>> {
        let mut redis = self.redis.get_multiplexed_async_connection().await?;
        let (mut keys, mut cursor) = (Vec::new(), 0_u64);
        loop {
            let mut scan = redis::cmd("SCAN");
            scan.arg(cursor).arg("MATCH").arg(format!("{}*", self.name)).arg("COUNT").arg(1000);
            let (next, found): (u64, Vec<String>) = scan.query_async(&mut redis).await?;
            keys.extend(found);
            if next == 0 {
                return Ok(keys);
            }
            cursor = next;
        }
    }

    /// Removes everything.
    pub(crate) async fn clear(self) -> anyhow::Result<()> {
        self.db.close().await;
        let mut redis = self.redis.get_multiplexed_async_connection().await?;
        for key in self.keys().await? {
            let _: () = redis::cmd("DEL").arg(key).query_async(&mut redis).await?;
        }
        let mut admin = self.server.connect().await?;
        let ours =
            sqlx::query_scalar("SELECT datname FROM pg_database WHERE starts_with(datname, $1)").bind(&self.name);
        let names: Vec<String> = ours.fetch_all(&mut admin).await?;
        for name in names {
            admin.execute(AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"))).await?;
        }
        Ok(admin.close().await?)
    }
}

/// A required variable.
fn required(name: &str) -> anyhow::Result<String> {
    std::env::var(name).with_context(|| format!("{name} is not set: run `make bench`, which starts private servers"))
}

/// A field of Redis INFO.
pub(crate) fn info_field<'a>(info: &'a str, name: &str) -> Option<&'a str> {
    info.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
}
