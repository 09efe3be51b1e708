//! Metrics and traces of a worker. Job kinds are taken from the registry, never from a row, which bounds the labels.

use std::time::{Instant, SystemTime};

use chrono::TimeDelta;
use shared::app::App;
use shared::jobs::{Claimed, Disposition, Queue};
use shared::metrics::labels;
use shared::traces::Span;

use crate::handler::FinishedAttempt;
use crate::providers::{Unsent, gemini, plivo, stripe, whatsapp};

/// Clocks of two hosts may differ slightly.
fn seconds(span: TimeDelta) -> f64 {
    span.as_seconds_f64().max(0.0)
}

/// Records a claim, from `began` until now. `registered` finds a kind in the registry.
pub(crate) fn claimed(
    app: &App,
    jobs: &[Claimed],
    began: SystemTime,
    registered: impl Fn(&str) -> Option<&'static str>,
) {
    let now = app.clock.now();
    for job in jobs {
        let Some(kind) = registered(&job.kind) else { continue };
        if job.is_first {
            let label = labels::Kind { kind: kind.into() };
            app.metrics.job_wait_seconds.get_or_create(&label).observe(seconds(now - job.since));
        }
        app.traces.claimed(kind, job.trace_context.as_deref(), began);
    }
}

/// Starts an attempt's span; `log` gets its trace id.
pub(crate) fn begin(app: &App, job: &Claimed, log: &tracing::Span) -> Span {
    let trace = app.traces.job(&job.kind, job.id, job.attempt, job.trace_context.as_deref());
    if let Some(id) = trace.trace_id() {
        log.record("trace_id", id);
    }
    trace
}

/// Records an outcome.
pub(crate) fn outcome(trace: &Span, disposition: &Disposition) {
    trace.set("switchboard.outcome", name(disposition));
    if let Some(error) = disposition.error() {
        trace.fail(&error.code);
    }
}

fn name(disposition: &Disposition) -> &'static str {
    match disposition {
        Disposition::Succeed(_) => "succeeded",
        Disposition::Retry { .. } => "retried",
        Disposition::Snooze { .. } => "snoozed",
        Disposition::Fail(_) => "failed",
        Disposition::Cancel => "cancelled",
    }
}

/// Counts finished attempts of one kind, when called after they are written.
pub(crate) fn count_finished(app: &App, kind: &'static str, attempts: &[FinishedAttempt]) -> impl FnOnce() + use<> {
    let (app, now) = (app.clone(), app.clock.now());
    let counts = attempts.iter().map(|it| {
        let is_end = matches!(it.disposition, Disposition::Succeed(_) | Disposition::Fail(_) | Disposition::Cancel);
        (name(&it.disposition), is_end.then(|| seconds(now - it.job.since)))
    });
    let counts: Vec<_> = counts.collect();
    move || {
        let metrics = &app.metrics;
        let took = metrics.job_seconds.get_or_create_owned(&labels::Kind { kind: kind.into() });
        for (outcome, seconds) in counts {
            let label = labels::KindOutcome { kind: kind.into(), outcome };
            metrics.job_attempts.get_or_create(&label).inc();
            if let Some(seconds) = seconds {
                metrics.jobs_ended.get_or_create(&label).inc();
                took.observe(seconds);
            }
        }
    }
}

/// Counts jobs pushed by the relay.
pub(crate) fn relayed(app: &App, queue: Queue, jobs: usize) {
    let counter = app.metrics.jobs_relayed.get_or_create_owned(&labels::Queue { queue: queue.into() });
    counter.inc_by(jobs as u64);
}

/// Counts jobs with expired leases.
pub(crate) fn reaped(app: &App, kind: &'static str, jobs: usize) {
    app.metrics.jobs_reaped.get_or_create(&labels::Kind { kind: kind.into() }).inc_by(jobs as u64);
}

/// An error with an outcome class.
pub(crate) trait Class {
    /// One of a few labels.
    fn class(&self) -> &'static str;
}

impl<R: Class> Class for Unsent<R> {
    fn class(&self) -> &'static str {
        match self {
            Self::Unreachable => "transient",
            Self::Uncertain => "uncertain",
            Self::Refused(refusal) => refusal.class(),
        }
    }
}

impl Class for whatsapp::Refusal {
    fn class(&self) -> &'static str {
        use whatsapp::Class as Refused;
        match self.class {
            Refused::Permanent | Refused::OptedOut => "permanent",
            Refused::Transient { .. } => "transient",
            Refused::TooMany | Refused::TooManyForPair => "limited",
            Refused::Restricted | Refused::Unauthorized | Refused::Blocked => "account",
        }
    }
}

impl Class for whatsapp::Unconfirmed {
    fn class(&self) -> &'static str {
        match self {
            Self::Refuted(_) => "permanent",
            Self::Unknown { .. } => "transient",
        }
    }
}

impl Class for plivo::Refusal {
    fn class(&self) -> &'static str {
        match self.class {
            plivo::Class::Permanent => "permanent",
            plivo::Class::Transient => "transient",
            plivo::Class::TooMany => "limited",
            plivo::Class::Account => "account",
        }
    }
}

impl Class for gemini::Failure {
    fn class(&self) -> &'static str {
        match self.class {
            gemini::Class::Permanent => "permanent",
            gemini::Class::Transient | gemini::Class::Once => "transient",
            gemini::Class::Limited | gemini::Class::Exhausted => "limited",
            gemini::Class::Account => "account",
        }
    }
}

impl Class for stripe::Failure {
    fn class(&self) -> &'static str {
        match self {
            Self::Refused(_) => "permanent",
            Self::Transient { .. } => "transient",
            Self::Limited { .. } => "limited",
            Self::Account(_) => "account",
        }
    }
}

/// Calls a provider.
pub(crate) async fn call<T, E: Class>(
    app: &App,
    provider: &'static str,
    call: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    let (trace, began) = (app.traces.call(provider), Instant::now());
    let answer = trace.scope(call).await;
    let outcome = answer.as_ref().err().map_or("ok", Class::class);
    let label = labels::Provider { provider, outcome };
    app.metrics.provider_seconds.get_or_create(&label).observe(began.elapsed().as_secs_f64());
    trace.set("switchboard.outcome", outcome);
    if answer.is_err() {
        trace.fail(outcome);
    }
    answer
}
