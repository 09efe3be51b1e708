//! The measured system.

use std::fmt;
use std::process::Command;

use anyhow::{Context, bail};
use serde::Serialize;
use sqlx::{Connection, PgConnection};

use crate::env::{Servers, info_field};

/// The machine, the servers and the build.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Machine {
    cores: usize,
    /// Load average of the last minute before the start; null if unavailable.
    load: Option<f64>,
    os: &'static str,
    arch: &'static str,
    optimised: bool,
    /// The commit, with `-dirty` for uncommitted changes.
    commit: String,
    postgres: String,
    /// The server's `fsync` and `synchronous_commit`.
    fsync: String,
    synchronous_commit: String,
    redis: String,
}

impl Machine {
    pub(crate) async fn describe(servers: &Servers) -> anyhow::Result<Self> {
        let mut db = PgConnection::connect(&servers.database_url).await.context("Postgres")?;
        let (postgres, fsync, synchronous_commit) = sqlx::query_as(
            "SELECT current_setting('server_version'), current_setting('fsync'), current_setting('synchronous_commit')",
        )
        .fetch_one(&mut db)
        .await?;
        let redis = redis::Client::open(servers.redis_url.as_str())?;
        let mut redis = redis.get_multiplexed_async_connection().await.context("Redis")?;
        let info: String = redis::cmd("INFO").arg("server").query_async(&mut redis).await?;
        Ok(Self {
            cores: std::thread::available_parallelism()?.get(),
            load: load(),
            os: std::env::consts::OS,
            arch: std::env::consts::ARCH,
            optimised: !cfg!(debug_assertions),
            commit: commit(),
            postgres,
            fsync,
            synchronous_commit,
            redis: info_field(&info, "redis_version").unwrap_or("unknown").to_owned(),
        })
    }

    /// Fails if a power failure could lose a commit.
    pub(crate) fn must_be_durable(&self) -> anyhow::Result<()> {
        if self.fsync != "on" || self.synchronous_commit != "on" {
            bail!("fsync is {}, synchronous_commit is {}: both must be on", self.fsync, self.synchronous_commit);
        }
        Ok(())
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let build = if self.optimised { "release" } else { "debug" };
        write!(f, "{} cores ({} {}), ", self.cores, self.os, self.arch)?;
        if let Some(load) = self.load {
            write!(f, "load {load:.1} before, ")?;
        }
        writeln!(f, "{build} build of {}", self.commit)?;
        write!(
            f,
            "Postgres {} (fsync {}, synchronous_commit {}), Redis {}",
            self.postgres, self.fsync, self.synchronous_commit, self.redis
        )
    }
}

fn load() -> Option<f64> {
    std::fs::read_to_string("/proc/loadavg").ok()?.split_whitespace().next()?.parse().ok()
}

fn commit() -> String {
    let git = Command::new("git").args(["describe", "--always", "--dirty", "--abbrev=12", "--exclude", "*"]).output();
    let text = git.ok().filter(|git| git.status.success()).and_then(|git| String::from_utf8(git.stdout).ok());
    text.map_or_else(|| "unknown".into(), |text| text.trim().to_owned())
}

/// Raises the open file limit of this process and its children to the system's maximum: each waiting connection takes
/// one.
pub(crate) fn allow_many_files() -> anyhow::Result<()> {
    rlimit::increase_nofile_limit(65_536).context("the limit of open files")?;
    Ok(())
}
