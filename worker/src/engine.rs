//! Runs claimed jobs and keeps their leases.

use std::collections::{BTreeMap, HashMap};
use std::panic::AssertUnwindSafe;
use std::str::FromStr;
use std::sync::Arc;

use futures::FutureExt;
use parking_lot::Mutex;
use retry_policies::policies::ExponentialBackoff;
use retry_policies::{Jitter, RetryDecision, RetryPolicy};
use shared::app::App;
use shared::ids::JobId;
use shared::jobs::{self, Claimed, Disposition, JobError, JobKind, Queue};
use tracing::Instrument;
use tracing::field::Empty;

use crate::attempt::Attempt;
use crate::attempt_writer::AttemptWriter;
use crate::deferral;
use crate::failed_reclaims::FailedReclaims;
use crate::handler::{AnyHandler, FinishedAttempt, Handler, Outcome};
use crate::observe;
use crate::pauses::Pauses;
use crate::start_error::StartError;

/// One kind's handler, and the writer of its finished attempts.
struct Kind {
    handler: Box<dyn AnyHandler>,
    writer: AttemptWriter,
}

struct Inner {
    app: App,
    name: String,
    kinds: BTreeMap<String, Kind>,
    pauses: Pauses,
    /// Jobs that this worker has claimed and not finished, each with its attempt.
    held: Mutex<HashMap<JobId, i32>>,
    failed_reclaims: FailedReclaims,
}

/// Shared by all parts of a worker. A clone is the same engine.
#[derive(Clone)]
pub struct Engine(Arc<Inner>);

impl Engine {
    /// An engine with all handlers and a unique name.
    ///
    /// # Errors
    /// Two handlers for one kind; a provider's client can't be created.
    pub fn new(app: App) -> Result<Self, StartError> {
        let mut kinds = BTreeMap::new();
        for handler in crate::jobs::all(&app)? {
            let kind = handler.kind();
            if kinds.insert(kind.into(), Kind { handler, writer: AttemptWriter::default() }).is_some() {
                return Err(StartError::DuplicateKind(kind));
            }
        }
        Ok(Self::of(app, kinds))
    }

    /// An engine with a single handler, for tests.
    #[must_use]
    pub fn with_handler<H: Handler>(app: App, handler: H) -> Self {
        let kind = Kind { handler: Box::new(handler), writer: AttemptWriter::default() };
        Self::of(app, BTreeMap::from([(H::Kind::NAME.into(), kind)]))
    }

    fn of(app: App, kinds: BTreeMap<String, Kind>) -> Self {
        let name = format!("{}-{}", std::process::id(), uuid::Uuid::now_v7().simple());
        let pauses = Pauses::new(kinds.values().map(|kind| kind.handler.queue()));
        Self(Arc::new(Inner {
            app,
            name,
            kinds,
            pauses,
            held: Mutex::default(),
            failed_reclaims: FailedReclaims::default(),
        }))
    }

    /// The application.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.0.app
    }

    /// This worker's name, stored with its leases.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The queues that this worker serves.
    ///
    /// # Errors
    /// An unknown queue.
    pub fn queues(&self) -> Result<Vec<Queue>, StartError> {
        let known = self.kinds_by_queue();
        let wanted = &self.app().config.work.queues;
        if wanted.is_empty() {
            return Ok(known.into_keys().collect());
        }
        wanted.iter().map(|name| Queue::from_str(name).map_err(|_| StartError::UnknownQueue(name.clone()))).collect()
    }

    /// Jobs with an expired lease that could not be reclaimed.
    pub(crate) fn failed_reclaims(&self) -> &FailedReclaims {
        &self.0.failed_reclaims
    }

    /// Which queues are paused.
    pub(crate) fn pauses(&self) -> &Pauses {
        &self.0.pauses
    }

    /// Whether this worker takes jobs of a queue: it is known not to be paused.
    #[must_use]
    pub fn is_open(&self, queue: Queue) -> bool {
        self.0.pauses.is_open(queue)
    }

    pub(crate) fn kinds_by_queue(&self) -> BTreeMap<Queue, Vec<&'static str>> {
        let mut queues: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for kind in self.0.kinds.values() {
            queues.entry(kind.handler.queue()).or_default().push(kind.handler.kind());
        }
        queues
    }

    pub(crate) fn kinds(&self) -> Vec<String> {
        self.0.kinds.keys().cloned().collect()
    }

    pub(crate) fn handler(&self, kind: &str) -> Option<&dyn AnyHandler> {
        self.0.kinds.get(kind).map(|kind| kind.handler.as_ref())
    }

    /// Claims those of `ids` that this worker can run.
    pub(crate) async fn claim_jobs(&self, ids: &[JobId]) -> sqlx::Result<Vec<Claimed>> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let began = std::time::SystemTime::now();
        let claimed = jobs::claim(self.app(), ids, &self.kinds(), self.name()).await?;
        observe::claimed(self.app(), &claimed, began, |kind| Some(self.handler(kind)?.kind()));
        self.held(|held| held.extend(claimed.iter().map(|job| (job.id, job.attempt))));
        Ok(claimed)
    }

    /// Makes one attempt at a claimed job and completes it.
    pub(crate) async fn work(&self, job: Claimed) {
        let span = tracing::info_span!(
            "job", job_id = %job.id, kind = job.kind, attempt = job.attempt, request_id = job.request_id, trace_id = Empty
        );
        let trace = observe::begin(self.app(), &job, &span);
        let work = async {
            let id = job.id;
            // After a panic outside of the attempt the lease must expire, so that the reaper reclaims the job.
            let lease = scopeguard::guard_on_unwind((), |()| self.release(id));
            if let Some(kind) = self.0.kinds.get(&job.kind) {
                let run = self.app().traces.step("run");
                let attempt = run.scope(self.attempt(kind.handler.as_ref(), job)).await;
                drop(run);
                observe::outcome(&trace, &attempt.disposition);
                let finish = self.app().traces.step("finish");
                finish.scope(kind.writer.write((self.app(), self.name()), kind.handler.as_ref(), attempt)).await;
            }
            drop(lease);
            self.release(id);
        };
        trace.scope(work).instrument(span).await;
    }

    async fn attempt(&self, handler: &dyn AnyHandler, job: Claimed) -> FinishedAttempt {
        let attempt = Attempt::of(&job);
        let run = AssertUnwindSafe(handler.run(self.app(), &job.payload, &attempt)).catch_unwind();
        let error = match tokio::time::timeout(handler.timeout(), run).await {
            Ok(Ok(Ok(outcome))) => {
                return FinishedAttempt { disposition: self.disposition(&job, outcome), job, crashed: false };
            }
            Ok(Ok(Err(error))) => {
                tracing::error!(%error, "attempt failed with an internal error");
                JobError::transient("internal_error", "Something went wrong on our side.")
            }
            Ok(Err(_)) => {
                tracing::error!("attempt panicked");
                JobError::transient("internal_error", "Something went wrong on our side.")
            }
            Err(_) => JobError::transient("timed_out", "The attempt timed out."),
        };
        let retry = Outcome::Retry { after: None, error };
        FinishedAttempt { disposition: self.disposition(&job, retry), job, crashed: true }
    }

    /// What becomes of a job after an attempt.
    pub(crate) fn disposition(&self, job: &Claimed, outcome: Outcome<serde_json::Value>) -> Disposition {
        match outcome {
            Outcome::Done(output) => Disposition::Succeed(output),
            Outcome::Fail(error) => Disposition::Fail(error),
            Outcome::Cancelled => Disposition::Cancel,
            Outcome::Snooze { until, error } => Disposition::Snooze { run_at: until, error: Some(error) },
            Outcome::Retry { error, .. } if job.attempt >= job.max_attempts => Disposition::Fail(error),
            Outcome::Retry { after, error } => {
                let wait = after.unwrap_or_else(|| backoff(job.attempt));
                Disposition::Retry { run_at: deferral::after(self.app().clock.now(), wait), error }
            }
        }
    }

    /// Jobs that this worker has claimed and not finished, each with its attempt.
    pub(crate) fn held_jobs(&self) -> Vec<(JobId, i32)> {
        self.held(|held| held.iter().map(|(id, attempt)| (*id, *attempt)).collect())
    }

    /// Stops renewing a job's lease.
    fn release(&self, id: JobId) {
        self.held(|held| held.remove(&id));
    }

    fn held<T>(&self, change: impl FnOnce(&mut HashMap<JobId, i32>) -> T) -> T {
        change(&mut self.0.held.lock())
    }

    /// Returns held jobs, each with its attempt, to their queues.
    pub(crate) async fn hand_back(&self, jobs: &[(JobId, i32)]) {
        if jobs.is_empty() {
            return;
        }
        match jobs::hand_back(self.app(), jobs, self.name()).await {
            Ok(()) => {
                jobs.iter().for_each(|(id, _)| self.release(*id));
                tracing::info!(jobs = jobs.len(), "jobs returned to their queues");
            }
            Err(error) => {
                tracing::warn!(jobs = jobs.len(), %error, "jobs not returned to their queues; their leases will expire")
            }
        }
    }
}

/// The delay after an attempt: at most a second after the first, doubling up to five minutes, with full jitter.
fn backoff(attempt: i32) -> std::time::Duration {
    let policy = ExponentialBackoff::builder()
        .retry_bounds(std::time::Duration::from_secs(1), std::time::Duration::from_secs(300))
        .jitter(Jitter::Full)
        .base(2)
        .build_with_max_retries(u32::MAX);
    let now = std::time::SystemTime::now();
    match policy.should_retry(now, u32::try_from(attempt - 1).unwrap_or(0)) {
        RetryDecision::Retry { execute_after } => execute_after.duration_since(now).unwrap_or_default(),
        RetryDecision::DoNotRetry => std::time::Duration::ZERO,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backoff_doubles_up_to_its_bound() {
        for (attempt, bound_seconds) in [(1, 1.01), (2, 2.01), (5, 16.01), (40, 300.01)] {
            for _ in 0..100 {
                assert!(backoff(attempt).as_secs_f64() <= bound_seconds, "attempt {attempt}");
            }
        }
        assert!((0..100).any(|_| backoff(12).as_secs_f64() > 30.0));
    }
}
