use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::types::Json;
use utoipa::ToSchema;

use crate::events::NewEvent;
use crate::ids::{JobId, UserId};
use crate::json::StoredJson;

crate::text_enum! {
    /// State of a job.
    pub enum JobState {
        /// Waits to be run, now or from `run_at` on.
        Queued,
        /// Claimed by a worker.
        Running,
        /// An attempt failed; the next one is due at `run_at`.
        Retrying,
        /// Succeeded; see `result`.
        Succeeded,
        /// Failed permanently; see `error`.
        Failed,
        /// Cancelled while pending or running.
        Cancelled,
    }
}

/// Characters of an error's message.
const MAX_ERROR_MESSAGE: usize = 1000;

/// The failure of a job or a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct JobError {
    /// Stable code, for programs.
    #[schema(examples("recipient_unreachable"))]
    pub code: String,
    /// A sentence, for people.
    pub message: String,
    /// Whether the same request may succeed when it is sent again.
    pub retryable: bool,
}

impl JobError {
    /// A permanent error.
    pub fn permanent(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: storable(message.into()), retryable: false }
    }

    /// A transient error.
    pub fn transient(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: storable(message.into()), retryable: true }
    }
}

/// A message that may be a provider's: without NUL, which Postgres rejects, and of a bounded length.
fn storable(message: String) -> String {
    if message.len() <= MAX_ERROR_MESSAGE && !message.contains('\0') {
        return message;
    }
    message.chars().filter(|char| *char != '\0').take(MAX_ERROR_MESSAGE).collect()
}

/// Queues, split so that slow work does not delay urgent work. Each has its own worker slots.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::IntoStaticStr,
    strum::EnumString,
    strum::Display,
    strum::EnumIter,
)]
#[strum(serialize_all = "snake_case")]
pub enum Queue {
    /// One-time codes: each has a user waiting for it.
    Otp,
    /// In-app messages.
    Messages,
    /// WhatsApp sends and WhatsApp webhooks.
    Whatsapp,
    /// Answers of the model: slow, but little work.
    Completions,
    /// Payments: Stripe requests and webhooks.
    Stripe,
    /// Ledger operations.
    Credits,
    /// Operations on many jobs.
    Bulk,
    /// The platform's maintenance.
    Maintenance,
}

/// The event for a job's owner on a change of state.
pub(super) fn job_event(
    owner: UserId,
    id: JobId,
    kind: &str,
    state: JobState,
    attempt: i32,
    error: Option<&JobError>,
) -> NewEvent {
    let name: &str = state.into();
    let data = json!({"id": id, "kind": kind, "state": state, "attempt": attempt, "error": error});
    NewEvent { owner, kind: format!("job.{name}"), data }
}

/// A job's row as visible to its owner.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// Its kind.
    #[schema(examples("whatsapp.deliver"))]
    pub kind: String,
    /// Its state.
    pub state: JobState,
    /// Number of attempts; the running one counts.
    pub attempt: i32,
    /// Maximum number of attempts.
    pub max_attempts: i32,
    /// Earliest time of the next run.
    pub run_at: DateTime<Utc>,
    /// Percent done of the current attempt, if the kind reports it; 100 once it succeeded.
    pub progress: Option<i16>,
    /// Its result.
    #[schema(value_type = Option<Value>)]
    pub result: Option<StoredJson>,
    /// Its failure, or that of the last attempt.
    #[schema(value_type = Option<JobError>)]
    pub error: Option<Json<JobError>>,
    /// The failed job that this one repeats.
    pub retried_from: Option<JobId>,
    /// When it was accepted.
    pub created_at: DateTime<Utc>,
    /// Start time of the first attempt.
    pub started_at: Option<DateTime<Utc>>,
    /// End time.
    pub finished_at: Option<DateTime<Utc>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_providers_text_is_stored_without_nul_and_of_bounded_length() {
        for error in [
            JobError::permanent("refused", format!("\0no\0{}", "ü".repeat(5_000_000))),
            JobError::transient("busy", format!("\0no\0{}", "ü".repeat(5_000_000))),
        ] {
            assert!(error.message.starts_with("noü"));
            assert_eq!(error.message.chars().count(), MAX_ERROR_MESSAGE);
        }
        assert_eq!(JobError::permanent("refused", "as it is").message, "as it is");
    }
}
