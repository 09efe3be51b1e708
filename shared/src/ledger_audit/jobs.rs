//! The ledger audit's jobs: payloads and handlers.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Proof;
use crate::jobs::{JobKind, Queue};

/// Audits the ledger, and appends the next block to its chain if it balances.
#[derive(Debug, Serialize, Deserialize)]
pub struct ProveCredits {
    /// From the beginning, not from the newest checkpoints.
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
