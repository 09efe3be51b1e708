//! The answer to an accepted send.

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use shared::idempotency::Answer;
use shared::ids::{JobId, MessageId};
use shared::jobs::Job;
use shared::messaging::Message;
use utoipa::ToSchema;

/// An accepted message and the job that sends it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Accepted {
    pub(super) message: Message,
    pub(super) job: Job,
}

#[derive(Serialize)]
struct Body<'a> {
    message: &'a Message,
    job: &'a Job,
}

/// The ids in a stored answer.
#[derive(Deserialize)]
struct Ids {
    message: Id<MessageId>,
    job: Id<JobId>,
}

#[derive(Deserialize)]
struct Id<T> {
    id: T,
}

/// The message and the job of a stored answer.
pub(super) fn ids(answer: &Answer) -> Option<(MessageId, JobId)> {
    let Ids { message, job } = serde_json::from_str(&answer.body).ok()?;
    Some((message.id, job.id))
}

/// 202 with the message and its job.
pub(super) fn answer(message: &Message, job: &Job) -> sqlx::Result<Answer> {
    let body = serde_json::to_string(&Body { message, job }).map_err(|error| sqlx::Error::Encode(error.into()))?;
    Ok(Answer { status: StatusCode::ACCEPTED.as_u16(), location: Some(format!("/v1/jobs/{}", job.id)), body })
}
