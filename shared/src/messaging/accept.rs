use chrono::{DateTime, Utc};
use serde_json::{Value, json};

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
}

/// A message with all that is needed to accept it.
struct Draft {
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
pub async fn accept(
    app: &App,
    tx: &mut Tx,
    sends: &[Send],
    request_id: Option<&str>,
) -> sqlx::Result<Vec<Result<(Message, Job), Refusal>>> {
    let now = app.clock.now();
    let users = resolve(tx, sends).await?;
    let mut drafts = Vec::with_capacity(sends.len());
    for (send, (sender, recipient)) in sends.iter().zip(users) {
        let request_id = request_id.map(str::to_owned);
        drafts.push(draft(app, send, sender, recipient, now)?.map(|mut draft| {
            draft.job.request_id = request_id;
            draft
        }));
    }
    charge(tx, &mut drafts, now).await?;
    let accepted: Vec<_> = drafts.iter().flatten().collect();
    if !accepted.is_empty() {
        insert(tx, &accepted).await?;
        let facts: Vec<_> = accepted.iter().map(|draft| accepted_event(&draft.message)).collect();
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

fn draft(
    app: &App,
    send: &Send,
    sender: Option<UserRef>,
    recipient: Option<UserRef>,
    now: DateTime<Utc>,
) -> sqlx::Result<Result<Draft, Refusal>> {
    let new = &send.message;
    let Some(sender) = sender else { return Ok(Err(Refusal::SenderGone)) };
    let price = match new.channel {
        Channel::InApp if recipient.is_none() => return Ok(Err(Refusal::RecipientNotFound)),
        Channel::InApp => app.config.credits.in_app,
        Channel::Whatsapp if app.config.whatsapp.is_none() => {
            return Ok(Err(Refusal::ChannelNotConfigured(new.channel)));
        }
        Channel::Whatsapp => app.config.credits.whatsapp,
    };
    let send_at = new.send_at.filter(|send_at| *send_at > now);
    let id = MessageId::new();
    let mut job = send_job(new.channel, id, send_at.unwrap_or(now))?;
    job.owner = Some(sender.id);
    job.retried_from = send.repeats.map(|(_, job)| job);
    let message = Message {
        id,
        channel: new.channel,
        to: new.to.clone(),
        sender,
        recipient,
        body: new.body.clone(),
        status: if send_at.is_some() { MessageStatus::Scheduled } else { MessageStatus::Queued },
        segments: SEGMENTS,
        price: Some(price),
        job_id: Some(job.id),
        provider_message_id: None,
        error: None,
        send_at: new.send_at,
        created_at: now,
        sent_at: None,
        delivered_at: None,
        read_at: None,
        retry_of: send.repeats.map(|(message, _)| message),
        metadata: Value::Object(new.metadata.clone()),
    };
    Ok(Ok(Draft { message, job, price, charge: None }))
}

/// Charges what costs something; what can't be paid becomes a refusal.
async fn charge(tx: &mut Tx, drafts: &mut [Result<Draft, Refusal>], now: DateTime<Utc>) -> sqlx::Result<()> {
    let (movements, places): (Vec<_>, Vec<_>) = drafts
        .iter()
        .enumerate()
        .filter_map(|(place, draft)| draft.as_ref().ok().filter(|draft| draft.price > 0).map(|draft| (draft, place)))
        .map(|(Draft { message, job, price, .. }, place)| {
            (Movement::charge(message.sender.id, *price, message.id.uuid(), job.id), place)
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

fn accepted_event(message: &Message) -> NewEvent {
    let name: &str = message.status.into();
    let data = json!({
        "id": message.id, "channel": message.channel, "status": message.status, "job_id": message.job_id, "error": null,
    });
    NewEvent { owner: message.sender.id, kind: format!("message.{name}"), data }
}

async fn insert(tx: &mut Tx, drafts: &[&Draft]) -> sqlx::Result<()> {
    let messages: Vec<_> = drafts.iter().map(|draft| &draft.message).collect();
    sqlx::query!(
        "INSERT INTO messages (id, channel, sender_id, recipient_id, recipient, body, status, segments, price, charge_id,
            job_id, metadata, send_at, created_at, retry_of)
        SELECT * FROM UNNEST($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::smallint[],
            $9::bigint[], $10::uuid[], $11::uuid[], $12::jsonb[], $13::timestamptz[], $14::timestamptz[], $15::uuid[])",
        &messages.iter().map(|it| it.id.uuid()).collect::<Vec<_>>(),
        &messages.iter().map(|it| it.channel).collect::<Vec<_>>() as &[Channel],
        &messages.iter().map(|it| it.sender.id.uuid()).collect::<Vec<_>>(),
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
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
