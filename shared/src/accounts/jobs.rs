//! The jobs of this domain: what they need, and how they are run.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::ids::UserId;
use crate::jobs::{JobKind, Queue};

/// Withdraws what waits of a suspended user and of those who were suspended with it.
#[derive(Debug, Serialize, Deserialize)]
pub struct WithdrawWork {
    /// Who was suspended.
    pub user_id: UserId,
}

impl JobKind for WithdrawWork {
    const NAME: &'static str = "accounts.withdraw_work";
    const QUEUE: Queue = Queue::Maintenance;
    const MAX_ATTEMPTS: i32 = 20;
    // Much may wait. What was withdrawn stays so, and the next attempt goes on.
    const TIMEOUT: Duration = Duration::from_secs(3600);
    type Output = Withdrawn;
}

/// What came of it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Withdrawn {
    /// Of how many users nothing waits any more.
    pub users: usize,
}
