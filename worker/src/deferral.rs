//! Waiting, and the providers that a worker lacks.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use shared::app::App;
use shared::jobs::JobError;

use crate::handler::Outcome;

/// The retry delay where a provider is not configured: another worker may have it.
const NOT_CONFIGURED_DELAY: Duration = Duration::from_secs(60);
/// The longest wait that is representable in any case.
const MAX_WAIT: TimeDelta = TimeDelta::hours(1);

/// `wait` after `at`; an hour if that can't be represented.
pub(crate) fn after(at: DateTime<Utc>, wait: Duration) -> DateTime<Utc> {
    let wait = TimeDelta::from_std(wait).ok();
    wait.and_then(|wait| at.checked_add_signed(wait)).unwrap_or(at + MAX_WAIT)
}

/// Runs again after `wait`; the attempt does not count.
pub(crate) fn snooze<T>(app: &App, wait: Duration, error: JobError) -> Outcome<T> {
    Outcome::Snooze { until: after(app.clock.now(), wait), error }
}

/// Waits for a worker on which `provider` is configured.
pub(crate) fn snooze_until_configured<T>(app: &App, code: &str, provider: &str) -> Outcome<T> {
    snooze(app, NOT_CONFIGURED_DELAY, JobError { retryable: true, ..not_configured(code, provider) })
}

/// The permanent error of a job whose provider is not configured on this worker.
pub(crate) fn not_configured(code: &str, provider: &str) -> JobError {
    JobError::permanent(code, format!("{provider} is not configured on this worker."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_that_is_too_long_is_an_hour() {
        let at = DateTime::UNIX_EPOCH;
        assert_eq!(after(at, Duration::from_millis(1500)), at + TimeDelta::milliseconds(1500));
        assert_eq!(after(at, Duration::MAX), at + TimeDelta::hours(1));
        assert_eq!(after(at, Duration::from_secs(u64::from(u32::MAX) * 2000)), at + TimeDelta::hours(1));
    }
}
