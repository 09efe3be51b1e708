use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::posting::Posting;
use super::{Movement, Party, Promotional, Refusal, Transfer, TransferKind, balance_events};
use crate::db::Tx;
use crate::events::{self, NewEvent};
use crate::ids::UserId;
use platform::columns;

/// A wallet: changed in memory, written once.
#[derive(Debug, Clone)]
pub struct Wallet {
    id: Uuid,
    balance: i64,
    /// The part of the balance that is promotional credits.
    promotional: i64,
    entries: i64,
    /// Number of entries when read. Every balance change is an entry, so an equal number means an unchanged wallet.
    seen: i64,
    /// A lower balance notifies the owner.
    low: Option<i64>,
}

impl Wallet {
    /// A wallet as read: its balance, and the promotional part.
    pub fn new(id: Uuid, (balance, promotional): (i64, i64), entries: i64, low_balance_threshold: Option<i64>) -> Self {
        Self { id, balance, promotional, entries, seen: entries, low: low_balance_threshold }
    }
}

/// Wallets by owner, in the global lock order.
pub type Wallets = BTreeMap<UserId, Wallet>;

columns! {
    /// A wallet to write; rows are in the global lock order.
    pub struct WalletChange by Changes {
        /// The wallet.
        id: Uuid,
        /// Its balance.
        balance: i64,
        /// The part of it that is promotional credits.
        promotional: i64,
        /// Number of entries.
        entries: i64,
        /// Number of entries when read.
        seen: i64,
    }
}

/// The result of a batch of movements; nothing is written yet.
pub struct Plan {
    postings: Vec<Posting>,
    wallets: Wallets,
    /// The result of each movement.
    pub answers: Vec<Result<Transfer, Refusal>>,
}

/// Posts movements in order; each is refused or done individually.
///
/// # Errors
/// Database errors; nothing is moved.
pub async fn post(
    tx: &mut Tx,
    asset: &str,
    movements: &[Movement],
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Result<Transfer, Refusal>>> {
    let plan = plan(tx, asset, movements).await?;
    carry_out(tx, asset, &plan, now).await?;
    Ok(plan.answers)
}

/// Posts all movements, or none if one is refused.
///
/// # Errors
/// Database errors; nothing is moved.
pub async fn post_all(
    tx: &mut Tx,
    asset: &str,
    movements: &[Movement],
    now: DateTime<Utc>,
) -> sqlx::Result<Result<Vec<Transfer>, Refusal>> {
    let plan = plan(tx, asset, movements).await?;
    if plan.answers.iter().all(Result::is_ok) {
        carry_out(tx, asset, &plan, now).await?;
    }
    Ok(plan.answers.into_iter().collect())
}

/// Locks users' wallets until the end of the transaction, in the global lock order. For callers that post more than
/// once, or read the balance first.
///
/// # Errors
/// Database errors.
pub async fn lock(tx: &mut Tx, asset: &str, users: &[UserId]) -> sqlx::Result<()> {
    locked(tx, asset, users.iter().copied()).await?;
    Ok(())
}

async fn carry_out(tx: &mut Tx, asset: &str, plan: &Plan, now: DateTime<Utc>) -> sqlx::Result<()> {
    if !plan.postings.is_empty() {
        write(tx, asset, plan, now).await?;
        events::record(tx, plan.events(asset), now);
    }
    Ok(())
}

/// Locks wallets and plans movements. Callers must follow up with `carry_out`.
///
/// # Errors
/// Database errors.
async fn plan(tx: &mut Tx, asset: &str, movements: &[Movement]) -> sqlx::Result<Plan> {
    let parties = movements.iter().flat_map(|it| [it.from, it.to]).filter_map(Party::user);
    let wallets = locked(tx, asset, parties).await?;
    let done = already_done(tx, movements).await?;
    Ok(work_out(wallets, done, movements))
}

/// Plans movements that can't have happened before. Nothing is locked: the writer must ensure that the wallets are
/// unchanged.
pub fn plan_new(wallets: Wallets, movements: &[Movement]) -> Plan {
    debug_assert!(movements.iter().all(|movement| movement.kind.is_always_first()), "{movements:?}");
    work_out(wallets, HashSet::new(), movements)
}

fn work_out(mut wallets: Wallets, mut done: HashSet<(TransferKind, Uuid)>, movements: &[Movement]) -> Plan {
    let mut postings = Vec::with_capacity(movements.len());
    let answers = movements
        .iter()
        .map(|movement| {
            let posting = apply(&mut wallets, &mut done, movement)?;
            let transfer = Transfer {
                id: posting.id,
                from: (posting.from.0, posting.from.1),
                from_balance: posting.from.2,
                to_balance: posting.to.2,
                promotional: posting.promotional,
            };
            postings.push(posting);
            Ok(transfer)
        })
        .collect();
    Plan { postings, wallets, answers }
}

impl Plan {
    /// The owners' events: one per transfer and side, and one for each balance that is low now.
    #[must_use]
    pub fn events(&self, asset: &str) -> Vec<NewEvent> {
        balance_events::of(asset, &self.postings)
    }

    /// The changed wallets.
    pub fn changes(&self) -> Changes {
        let changed = self.wallets.values().filter(|wallet| wallet.entries > wallet.seen);
        let change = |&Wallet { id, balance, promotional, entries, seen, .. }: &Wallet| WalletChange {
            id,
            balance,
            promotional,
            entries,
            seen,
        };
        changed.map(change).collect()
    }
}

/// Locks the wallets of all parties in the global order: one by one, by user id.
async fn locked(tx: &mut Tx, asset: &str, users: impl IntoIterator<Item = UserId>) -> sqlx::Result<Wallets> {
    let users: BTreeSet<_> = users.into_iter().collect();
    let rows = sqlx::query!(
        r#"SELECT wallet.id, user_id AS "user_id: UserId", balance, promotional, entries, low FROM UNNEST($1::uuid[]) AS party (id)
        CROSS JOIN LATERAL (
            SELECT id, user_id, balance, promotional, entries, low_balance_threshold AS low
            FROM wallets WHERE user_id = party.id AND asset = $2 LIMIT 1 FOR UPDATE) AS wallet"#,
        &users.into_iter().collect::<Vec<_>>() as &[UserId],
        asset,
    )
    .fetch_all(tx.conn())
    .await?;
    let wallets = rows.into_iter().map(|row| {
        let wallet = Wallet::new(row.id, (row.balance, row.promotional), row.entries, row.low);
        (row.user_id, wallet)
    });
    Ok(wallets.collect())
}

/// The movements that already happened. Queried after the wallets are locked, in a separate statement, so that all
/// earlier commits are visible.
async fn already_done(tx: &mut Tx, movements: &[Movement]) -> sqlx::Result<HashSet<(TransferKind, Uuid)>> {
    let in_question: Vec<_> = movements.iter().filter(|movement| !movement.kind.is_always_first()).collect();
    if in_question.is_empty() {
        return Ok(HashSet::new());
    }
    let rows = sqlx::query!(
        r#"SELECT kind AS "kind: TransferKind", reference FROM transfers
        JOIN UNNEST($1::text[], $2::uuid[]) AS asked (kind, reference) USING (kind, reference)"#,
        &in_question.iter().map(|movement| movement.kind).collect::<Vec<_>>() as &[TransferKind],
        &in_question.iter().map(|movement| movement.reference).collect::<Vec<_>>(),
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(rows.into_iter().map(|row| (row.kind, row.reference)).collect())
}

fn apply(
    wallets: &mut Wallets,
    done: &mut HashSet<(TransferKind, Uuid)>,
    movement: &Movement,
) -> Result<Posting, Refusal> {
    if [movement.from, movement.to].into_iter().filter_map(Party::user).any(|user| !wallets.contains_key(&user)) {
        return Err(Refusal::NoWallet);
    }
    let promotional = promotional_part(wallets, movement)?;
    if !done.insert((movement.kind, movement.reference)) {
        return Err(Refusal::Done);
    }
    let mut side = |party, sign: i64| match party {
        Party::System(system) => (system.account(), None, None),
        Party::User(user) => wallets.get_mut(&user).map_or((Uuid::nil(), None, None), |wallet| {
            wallet.balance += sign * movement.amount;
            wallet.promotional += sign * promotional;
            wallet.entries += 1;
            (wallet.id, Some(wallet.entries), Some(wallet.balance))
        }),
    };
    let from = side(movement.from, -1);
    let to = side(movement.to, 1);
    let fell_below = movement.from.user().and_then(|user| wallets.get(&user)?.low).filter(|low| {
        let after = from.2.unwrap_or_default();
        after < *low && after + movement.amount >= *low
    });
    Ok(Posting { id: movement.transfer_id(), movement: movement.clone(), from, to, promotional, fell_below })
}

/// The part of a movement that is promotional credits; refused if its payer can't pay it.
fn promotional_part(wallets: &Wallets, movement: &Movement) -> Result<i64, Refusal> {
    let amount = movement.amount;
    let Some(wallet) = movement.from.user().and_then(|user| wallets.get(&user)) else {
        return Ok(movement.promotional.given(amount));
    };
    // Regardless of the movement: another user never receives promotional credits.
    let promotional = if movement.to.user().is_some() { Promotional::Unused } else { movement.promotional };
    let refusal = || Refusal::Insufficient {
        balance: wallet.balance,
        promotional: promotional.unusable(wallet.promotional),
        needed: amount,
    };
    promotional.spent(amount, wallet.balance, wallet.promotional).ok_or_else(refusal)
}

/// Writes the transfers, and each changed wallet once.
async fn write(tx: &mut Tx, asset: &str, plan: &Plan, now: DateTime<Utc>) -> sqlx::Result<()> {
    let (postings, wallets) = (&plan.postings, plan.changes());
    let of = |it: fn(&Posting) -> Uuid| postings.iter().map(it).collect::<Vec<_>>();
    let number = |it: fn(&Posting) -> Option<i64>| postings.iter().map(it).collect::<Vec<_>>();
    sqlx::query!(
        "WITH wallet AS (
            UPDATE wallets SET balance = new.balance, promotional = new.promotional, entries = new.entries
            FROM UNNEST($16::uuid[], $17::bigint[], $18::bigint[], $19::bigint[]) AS new (id, balance, entries, promotional) WHERE wallets.id = new.id)
        INSERT INTO transfers (id, kind, reference, asset, amount, from_account, from_entry, from_balance,
            to_account, to_entry, to_balance, job_id, note, created_by, created_at, promotional)
        SELECT id, kind, reference, $13, amount, from_account, from_entry, from_balance,
            to_account, to_entry, to_balance, job_id, note, created_by, $14, promotional
        FROM UNNEST($1::uuid[], $2::text[], $3::uuid[], $4::bigint[], $5::uuid[], $6::bigint[], $7::bigint[],
            $8::uuid[], $9::bigint[], $10::bigint[], $11::uuid[], $12::text[], $15::uuid[], $20::bigint[])
            AS new (id, kind, reference, amount, from_account, from_entry, from_balance,
            to_account, to_entry, to_balance, job_id, note, created_by, promotional)",
        &of(|it| it.id.uuid()),
        &postings.iter().map(|it| it.movement.kind).collect::<Vec<_>>() as &[TransferKind],
        &of(|it| it.movement.reference),
        &postings.iter().map(|it| it.movement.amount).collect::<Vec<_>>(),
        &of(|it| it.from.0),
        &number(|it| it.from.1) as &[Option<i64>],
        &number(|it| it.from.2) as &[Option<i64>],
        &of(|it| it.to.0),
        &number(|it| it.to.1) as &[Option<i64>],
        &number(|it| it.to.2) as &[Option<i64>],
        &postings.iter().map(|it| it.movement.job_id.map(|id| id.uuid())).collect::<Vec<_>>() as &[Option<Uuid>],
        &postings.iter().map(|it| it.movement.note.clone()).collect::<Vec<_>>() as &[Option<String>],
        asset,
        now,
        &postings.iter().map(|it| it.movement.created_by.map(|id| id.uuid())).collect::<Vec<_>>() as &[Option<Uuid>],
        &wallets.id,
        &wallets.balance,
        &wallets.entries,
        &wallets.promotional,
        &postings.iter().map(|it| it.promotional).collect::<Vec<_>>(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
