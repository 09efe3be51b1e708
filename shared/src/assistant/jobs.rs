//! The jobs of this domain: what they need, and how they are run.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Tokens;
use crate::ids::{ChatMessageId, JobId};
use crate::jobs::{JobKind, Queue, Task};

/// Answers a question in an assistant conversation. What it is about is in the completion of this job.
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

/// What came of it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Generated {
    /// The answer, as a message.
    pub message_id: ChatMessageId,
    /// The answer.
    pub text: String,
    /// The model.
    pub model: String,
    /// Why the answer ended.
    pub finish_reason: String,
    /// The attempt whose deltas make up the answer.
    pub attempt: i32,
    /// What it took.
    pub usage: Tokens,
}

/// Whether a job is a completion.
#[must_use]
pub fn is_completion(task: &Task) -> bool {
    task.kind == GenerateCompletion::NAME
}

/// Puts the figures of days that are over away.
#[derive(Debug, Serialize, Deserialize)]
pub struct ArchiveUsage {}

impl JobKind for ArchiveUsage {
    const NAME: &'static str = "assistant.archive_usage";
    const QUEUE: Queue = Queue::Maintenance;
    const MAX_ATTEMPTS: i32 = 3;
    const TIMEOUT: Duration = Duration::from_secs(300);
    type Output = UsageArchived;
}

/// What came of it.
#[derive(Debug, Serialize, Deserialize)]
pub struct UsageArchived {
    /// How many days of users were put away.
    pub rows: u64,
}
