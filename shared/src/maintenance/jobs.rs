//! The jobs of this domain: payloads and handlers.

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

/// Removes jobs that ended more than `JOB_RETENTION_DAYS` ago, and events of the same age.
#[derive(Debug, Serialize, Deserialize)]
pub struct PurgeJobs {}

impl JobKind for PurgeJobs {
    const NAME: &'static str = "maintenance.purge_jobs";
    const QUEUE: Queue = Queue::Maintenance;
    const MAX_ATTEMPTS: i32 = 3;
    // The first run after a long time has much to do. Its removals persist.
    const TIMEOUT: Duration = Duration::from_secs(3600);
    type Output = Purged;
}

/// Removes threads of the platform's shared number whose window is over.
#[derive(Debug, Serialize, Deserialize)]
pub struct PurgeThreads {}

impl JobKind for PurgeThreads {
    const NAME: &'static str = "maintenance.purge_threads";
    const QUEUE: Queue = Queue::Maintenance;
    const MAX_ATTEMPTS: i32 = 3;
    const TIMEOUT: Duration = Duration::from_secs(300);
    type Output = Purged;
}

/// Stores the words of chat messages that lack them, for the search.
#[derive(Debug, Serialize, Deserialize)]
pub struct IndexChat {}

impl JobKind for IndexChat {
    const NAME: &'static str = "maintenance.index_chat";
    const QUEUE: Queue = Queue::Maintenance;
    const MAX_ATTEMPTS: i32 = 3;
    // The first run covers all messages. Its words persist.
    const TIMEOUT: Duration = Duration::from_secs(3600);
    type Output = Indexed;
}

/// Result of the job.
#[derive(Debug, Serialize, Deserialize)]
pub struct Indexed {
    /// Number of messages indexed.
    pub messages: u64,
}

/// Adds wallets' flows to the sums that statistics read.
#[derive(Debug, Serialize, Deserialize)]
pub struct SumFlows {}

impl JobKind for SumFlows {
    const NAME: &'static str = "maintenance.sum_flows";
    const QUEUE: Queue = Queue::Maintenance;
    const MAX_ATTEMPTS: i32 = 3;
    // The first run covers the whole ledger. Its sums persist.
    const TIMEOUT: Duration = Duration::from_secs(3600);
    type Output = Summed;
}

/// Result of the job.
#[derive(Debug, Serialize, Deserialize)]
pub struct Summed {
    /// Number of users with new wallet entries.
    pub users: usize,
}

/// Result of the job.
#[derive(Debug, Serialize, Deserialize)]
pub struct Purged {
    /// Number of rows removed.
    pub rows: u64,
}
