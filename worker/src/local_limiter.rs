//! Admission of calls to a provider: in each process, calls for one throttle wait in one queue.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use shared::provider_limits::{Grant, Throttles};
use tokio::time::Instant;

/// How long a job keeps its slot while queued, and at the head of the queue.
const QUEUE_TIMEOUT: Duration = Duration::from_secs(8);
const HEAD_TIMEOUT: Duration = Duration::from_secs(2);
/// How long an unused permit is valid.
const PERMIT_TTL: Duration = Duration::from_millis(50);
/// How long a stopped throttle stays closed after a probe call.
const PROBE_INTERVAL: Duration = Duration::from_secs(60);

/// Whether a call may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Admission {
    /// Yes.
    Go,
    /// Yes, as a probe of a stopped throttle.
    Probe,
    /// Retry after this delay; other calls come first.
    Later(Duration),
}

#[derive(Default)]
struct Waiters {
    waiting: AtomicUsize,
    turn: tokio::sync::Mutex<Permits>,
}

/// Permits taken by the head for the others.
struct Permits {
    calls: usize,
    until: Instant,
}

impl Default for Permits {
    fn default() -> Self {
        Self { calls: 0, until: Instant::now() }
    }
}

/// All queues.
pub(crate) struct LocalLimiter {
    throttles: Throttles,
    most_waiting: usize,
    lines: Mutex<HashMap<String, Arc<Waiters>>>,
}

impl LocalLimiter {
    /// At most half of a worker's slots may wait for one throttle.
    pub fn new(throttles: &Throttles, concurrency: usize) -> Self {
        Self { throttles: throttles.clone(), most_waiting: (concurrency / 2).max(1), lines: Mutex::default() }
    }

    /// Waits briefly for a throttle's permit. `start`: initial calls per second of an unknown throttle.
    pub async fn pass(&self, throttle: &str, start: f64) -> Admission {
        let line = self.lines.lock().entry(throttle.to_owned()).or_default().clone();
        let waiting = line.waiting.fetch_add(1, Ordering::Relaxed);
        let place = scopeguard::guard(&line.waiting, |waiting| {
            waiting.fetch_sub(1, Ordering::Relaxed);
        });
        let later = async |ahead| Admission::Later(self.throttles.defer(throttle, start, ahead).await);
        if waiting >= self.most_waiting {
            return later(waiting).await;
        }
        let Ok(mut granted) = tokio::time::timeout(QUEUE_TIMEOUT, line.turn.lock()).await else {
            return later(waiting).await;
        };
        let deadline = Instant::now() + HEAD_TIMEOUT;
        loop {
            if granted.calls > 0 && Instant::now() < granted.until {
                granted.calls -= 1;
                return Admission::Go;
            }
            let wanted = place.load(Ordering::Relaxed).max(1);
            match self.throttles.take(throttle, wanted, start, PROBE_INTERVAL).await {
                Grant::Go(calls) => *granted = Permits { calls, until: Instant::now() + PERMIT_TTL },
                Grant::Probe => return Admission::Probe,
                Grant::Wait(wait) if Instant::now() + wait < deadline => tokio::time::sleep(wait).await,
                Grant::Wait(_) | Grant::Closed(_) => return later(0).await,
            }
        }
    }
}
