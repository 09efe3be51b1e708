//! This run's private Postgres and Redis, which may be stopped, killed and paused: always by `scripts/services`,
//! which knows their process ids.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

use crate::env::Servers;

#[derive(Debug, Clone, Copy, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub(crate) enum Server {
    Postgres,
    Redis,
}

pub(crate) struct Services {
    script: PathBuf,
    redis: redis::Client,
}

impl Services {
    /// Starts missing servers. Other servers in the environment are ignored: only these are ever broken.
    pub(crate) async fn up(script: &Path) -> anyhow::Result<(Self, Servers)> {
        let exports = run(script, &["up", "chaos"]).await?;
        let value = |name: &str| {
            let line = exports.lines().find_map(|line| line.strip_prefix(&format!("export {name}=")));
            line.map(|value| value.trim_matches('\'').to_owned()).with_context(|| format!("no {name}"))
        };
        let servers = Servers { database_url: value("DATABASE_URL")?, redis_url: value("REDIS_URL")? };
        let redis = redis::Client::open(servers.redis_url.as_str())?;
        Ok((Self { script: script.to_owned(), redis }, servers))
    }

    pub(crate) async fn stop(&self, server: Server) -> anyhow::Result<()> {
        self.act("stop", server).await
    }

    pub(crate) async fn kill(&self, server: Server) -> anyhow::Result<()> {
        self.act("kill", server).await
    }

    pub(crate) async fn pause(&self, server: Server) -> anyhow::Result<()> {
        self.act("pause", server).await
    }

    pub(crate) async fn resume(&self, server: Server) -> anyhow::Result<()> {
        self.act("resume", server).await
    }

    pub(crate) async fn start(&self, server: Server) -> anyhow::Result<()> {
        self.act("start", server).await
    }

    async fn act(&self, action: &str, server: Server) -> anyhow::Result<()> {
        run(&self.script, &[action, "chaos", server.into()]).await.map(drop)
    }

    pub(crate) async fn flush_redis(&self) -> anyhow::Result<()> {
        let mut redis = self.redis.get_multiplexed_async_connection().await?;
        Ok(redis::cmd("FLUSHALL").query_async(&mut redis).await?)
    }

    /// Drops loaded scripts and all connections.
    pub(crate) async fn drop_scripts_and_connections(&self) -> anyhow::Result<()> {
        let mut redis = self.redis.get_multiplexed_async_connection().await?;
        redis::cmd("SCRIPT").arg("FLUSH").exec_async(&mut redis).await?;
        for kind in ["pubsub", "normal"] {
            redis::cmd("CLIENT").arg("KILL").arg("TYPE").arg(kind).exec_async(&mut redis).await?;
        }
        Ok(())
    }
}

async fn run(script: &Path, args: &[&str]) -> anyhow::Result<String> {
    let mut command = Command::new(script);
    command.args(args).stdin(Stdio::null());
    let output = tokio::task::spawn_blocking(move || command.output()).await?;
    let output = output.with_context(|| script.display().to_string())?;
    if !output.status.success() {
        bail!("{} {}: {}", script.display(), args.join(" "), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8(output.stdout)?)
}
