//! PostgreSQL's `pgbench`: the same server and rows without us.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, bail};
use percent_encoding::percent_decode_str;
use reqwest::Url;
use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;

use crate::process::folder;

/// The range of PostgreSQL versions to search for.
const VERSIONS: std::ops::RangeInclusive<u32> = 15..=30;

/// A script run repeatedly on some connections.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Script {
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
}

pub(crate) struct Pgbench {
    program: PathBuf,
    /// Without the password, which all users of the machine could see in the arguments.
    url: Url,
    password: String,
}

impl Pgbench {
    pub(crate) fn new(database: &PgConnectOptions) -> anyhow::Result<Self> {
        let mut url = database.to_url_lossy();
        let password = percent_decode_str(url.password().unwrap_or_default()).decode_utf8()?.into_owned();
        if url.set_password(None).is_err() {
            bail!("DATABASE_URL names no host");
        }
        // A setting of the driver, unknown to libpq.
        let pairs: Vec<_> =
            url.query_pairs().into_owned().filter(|(name, _)| name != "statement-cache-capacity").collect();
        url.query_pairs_mut().clear().extend_pairs(pairs);
        Ok(Self { program: program()?, url, password })
    }

    /// Transactions per second. Numbers are script variables.
    pub(crate) async fn rate(
        &self,
        script: Script,
        connections: usize,
        seconds: u64,
        numbers: &[(&str, usize)],
    ) -> anyhow::Result<f64> {
        let path = folder()?.join(format!("{}.sql", script.name));
        std::fs::write(&path, script.text)?;
        let mut command = Command::new(&self.program);
        command.args(["--no-vacuum", "--protocol=prepared", &format!("--client={connections}")]);
        command.args([format!("--jobs={}", connections.min(2)), format!("--time={seconds}")]);
        command.args(numbers.iter().map(|(name, number)| format!("--define={name}={number}")));
        command.arg("--file").arg(path).arg(self.url.as_str()).env("PGPASSWORD", &self.password);
        let done = tokio::task::spawn_blocking(move || command.output()).await?.context("pgbench")?;
        let said = String::from_utf8_lossy(&done.stdout);
        let rate = said.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        match rate {
            Some(rate) if done.status.success() => Ok(rate),
            _ => bail!("pgbench failed ({}): {said}{}", done.status, String::from_utf8_lossy(&done.stderr)),
        }
    }
}

/// The one in a server's usual folder, or else in the PATH: Debian's is a wrapper.
fn program() -> anyhow::Result<PathBuf> {
    let servers = VERSIONS.rev().flat_map(|version| {
        [
            format!("/usr/lib/postgresql/{version}/bin"),
            format!("/usr/pgsql-{version}/bin"),
            format!("/opt/homebrew/opt/postgresql@{version}/bin"),
            format!("/usr/local/opt/postgresql@{version}/bin"),
            format!("/Applications/Postgres.app/Contents/Versions/{version}/bin"),
        ]
    });
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = servers.map(PathBuf::from).chain(std::env::split_paths(&path));
    let found = folders.map(|folder| folder.join("pgbench")).find(|program| program.is_file());
    found.context("there is no pgbench: it comes with PostgreSQL's server (Fedora has it in postgresql-contrib)")
}
