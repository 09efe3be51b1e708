use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{ChatMessageId, ConversationId, JobId, UserId};

crate::text_enum! {
    /// A user's tier for the assistant.
    pub enum Tier {
        /// Limited completions per day.
        Basic,
        /// Fair use.
        Pro,
    }
}

/// A user's usage of today.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Usage {
    /// Its tier.
    pub tier: Tier,
    /// Completions per UTC day; null: fair use.
    pub limit: Option<i32>,
    /// Completions used today, without returned ones.
    pub used: i32,
    /// Completions left today; null without a limit.
    pub remaining: Option<i32>,
    /// Start of the next day.
    pub resets_at: DateTime<Utc>,
}

/// A user's completion usage of a day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Day {
    /// The UTC day of acceptance.
    #[schema(value_type = String, format = Date)]
    pub day: NaiveDate,
    /// Accepted questions.
    pub requests: i32,
    /// Counted ones: answered or in progress.
    pub used: i32,
    /// Prompt tokens.
    pub prompt_tokens: i64,
    /// Output tokens.
    pub output_tokens: i64,
    /// Their cost at the model's provider.
    #[schema(examples("0.001250"))]
    pub cost: String,
}

/// Token usage of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Tokens {
    /// Prompt tokens.
    pub prompt_tokens: i64,
    /// Output tokens, including thoughts.
    pub output_tokens: i64,
    /// The sum.
    pub total_tokens: i64,
}

impl Tokens {
    /// Usage from prompt and output tokens.
    #[must_use]
    pub fn new(prompt_tokens: i64, output_tokens: i64) -> Self {
        Self { prompt_tokens, output_tokens, total_tokens: prompt_tokens + output_tokens }
    }
}

/// Details of an answer's completion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CompletionInfo {
    /// The job that generated it.
    pub job_id: JobId,
    /// The model.
    pub model: String,
    /// The finish reason: `stop`, or `max_tokens` if truncated.
    pub finish_reason: String,
    /// Token usage.
    pub usage: Tokens,
}

/// A completion, for its worker.
#[derive(Debug, Clone)]
pub struct Completion {
    /// Its job.
    pub job_id: JobId,
    /// The asker.
    pub user_id: UserId,
    /// The conversation.
    pub conversation_id: ConversationId,
    /// Its position in the conversation's line.
    pub place: i64,
    /// The question.
    pub prompt_id: ChatMessageId,
    /// The question's number in the conversation.
    pub prompt_seq: i64,
    /// Number of model requests.
    pub attempts: i32,
    /// Time of acceptance.
    pub created_at: DateTime<Utc>,
    /// Time of the owner's cancellation request.
    pub cancel_requested_at: Option<DateTime<Utc>>,
}
