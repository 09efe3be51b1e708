use std::time::{Duration, Instant};

use strum::IntoEnumIterator;

use super::process;
use crate::app::App;
use crate::cache::Memory;
use crate::events;
use crate::jobs::{self, JobQueue, Queue, QueueDepth};
use crate::ledger_audit;
use crate::metrics::{Metrics, labels};

/// Cache lifetime of statistics from Postgres and Redis.
const MAX_AGE: Duration = Duration::from_secs(15);
/// Timeout of a scrape's reads; Prometheus waits ten seconds for the whole.
const TIMEOUT: Duration = Duration::from_secs(3);

/// Scope of the metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// This process's metrics.
    Process,
    /// This process's metrics, and platform-wide queue and ledger metrics.
    Platform,
}

/// An application's metrics in Prometheus's text format.
pub async fn scrape(app: &App, scope: Scope) -> String {
    let metrics = &app.metrics;
    // Held until the text is written: another scrape must not see partial values.
    let mut sampled = metrics.sampled.lock().await;
    if scope == Scope::Platform && sampled.is_none_or(|at| at.elapsed() >= MAX_AGE) {
        sample(app).await;
        *sampled = Some(Instant::now());
    }
    show_pool(app);
    process::show(metrics);
    metrics.render()
}

fn show_pool(app: &App) {
    let (pool, metrics) = (app.db.pool(), &app.metrics);
    let idle = i64::try_from(pool.num_idle()).unwrap_or(i64::MAX);
    let connections = |state| metrics.database_connections.get_or_create_owned(&labels::Connection { state });
    connections("idle").set(idle);
    connections("used").set((i64::from(pool.size()) - idle).max(0));
    metrics.database_connections_limit.set(app.config.storage.max_connections.into());
}

/// Refreshes statistics. A value that can't be read is omitted: a stale one would look current.
async fn sample(app: &App) {
    let all: Vec<_> = Queue::iter().collect();
    let queue = JobQueue::new(app);
    let is_cache_apart = app.config.storage.cache_redis_url.is_some();
    let (standing, lengths, paused, proof, held_back, memory, cache_memory) = tokio::join!(
        patiently(jobs::depths(app, &all)),
        patiently(queue.lengths(&all)),
        patiently(jobs::paused_queues(app.db.pool())),
        patiently(ledger_audit::newest_proof(app.db.pool())),
        patiently(events::held_back(app.db.pool())),
        patiently(app.redis.memory()),
        async { if is_cache_apart { patiently(app.cache.memory()).await } else { None } },
    );
    let metrics = &app.metrics;
    show_held_back(metrics, held_back);
    show_memory(metrics, [("queue", memory), ("cache", cache_memory)]);
    show_queues(metrics, standing.as_deref().unwrap_or_default());
    metrics.queue_in_redis.clear();
    for (queue, length) in all.iter().zip(lengths.iter().flatten()) {
        let length = i64::try_from(*length).unwrap_or(i64::MAX);
        metrics.queue_in_redis.get_or_create(&labels::Queue { queue: queue.into() }).set(length);
    }
    metrics.queue_paused.clear();
    for (queue, paused) in paused.iter().flat_map(|paused| all.iter().map(|it| (it, paused.contains_key(it)))) {
        metrics.queue_paused.get_or_create(&labels::Queue { queue: queue.into() }).set(paused.into());
    }
    show_proof(metrics, proof.flatten().as_ref());
}

fn show_held_back(metrics: &Metrics, held_back: Option<events::HeldBack>) {
    metrics.events_held_back_seconds.clear();
    if let Some(events::HeldBack { database, seconds }) = held_back {
        metrics.events_held_back_seconds.get_or_create_owned(&labels::Database { database }).set(seconds);
    }
}

fn show_memory(metrics: &Metrics, stores: [(&'static str, Option<Memory>); 2]) {
    metrics.redis_memory_bytes.clear();
    metrics.redis_memory_limit_bytes.clear();
    let bytes = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
    for (store, memory) in stores {
        let Some(Memory { used, limit }) = memory else { continue };
        let store = labels::Store { store };
        metrics.redis_memory_bytes.get_or_create(&store).set(bytes(used));
        if let Some(limit) = limit {
            metrics.redis_memory_limit_bytes.get_or_create(&store).set(bytes(limit));
        }
    }
}

async fn patiently<T, E: std::fmt::Display>(figures: impl Future<Output = Result<T, E>>) -> Option<T> {
    let why = match tokio::time::timeout(TIMEOUT, figures).await {
        Ok(Ok(figures)) => return Some(figures),
        Ok(Err(error)) => error.to_string(),
        Err(_) => "no answer in time".into(),
    };
    tracing::warn!(why, "some metrics could not be read");
    None
}

fn show_queues(metrics: &Metrics, standing: &[QueueDepth]) {
    metrics.queue_jobs.clear();
    metrics.queue_oldest_due_seconds.clear();
    for it in standing {
        let (queue, kind) = (it.queue.clone(), it.kind.clone());
        for (state, jobs) in
            [("waiting", it.waiting), ("scheduled", it.scheduled), ("retrying", it.retrying), ("running", it.running)]
        {
            let label = labels::QueueKindState { queue: queue.clone(), kind: kind.clone(), state };
            metrics.queue_jobs.get_or_create(&label).set(jobs);
        }
        let oldest = metrics.queue_oldest_due_seconds.get_or_create_owned(&labels::QueueKind { queue, kind });
        oldest.set(it.oldest_due_seconds.unwrap_or(0.0));
    }
}

fn show_proof(metrics: &Metrics, proof: Option<&ledger_audit::Proof>) {
    let known = [&metrics.proof_holds, &metrics.proof_mismatches, &metrics.proof_orphan_charges];
    let Some(proof) = proof else {
        known.into_iter().for_each(|series| series.clear());
        metrics.proof_timestamp_seconds.clear();
        return;
    };
    let mismatches: usize = proof.assets.iter().map(|asset| asset.mismatches).sum();
    let figures = [proof.holds.into(), i64::try_from(mismatches).unwrap_or(i64::MAX), proof.orphan_charges];
    for (series, figure) in known.into_iter().zip(figures) {
        series.get_or_create(&[]).set(figure);
    }
    let seconds = proof.checked_at.timestamp_millis() as f64 / 1000.0;
    metrics.proof_timestamp_seconds.get_or_create(&[]).set(seconds);
}
