use std::time::Duration;

use chrono::TimeDelta;

use super::Env;

/// Jobs that ended are kept at least this long: the `unique_key` of a webhook's job is what tells that
/// it came before, and WhatsApp sends one again for up to seven days.
const MIN_RETENTION_DAYS: u32 = 8;

/// Queues, leases and limits of workers.
#[derive(Debug, Clone)]
pub struct Work {
    /// `WORKER_QUEUES`: the queues that a worker serves; empty for all.
    pub queues: Vec<String>,
    /// `WORKER_CONCURRENCY`: jobs of one queue that a worker runs at a time.
    pub concurrency: usize,
    /// How long a claim holds without being renewed; its worker renews three times as often.
    pub lease: Duration,
    /// How long a stopping worker waits for the jobs it has begun.
    pub grace: Duration,
    /// How often the relay looks for work that is due.
    pub relay_interval: Duration,
    /// A row that nobody claimed this long after it was put in its queue is put there again.
    pub requeue_after: Duration,
    /// Ids of a queue that Redis holds at the most; the rest waits in Postgres.
    pub window: usize,
    /// How long to wait for news of a send whose answer was lost, before it is declared unknown.
    pub reconcile_after: Duration,
    /// `JOB_RETENTION_DAYS`: how long a job is kept after it ended, and an event; `None` for ever.
    pub job_retention: Option<TimeDelta>,
}

impl Work {
    pub(super) fn read(env: &mut Env) -> Self {
        let queues = env.text("WORKER_QUEUES").unwrap_or_default();
        Self {
            queues: queues.split(',').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect(),
            concurrency: env.number("WORKER_CONCURRENCY", 32, 1..=1000) as usize,
            lease: Duration::from_secs(15),
            grace: Duration::from_secs(15),
            relay_interval: Duration::from_millis(250),
            requeue_after: Duration::from_secs(5),
            window: 2000,
            reconcile_after: Duration::from_secs(15),
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
