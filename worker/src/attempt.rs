//! The attempt that a handler makes.

use std::time::{Duration, Instant};

use parking_lot::Mutex;
use shared::app::App;
use shared::ids::JobId;
use shared::jobs::{self, Claimed};

/// The least time between two reports of progress.
const REPORT_INTERVAL: Duration = Duration::from_secs(1);

/// An attempt at a job.
#[derive(Debug)]
pub struct Attempt {
    /// The job.
    pub job: JobId,
    /// The attempt's number, from 1.
    pub number: i32,
    last_report: Mutex<Option<Instant>>,
}

impl Attempt {
    pub(crate) fn of(job: &Claimed) -> Self {
        Self { job: job.id, number: job.attempt, last_report: Mutex::default() }
    }

    /// Shows the owner that `done` of `total` steps are done. Cheap to call often: it writes at most once a second. An
    /// error is only logged, because nothing depends on it.
    pub async fn report(&self, app: &App, done: usize, total: usize) {
        if !self.is_due() {
            return;
        }
        if let Err(error) = jobs::report_progress(app, self.job, self.number, percent(done, total)).await {
            tracing::warn!(%error, "progress not saved");
        }
    }

    fn is_due(&self) -> bool {
        let mut last = self.last_report.lock();
        let is_due = last.is_none_or(|last| last.elapsed() >= REPORT_INTERVAL);
        if is_due {
            *last = Some(Instant::now());
        }
        is_due
    }
}

/// At most 99: only the end of a job is its completion.
fn percent(done: usize, total: usize) -> i16 {
    let percent = done.saturating_mul(100).checked_div(total).unwrap_or_default();
    i16::try_from(percent.min(99)).unwrap_or(99)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percents() {
        for (done, total, expected) in [(0, 0, 0), (0, 3, 0), (1, 3, 33), (3, 3, 99), (5, 3, 99), (usize::MAX, 2, 99)] {
            assert_eq!(percent(done, total), expected, "{done} of {total}");
        }
    }
}
