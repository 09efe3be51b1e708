//! Refusals as problems.

use axum::http::StatusCode;
use shared::messaging::{Misuse, Refusal};

use crate::problem::{FieldError, Problem};

pub(super) fn refused(refusal: Refusal) -> Problem {
    let code = refusal.code();
    match refusal {
        Refusal::InsufficientCredits { balance, promotional, needed } => {
            let only = format!(" ({promotional} of them for in-app messages only)");
            let only = if promotional > 0 { &only } else { "" };
            let detail = format!("This costs {needed}; you have {balance}{only}.");
            Problem::new(StatusCode::PAYMENT_REQUIRED, code, detail)
        }
        Refusal::SendingStopped { reason } => {
            let why = reason.map_or_else(|| ".".into(), |reason| format!(": {reason}"));
            let detail = format!("Sending is stopped for this account{why}");
            Problem::new(StatusCode::FORBIDDEN, code, detail)
        }
        Refusal::ExternalSendingNotAllowed { by_verified_number } => {
            let verify =
                "Verify your phone number by logging in with a one-time code, or ask an admin or your reseller.";
            let ask = "Ask an admin or your reseller to let you send outside the platform.";
            let detail = if by_verified_number { verify } else { ask };
            Problem::new(StatusCode::FORBIDDEN, code, detail)
        }
        Refusal::TemplateNotGranted => {
            let detail = "An admin grants templates of the platform's number. With your own number you can send your own templates.";
            Problem::new(StatusCode::FORBIDDEN, code, detail)
        }
        Refusal::AccountLimit { limit, resets_in } => {
            let detail = format!("You can send {limit} messages outside the platform per UTC day.");
            Problem::new(StatusCode::TOO_MANY_REQUESTS, code, detail).retry_in(resets_in)
        }
        Refusal::SharedNumberLimit(verdict) => {
            let detail = "The platform's number has reached its sending limit for now.";
            Problem::new(StatusCode::TOO_MANY_REQUESTS, code, detail).retry_in(verdict.reset_seconds)
        }
        Refusal::RecipientNotFound => {
            Problem::invalid_field(code, "to", "There is no active user with this id or name.")
        }
        Refusal::ChannelNotConfigured(_) => Problem::invalid_field(code, "channel", "This channel is not configured."),
        Refusal::ChannelPending => {
            let message = "Your own WhatsApp number is not verified: see GET /v1/channels/whatsapp.";
            Problem::invalid_field(code, "channel", message)
        }
        Refusal::RecipientOptedOut => {
            Problem::invalid_field(code, "to", "This recipient opted out of such messages from you.")
        }
        Refusal::TemplateNotFound => {
            Problem::invalid_field(code, "template.name", "You have no template with this name and language.")
        }
        Refusal::TemplateAmbiguous => {
            let message = "You have this template in several languages; specify one.";
            Problem::invalid_field(code, "template.language", message)
        }
        Refusal::TemplateMisused(wrong) => {
            let error = |it: Misuse| FieldError { field: it.field, message: it.message };
            Problem::invalid_fields(code, wrong.into_iter().map(error).collect())
        }
        Refusal::Quota(exceeded) => exceeded.into(),
        Refusal::SenderGone => Problem::unauthenticated("The user of this access token does not exist."),
    }
}
