//! The job of this domain: payload and handler.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::jobs::{JobKind, Queue};

/// Moves the credits of all distributions that name this job, or of none.
#[derive(Debug, Serialize, Deserialize)]
pub struct DistributeCredits {
    /// Number of distributions.
    pub distributions: usize,
    /// Their credits; negative if reclaimed.
    pub credits: i64,
}

impl JobKind for DistributeCredits {
    const NAME: &'static str = "credits.distribute";
    const QUEUE: Queue = Queue::Credits;
    const MAX_ATTEMPTS: i32 = 5;
    const TIMEOUT: Duration = Duration::from_secs(10);
    type Output = Distributed;
}

/// Result of the job.
#[derive(Debug, Serialize, Deserialize)]
pub struct Distributed {
    /// Number of distributions.
    pub distributions: usize,
    /// The credits moved; negative if reclaimed.
    pub credits: i64,
}
