//! One send: checked, priced, and made into a message and its job.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::types::Json;

use super::lookups::{RequestLookups, SharedLookups};
use super::request::Send;
use super::rights::check_sender;
use crate::accounts::UserRef;
use crate::app::App;
use crate::events::NewEvent;
use crate::idempotency::Answer;
use crate::ids::{MessageId, UserId};
use crate::jobs::{Job, NewJob};
use crate::ledger::Transfer;
use crate::messaging::channel::{ChannelSpec, Recipient};
use crate::messaging::contacts::OptOutScope;
use crate::messaging::content::{Content, UseTemplate};
use crate::messaging::templates::{Template, TemplateCategory};
use crate::messaging::{Channel, Message, MessageStatus, NewMessage, Refusal};

/// Everything that is written for one accepted send.
pub(super) struct Draft {
    pub sender: UserId,
    pub message: Message,
    pub job: NewJob,
    /// The job as visible to its owner.
    pub shown: Job,
    pub price: i64,
    pub charge: Option<Transfer>,
    /// The channel whose platform-wide sender it goes out from, if any.
    pub shared_sender: Option<Channel>,
    /// Whether the accepting process pushes its job to Redis.
    pub immediate: bool,
    /// The answer to its request; `None` in a dry run, or if there is no request.
    pub answer: Option<Answer>,
}

impl Draft {
    /// The draft of a send, unless it is refused.
    ///
    /// # Errors
    /// A job that can't be serialized.
    pub fn of(
        app: &App,
        send: &Send,
        known: &SharedLookups,
        found: RequestLookups,
        now: DateTime<Utc>,
    ) -> sqlx::Result<Result<Self, Refusal>> {
        if found.is_pending {
            return Ok(Err(Refusal::ChannelPending));
        }
        let new = &send.message;
        let Some(sender) = known.senders.get(&send.sender) else { return Ok(Err(Refusal::SenderGone)) };
        let policy = app.config.sending.external;
        let checked = check_sender(sender, new.channel, policy).and_then(|()| {
            let (spec, (body, content)) = (check_channel(app, new, found.recipient.as_ref())?, known.content(send)?);
            known.check_template((sender, found.has_own_number), content.as_ref(), policy)?;
            Ok((spec, body, content))
        });
        let (spec, body, content) = match checked {
            Ok(checked) => checked,
            Err(refusal) => return Ok(Err(refusal)),
        };
        if is_unwanted(found.opted_out, content.as_ref()) {
            return Ok(Err(Refusal::RecipientOptedOut));
        }
        let segments = (spec.segments)(&body);
        let price = (spec.price)(&app.config.credits) * i64::from(segments);
        let send_at = new.send_at.filter(|send_at| *send_at > now);
        let id = MessageId::new();
        let mut job = spec.job.new_job(id, send_at.unwrap_or(now))?;
        job.owner = Some(sender.user.id);
        job.request_id.clone_from(&send.request_id);
        job.trace_context.clone_from(&send.trace_context);
        job.retried_from = send.repeats.map(|(_, job)| job);
        let message = Message {
            id,
            channel: new.channel,
            to: new.to.clone(),
            from: None,
            sender: Some(sender.user.clone()),
            recipient: found.recipient,
            body,
            content: content.map(Json),
            status: if send_at.is_some() { MessageStatus::Scheduled } else { MessageStatus::Queued },
            segments,
            price: Some(price),
            job_id: Some(job.id),
            provider_message_id: None,
            reference_id: None,
            error: None,
            provider_error: None,
            send_at: new.send_at,
            created_at: now,
            sent_at: None,
            delivered_at: None,
            read_at: None,
            retry_of: send.repeats.map(|(message, _)| message),
            metadata: Value::Object(new.metadata.clone()),
        };
        let shared_sender = (new.channel.is_external() && !found.has_own_number).then_some(new.channel);
        let shown = job.to_job(now);
        let sender = send.sender;
        Ok(Ok(Self { sender, message, job, shown, price, charge: None, shared_sender, immediate: false, answer: None }))
    }

    /// The sender's event.
    pub fn event(&self) -> NewEvent {
        let message = &self.message;
        let name: &str = message.status.into();
        let data = json!({
            "id": message.id, "channel": message.channel, "status": message.status, "job_id": message.job_id,
            "error": null,
        });
        NewEvent { owner: self.sender, kind: format!("message.{name}"), data }
    }
}

impl SharedLookups {
    /// A message's text and content.
    fn content(&self, send: &Send) -> Result<(String, Option<Content>), Refusal> {
        let new = &send.message;
        if let Some(carried) = &send.carried {
            return Ok((new.body.clone().unwrap_or_default(), Some(carried.clone())));
        }
        match (&new.template, &new.media) {
            (Some(with), _) => {
                let (filled, text) = self.template(send.sender, with)?.fill(with).map_err(Refusal::TemplateMisused)?;
                let carried = new.channel.spec().carries_content.then_some(Content::Template(filled));
                Ok((text, carried))
            }
            (None, Some(media)) => {
                let media = media.clone();
                Ok((media.caption.clone().unwrap_or_default(), Some(Content::Media(media))))
            }
            (None, None) => Ok((new.body.clone().unwrap_or_default(), None)),
        }
    }

    fn template(&self, owner: UserId, with: &UseTemplate) -> Result<&Template, Refusal> {
        let fits = |(known, template): &&(UserId, Template)| {
            *known == owner
                && template.name == with.name
                && with.language.as_ref().is_none_or(|language| *language == template.language)
        };
        let mut found = self.templates.iter().filter(fits);
        match (found.next(), found.next()) {
            (Some((_, template)), None) => Ok(template),
            (None, _) => Err(Refusal::TemplateNotFound),
            (Some(_), Some(_)) => Err(Refusal::TemplateAmbiguous),
        }
    }
}

/// Whether the recipient has opted out of this content.
fn is_unwanted(opted_out: Option<OptOutScope>, content: Option<&Content>) -> bool {
    match opted_out {
        None => false,
        Some(OptOutScope::All) => true,
        Some(OptOutScope::Marketing) => {
            matches!(content, Some(Content::Template(filled)) if filled.category == TemplateCategory::Marketing)
        }
    }
}

/// Checks a message's channel and recipient.
fn check_channel(app: &App, new: &NewMessage, recipient: Option<&UserRef>) -> Result<&'static ChannelSpec, Refusal> {
    let spec = new.channel.spec();
    if !(spec.is_configured)(&app.config) {
        return Err(Refusal::ChannelNotConfigured(new.channel));
    }
    if spec.recipient == Recipient::User && recipient.is_none() {
        return Err(Refusal::RecipientNotFound);
    }
    Ok(spec)
}
