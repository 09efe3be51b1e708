use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sqlx::types::Json;
use utoipa::ToSchema;

use crate::events::NewEvent;
use crate::ids::{JobId, UserId};

/// Where a job stands.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    sqlx::Type,
    strum::IntoStaticStr,
    strum::EnumIter,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum JobState {
    /// Waits to be run, now or from `run_at` on.
    Queued,
    /// A worker has it.
    Running,
    /// An attempt failed; it is run again from `run_at` on.
    Retrying,
    /// Done; `result` has what came of it.
    Succeeded,
    /// Given up; `error` says why.
    Failed,
    /// Withdrawn while it waited, or stopped.
    Cancelled,
}

/// Why a job, or a message, failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct JobError {
    /// Stable, for programs.
    #[schema(examples("recipient_unreachable"))]
    pub code: String,
    /// A sentence, for people.
    pub message: String,
    /// Whether the same request may succeed when it is sent again.
    pub retryable: bool,
}

impl JobError {
    /// An error that will not go away by itself.
    pub fn permanent(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into(), retryable: false }
    }

    /// An error that may go away by itself.
    pub fn transient(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into(), retryable: true }
    }
}

/// Queues, by what must not wait behind what. Each has workers' slots of its own.
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
    /// One-time codes: somebody waits for each of them.
    Otp,
    /// In-app messages.
    Messages,
    /// WhatsApp sends and what WhatsApp tells of them.
    Whatsapp,
    /// Answers of the model: each takes long, and does little.
    Completions,
    /// Payments: what Stripe is asked for, and what it tells.
    Stripe,
    /// What is done with the ledger.
    Credits,
    /// The platform's own chores.
    Maintenance,
}

/// What a job's owner is told when its state changes.
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

/// A kind of job: its payload, and how it is run.
pub trait JobKind: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The public name, `domain.verb`.
    const NAME: &'static str;
    /// The queue that it waits in.
    const QUEUE: Queue;
    /// How often it is tried.
    const MAX_ATTEMPTS: i32;
    /// How long one attempt may take.
    const TIMEOUT: Duration;
    /// What comes of it: the job's `result`.
    type Output: Serialize + DeserializeOwned + Send + Sync + 'static;
}

/// A job's row, as its owner sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What is done.
    #[schema(examples("whatsapp.deliver"))]
    pub kind: String,
    /// Where it stands.
    pub state: JobState,
    /// How often it was tried; the running attempt counts.
    pub attempt: i32,
    /// How often it is tried at the most.
    pub max_attempts: i32,
    /// Not run before this time.
    pub run_at: DateTime<Utc>,
    /// Percent done, where the kind tells.
    pub progress: Option<i16>,
    /// What came of it.
    pub result: Option<Value>,
    /// Why it failed, or why the last attempt did.
    #[schema(value_type = Option<JobError>)]
    pub error: Option<Json<JobError>>,
    /// The failed job that this one repeats.
    pub retried_from: Option<JobId>,
    /// When it was accepted.
    pub created_at: DateTime<Utc>,
    /// When it first ran.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}
