use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use sqlx::types::Json;

use super::ceilings::{self, Ceilings, Counts};
use super::channel::ChannelSpec;
use super::contacts::OptOutScope;
use super::content::{Content, UseTemplate};
use super::draft::{Draft, Send};
use super::lookups::{self, RequestLookups, SendRequest, SharedLookups};
use super::rights::check_sender;
use super::templates::{Template, TemplateCategory};
use super::{Message, MessageStatus, NewMessage, Recipient, Refusal, store};
use crate::accounts::UserRef;
use crate::app::App;
use crate::db::Tx;
use crate::events::{self, NewEvent};
use crate::idempotency::Lookup;
use crate::ids::{MessageId, UserId};
use crate::jobs::{self, Job};
use crate::ledger::{self, CREDIT, Movement, Plan, Transfer, Wallets};
use crate::quotas::{self, Quota, QuotaExceeded};

/// Sends that were planned individually; nothing is written yet.
pub struct Batch {
    drafts: Vec<Result<Draft, Refusal>>,
    plan: Plan,
    counts: Counts,
    now: DateTime<Utc>,
}

/// Why a batch is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To accept it.
    Accept,
    /// To preview the result: nothing is counted.
    DryRun,
}

/// Plans sends of many senders: finds those already answered, prices the others, and decides whether each is accepted.
/// The results are in the order of `asks`, the batch in the order of the new sends among them.
///
/// Nothing is locked. [`Batch::write`] fails if data read here has changed; callers that must rule this out call
/// [`lock_senders`](super::lock_senders) first.
///
/// # Errors
/// Database errors.
pub async fn plan(
    app: &App,
    tx: &mut Tx,
    asks: &[SendRequest<'_>],
    purpose: Purpose,
) -> sqlx::Result<(Vec<Lookup>, Batch)> {
    let now = app.clock.now();
    let (mut known, found) = lookups::read(app, tx.conn(), asks).await?;
    let (mut lookups, mut drafts) = (Vec::with_capacity(asks.len()), Vec::with_capacity(asks.len()));
    let mut ceilings = Ceilings::new(app, std::mem::take(&mut known.sent), now);
    let mut keys = HashSet::new();
    for (ask, mut found) in asks.iter().zip(found) {
        let lookup = match ask.scope {
            Some(scope) if !keys.insert((scope.principal, &scope.operation, &scope.key)) => Lookup::InFlight,
            Some(scope) => Lookup::of(scope, found.kept.take()),
            None => Lookup::New,
        };
        if matches!(lookup, Lookup::New) {
            let draft =
                if found.is_pending { Err(Refusal::ChannelPending) } else { draft(app, ask.send, &known, found, now)? };
            drafts.push(draft.and_then(|draft| within_limit(&mut ceilings, &known, draft)));
        }
        lookups.push(lookup);
    }
    refuse_unscheduled(tx, &mut drafts, now).await?;
    let plan = pay(app, std::mem::take(&mut known.wallets), &mut drafts, purpose).await;
    let jobs: Vec<_> = drafts.iter().flatten().map(|draft| &draft.job).collect();
    let told = jobs::told(app, &jobs, now);
    for (draft, told) in drafts.iter_mut().flatten().zip(told) {
        draft.told = told;
    }
    let counts = ceilings.counts(&sent_outside(&drafts));
    Ok((lookups, Batch { drafts, plan, counts, now }))
}

impl Batch {
    /// Each send's message and job, or `None` if it was refused.
    pub fn accepted(&self) -> impl Iterator<Item = Option<(&Message, &Job)>> {
        self.drafts.iter().map(|draft| draft.as_ref().ok().map(|draft| (&draft.message, &draft.shown)))
    }

    /// Charges and stores accepted messages, enqueues their jobs and stages events, together with everything staged
    /// earlier in the transaction.
    ///
    /// # Errors
    /// Database errors; nothing is done then. SQLSTATE 40001 if a sender's wallet or count has changed since it was
    /// read, or if another transaction holds or has used one of the keys.
    pub async fn write(&self, app: &App, tx: &mut Tx) -> sqlx::Result<()> {
        let accepted: Vec<_> = self.drafts.iter().flatten().collect();
        let jobs: Vec<_> = accepted.iter().map(|draft| &draft.job).collect();
        let told: Vec<_> = accepted.iter().map(|draft| draft.told).collect();
        self.plan.note(tx, CREDIT, self.now);
        events::record(tx, accepted.iter().map(|draft| accepted_event(draft)), self.now);
        jobs::announce(app, tx, &jobs, &told, self.now);
        store::write(tx, &accepted, (&self.plan.changes(), &self.counts), (self.now, app.clock.pinned())).await
    }

    /// The result of each send.
    pub fn into_results(self) -> impl Iterator<Item = Result<(Message, Job), Refusal>> {
        self.drafts.into_iter().map(|draft| draft.map(|Draft { message, shown, .. }| (message, shown)))
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

fn draft(
    app: &App,
    send: &Send,
    known: &SharedLookups,
    found: RequestLookups,
    now: DateTime<Utc>,
) -> sqlx::Result<Result<Draft, Refusal>> {
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
    let shown = job.to_job(now);
    let is_shared = new.channel.is_external() && !found.has_own_number;
    Ok(Ok(Draft { sender: send.sender, message, job, shown, price, charge: None, is_shared, told: false }))
}

/// A draft, unless its sender has reached its daily external limit.
fn within_limit(ceilings: &mut Ceilings, known: &SharedLookups, draft: Draft) -> Result<Draft, Refusal> {
    if draft.message.channel.is_external() {
        let limit = known.senders.get(&draft.sender).and_then(|sender| sender.daily_limit);
        ceilings.count(draft.sender, limit)?;
    }
    Ok(draft)
}

/// The number of external messages of each account.
fn sent_outside(drafts: &[Result<Draft, Refusal>]) -> BTreeMap<UserId, i64> {
    let mut sent = BTreeMap::new();
    for draft in drafts.iter().flatten().filter(|draft| draft.message.channel.is_external()) {
        *sent.entry(draft.sender).or_default() += 1;
    }
    sent
}

/// Prices drafts. Unpaid drafts become refusals, as do paid ones beyond the limits of the platform's own senders.
async fn pay(app: &App, wallets: Wallets, drafts: &mut [Result<Draft, Refusal>], purpose: Purpose) -> Plan {
    let shared: BTreeSet<_> = drafts.iter().flatten().filter_map(Draft::shared_sender).collect();
    let untouched = (!shared.is_empty()).then(|| wallets.clone());
    let plan = ledger::plan_new(wallets, &movements(app, drafts));
    refuse_unpaid(drafts, &plan.answers);
    let Some(untouched) = untouched else { return plan };
    let mut is_refused = false;
    for channel in shared {
        let is_of = |draft: &Draft| draft.shared_sender() == Some(channel);
        let count = drafts.iter().flatten().filter(|draft| is_of(draft)).count();
        let (allowed, obstacle) = ceilings::of_shared_sender(app, channel, count, purpose == Purpose::Accept).await;
        let Some(verdict) = obstacle else { continue };
        let of_channel = drafts.iter_mut().filter(|draft| draft.as_ref().is_ok_and(is_of));
        of_channel.skip(allowed).for_each(|draft| *draft = Err(Refusal::SharedNumberLimit(verdict)));
        is_refused = true;
    }
    if !is_refused {
        return plan;
    }
    let plan = ledger::plan_new(untouched, &movements(app, drafts));
    refuse_unpaid(drafts, &plan.answers);
    plan
}

/// Whether a send is scheduled and free. Such a send changes no row of its sender, so an earlier count is reliable only
/// while the sender's wallet is locked.
#[must_use]
pub fn must_be_locked(app: &App, send: &Send) -> bool {
    send.message.send_at.is_some() && (send.message.channel.spec().price)(&app.config.credits) == 0
}

/// Refuses scheduled sends beyond the sender's quota. Sends that are not scheduled cost nothing here.
///
/// The count is read after the wallets: a concurrent scheduled send changes its wallet by its price, so the write fails
/// and everything is planned again.
async fn refuse_unscheduled(
    tx: &mut Tx,
    drafts: &mut [Result<Draft, Refusal>],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let is_scheduled = |draft: &Draft| draft.message.status == MessageStatus::Scheduled;
    let senders: BTreeSet<_> = drafts.iter().flatten().filter(|it| is_scheduled(it)).map(|it| it.sender).collect();
    if senders.is_empty() {
        return Ok(());
    }
    let senders: Vec<_> = senders.into_iter().collect();
    let counted = quotas::scheduled(tx.conn(), &senders, now).await?;
    let mut left: BTreeMap<_, _> = counted.iter().map(|(sender, there)| (*sender, there.left())).collect();
    for slot in drafts {
        let Some(sender) = slot.as_ref().ok().filter(|it| is_scheduled(it)).map(|it| it.sender) else { continue };
        let left = left.entry(sender).or_default();
        if *left == 0 {
            let limit = counted.get(&sender).map_or(0, |there| there.limit);
            *slot = Err(Refusal::Quota(QuotaExceeded::new(Quota::ScheduledMessages, limit)));
        } else {
            *left -= 1;
        }
    }
    Ok(())
}

/// The charges of drafts with a price.
fn movements(app: &App, drafts: &[Result<Draft, Refusal>]) -> Vec<Movement> {
    let paid = drafts.iter().flatten().filter(|draft| draft.price > 0);
    let charge = |Draft { sender, message, job, price, .. }: &Draft| {
        let promotional = (message.channel.spec().promotional)(&app.config.credits);
        Movement::charge(*sender, *price, promotional, message.id.uuid(), job.id)
    };
    paid.map(charge).collect()
}

/// Stores charges in priced drafts; unpaid drafts become refusals.
fn refuse_unpaid(drafts: &mut [Result<Draft, Refusal>], answers: &[Result<Transfer, ledger::Refusal>]) {
    let paid = drafts.iter_mut().filter(|draft| draft.as_ref().is_ok_and(|draft| draft.price > 0));
    for (slot, answer) in paid.zip(answers) {
        match (slot.as_mut(), answer) {
            (Ok(draft), Ok(transfer)) => draft.charge = Some(transfer.clone()),
            (_, Err(ledger::Refusal::Insufficient { balance, promotional, needed })) => {
                let (balance, promotional, needed) = (*balance, *promotional, *needed);
                *slot = Err(Refusal::InsufficientCredits { balance, promotional, needed });
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
