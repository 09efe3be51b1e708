//! What waits because its account's sends are stopped.

use chrono::TimeDelta;
use shared::accounts::SENDING_STOPPED;
use shared::jobs::JobError;

/// How long such a message waits before it is looked at again. Where the stop is lifted earlier, it is made due then.
pub(super) const HOLD_DELAY: TimeDelta = TimeDelta::hours(1);

pub(super) fn sending_stopped() -> JobError {
    JobError::transient(SENDING_STOPPED, "Sending is stopped for this account; the message waits.")
}
