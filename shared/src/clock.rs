//! The time, settable in tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

/// The system's clock plus an offset, zero outside tests. Clones share the offset.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    offset_micros: Arc<AtomicI64>,
}

impl Clock {
    /// Now, in microseconds: what Postgres keeps, so that a value read back equals the one written.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let now = Utc::now().trunc_subsecs(6);
        now + TimeDelta::microseconds(self.offset_micros.load(Ordering::Relaxed))
    }

    /// The time to use instead of the database's own, if this clock was moved.
    ///
    /// Leases are compared by the one clock that all processes share, the database's: a host whose
    /// clock is a minute ahead would otherwise reap every live lease.
    #[must_use]
    pub fn pinned(&self) -> Option<DateTime<Utc>> {
        (self.offset_micros.load(Ordering::Relaxed) != 0).then(|| self.now())
    }

    /// Moves this clock and all its clones forward.
    pub fn advance(&self, by: TimeDelta) {
        let micros = by.num_microseconds().unwrap_or(i64::MAX);
        self.offset_micros.fetch_add(micros, Ordering::Relaxed);
    }
}
