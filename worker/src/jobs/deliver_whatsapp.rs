//! `whatsapp.deliver`: sends a message to WhatsApp, at most once. Our message id returns in every status, so a lost
//! response is found out.

use std::time::Duration;

use chrono::TimeDelta;
use shared::app::App;
use shared::config::ExternalSending;
use shared::db::Tx;
use shared::ids::MessageId;
use shared::jobs::JobError;
use shared::messaging::Delivery;
use shared::messaging::jobs::{DeliverWhatsApp, Sent};

use super::hold::{HOLD_DELAY, sending_stopped};
use crate::attempt::Attempt;
use crate::deferral::{snooze, snooze_until_configured};
use crate::handler::{Finished, Handler, Outcome, RunError};
use crate::local_limiter::Admission;
use crate::observe;
use crate::providers::whatsapp::{Class, Client, Failure, Number, Refusal};
use crate::start_error::StartError;
use crate::uncertain_send::{self, MessageSends, Sender, State, Verdict};
use crate::whatsapp_throttle::{Throttle, Throttles};

const PROVIDER: &str = "WhatsApp";

/// How long an uncertain send waits for reconciliation before its status becomes unknown.
const RECONCILE_AFTER: Duration = Duration::from_secs(15);
/// The delay before the sender's number is checked again.
const NOT_VERIFIED: TimeDelta = TimeDelta::minutes(1);

pub(super) struct Deliver {
    /// `None` if WhatsApp is not set up.
    channel: Option<(Client, Throttles)>,
    sends: MessageSends,
}

impl Deliver {
    pub(super) fn new(app: &App) -> Result<Self, StartError> {
        let channel = match &app.config.whatsapp {
            Some(config) => Some((Client::new(config)?, Throttles::new(app, config))),
            None => None,
        };
        Ok(Self { channel, sends: MessageSends::default() })
    }
}

impl Handler for Deliver {
    type Kind = DeliverWhatsApp;

    async fn run(&self, app: &App, payload: &DeliverWhatsApp, attempt: &Attempt) -> Result<Outcome<Sent>, RunError> {
        let Some((client, throttles)) = &self.channel else {
            return Ok(snooze_until_configured(app, "channel_not_configured", PROVIDER));
        };
        let sender = WhatsApp { app, sends: &self.sends, client, throttles };
        uncertain_send::run(&sender, app, payload.message_id, attempt.number).await
    }

    async fn settle(&self, app: &App, tx: &mut Tx, attempts: &mut [Finished<DeliverWhatsApp>]) -> sqlx::Result<()> {
        uncertain_send::settle(app, tx, attempts, PROVIDER).await
    }
}

/// WhatsApp, for one attempt.
struct WhatsApp<'a> {
    app: &'a App,
    sends: &'a MessageSends,
    client: &'a Client,
    throttles: &'a Throttles,
}

/// A message that goes out now.
struct Call<'a> {
    delivery: Delivery,
    number: Number,
    throttle: Throttle<'a>,
    /// Whether it probes a stopped throttle.
    probes: bool,
}

impl<'a> Sender for WhatsApp<'a> {
    type Id = MessageId;
    type Stored = Delivery;
    type Call = Call<'a>;
    type Output = Sent;
    type Refusal = Refusal;

    fn reports_within(&self) -> Option<Duration> {
        Some(RECONCILE_AFTER)
    }

    fn no_answer(&self) -> JobError {
        uncertain_send::no_answer(PROVIDER)
    }

    fn unreachable(&self) -> JobError {
        JobError::transient("provider_unreachable", "WhatsApp can't be reached.")
    }

    async fn read(&self, id: MessageId) -> Result<State<Delivery, Sent>, RunError> {
        self.sends.read(self.app, id, PROVIDER).await
    }

    async fn admit(&self, delivery: Delivery) -> Result<Result<Call<'a>, Outcome<Sent>>, RunError> {
        let (app, now) = (self.app, self.app.clock.now());
        if delivery.is_stopped {
            return Ok(Err(Outcome::Snooze { until: now + HOLD_DELAY, error: sending_stopped() }));
        }
        if delivery.number_id.is_some() && !delivery.is_verified {
            // Never send from a different number than intended: wait for the verification or the end of the claim.
            let error = JobError::transient("channel_pending", "The sender's own number is not verified.");
            return Ok(Err(Outcome::Snooze { until: now + NOT_VERIFIED, error }));
        }
        if !may_use_template(app, &delivery) {
            let text = "This template of the platform's number is not granted to the account.";
            return Ok(Err(Outcome::Fail(JobError::permanent("template_not_granted", text))));
        }
        let (number, throttle) = self.throttles.of(app, &delivery)?;
        let probes = match throttle.admit().await {
            Admission::Go => false,
            Admission::Probe => true,
            Admission::Later(wait) => return Ok(Err(snooze(app, wait, throttle.wait_reason().await))),
        };
        Ok(Ok(Call { delivery, number, throttle, probes }))
    }

    async fn mark(&self, id: MessageId, call: &Call<'a>) -> Result<bool, RunError> {
        self.sends.mark(self.app, id, &call.number.id).await
    }

    async fn send(&self, id: MessageId, call: &Call<'a>) -> Result<Result<Sent, Failure>, RunError> {
        let Call { delivery, number, .. } = call;
        let (content, callback) = (delivery.content.as_ref().map(|content| &content.0), id.to_string());
        let request = self.client.send(number, &delivery.to, &delivery.body, content, &callback);
        let sent = observe::call(self.app, "whatsapp", request).await;
        if call.probes && sent.as_ref().err().is_none_or(says_that_the_account_works) {
            call.throttle.mark_recovered(self.app).await?;
        }
        Ok(sent.map(|provider_id| Sent { message_id: id, provider_message_id: Some(provider_id) }))
    }

    fn classify(&self, refusal: Refusal, attempt: i32) -> Verdict<Refusal> {
        let refusal = match refusal.class {
            // A fault that persists becomes permanent.
            Class::Transient { attempts, .. } if attempt >= attempts => Refusal { class: Class::Permanent, ..refusal },
            _ => refusal,
        };
        match refusal.class {
            Class::Permanent | Class::OptedOut | Class::Blocked => Verdict::Final(refusal),
            Class::Transient { .. }
            | Class::TooMany
            | Class::TooManyForPair
            | Class::Restricted
            | Class::Unauthorized => Verdict::Temporary(refusal),
        }
    }

    async fn unmark(&self, id: MessageId, refusal: Option<&Refusal>) -> Result<(), RunError> {
        MessageSends::unmark(self.app, id, refusal.and_then(|refusal| refusal.raw.as_ref())).await
    }

    async fn refuse(&self, id: MessageId, refusal: &Refusal) -> Result<(), RunError> {
        MessageSends::refuse(self.app, id, &refusal.error, refusal.raw.as_ref()).await
    }

    async fn after_refusal(&self, call: &Call<'a>, refusal: Refusal, age: Duration) -> Result<Outcome<Sent>, RunError> {
        let (app, throttle) = (self.app, &call.throttle);
        let Refusal { class, error, after, .. } = refusal;
        Ok(match class {
            Class::Permanent => Outcome::Fail(error),
            Class::OptedOut => {
                throttle.opted_out(app).await?;
                Outcome::Fail(error)
            }
            Class::Transient { after: known, .. } => Outcome::Retry { after: after.or(known), error },
            Class::TooMany => snooze(app, throttle.slow_down(age, after, &error.code).await, error),
            Class::TooManyForPair => snooze(app, throttle.back_off_recipient().await, error),
            Class::Restricted | Class::Unauthorized => snooze(app, throttle.stop(app, class, &error).await?, error),
            Class::Blocked => {
                throttle.stop(app, class, &error).await?;
                Outcome::Fail(error)
            }
        })
    }
}

/// Checked again: the sender's own number at acceptance may be gone, and the grant too.
fn may_use_template(app: &App, delivery: &Delivery) -> bool {
    let is_open = app.config.sending.external == ExternalSending::Open;
    is_open || delivery.number_id.is_some() || delivery.is_granted
}

/// A refusal that concerns only the message, or a success, proves that the account works.
fn says_that_the_account_works(failure: &Failure) -> bool {
    match failure {
        Failure::Refused(refusal) => {
            matches!(refusal.class, Class::Permanent | Class::OptedOut | Class::TooMany | Class::TooManyForPair)
        }
        Failure::Unreachable | Failure::Uncertain => false,
    }
}
