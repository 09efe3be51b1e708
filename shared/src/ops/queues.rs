use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use strum::IntoEnumIterator;
use utoipa::ToSchema;

use crate::app::App;
use crate::jobs::{self, JobQueue, Queue};

/// Status of a queue.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct QueueStatus {
    /// Its name.
    #[schema(examples("whatsapp"))]
    pub queue: String,
    /// Jobs that are due and untried; counted up to 100,000.
    pub waiting: i64,
    /// Jobs that are due later and untried.
    pub scheduled: i64,
    /// Jobs claimed by workers.
    pub running: i64,
    /// Jobs whose last attempt failed and that wait for the next one.
    pub retrying: i64,
    /// Seconds since the longest due job came due; null if none is due.
    pub oldest_due_seconds: Option<f64>,
    /// Job ids in Redis; null while Redis is unavailable.
    pub in_redis: Option<u64>,
    /// Jobs that ended in the last five minutes, per minute.
    pub rate_per_minute: f64,
    /// Jobs that failed permanently in the last hour, counted up to 50,000 over all queues.
    pub failed_last_hour: i64,
    /// Whether an admin paused it: workers take no jobs from it.
    pub paused: bool,
    /// When it was paused.
    pub paused_at: Option<DateTime<Utc>>,
}

/// All queues, including empty ones.
///
/// # Errors
/// Database errors.
pub async fn queues(app: &App) -> sqlx::Result<Vec<QueueStatus>> {
    let all: Vec<_> = Queue::iter().collect();
    let (standing, ended, failed, paused, lengths) = tokio::join!(
        jobs::depths(app, &all),
        jobs::ended_lately(app),
        jobs::failed_lately(app),
        jobs::paused_queues(app.db.pool()),
        async { JobQueue::new(app).lengths(&all).await.ok() },
    );
    let paused = paused?;
    let mut status: BTreeMap<_, _> = all
        .iter()
        .enumerate()
        .map(|(place, queue)| {
            let in_redis = lengths.as_ref().and_then(|lengths| lengths.get(place).copied());
            let paused_at = paused.get(queue).copied();
            let queue = queue.to_string();
            let status = QueueStatus { in_redis, paused: paused_at.is_some(), paused_at, ..QueueStatus::default() };
            (queue.clone(), QueueStatus { queue, ..status })
        })
        .collect();
    for part in standing? {
        let Some(it) = status.get_mut(&part.queue) else { continue };
        it.waiting += part.waiting;
        it.scheduled += part.scheduled;
        it.running += part.running;
        it.retrying += part.retrying;
        let oldest = it.oldest_due_seconds.into_iter().chain(part.oldest_due_seconds);
        it.oldest_due_seconds = oldest.reduce(f64::max);
    }
    for part in ended? {
        if let Some(it) = status.get_mut(&part.queue) {
            it.rate_per_minute = part.per_minute;
        }
    }
    for (queue, jobs) in failed? {
        if let Some(it) = status.get_mut(&queue) {
            it.failed_last_hour = jobs;
        }
    }
    Ok(status.into_values().collect())
}
