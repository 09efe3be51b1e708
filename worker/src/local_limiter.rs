//! Who may call a provider now: in each process, those who want the same lane wait in one line.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use shared::provider_limits::{Grant, Throttles};
use tokio::time::Instant;

/// How long a job keeps its slot while it waits in line, and how long at the head of it.
const QUEUE_TIMEOUT: Duration = Duration::from_secs(8);
const HEAD_TIMEOUT: Duration = Duration::from_secs(2);
/// How long a permission that was not used holds.
const PERMIT_TTL: Duration = Duration::from_millis(50);
/// How long a stopped lane is closed again after the call that tries.
const PROBE_INTERVAL: Duration = Duration::from_secs(60);

/// Whether a call may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Admission {
    /// Yes.
    Go,
    /// Yes; it tries whether a stopped lane works again.
    Probe,
    /// Not before this time has passed; others come first.
    Later(Duration),
}

#[derive(Default)]
struct Waiters {
    waiting: AtomicUsize,
    turn: tokio::sync::Mutex<Permits>,
}

/// What the first in line got for those behind it.
struct Permits {
    calls: usize,
    until: Instant,
}

impl Default for Permits {
    fn default() -> Self {
        Self { calls: 0, until: Instant::now() }
    }
}

/// The lines of a process.
pub(crate) struct LocalLimiter {
    lanes: Throttles,
    most_waiting: usize,
    lines: Mutex<HashMap<String, Arc<Waiters>>>,
}

impl LocalLimiter {
    /// No more than half of a worker's slots may wait for one lane.
    pub fn new(lanes: &Throttles, concurrency: usize) -> Self {
        Self { lanes: lanes.clone(), most_waiting: (concurrency / 2).max(1), lines: Mutex::default() }
    }

    /// Waits for a turn on a lane, for a little while. `start`: calls a second of a lane of which nothing is known.
    pub async fn pass(&self, lane: &str, start: f64) -> Admission {
        let line =
            self.lines.lock().unwrap_or_else(PoisonError::into_inner).entry(lane.to_owned()).or_default().clone();
        let waiting = line.waiting.fetch_add(1, Ordering::Relaxed);
        let place = scopeguard::guard(&line.waiting, |waiting| {
            waiting.fetch_sub(1, Ordering::Relaxed);
        });
        let later = async |ahead| Admission::Later(self.lanes.defer(lane, start, ahead).await);
        if waiting >= self.most_waiting {
            return later(waiting).await;
        }
        let Ok(mut granted) = tokio::time::timeout(QUEUE_TIMEOUT, line.turn.lock()).await else {
            return later(waiting).await;
        };
        let patience = Instant::now() + HEAD_TIMEOUT;
        loop {
            if granted.calls > 0 && Instant::now() < granted.until {
                granted.calls -= 1;
                return Admission::Go;
            }
            let wanted = place.load(Ordering::Relaxed).max(1);
            match self.lanes.take(lane, wanted, start, PROBE_INTERVAL).await {
                Grant::Go(calls) => *granted = Permits { calls, until: Instant::now() + PERMIT_TTL },
                Grant::Probe => return Admission::Probe,
                Grant::Wait(wait) if Instant::now() + wait < patience => tokio::time::sleep(wait).await,
                Grant::Wait(_) | Grant::Closed(_) => return later(0).await,
            }
        }
    }
}
