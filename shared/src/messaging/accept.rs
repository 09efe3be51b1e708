use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::types::Json;

use super::contacts::{self, OptOutScope};
use super::content::{Content, UseTemplate};
use super::templates::{self, Template, TemplateCategory};
use super::{Channel, Message, MessageStatus, NewMessage, Refusal, jobs::send_job};
use crate::accounts::{self, UserRef};
use crate::app::App;
use crate::db::Tx;
use crate::events::{self, NewEvent};
use crate::ids::{JobId, MessageId, TransferId, UserId};
use crate::jobs::{self, Job, NewJob};
use crate::ledger::{self, CREDIT, Movement};

/// Parts that a channel of today bills for one message.
const SEGMENTS: i16 = 1;

/// A message that somebody wants to send.
#[derive(Debug, Clone)]
pub struct Send {
    /// Who.
    pub sender: UserId,
    /// What.
    pub message: NewMessage,
    /// The failed message that it repeats, and that one's job.
    pub repeats: Option<(MessageId, JobId)>,
    /// What that one carried, as it went out then.
    pub carried: Option<Content>,
    /// The request that asked for it.
    pub request_id: Option<String>,
    /// The same as a W3C traceparent, where it is traced.
    pub trace_context: Option<String>,
}

/// A message with all that is needed to accept it.
struct Draft {
    sender: UserId,
    message: Message,
    job: NewJob,
    price: i64,
    charge: Option<TransferId>,
}

/// Accepts messages of many senders: charges them, stores them and enqueues their jobs. Each is
/// accepted or refused by itself.
///
/// # Errors
/// The database; nothing is accepted then.
pub async fn accept(app: &App, tx: &mut Tx, sends: &[Send]) -> sqlx::Result<Vec<Result<(Message, Job), Refusal>>> {
    let now = app.clock.now();
    let users = resolve(tx, sends).await?;
    let known = Known::read(tx, sends).await?;
    let mut drafts = Vec::with_capacity(sends.len());
    for (send, (sender, recipient)) in sends.iter().zip(users) {
        drafts.push(draft(app, send, sender, recipient, &known, now)?);
    }
    charge(tx, &mut drafts, now).await?;
    let accepted: Vec<_> = drafts.iter().flatten().collect();
    if !accepted.is_empty() {
        insert(tx, &accepted).await?;
        let facts: Vec<_> = accepted.iter().map(|draft| accepted_event(draft)).collect();
        events::record(tx, &facts, now).await?;
    }
    let (answers, new_jobs): (Vec<_>, Vec<_>) = drafts
        .into_iter()
        .map(|draft| match draft {
            Ok(draft) => (Ok((draft.message, draft.job.to_job(now))), Some(draft.job)),
            Err(refusal) => (Err(refusal), None),
        })
        .unzip();
    let new_jobs: Vec<_> = new_jobs.into_iter().flatten().collect();
    if !new_jobs.is_empty() {
        jobs::enqueue(app, tx, &new_jobs, now).await?;
    }
    Ok(answers)
}

/// The senders and, for in-app messages, the recipients.
async fn resolve(tx: &mut Tx, sends: &[Send]) -> sqlx::Result<Vec<(Option<UserRef>, Option<UserRef>)>> {
    let names: Vec<_> = sends
        .iter()
        .flat_map(|Send { sender, message: new, .. }| {
            // A phone number is nobody's name.
            let recipient = if new.channel == Channel::InApp { new.to.clone() } else { String::new() };
            [sender.to_string(), recipient]
        })
        .collect();
    let mut users = accounts::resolve(tx.conn(), &names).await?.into_iter();
    Ok(sends.iter().map(|_| (users.next().flatten(), users.next().flatten())).collect())
}

/// What a set's senders have noted: their templates, and who opted out.
struct Known {
    templates: Vec<(UserId, Template)>,
    opted_out: HashMap<(UserId, String), OptOutScope>,
}

impl Known {
    async fn read(tx: &mut Tx, sends: &[Send]) -> sqlx::Result<Self> {
        let named = |send: &Send| Some((send.sender, send.message.template.as_ref()?.name.clone()));
        let names: Vec<_> = sends.iter().filter_map(named).collect();
        let outside = sends.iter().filter(|send| send.message.channel != Channel::InApp);
        let pairs: Vec<_> = outside.map(|send| (send.sender, send.message.to.clone())).collect();
        let templates = if names.is_empty() { Vec::new() } else { templates::named(tx, &names).await? };
        Ok(Self { templates, opted_out: contacts::opted_out(tx, &pairs).await? })
    }

    /// What a message says: its text, and what it carries.
    fn content(&self, send: &Send) -> Result<(String, Option<Content>), Refusal> {
        let new = &send.message;
        if let Some(carried) = &send.carried {
            return Ok((new.body.clone().unwrap_or_default(), Some(carried.clone())));
        }
        match (&new.template, &new.media) {
            (Some(with), _) => {
                let (filled, text) = self.template(send.sender, with)?.fill(with).map_err(Refusal::TemplateMisused)?;
                let carried = (new.channel != Channel::InApp).then_some(Content::Template(filled));
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

    /// Whether the recipient does not want this.
    fn is_unwanted(&self, send: &Send, content: Option<&Content>) -> bool {
        match self.opted_out.get(&(send.sender, contacts::address(&send.message.to))) {
            None => false,
            Some(OptOutScope::All) => true,
            Some(OptOutScope::Marketing) => {
                matches!(content, Some(Content::Template(filled)) if filled.category == TemplateCategory::Marketing)
            }
        }
    }
}

/// What a message costs; whether its channel and its recipient exist.
fn price(app: &App, new: &NewMessage, recipient: Option<&UserRef>) -> Result<i64, Refusal> {
    match new.channel {
        Channel::InApp if recipient.is_none() => Err(Refusal::RecipientNotFound),
        Channel::InApp => Ok(app.config.credits.in_app),
        Channel::Whatsapp if app.config.whatsapp.is_none() => Err(Refusal::ChannelNotConfigured(new.channel)),
        Channel::Whatsapp => Ok(app.config.credits.whatsapp),
    }
}

fn draft(
    app: &App,
    send: &Send,
    sender: Option<UserRef>,
    recipient: Option<UserRef>,
    known: &Known,
    now: DateTime<Utc>,
) -> sqlx::Result<Result<Draft, Refusal>> {
    let new = &send.message;
    let Some(sender) = sender else { return Ok(Err(Refusal::SenderGone)) };
    let priced = price(app, new, recipient.as_ref()).and_then(|price| Ok((price, known.content(send)?)));
    let (price, (body, content)) = match priced {
        Ok(priced) => priced,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if known.is_unwanted(send, content.as_ref()) {
        return Ok(Err(Refusal::RecipientOptedOut));
    }
    let send_at = new.send_at.filter(|send_at| *send_at > now);
    let id = MessageId::new();
    let mut job = send_job(new.channel, id, send_at.unwrap_or(now))?;
    job.owner = Some(sender.id);
    job.request_id.clone_from(&send.request_id);
    job.trace_context.clone_from(&send.trace_context);
    job.retried_from = send.repeats.map(|(_, job)| job);
    let message = Message {
        id,
        channel: new.channel,
        to: new.to.clone(),
        from: None,
        sender: Some(sender),
        recipient,
        body,
        content: content.map(Json),
        status: if send_at.is_some() { MessageStatus::Scheduled } else { MessageStatus::Queued },
        segments: SEGMENTS,
        price: Some(price),
        job_id: Some(job.id),
        provider_message_id: None,
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
    Ok(Ok(Draft { sender: send.sender, message, job, price, charge: None }))
}

/// Charges what costs something; what can't be paid becomes a refusal.
async fn charge(tx: &mut Tx, drafts: &mut [Result<Draft, Refusal>], now: DateTime<Utc>) -> sqlx::Result<()> {
    let (movements, places): (Vec<_>, Vec<_>) = drafts
        .iter()
        .enumerate()
        .filter_map(|(place, draft)| draft.as_ref().ok().filter(|draft| draft.price > 0).map(|draft| (draft, place)))
        .map(|(Draft { sender, message, job, price, .. }, place)| {
            (Movement::charge(*sender, *price, message.id.uuid(), job.id), place)
        })
        .unzip();
    if movements.is_empty() {
        return Ok(());
    }
    let answers = ledger::post(tx, CREDIT, &movements, now).await?;
    for (place, answer) in places.into_iter().zip(answers) {
        match answer {
            Ok(transfer) => {
                if let Ok(draft) = &mut drafts[place] {
                    draft.charge = Some(transfer.id);
                }
            }
            Err(ledger::Refusal::Insufficient { balance, needed }) => {
                drafts[place] = Err(Refusal::InsufficientCredits { balance, needed });
            }
            Err(ledger::Refusal::NoWallet | ledger::Refusal::Done) => drafts[place] = Err(Refusal::SenderGone),
        }
    }
    Ok(())
}

fn accepted_event(Draft { sender, message, .. }: &Draft) -> NewEvent {
    let name: &str = message.status.into();
    let data = json!({
        "id": message.id, "channel": message.channel, "status": message.status, "job_id": message.job_id, "error": null,
    });
    NewEvent { owner: *sender, kind: format!("message.{name}"), data }
}

async fn insert(tx: &mut Tx, drafts: &[&Draft]) -> sqlx::Result<()> {
    let messages: Vec<_> = drafts.iter().map(|draft| &draft.message).collect();
    sqlx::query!(
        "INSERT INTO messages (id, channel, sender_id, recipient_id, recipient, body, status, segments, price, charge_id,
            job_id, metadata, send_at, created_at, retry_of, content)
        SELECT * FROM UNNEST($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::smallint[],
            $9::bigint[], $10::uuid[], $11::uuid[], $12::jsonb[], $13::timestamptz[], $14::timestamptz[], $15::uuid[], $16::jsonb[])",
        &messages.iter().map(|it| it.id.uuid()).collect::<Vec<_>>(),
        &messages.iter().map(|it| it.channel).collect::<Vec<_>>() as &[Channel],
        &drafts.iter().map(|it| it.sender.uuid()).collect::<Vec<_>>(),
        &messages.iter().map(|it| it.recipient.as_ref().map(|user| user.id)).collect::<Vec<_>>() as &[Option<UserId>],
        &messages.iter().map(|it| it.to.clone()).collect::<Vec<_>>(),
        &messages.iter().map(|it| it.body.clone()).collect::<Vec<_>>(),
        &messages.iter().map(|it| it.status).collect::<Vec<_>>() as &[MessageStatus],
        &messages.iter().map(|it| it.segments).collect::<Vec<_>>(),
        &drafts.iter().map(|it| it.price).collect::<Vec<_>>(),
        &drafts.iter().map(|it| it.charge).collect::<Vec<_>>() as &[Option<TransferId>],
        &drafts.iter().map(|it| it.job.id).collect::<Vec<_>>() as &[JobId],
        &messages.iter().map(|it| it.metadata.clone()).collect::<Vec<_>>(),
        &messages.iter().map(|it| it.send_at).collect::<Vec<_>>() as &[Option<DateTime<Utc>>],
        &messages.iter().map(|it| it.created_at).collect::<Vec<_>>(),
        &messages.iter().map(|it| it.retry_of).collect::<Vec<_>>() as &[Option<MessageId>],
        &messages.iter().map(|it| it.content.as_ref().map(|content| json!(content))).collect::<Vec<_>>() as &[Option<Value>],
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
