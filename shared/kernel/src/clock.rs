//! The time, settable in tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

/// The system clock; tests may move and stop it. Clones move and stop with it.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    /// Offset added to the time; zero outside tests.
    offset_micros: Arc<AtomicI64>,
    /// The time, without the offset, at which it was stopped; zero outside tests.
    stopped_micros: Arc<AtomicI64>,
}

impl Clock {
    /// The current time in microseconds, the precision of Postgres, so that a value read back equals the written one.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let stopped = Some(self.stopped_micros.load(Ordering::Relaxed)).filter(|micros| *micros != 0);
        let now = stopped.and_then(DateTime::from_timestamp_micros).unwrap_or_else(|| Utc::now().trunc_subsecs(6));
        now + TimeDelta::microseconds(self.offset_micros.load(Ordering::Relaxed))
    }

    /// The time to use in place of the database's, if this clock was moved or stopped.
    ///
    /// Leases are compared by the database's clock, which all processes share: a host whose clock is a minute ahead
    /// would otherwise reap every live lease.
    #[must_use]
    pub fn pinned(&self) -> Option<DateTime<Utc>> {
        let is_real = [&self.offset_micros, &self.stopped_micros].iter().all(|it| it.load(Ordering::Relaxed) == 0);
        (!is_real).then(|| self.now())
    }

    /// Moves this clock and all its clones forward.
    pub fn advance(&self, by: TimeDelta) {
        let micros = by.num_microseconds().unwrap_or(i64::MAX);
        self.offset_micros.fetch_add(micros, Ordering::Relaxed);
    }

    /// Stops this clock and all its clones; they can still be moved forward.
    pub fn stop(&self) {
        self.stopped_micros.store(Utc::now().timestamp_micros(), Ordering::Relaxed);
    }

    /// Restarts them, as if they had never been stopped.
    pub fn start(&self) {
        self.stopped_micros.store(0, Ordering::Relaxed);
    }
}
