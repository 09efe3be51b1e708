//! A send as a request of its own.

use axum::response::Response;
use shared::app::App;
use shared::idempotency::Scope;
use shared::ids::{JobId, UserId};
use shared::messaging::{self, Message, Resolution, Send};

use super::answer::{Accepted, ids};
use super::group_commit::GroupCommit;
use super::refusal::refused;
use crate::current_request;
use crate::idempotent::{EarlyResponse, replayed, response};
use crate::long_poll::Prefer;
use crate::problem::Problem;

/// Accepts a send, once for its scope, and answers it: with `Prefer: wait`, with message and job as of the job's end or
/// the client's deadline. So does a replay: a client that lost the answer waits as it would have for the first one.
pub(crate) async fn accept(
    app: &App,
    group_commit: &GroupCommit,
    prefer: Prefer,
    send: Send,
    scope: Option<Scope>,
) -> Result<Response, EarlyResponse> {
    let user = send.sender;
    let (message, job, response) = match group_commit.accept(send, scope).await? {
        Resolution::Accepted(accepted) => {
            let messaging::Accepted { message, job, answer } = *accepted;
            (message.id, job.id, response(&answer.ok_or_else(Problem::internal)?))
        }
        Resolution::Replayed(answer) => {
            let (message, job) = ids(&answer).ok_or_else(Problem::internal)?;
            (message, job, replayed(&answer))
        }
        Resolution::KeyReused => return Err(EarlyResponse::key_reused()),
        Resolution::InFlight => return Err(EarlyResponse::in_flight()),
        Resolution::Refused(refusal) => return Err(refused(refusal).into()),
        Resolution::Uncertain => return Err(Problem::unavailable().into()),
    };
    let show = async |job| {
        let message = messaging::get(app.db.pool(), user, message).await?;
        Ok(message.map(|message| Accepted { message, job }))
    };
    Ok(prefer.at_its_end(app, (user, job), response, show).await)
}

/// Sends a failed message again.
pub(crate) async fn resend(
    app: &App,
    group_commit: &GroupCommit,
    prefer: Prefer,
    (user, scope): (UserId, Option<Scope>),
    (failed, job): (Message, JobId),
) -> Result<Response, EarlyResponse> {
    let send = Send::repeat(user, failed, job, current_request::id());
    accept(app, group_commit, prefer, send, scope).await
}
