//! The jobs of this domain: payloads and handlers.

use std::time::Duration;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Tokens;
use crate::ids::{ChatMessageId, JobId};
use crate::jobs::{JobKind, Queue};

/// Answers a question in an assistant conversation. The details are in this job's completion.
#[derive(Debug, Serialize, Deserialize)]
pub struct GenerateCompletion {
    /// This job.
    pub job_id: JobId,
}

impl JobKind for GenerateCompletion {
    const NAME: &'static str = "completion.generate";
    const QUEUE: Queue = Queue::Completions;
    const MAX_ATTEMPTS: i32 = 4;
    const TIMEOUT: Duration = Duration::from_secs(300);
    type Output = Generated;
}

/// Result of the job.
#[derive(Debug, Serialize, Deserialize)]
pub struct Generated {
    /// The answer's message.
    pub message_id: ChatMessageId,
    /// The answer.
    pub text: String,
    /// The model.
    pub model: String,
    /// The finish reason.
    pub finish_reason: String,
    /// The attempt whose deltas form the answer.
    pub attempt: i32,
    /// Token usage.
    pub usage: Tokens,
}

/// Closes the usage of past days, and deletes it after `USAGE_RETENTION_DAYS`.
#[derive(Debug, Serialize, Deserialize)]
pub struct ResetUsage {
    /// The day that begins, by the scheduler's clock.
    pub day: Option<NaiveDate>,
}

impl JobKind for ResetUsage {
    // Published before days were kept in one table.
    const NAME: &'static str = "assistant.archive_usage";
    const QUEUE: Queue = Queue::Maintenance;
    const MAX_ATTEMPTS: i32 = 3;
    const TIMEOUT: Duration = Duration::from_secs(300);
    type Output = UsageReset;
}

/// Result of the job.
#[derive(Debug, Serialize, Deserialize)]
pub struct UsageReset {
    /// Number of user days closed.
    pub rows: u64,
    /// Number of user days deleted.
    pub deleted: u64,
}
