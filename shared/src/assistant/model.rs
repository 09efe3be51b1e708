use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{ChatMessageId, ConversationId, JobId, UserId};

/// How much of the assistant somebody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Tier {
    /// Some completions a day.
    Basic,
    /// As many as are fair.
    Pro,
}

/// What is left of a user's day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Usage {
    /// Its tier.
    pub tier: Tier,
    /// Completions a UTC day; null: as many as are fair.
    pub limit: Option<i32>,
    /// Those of today that were not given back.
    pub used: i32,
    /// Those that are left today; null where there is no limit.
    pub remaining: Option<i32>,
    /// When the next day begins.
    pub resets_at: DateTime<Utc>,
}

/// What a user's completions took on a day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Day {
    /// The UTC day on which they were accepted.
    #[schema(value_type = String, format = Date)]
    pub day: NaiveDate,
    /// Questions that were accepted.
    pub requests: i32,
    /// Those that count: they were answered, or are under way.
    pub used: i32,
    /// Tokens that were sent to the model.
    pub prompt_tokens: i64,
    /// Tokens that the model made.
    pub output_tokens: i64,
    /// What the model's provider charges for them.
    #[schema(examples("0.001250"))]
    pub cost: String,
}

/// What an answer took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Tokens {
    /// Sent to the model.
    pub prompt_tokens: i64,
    /// Made by the model, its thoughts included.
    pub output_tokens: i64,
    /// Both.
    pub total_tokens: i64,
}

impl Tokens {
    /// Of what was sent and what was made.
    #[must_use]
    pub fn new(prompt_tokens: i64, output_tokens: i64) -> Self {
        Self { prompt_tokens, output_tokens, total_tokens: prompt_tokens + output_tokens }
    }
}

/// How an answer came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CompletionInfo {
    /// The job that made it.
    pub job_id: JobId,
    /// The model.
    pub model: String,
    /// Why it ended: `stop`, or `max_tokens` where it was cut.
    pub finish_reason: String,
    /// What it took.
    pub usage: Tokens,
}

/// A completion, for whoever makes it.
#[derive(Debug, Clone)]
pub struct Completion {
    /// Its job.
    pub job_id: JobId,
    /// Who asked.
    pub user_id: UserId,
    /// Where.
    pub conversation_id: ConversationId,
    /// Its place in the line of the conversation.
    pub place: i64,
    /// The question.
    pub prompt_id: ChatMessageId,
    /// The question's number in the conversation.
    pub prompt_seq: i64,
    /// How often the model was asked.
    pub attempts: i32,
    /// When it was accepted.
    pub created_at: DateTime<Utc>,
    /// When its owner asked to stop.
    pub cancel_requested_at: Option<DateTime<Utc>>,
}
