//! `otp.send`: generates a one-time code and sends it by text message, at most once.
//!
//! The mark of the send is the code's stored hash. Plivo reports nothing about it, so an uncertain code is kept, as it may
//! have arrived; a user who does not receive it requests a new one. After a refusal the next attempt generates another.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use shared::accounts::jobs::{OtpSent, SendOtp};
use shared::accounts::{self, OtpPurpose, OtpTask};
use shared::app::App;
use shared::ids::OtpId;
use shared::jobs::JobError;

use crate::attempt::Attempt;
use crate::deferral::{not_configured, snooze};
use crate::handler::{Handler, Outcome, RunError};
use crate::observe;
use crate::providers::plivo::{Class, Client, Failure, Refusal};
use crate::start_error::StartError;
use crate::uncertain_send::{self, Sender, State, Verdict};

/// The delay after a refusal without one.
const RETRY_DELAY: Duration = Duration::from_secs(1);

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

    async fn run(&self, app: &App, payload: &SendOtp, attempt: &Attempt) -> Result<Outcome<OtpSent>, RunError> {
        let Some(client) = &self.client else {
            return Ok(Outcome::Fail(not_configured("channel_not_configured", "Plivo")));
        };
        uncertain_send::run(&Plivo { app, client }, app, payload.otp_id, attempt.number).await
    }
}

/// Plivo, for one attempt.
struct Plivo<'a> {
    app: &'a App,
    client: &'a Client,
}

/// A code that goes out now.
struct Code {
    mobile: String,
    text: SecretString,
}

impl Sender for Plivo<'_> {
    type Id = OtpId;
    type Stored = Code;
    type Call = Code;
    type Output = OtpSent;
    type Refusal = Refusal;

    fn reports_within(&self) -> Option<Duration> {
        None
    }

    fn no_answer(&self) -> JobError {
        JobError::permanent("outcome_unknown", "The code was sent, but Plivo did not confirm the outcome.")
    }

    fn unreachable(&self) -> JobError {
        JobError::transient("provider_unreachable", "Plivo can't be reached.")
    }

    /// Generates the code; its hash is the mark.
    async fn read(&self, id: OtpId) -> Result<State<Code, OtpSent>, RunError> {
        Ok(match accounts::make_otp(self.app, id).await? {
            OtpTask::Send { mobile, code, purpose } => {
                State::Unsent(Code { mobile, text: text(self.app, &code, purpose) })
            }
            OtpTask::Nothing => State::Ended(Outcome::Done(OtpSent { provider_message_id: None })),
            OtpTask::TooLate => {
                let error = JobError::permanent("otp_expired", "The code expired before it could be sent.");
                State::Ended(Outcome::Fail(error))
            }
            OtpTask::InDoubt => State::Uncertain { since: self.app.clock.now() },
        })
    }

    async fn admit(&self, code: Code) -> Result<Result<Code, Outcome<OtpSent>>, RunError> {
        Ok(Ok(code))
    }

    /// Done with the read.
    async fn mark(&self, _: OtpId, _: &Code) -> Result<bool, RunError> {
        Ok(true)
    }

    async fn send(&self, _: OtpId, code: &Code) -> Result<Result<OtpSent, Failure>, RunError> {
        let sent = observe::call(self.app, "plivo", self.client.send_secret(&code.mobile, code.text.expose_secret()));
        Ok(sent.await.map(|id| OtpSent { provider_message_id: Some(id) }))
    }

    /// The next attempt would send another code.
    fn classify(&self, refusal: Refusal, _: i32) -> Verdict<Refusal> {
        Verdict::Temporary(refusal)
    }

    async fn unmark(&self, id: OtpId, _: Option<&Refusal>) -> Result<(), RunError> {
        Ok(accounts::withdraw_otp(self.app, id).await?)
    }

    async fn refuse(&self, id: OtpId, _: &Refusal) -> Result<(), RunError> {
        Ok(accounts::withdraw_otp(self.app, id).await?)
    }

    async fn after_refusal(&self, _: &Code, refusal: Refusal, _: Duration) -> Result<Outcome<OtpSent>, RunError> {
        let Refusal { class, error, after } = refusal;
        Ok(match class {
            Class::Permanent => Outcome::Fail(error),
            Class::Account => {
                tracing::error!(code = error.code, "Plivo rejects the account: no one-time code can be sent");
                Outcome::Fail(error)
            }
            Class::Transient => Outcome::Retry { after, error },
            Class::TooMany => snooze(self.app, after.unwrap_or_default().max(RETRY_DELAY), error),
        })
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
