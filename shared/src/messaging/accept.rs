use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::contacts::{self, OptOutScope};
use super::content::{Content, UseTemplate};
use super::templates::{self, Template, TemplateCategory};
use super::{Channel, Message, MessageStatus, NewMessage, Refusal, jobs::send_job};
use crate::accounts::{self, UserRef};
use crate::app::App;
use crate::db::Tx;
use crate::events::{self, NewEvent};
use crate::ids::{JobId, MessageId, TransferId, UserId};
use crate::jobs::{self, Job, JobState, NewJob};
use crate::ledger::{self, CREDIT, Movement, Plan, System, Transfer, TransferKind};

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
    charge: Option<Transfer>,
}

/// Accepts messages of many senders: charges them, stores them and enqueues their jobs. Each is accepted or refused by
/// itself.
///
/// # Errors
/// The database; nothing is accepted then.
pub async fn accept(app: &App, tx: &mut Tx, sends: &[&Send]) -> sqlx::Result<Vec<Result<(Message, Job), Refusal>>> {
    let now = app.clock.now();
    let known = Known::read(tx.conn(), sends).await?;
    let mut drafts = Vec::with_capacity(sends.len());
    for send in sends {
        drafts.push(draft(app, send, &known, now)?);
    }
    let movements = movements(&drafts);
    let plan = ledger::plan(tx, CREDIT, &movements).await?;
    refuse_unpaid(&mut drafts, &plan.answers);
    let accepted: Vec<_> = drafts.iter().flatten().collect();
    if !accepted.is_empty() {
        let jobs: Vec<_> = accepted.iter().map(|draft| &draft.job).collect();
        let told = jobs::told(app, &jobs, now);
        write(tx, &accepted, &told, &plan, (now, app.clock.pinned())).await?;
        plan.note(tx, CREDIT, now);
        events::record(tx, accepted.iter().map(|draft| accepted_event(draft)), now);
        jobs::announce(app, tx, &jobs, &told, now);
    }
    Ok(drafts.into_iter().map(|draft| draft.map(|Draft { message, job, .. }| (message, job.to_job(now)))).collect())
}

/// What is known of a set's parties: who they are, senders' templates, and who opted out. None of it is locked.
struct Known {
    /// By id or name, as asked for.
    users: HashMap<String, UserRef>,
    templates: Vec<(UserId, Template)>,
    opted_out: HashMap<(UserId, String), OptOutScope>,
}

impl Known {
    async fn read(db: &mut PgConnection, sends: &[&Send]) -> sqlx::Result<Self> {
        let is_inside = |send: &&&Send| send.message.channel == Channel::InApp;
        // A phone number is nobody's name.
        let recipients = sends.iter().filter(is_inside).map(|send| send.message.to.clone());
        let names: BTreeSet<_> = sends.iter().map(|send| send.sender.to_string()).chain(recipients).collect();
        let names: Vec<_> = names.into_iter().collect();
        let users = accounts::resolve(&mut *db, &names).await?;
        let users = names.into_iter().zip(users).filter_map(|(name, user)| Some((name, user?))).collect();
        let named = |send: &&Send| Some((send.sender, send.message.template.as_ref()?.name.clone()));
        let wanted: Vec<_> = sends.iter().filter_map(named).collect();
        let templates = if wanted.is_empty() { Vec::new() } else { templates::named(&mut *db, &wanted).await? };
        let outside = sends.iter().filter(|send| !is_inside(send));
        let pairs: Vec<_> = outside.map(|send| (send.sender, send.message.to.clone())).collect();
        Ok(Self { users, templates, opted_out: contacts::opted_out(db, &pairs).await? })
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

fn draft(app: &App, send: &Send, known: &Known, now: DateTime<Utc>) -> sqlx::Result<Result<Draft, Refusal>> {
    let new = &send.message;
    let Some(sender) = known.users.get(&send.sender.to_string()).cloned() else { return Ok(Err(Refusal::SenderGone)) };
    let recipient = known.users.get(&new.to).filter(|_| new.channel == Channel::InApp).cloned();
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

/// The charges of those that cost something.
fn movements(drafts: &[Result<Draft, Refusal>]) -> Vec<Movement> {
    let paid = drafts.iter().flatten().filter(|draft| draft.price > 0);
    paid.map(|Draft { sender, message, job, price, .. }| Movement::charge(*sender, *price, message.id.uuid(), job.id))
        .collect()
}

/// Puts the charges into those that cost something; what can't be paid becomes a refusal.
fn refuse_unpaid(drafts: &mut [Result<Draft, Refusal>], answers: &[Result<Transfer, ledger::Refusal>]) {
    let paid = drafts.iter_mut().filter(|draft| draft.as_ref().is_ok_and(|draft| draft.price > 0));
    for (slot, answer) in paid.zip(answers) {
        match (slot.as_mut(), answer) {
            (Ok(draft), Ok(transfer)) => draft.charge = Some(transfer.clone()),
            (_, Err(ledger::Refusal::Insufficient { balance, needed })) => {
                *slot = Err(Refusal::InsufficientCredits { balance: *balance, needed: *needed });
            }
            (_, Err(ledger::Refusal::NoWallet | ledger::Refusal::Done)) => *slot = Err(Refusal::SenderGone),
            (Err(_), Ok(_)) => {}
        }
    }
}

fn accepted_event(Draft { sender, message, .. }: &Draft) -> NewEvent {
    let name: &str = message.status.into();
    let data = json!({
        "id": message.id, "channel": message.channel, "status": message.status, "job_id": message.job_id, "error": null,
    });
    NewEvent { owner: *sender, kind: format!("message.{name}"), data }
}

/// Writes messages, their charges and their jobs.
///
/// One statement for the tables of several modules, against the rule that each writes its own: what a set costs is mostly
/// its round trips and its statements (docs/benchmarks.md).
async fn write(
    tx: &mut Tx,
    drafts: &[&Draft],
    told: &[bool],
    plan: &Plan<'_>,
    (now, pinned): (DateTime<Utc>, Option<DateTime<Utc>>),
) -> sqlx::Result<()> {
    let messages: Vec<_> = drafts.iter().map(|draft| &draft.message).collect();
    let jobs: Vec<_> = drafts.iter().map(|draft| &draft.job).collect();
    let charges: Vec<_> = drafts.iter().map(|draft| draft.charge.as_ref()).collect();
    let (wallets, balances, entries) = plan.wallets();
    sqlx::query!(
        "WITH item AS MATERIALIZED (
            SELECT * FROM UNNEST($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[],
                $8::smallint[], $9::bigint[], $10::jsonb[], $11::timestamptz[], $12::uuid[], $13::jsonb[],
                $14::uuid[], $15::text[], $16::text[], $17::jsonb[], $18::int[], $19::timestamptz[], $20::text[], $21::uuid[], $22::text[],
                $23::uuid[], $24::uuid[], $25::bigint[], $26::bigint[], $36::bool[])
                AS item (id, channel, sender_id, recipient_id, recipient, body, status, segments, price, metadata, send_at, retry_of, content,
                    job_id, kind, queue, payload, max_attempts, run_at, request_id, retried_from, trace_context,
                    charge_id, wallet_id, entry, balance, told)),
        wallet AS (
            UPDATE wallets SET balance = new.balance, entries = new.entries
            FROM UNNEST($27::uuid[], $28::bigint[], $29::bigint[]) AS new (id, balance, entries) WHERE wallets.id = new.id),
        charge AS (
            INSERT INTO transfers (id, kind, reference, asset, amount, from_account, from_entry, from_balance, to_account, job_id, created_at)
            SELECT charge_id, $33, id, $30, price, wallet_id, entry, balance, $31, job_id, $32
            FROM item WHERE charge_id IS NOT NULL),
        job AS (
            INSERT INTO jobs (id, kind, queue, owner_id, payload, state, max_attempts, run_at, enqueued_at, request_id,
                retried_from, created_at, trace_context, scheduled_for)
            SELECT job_id, kind, queue, sender_id, payload, $34, max_attempts, run_at, CASE WHEN told THEN coalesce($35::timestamptz, now()) END, request_id,
                retried_from, $32, trace_context, CASE WHEN run_at > $32 THEN run_at END
            FROM item)
        INSERT INTO messages (id, channel, sender_id, recipient_id, recipient, body, status, segments, price, charge_id,
            job_id, metadata, send_at, created_at, retry_of, content)
        SELECT id, channel, sender_id, recipient_id, recipient, body, status, segments, price, charge_id,
            job_id, metadata, send_at, $32, retry_of, content
        FROM item",
        &messages.iter().map(|it| it.id.uuid()).collect::<Vec<_>>(),
        &messages.iter().map(|it| it.channel).collect::<Vec<_>>() as &[Channel],
        &drafts.iter().map(|it| it.sender.uuid()).collect::<Vec<_>>(),
        &messages.iter().map(|it| it.recipient.as_ref().map(|user| user.id)).collect::<Vec<_>>() as &[Option<UserId>],
        &messages.iter().map(|it| it.to.clone()).collect::<Vec<_>>(),
        &messages.iter().map(|it| it.body.clone()).collect::<Vec<_>>(),
        &messages.iter().map(|it| it.status).collect::<Vec<_>>() as &[MessageStatus],
        &messages.iter().map(|it| it.segments).collect::<Vec<_>>(),
        &drafts.iter().map(|it| it.price).collect::<Vec<_>>(),
        &messages.iter().map(|it| it.metadata.clone()).collect::<Vec<_>>(),
        &messages.iter().map(|it| it.send_at).collect::<Vec<_>>() as &[Option<DateTime<Utc>>],
        &messages.iter().map(|it| it.retry_of).collect::<Vec<_>>() as &[Option<MessageId>],
        &messages.iter().map(|it| it.content.as_ref().map(|content| json!(content))).collect::<Vec<_>>() as &[Option<Value>],
        &jobs.iter().map(|it| it.id.uuid()).collect::<Vec<_>>(),
        &jobs.iter().map(|it| it.kind.to_owned()).collect::<Vec<_>>(),
        &jobs.iter().map(|it| it.queue.to_string()).collect::<Vec<_>>(),
        &jobs.iter().map(|it| it.payload.clone()).collect::<Vec<_>>(),
        &jobs.iter().map(|it| it.max_attempts).collect::<Vec<_>>(),
        &jobs.iter().map(|it| it.run_at).collect::<Vec<_>>(),
        &jobs.iter().map(|it| it.request_id.clone()).collect::<Vec<_>>() as &[Option<String>],
        &jobs.iter().map(|it| it.retried_from).collect::<Vec<_>>() as &[Option<JobId>],
        &jobs.iter().map(|it| it.trace_context.clone()).collect::<Vec<_>>() as &[Option<String>],
        &charges.iter().map(|it| it.map(|it| it.id)).collect::<Vec<_>>() as &[Option<TransferId>],
        &charges.iter().map(|it| it.map(|it| it.from.0)).collect::<Vec<_>>() as &[Option<Uuid>],
        &charges.iter().map(|it| it.and_then(|it| it.from.1)).collect::<Vec<_>>() as &[Option<i64>],
        &charges.iter().map(|it| it.and_then(|it| it.from_balance)).collect::<Vec<_>>() as &[Option<i64>],
        &wallets,
        &balances,
        &entries,
        CREDIT,
        System::Revenue.account(),
        now,
        TransferKind::Charge as TransferKind,
        JobState::Queued as JobState,
        pinned as Option<DateTime<Utc>>,
        told,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
