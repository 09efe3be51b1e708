//! Workers: take jobs from queues, run them, and complete their attempts.
//!
//! A process has one apalis worker per queue, fed from Redis (`backend`, on the crate `queue/`), and the `maintenance`
//! loops, among them relay and reaper. They share the `engine`.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod attempt;
mod attempt_writer;
mod backend;
mod batcher;
mod batches;
mod deferral;
mod engine;
mod failed_reclaims;
mod gemini_throttle;
mod handler;
mod history;
mod jobs;
mod local_limiter;
mod maintenance;
mod observe;
mod pauses;
mod payments;
mod providers;
mod reaper;
mod relay;
mod rollups;
mod start_error;
mod subscriptions;
mod uncertain_send;
mod whatsapp_throttle;

use std::collections::BTreeSet;
use std::time::Duration;

use apalis::layers::WorkerBuilderExt;
use apalis::prelude::{Event, Monitor, ParallelizeExt, WorkerBuilder};
use apalis_redis_fair::FairStorage;
use shared::app::App;
use shared::jobs::{JobQueue, Queue};
use shared::processes::{self, ProcessRole};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

pub use attempt::Attempt;
pub use engine::Engine;
pub use handler::{Finished, Handler, Outcome, RunError};
pub use start_error::StartError;

use backend::{MAX_CLAIM, run_job};

/// How long a stopping worker waits for its running jobs.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(15);

/// Serves the configured queues until `stop`, then waits for running jobs and returns those that did not end in time.
///
/// # Errors
/// An invalid registry or configuration.
pub async fn run(app: App, stop: CancellationToken) -> Result<(), StartError> {
    serve(Engine::new(app)?, stop).await
}

/// [`run`] with a given engine.
///
/// # Errors
/// An invalid configuration.
pub async fn serve(engine: Engine, stop: CancellationToken) -> Result<(), StartError> {
    let queues = engine.queues()?;
    tracing::info!(worker = engine.name(), ?queues, "worker started");
    let ended = CancellationToken::new();
    let maintenance = tokio::spawn(maintenance::run(engine.clone(), queues.clone(), stop.clone(), ended.clone()));
    let beating = tokio::spawn({
        let (app, ended) = (engine.app().clone(), ended.clone());
        let served = queues.iter().map(Queue::to_string).collect();
        async move { processes::send_heartbeats(&app, ProcessRole::Worker, served, ended).await }
    });
    let monitor = queues.iter().fold(Monitor::new(), |monitor, queue| register(monitor, &engine, *queue, &stop));
    let signal = stop.clone();
    let outcome = monitor
        .on_event(|worker, event| {
            // A panic's text may contain what must not be logged.
            if matches!(event, Event::Error(_)) {
                tracing::error!(worker = worker.name(), "a job panicked outside of its attempt; its lease will expire");
            }
        })
        .should_restart(|_, _| true)
        .shutdown_timeout(SHUTDOWN_TIMEOUT)
        .run_with_signal(async move {
            signal.cancelled().await;
            Ok(())
        })
        .await;
    if let Err(error) = outcome {
        tracing::warn!(%error, "a queue's worker ended with an error");
    }
    ended.cancel();
    if let Err(panic) = maintenance.await {
        tracing::error!(%panic, "the maintenance loops ended");
    }
    if let Err(panic) = beating.await {
        tracing::error!(%panic, "the heartbeats ended");
    }
    engine.hand_back(&engine.held_jobs()).await;
    tracing::info!(worker = engine.name(), "worker stopped");
    Ok(())
}

fn register(monitor: Monitor, engine: &Engine, queue: Queue, stop: &CancellationToken) -> Monitor {
    let concurrency = engine.app().config.work.concurrency;
    let storage = FairStorage::new(JobQueue::new(engine.app()).fair_queue(queue), engine.clone(), concurrency)
        .max_batch(MAX_CLAIM)
        .stop_on(stop.clone())
        .pause_on(engine.pauses().subscribe(queue));
    let engine = engine.clone();
    monitor.register(move |run| {
        WorkerBuilder::new(format!("{}-{queue}-{run}", engine.name()))
            .backend(storage.clone())
            .data(engine.clone())
            .concurrency(concurrency)
            // Each job has its own task, which is aborted with its worker.
            .parallelize(|job| AbortOnDropHandle::new(tokio::spawn(job)))
            .catch_panic()
            .build(run_job)
    })
}

/// Reclaims jobs of lost workers and runs due jobs, batch by batch, until there are none; for tests. Returns the number
/// of attempts.
///
/// # Errors
/// Database or Redis errors.
pub async fn drain(engine: &Engine) -> Result<usize, RunError> {
    let queues: BTreeSet<_> = engine.kinds_by_queue().into_keys().collect();
    let mut attempts = 0;
    engine.pauses().refresh(engine.app()).await?;
    loop {
        reaper::reap(engine).await?;
        let mut ran = 0;
        for queue in &queues {
            ran += backend::step(engine, *queue).await?;
        }
        if ran == 0 {
            return Ok(attempts);
        }
        attempts += ran;
    }
}
