//! `otp.send`: generates a one-time code and sends it by text message, at most once.
//!
//! Plivo has no idempotency keys. A code is stored right before it is sent; only a response that it was not sent
//! deletes it, and the next attempt generates another. Otherwise it is kept, as it may have arrived; a user who does
//! not receive it requests a new one.

use std::time::Duration;

use chrono::TimeDelta;
use secrecy::{ExposeSecret, SecretString};
use shared::accounts::jobs::{OtpSent, SendOtp};
use shared::accounts::{self, OtpPurpose, OtpTask};
use shared::app::App;
use shared::jobs::JobError;

use crate::handler::{Handler, Outcome, RunError};
use crate::observe;
use crate::providers::plivo::{Class, Client, Failure, Refusal};
use crate::start_error::StartError;

/// The delay after a refusal without one.
const RETRY_DELAY: TimeDelta = TimeDelta::seconds(1);

pub(super) struct Send {
    /// `None` if Plivo is not set up.
    client: Option<Client>,
}

impl Send {
    pub(super) fn new(app: &App) -> Result<Self, StartError> {
        Ok(Self { client: app.config.plivo.as_ref().map(Client::new).transpose()? })
    }
}

impl Handler for Send {
    type Kind = SendOtp;

    async fn run(&self, app: &App, payload: &SendOtp, _: i32) -> Result<Outcome<OtpSent>, RunError> {
        let Some(client) = &self.client else {
            let error = JobError::permanent("channel_not_configured", "Plivo is not configured on this worker.");
            return Ok(Outcome::Fail(error));
        };
        let (mobile, code, purpose) = match accounts::make_otp(app, payload.otp_id).await? {
            OtpTask::Send { mobile, code, purpose } => (mobile, code, purpose),
            OtpTask::Nothing => return Ok(Outcome::Done(OtpSent { provider_message_id: None })),
            OtpTask::TooLate => {
                let error = JobError::permanent("otp_expired", "The code expired before it could be sent.");
                return Ok(Outcome::Fail(error));
            }
            OtpTask::InDoubt => return Ok(Outcome::Fail(no_answer())),
        };
        let text = text(app, &code, purpose);
        match observe::call(app, "plivo", client.send_secret(&mobile, text.expose_secret())).await {
            Ok(id) => Ok(Outcome::Done(OtpSent { provider_message_id: Some(id) })),
            Err(Failure::Uncertain) => Ok(Outcome::Fail(no_answer())),
            Err(Failure::Unreachable) => {
                accounts::withdraw_otp(app, payload.otp_id).await?;
                let error = JobError::transient("provider_unreachable", "Plivo can't be reached.");
                Ok(Outcome::Retry { after: None, error })
            }
            Err(Failure::Refused(refusal)) => {
                accounts::withdraw_otp(app, payload.otp_id).await?;
                Ok(after_refusal(app, refusal))
            }
        }
    }
}

fn after_refusal(app: &App, refusal: Refusal) -> Outcome<OtpSent> {
    let Refusal { class, error, after } = refusal;
    match class {
        Class::Permanent => Outcome::Fail(error),
        Class::Account => {
            tracing::error!(code = error.code, "Plivo rejects the account: no one-time code can be sent");
            Outcome::Fail(error)
        }
        Class::Transient => Outcome::Retry { after, error },
        Class::TooMany => {
            let wait = after.unwrap_or(Duration::ZERO);
            let wait = TimeDelta::from_std(wait).unwrap_or(RETRY_DELAY).max(RETRY_DELAY);
            Outcome::Snooze { until: app.clock.now() + wait, error }
        }
    }
}

/// The text of the message; it fits into one part.
fn text(app: &App, code: &SecretString, purpose: OtpPurpose) -> SecretString {
    let (code, minutes) = (code.expose_secret(), app.config.auth.otp_lifetime.num_minutes());
    let what = match purpose {
        OtpPurpose::Login => "Switchboard code",
        OtpPurpose::PasswordReset => "code for a new Switchboard password",
    };
    format!("{code} is your {what}. It is valid for {minutes} minutes. Tell it to nobody.").into()
}

fn no_answer() -> JobError {
    JobError::permanent("outcome_unknown", "The code was sent, but Plivo did not confirm the outcome.")
}
