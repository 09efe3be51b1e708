//! Throughput of drained jobs, from their rows.

use std::time::Duration;

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};

use crate::env::Env;
use crate::process::Process;
use crate::stats::{count, ms_between};

/// The poll interval for the end.
const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// Jobs of one kind accepted since a time, all of which succeeded.
pub(super) struct Drained {
    jobs: usize,
    accepted: DateTime<Utc>,
    started: DateTime<Utc>,
    ended: DateTime<Utc>,
}

impl Drained {
    /// Waits until no job is open.
    pub(super) async fn wait(env: &Env, workers: &mut [Process]) -> anyhow::Result<()> {
        while env.has_open_jobs().await? {
            workers.iter_mut().try_for_each(Process::check)?;
            tokio::time::sleep(POLL_INTERVAL).await;
        }
        Ok(())
    }

    /// Reads `jobs` jobs of a kind.
    pub(super) async fn read(env: &Env, kind: &str, since: DateTime<Utc>, jobs: usize) -> anyhow::Result<Self> {
        let (succeeded, accepted, started, ended): (i64, Option<_>, Option<_>, Option<_>) = sqlx::query_as(
            "SELECT count(*), min(created_at), min(started_at), max(finished_at) FROM jobs
            WHERE state = 'succeeded' AND kind = $1 AND created_at >= $2",
        )
        .bind(kind)
        .bind(since)
        .fetch_one(&env.db)
        .await?;
        if usize::try_from(succeeded)? != jobs {
            bail!("{succeeded} of {jobs} jobs succeeded");
        }
        let (accepted, started) = (accepted.context("no job")?, started.context("no job started")?);
        Ok(Self { jobs, accepted, started, ended: ended.context("no job ended")? })
    }

    /// Jobs per second from the first start to the last end.
    pub(super) fn rate(&self) -> f64 {
        count(self.jobs) * 1000.0 / ms_between(self.started, self.ended)
    }

    /// Jobs per second from the first acceptance to the last end.
    pub(super) fn rate_with_accepting(&self) -> f64 {
        count(self.jobs) * 1000.0 / ms_between(self.accepted, self.ended)
    }
}
