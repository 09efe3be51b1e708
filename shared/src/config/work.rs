use std::time::Duration;

use super::Env;

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
        }
    }
}
