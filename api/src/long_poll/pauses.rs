//! Intervals of waits and streams.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// A change whose notification was lost is found after this time.
pub(super) const POLL_INTERVAL: Duration = Duration::from_secs(1);

pub(super) async fn passed(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}
