//! The jobs of this domain: what they need, and how they are run.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::jobs::{JobKind, Queue};

/// Removes idempotency records that have expired.
#[derive(Debug, Serialize, Deserialize)]
pub struct PurgeIdempotency {}

impl JobKind for PurgeIdempotency {
    const NAME: &'static str = "maintenance.purge_idempotency";
    const QUEUE: Queue = Queue::Maintenance;
    const MAX_ATTEMPTS: i32 = 3;
    const TIMEOUT: Duration = Duration::from_secs(300);
    type Output = Purged;
}

/// Removes jobs that ended longer ago than `JOB_RETENTION_DAYS`, and events as old.
#[derive(Debug, Serialize, Deserialize)]
pub struct PurgeJobs {}

impl JobKind for PurgeJobs {
    const NAME: &'static str = "maintenance.purge_jobs";
    const QUEUE: Queue = Queue::Maintenance;
    const MAX_ATTEMPTS: i32 = 3;
    // The first one after a long time has much to do. What it has removed stays removed.
    const TIMEOUT: Duration = Duration::from_secs(3600);
    type Output = Purged;
}

/// Removes conversations on the platform's shared number whose window is over.
#[derive(Debug, Serialize, Deserialize)]
pub struct PurgeThreads {}

impl JobKind for PurgeThreads {
    const NAME: &'static str = "maintenance.purge_threads";
    const QUEUE: Queue = Queue::Maintenance;
    const MAX_ATTEMPTS: i32 = 3;
    const TIMEOUT: Duration = Duration::from_secs(300);
    type Output = Purged;
}

/// Adds what went through wallets to the sums that statistics read.
#[derive(Debug, Serialize, Deserialize)]
pub struct SumFlows {}

impl JobKind for SumFlows {
    const NAME: &'static str = "maintenance.sum_flows";
    const QUEUE: Queue = Queue::Maintenance;
    const MAX_ATTEMPTS: i32 = 3;
    // The first one has all of the ledger before it. What it has summed up stays so.
    const TIMEOUT: Duration = Duration::from_secs(3600);
    type Output = Summed;
}

/// What came of it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Summed {
    /// How many users' wallets had entries to add.
    pub users: usize,
}

/// What came of it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Purged {
    /// How many rows were removed.
    pub rows: u64,
}
