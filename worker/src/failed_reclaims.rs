//! Jobs that the reaper could not reclaim.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use parking_lot::Mutex;
use shared::ids::JobId;

/// The delay after the first failed try; it doubles.
const RETRY_DELAY: TimeDelta = TimeDelta::seconds(2);
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::minutes(10);

/// Jobs with an expired lease that could not be reclaimed: failed tries, and when the next is due.
#[derive(Default)]
pub(crate) struct FailedReclaims(Mutex<HashMap<JobId, (u32, DateTime<Utc>)>>);

impl FailedReclaims {
    pub(crate) fn is_due(&self, job: JobId, now: DateTime<Utc>) -> bool {
        self.0.lock().get(&job).is_none_or(|(_, due)| *due <= now)
    }

    /// Counts a failed try; returns the number so far.
    pub(crate) fn count(&self, job: JobId, now: DateTime<Utc>) -> u32 {
        let mut failed = self.0.lock();
        // Those that another worker reclaimed.
        failed.retain(|_, (_, due)| now - *due < FORGOTTEN_AFTER);
        let (tries, due) = failed.entry(job).or_insert((0, now));
        *due = now + RETRY_DELAY * 2_i32.saturating_pow(*tries);
        *tries += 1;
        *tries
    }

    pub(crate) fn forget(&self, job: JobId) {
        self.0.lock().remove(&job);
    }
}
