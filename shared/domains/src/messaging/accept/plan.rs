//! Decides a batch of sends in memory: which are accepted, and everything that is then written.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{DateTime, Utc};

use super::ceilings::{self, Ceilings, Counts};
use super::draft::Draft;
use super::lookups::{self, SharedLookups};
use super::request::{Send, SendRequest};
use crate::app::App;
use crate::db::{NewEventRow, Record, Tx};
use crate::events;
use crate::idempotency::{self, Answer, Lookup};
use crate::ids::UserId;
use crate::jobs::{self, Job};
use crate::ledger::{self, CREDIT, Movement, Transfer, Wallets};
use crate::messaging::{Message, MessageStatus, Refusal};
use crate::quotas::{self, Quota, QuotaExceeded};

/// How an accepted send is answered.
pub type Answering = fn(&Message, &Job) -> sqlx::Result<Answer>;

/// Why a batch is planned.
#[derive(Debug, Clone, Copy)]
pub enum Purpose {
    /// To accept it, with these answers to its requests, if there are requests.
    Accept(Option<Answering>),
    /// To preview the result: nothing is counted.
    DryRun,
}

/// The outcome of a send.
#[derive(Debug)]
pub enum Resolution {
    /// It is accepted.
    Accepted(Box<Accepted>),
    /// It is refused.
    Refused(Refusal),
    /// It was accepted before, with this answer.
    Replayed(Answer),
    /// Its key was used for another body.
    KeyReused,
    /// The same request is in progress.
    InFlight,
    /// It can't be determined whether it was accepted; a retry with the same key gets the result.
    Uncertain,
}

/// An accepted send.
#[derive(Debug)]
pub struct Accepted {
    /// The message.
    pub message: Message,
    /// The job that sends it.
    pub job: Job,
    /// The answer to its request; `None` in a dry run, or if there is no request.
    pub answer: Option<Answer>,
}

/// A decided batch: the outcome of each send, and all that is to be written; nothing is written yet.
pub struct AcceptPlan {
    pub(super) now: DateTime<Utc>,
    pub(super) decided: Vec<Decided>,
    /// The charges, in the order of the priced drafts.
    pub(super) charges: ledger::Plan,
    pub(super) counts: Counts,
    pub(super) events: Vec<NewEventRow>,
    /// Idempotency records of the answers.
    pub(super) records: Vec<Record>,
}

/// A send that was looked up.
pub(super) enum Decided {
    /// Its key is new.
    New(Result<Box<Draft>, Refusal>),
    Replayed(Answer),
    KeyReused,
    InFlight,
}

impl Decided {
    pub fn draft(&self) -> Option<&Draft> {
        if let Self::New(Ok(draft)) = self { Some(draft) } else { None }
    }
}

/// Plans sends of many senders: finds those already answered, prices the others, and decides whether each is accepted.
///
/// Nothing is locked. [`AcceptPlan::write`] fails if data read here has changed; callers that must rule this out call
/// [`lock_senders`](super::lock_senders) first.
///
/// # Errors
/// Database errors.
pub async fn plan(app: &App, tx: &mut Tx, requests: &[SendRequest<'_>], purpose: Purpose) -> sqlx::Result<AcceptPlan> {
    let now = app.clock.now();
    let (mut known, found) = lookups::read(app, tx.conn(), requests).await?;
    let mut ceilings = Ceilings::new(app, std::mem::take(&mut known.sent), now);
    let mut keys = HashSet::new();
    let mut decided = Vec::with_capacity(requests.len());
    for (request, mut found) in requests.iter().zip(found) {
        let lookup = match request.scope {
            _ if request.is_in_flight => Lookup::InFlight,
            Some(scope) if !keys.insert((scope.principal, &scope.operation, &scope.key)) => Lookup::InFlight,
            Some(scope) => Lookup::of(scope, found.kept.take()),
            None => Lookup::New,
        };
        decided.push(match lookup {
            Lookup::New => {
                let draft = Draft::of(app, request.send, &known, found, now)?;
                Decided::New(draft.and_then(|draft| within_limit(&mut ceilings, &known, draft)).map(Box::new))
            }
            Lookup::Replay(answer) => Decided::Replayed(answer),
            Lookup::Mismatch => Decided::KeyReused,
            Lookup::InFlight => Decided::InFlight,
        });
    }
    let mut drafts = Drafts(decided);
    drafts.refuse_unscheduled(tx, now).await?;
    let charges = drafts.charge(app, std::mem::take(&mut known.wallets), purpose).await;
    drafts.place_jobs(app, now);
    let records = match purpose {
        Purpose::Accept(Some(answering)) => drafts.answer(requests, answering, now)?,
        Purpose::Accept(None) | Purpose::DryRun => Vec::new(),
    };
    let (counts, events) = (ceilings.counts(&drafts.external()), drafts.events(&charges, now));
    Ok(AcceptPlan { now, decided: drafts.0, charges, counts, events, records })
}

impl AcceptPlan {
    /// The first accepted message; `None`: there is nothing to write.
    #[must_use]
    pub fn first_message(&self) -> Option<&Message> {
        self.accepted().next().map(|draft| &draft.message)
    }

    pub(super) fn accepted(&self) -> impl Iterator<Item = &Draft> {
        self.decided.iter().filter_map(Decided::draft)
    }

    /// The outcome of each send, in their order.
    pub fn into_resolutions(self) -> impl Iterator<Item = Resolution> {
        self.decided.into_iter().map(|decided| match decided {
            Decided::New(Ok(draft)) => {
                let Draft { message, shown, answer, .. } = *draft;
                Resolution::Accepted(Box::new(Accepted { message, job: shown, answer }))
            }
            Decided::New(Err(refusal)) => Resolution::Refused(refusal),
            Decided::Replayed(answer) => Resolution::Replayed(answer),
            Decided::KeyReused => Resolution::KeyReused,
            Decided::InFlight => Resolution::InFlight,
        })
    }
}

/// Whether a send is scheduled and free. Such a send changes no row of its sender, so an earlier count is reliable only
/// while the sender's wallet is locked.
#[must_use]
pub fn must_be_locked(app: &App, send: &Send) -> bool {
    send.message.send_at.is_some() && (send.message.channel.spec().price)(&app.config.credits) == 0
}

/// A draft, unless its sender has reached its daily external limit.
fn within_limit(ceilings: &mut Ceilings, known: &SharedLookups, draft: Draft) -> Result<Draft, Refusal> {
    if draft.message.channel.is_external() {
        let limit = known.senders.get(&draft.sender).and_then(|sender| sender.daily_limit);
        ceilings.count(draft.sender, limit)?;
    }
    Ok(draft)
}

/// The sends of a batch while it is decided.
struct Drafts(Vec<Decided>);

impl Drafts {
    fn accepted(&self) -> impl Iterator<Item = &Draft> {
        self.0.iter().filter_map(Decided::draft)
    }

    /// New sends: drafts, and refusals.
    fn slots(&mut self) -> impl Iterator<Item = &mut Result<Box<Draft>, Refusal>> {
        self.0.iter_mut().filter_map(|decided| if let Decided::New(slot) = decided { Some(slot) } else { None })
    }

    fn accepted_mut(&mut self) -> impl Iterator<Item = &mut Draft> {
        self.slots().filter_map(|slot| slot.as_deref_mut().ok())
    }

    /// Refuses scheduled sends beyond the sender's quota. Sends that are not scheduled cost nothing here.
    ///
    /// The count is read after the wallets: a concurrent scheduled send changes its wallet by its price, so the write
    /// fails and everything is planned again.
    async fn refuse_unscheduled(&mut self, tx: &mut Tx, now: DateTime<Utc>) -> sqlx::Result<()> {
        let is_scheduled = |draft: &Draft| draft.message.status == MessageStatus::Scheduled;
        let senders: BTreeSet<_> = self.accepted().filter(|it| is_scheduled(it)).map(|it| it.sender).collect();
        if senders.is_empty() {
            return Ok(());
        }
        let senders: Vec<_> = senders.into_iter().collect();
        let counted = quotas::scheduled(tx.conn(), &senders, now).await?;
        let mut left: BTreeMap<_, _> = counted.iter().map(|(sender, there)| (*sender, there.left())).collect();
        for slot in self.slots() {
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

    /// Charges drafts. Unpaid ones become refusals, as do paid ones beyond the limits of the platform's own senders.
    async fn charge(&mut self, app: &App, wallets: Wallets, purpose: Purpose) -> ledger::Plan {
        let shared: BTreeSet<_> = self.accepted().filter_map(|draft| draft.shared_sender).collect();
        let untouched = (!shared.is_empty()).then(|| wallets.clone());
        let plan = ledger::plan_new(wallets, &self.movements(app));
        self.refuse_unpaid(&plan.answers);
        let Some(untouched) = untouched else { return plan };
        let mut is_refused = false;
        for channel in shared {
            let is_of = |draft: &Draft| draft.shared_sender == Some(channel);
            let count = self.accepted().filter(|draft| is_of(draft)).count();
            let takes = matches!(purpose, Purpose::Accept(_));
            let (allowed, obstacle) = ceilings::of_shared_sender(app, channel, count, takes).await;
            let Some(verdict) = obstacle else { continue };
            let of_channel = self.slots().filter(|slot| slot.as_deref().is_ok_and(is_of));
            of_channel.skip(allowed).for_each(|slot| *slot = Err(Refusal::SharedNumberLimit(verdict)));
            is_refused = true;
        }
        if !is_refused {
            return plan;
        }
        let plan = ledger::plan_new(untouched, &self.movements(app));
        self.refuse_unpaid(&plan.answers);
        plan
    }

    /// The charges of drafts with a price.
    fn movements(&self, app: &App) -> Vec<Movement> {
        let charge = |Draft { sender, message, job, price, .. }: &Draft| {
            let promotional = (message.channel.spec().promotional)(&app.config.credits);
            Movement::charge(*sender, *price, promotional, message.id.uuid(), job.id)
        };
        self.accepted().filter(|draft| draft.price > 0).map(charge).collect()
    }

    /// Stores charges in priced drafts; unpaid drafts become refusals.
    fn refuse_unpaid(&mut self, answers: &[Result<Transfer, ledger::Refusal>]) {
        let priced = self.slots().filter(|slot| slot.as_deref().is_ok_and(|draft| draft.price > 0));
        for (slot, answer) in priced.zip(answers) {
            match (slot.as_deref_mut(), answer) {
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

    /// Decides which jobs are pushed to Redis after the commit.
    fn place_jobs(&mut self, app: &App, now: DateTime<Utc>) {
        let immediate = jobs::immediate(app, &self.accepted().map(|draft| &draft.job).collect::<Vec<_>>(), now);
        for (draft, immediate) in self.accepted_mut().zip(immediate) {
            draft.immediate = immediate;
        }
    }

    /// Answers accepted sends; returns the idempotency records of the answers.
    fn answer(
        &mut self,
        requests: &[SendRequest<'_>],
        answering: Answering,
        now: DateTime<Utc>,
    ) -> sqlx::Result<Vec<Record>> {
        let mut records = Vec::new();
        for (decided, request) in self.0.iter_mut().zip(requests) {
            let Decided::New(Ok(draft)) = decided else { continue };
            let answer = answering(&draft.message, &draft.shown)?;
            records.extend(request.scope.map(|scope| idempotency::record(scope, &answer, now)));
            draft.answer = Some(answer);
        }
        Ok(records)
    }

    /// The number of external messages of each account.
    fn external(&self) -> BTreeMap<UserId, i64> {
        let mut sent = BTreeMap::new();
        for draft in self.accepted().filter(|draft| draft.message.channel.is_external()) {
            *sent.entry(draft.sender).or_default() += 1;
        }
        sent
    }

    fn events(&self, charges: &ledger::Plan, now: DateTime<Utc>) -> Vec<NewEventRow> {
        let accepted = self.accepted().map(Draft::event);
        let queued = jobs::accepted_events(self.accepted().map(|draft| &draft.job));
        events::rows(charges.events(CREDIT).into_iter().chain(accepted).chain(queued), now).collect()
    }
}
