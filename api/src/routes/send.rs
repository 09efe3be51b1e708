//! Sending and resending a message: the group commit's verdict as a response.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use shared::app::App;
use shared::idempotency::Scope;
use shared::ids::{JobId, UserId};
use shared::jobs::Job;
use shared::messaging::{self, Message, Misuse, NewMessage, Refusal, Send};
use utoipa::ToSchema;

use crate::current_request;
use crate::group_commit::{GroupCommit, Verdict};
use crate::idempotent::{self, Stop};
use crate::long_poll::Prefer;
use crate::problem::{FieldError, Problem};

/// An accepted message and the job that sends it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Accepted {
    message: Message,
    job: Job,
}

/// Resends a failed message.
pub(super) async fn send_again(
    app: &App,
    committer: &GroupCommit,
    (user, scope): (UserId, Option<Scope>),
    prefer: Prefer,
    (failed, job): (Message, JobId),
) -> Result<Response, Stop> {
    let metadata = failed.metadata.as_object().cloned().unwrap_or_default();
    let (channel, to, body) = (failed.channel, failed.to, Some(failed.body));
    let message = NewMessage { channel, to, body, template: None, media: None, send_at: None, metadata };
    let carried = failed.content.map(|content| content.0);
    let repeats = Some((failed.id, job));
    let send = Send { sender: user, message, repeats, carried, request_id: current_request::id(), trace_context: None };
    let (response, accepted) = accept(committer, send, scope).await?;
    Ok(at_its_end(app, user, prefer, response, accepted).await)
}

/// The same response, with message and job as of the job's end or the client's deadline.
pub(super) async fn at_its_end(
    app: &App,
    user: UserId,
    prefer: Prefer,
    response: Response,
    accepted: Accepted,
) -> Response {
    let Accepted { message, job } = accepted;
    let show = async |job| {
        let message = messaging::get(app.db.pool(), user, message.id).await?;
        Ok(message.map(|message| Accepted { message, job }))
    };
    prefer.at_its_end(app, (user, job.id), response, show).await
}

pub(super) fn accept(
    committer: &GroupCommit,
    send: Send,
    scope: Option<Scope>,
) -> impl Future<Output = Result<(Response, Accepted), Stop>> {
    let verdict = committer.accept(send, scope);
    async move {
        match verdict.await {
            Verdict::Accepted(answer, accepted) => {
                let (message, job) = *accepted;
                Ok((idempotent::response(&answer), Accepted { message, job }))
            }
            Verdict::Replayed(answer) => Err(Stop::replayed(&answer)),
            Verdict::Mismatch => Err(Stop::mismatch()),
            Verdict::InFlight => Err(Stop::in_flight()),
            Verdict::Refused(refusal) => Err(refused(refusal).into()),
            Verdict::Problem(problem) => Err(problem.into()),
        }
    }
}

pub(super) fn refused(refusal: Refusal) -> Problem {
    match refusal {
        Refusal::InsufficientCredits { balance, promotional, needed } => {
            let only = format!(" ({promotional} of them for in-app messages only)");
            let only = if promotional > 0 { &only } else { "" };
            let detail = format!("This costs {needed}; you have {balance}{only}.");
            Problem::new(StatusCode::PAYMENT_REQUIRED, "insufficient_credits", detail)
        }
        Refusal::SendingStopped { reason } => {
            let why = reason.map_or_else(|| ".".into(), |reason| format!(": {reason}"));
            let detail = format!("Sending is stopped for this account{why}");
            Problem::new(StatusCode::FORBIDDEN, "sending_stopped", detail)
        }
        Refusal::ExternalSendingNotAllowed { by_verified_number } => {
            let verify =
                "Verify your phone number by logging in with a one-time code, or ask an admin or your reseller.";
            let ask = "Ask an admin or your reseller to let you send outside the platform.";
            let detail = if by_verified_number { verify } else { ask };
            Problem::new(StatusCode::FORBIDDEN, "external_sending_not_allowed", detail)
        }
        Refusal::TemplateNotGranted => {
            let detail = "An admin grants templates of the platform's number. With your own number you can send your own templates.";
            Problem::new(StatusCode::FORBIDDEN, "template_not_granted", detail)
        }
        Refusal::AccountLimit { limit, resets_in } => {
            let detail = format!("You can send {limit} messages outside the platform per UTC day.");
            Problem::new(StatusCode::TOO_MANY_REQUESTS, "external_send_limit_reached", detail).retry_in(resets_in)
        }
        Refusal::SharedNumberLimit(verdict) => {
            let detail = "The platform's number has reached its sending limit for now.";
            Problem::new(StatusCode::TOO_MANY_REQUESTS, "shared_number_limit_reached", detail)
                .retry_in(verdict.reset_seconds)
        }
        Refusal::RecipientNotFound => {
            Problem::invalid_field("recipient_not_found", "to", "There is no active user with this id or name.")
        }
        Refusal::ChannelNotConfigured(_) => {
            Problem::invalid_field("channel_not_configured", "channel", "This channel is not configured.")
        }
        Refusal::ChannelPending => {
            let message = "Your own WhatsApp number is not verified: see GET /v1/channels/whatsapp.";
            Problem::invalid_field("channel_pending", "channel", message)
        }
        Refusal::RecipientOptedOut => {
            Problem::invalid_field("recipient_opted_out", "to", "This recipient opted out of such messages from you.")
        }
        Refusal::TemplateNotFound => Problem::invalid_field(
            "template_not_found",
            "template.name",
            "You have no template with this name and language.",
        ),
        Refusal::TemplateAmbiguous => {
            let message = "You have this template in several languages; specify one.";
            Problem::invalid_field("template_ambiguous", "template.language", message)
        }
        Refusal::TemplateMisused(wrong) => {
            let error = |it: Misuse| FieldError { field: it.field, message: it.message };
            Problem::invalid_fields("template_parameters_invalid", wrong.into_iter().map(error).collect())
        }
        Refusal::Quota(exceeded) => exceeded.into(),
        Refusal::SenderGone => Problem::unauthenticated("The user of this access token does not exist."),
    }
}
