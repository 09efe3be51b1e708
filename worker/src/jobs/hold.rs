//! Messages whose account's sends are stopped.

use chrono::TimeDelta;
use shared::accounts::SENDING_STOPPED;
use shared::jobs::JobError;

/// The delay before such a message is checked again. Lifting the stop makes it due.
pub(super) const HOLD_DELAY: TimeDelta = TimeDelta::hours(1);

pub(super) fn sending_stopped() -> JobError {
    JobError::transient(SENDING_STOPPED, "Sending is stopped for this account; the message waits.")
}
