use chrono::TimeDelta;

use super::Env;

/// Minimum retention of ended jobs: the `unique_key` of a webhook's job detects duplicates, and WhatsApp retries for up
/// to seven days.
const MIN_RETENTION_DAYS: u32 = 8;

/// Queues and limits of workers. Leases, intervals and the queue window are constants where they are used: they depend
/// on each other.
#[derive(Debug, Clone)]
pub struct Work {
    /// `WORKER_QUEUES`: the queues that a worker serves; empty for all.
    pub queues: Vec<String>,
    /// `WORKER_CONCURRENCY`: jobs of one queue that a worker runs at a time.
    pub concurrency: usize,
    /// `JOB_RETENTION_DAYS`: retention of ended jobs and of events; `None` for no limit.
    pub job_retention: Option<TimeDelta>,
}

impl Work {
    pub(super) fn read(env: &mut Env) -> Self {
        let queues = env.optional("WORKER_QUEUES").unwrap_or_default();
        Self {
            queues: queues.split(',').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect(),
            concurrency: env.number("WORKER_CONCURRENCY", 32, 1..=1000) as usize,
            job_retention: job_retention(env),
        }
    }
}

fn job_retention(env: &mut Env) -> Option<TimeDelta> {
    let days = env.number("JOB_RETENTION_DAYS", 30, 0..=36_500);
    if (1..MIN_RETENTION_DAYS).contains(&days) {
        env.problem(format!(
            "JOB_RETENTION_DAYS: must be at least {MIN_RETENTION_DAYS}, or 0 to keep all: \
            the jobs of webhooks tell which ones came before, and WhatsApp repeats them for 7 days"
        ));
    }
    (days > 0).then(|| TimeDelta::days(days.into()))
}
