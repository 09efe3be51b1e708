//! The jobs of the books: what they need, and how they are run.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Proof;
use crate::jobs::{JobKind, Queue};

/// Proves that the books add up, and makes the next block of the ledger's chain where they do.
#[derive(Debug, Serialize, Deserialize)]
pub struct ProveCredits {
    /// From the beginning, not since the newest checkpoints.
    #[serde(default)]
    pub full: bool,
}

impl JobKind for ProveCredits {
    const NAME: &'static str = "credits.prove";
    const QUEUE: Queue = Queue::Credits;
    const MAX_ATTEMPTS: i32 = 3;
    const TIMEOUT: Duration = Duration::from_secs(120);
    type Output = Proof;
}
