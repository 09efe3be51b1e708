//! Questions to the assistant.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Json, http::header};
use chrono::{DateTime, Utc};
use serde::Serialize;
use shared::app::App;
use shared::ask_assistant::{self, Outcome, Refusal};
use shared::assistant;
use shared::chat::{ChatMessage, NewChatMessage};
use shared::ids::{ConversationId, JobId, UserId};
use shared::jobs::{self, Job};
use shared::keyed_mutex::KeyedGuard;
use utoipa::ToSchema;

use super::conversations;
use crate::current_request;
use crate::idempotent::{EarlyResponse, IdempotentTx};
use crate::long_poll::Prefer;
use crate::problem::Problem;

/// An accepted question, and the job that answers it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Question {
    /// The question.
    pub message: ChatMessage,
    /// The job; null if no longer retained.
    pub job: Option<Job>,
}

/// Accepts a question, in the user's `turn` if there is one: 202 with the message and its job. A repeated `client_id`
/// returns the first ones.
pub(super) async fn ask(
    app: &App,
    mut work: IdempotentTx,
    turn: Option<KeyedGuard>,
    (user, prefer): (UserId, Prefer),
    conversation: ConversationId,
    new: &NewChatMessage,
) -> Result<Response, EarlyResponse> {
    match ask_assistant::ask(app, &mut work.tx, (user, conversation), new, current_request::id()).await {
        Ok(Outcome::Accepted(message, job)) => accepted(app, work, turn, (user, prefer), (message, *job)).await,
        Ok(Outcome::Duplicate(message)) => {
            work.tx.rollback().await;
            before(app, user, message).await
        }
        Err(refusal) => Err(work.abort(refused(app, refusal)).await),
    }
}

async fn accepted(
    app: &App,
    work: IdempotentTx,
    turn: Option<KeyedGuard>,
    (user, prefer): (UserId, Prefer),
    (message, job): (ChatMessage, Job),
) -> Result<Response, EarlyResponse> {
    let id = job.id;
    let response = work.accepted(id, &Question { message: message.clone(), job: Some(job) }).await?;
    drop(turn);
    let fresh = async |job| Ok(Some(Question { message, job: Some(job) }));
    Ok(prefer.at_its_end(app, (user, id), response, fresh).await)
}

async fn before(app: &App, user: UserId, message: ChatMessage) -> Result<Response, EarlyResponse> {
    let place = (message.conversation_id, message.seq);
    let job = match assistant::job_of_prompt(app.db.pool(), user, place).await? {
        Some(id) => jobs::get(app.db.pool(), user, id).await?,
        None => None,
    };
    let location = job.as_ref().map(|job| [(header::LOCATION, format!("/v1/jobs/{}", job.id))]);
    Ok((StatusCode::ACCEPTED, location, Json(Question { message, job })).into_response())
}

/// Retries the question of a failed job: a new job, and a new unit.
pub(super) async fn again(
    app: &App,
    mut work: IdempotentTx,
    user: UserId,
    prefer: Prefer,
    failed: JobId,
) -> Result<Response, EarlyResponse> {
    match ask_assistant::retry(app, &mut work.tx, (user, failed), current_request::id()).await {
        Ok(Some(asked)) => accepted(app, work, None, (user, prefer), asked).await,
        Ok(None) => {
            let detail = "Only a failed question can be retried.";
            Err(work.abort(Problem::new(StatusCode::CONFLICT, "job_not_retryable", detail)).await)
        }
        Err(refusal) => Err(work.abort(refused(app, refusal)).await),
    }
}

pub(crate) fn refused(app: &App, refusal: Refusal) -> Problem {
    match refusal {
        Refusal::NotSetUp => {
            let detail = "No model is configured.";
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "channel_not_configured", detail)
        }
        Refusal::Chat(refusal) => conversations::refused(refusal),
        Refusal::FairUse(verdict) => {
            Problem::limited("fair_use_exceeded", "Too many questions in one minute.", verdict)
        }
        Refusal::Usage(assistant::Refusal::DailyLimit { limit, resets_at }) => {
            let at = resets_at.format("%Y-%m-%dT%H:%M:%SZ");
            let detail = format!("All {limit} completions of today are used; the limit resets at {at}.");
            let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "daily_limit_reached", detail);
            problem.retry_in(seconds_until(resets_at, app.clock.now()))
        }
        Refusal::Usage(assistant::Refusal::Database(error)) => error.into(),
    }
}

fn seconds_until(then: DateTime<Utc>, now: DateTime<Utc>) -> u32 {
    u32::try_from((then - now).num_seconds()).unwrap_or_default() + 1
}
