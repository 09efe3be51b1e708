use chrono::{DateTime, Days, NaiveTime, Utc};

use super::{NewTransfer, Refusal, Transfer};
use crate::accounts::{self, UserRef, UserStatus};
use crate::app::App;
use crate::db::Tx;
use crate::ids::UserId;
use crate::ledger::{self, Movement};
use crate::money::Money;

/// A transfer that passed its limits and whose wallets are locked, for [`send`].
#[derive(Debug)]
pub struct Prepared<'a> {
    sender: UserRef,
    receiver: UserRef,
    new: &'a NewTransfer,
}

/// Money that its owner may not transfer yet.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hold {
    /// The amount, in minor units.
    pub amount: i64,
    /// Time at which part of it is released; `None` if nothing is held.
    pub until: Option<DateTime<Utc>>,
    /// Whether all of the owner's money is held until an admin releases it.
    pub is_blocked: bool,
}

/// Checks a transfer from `sender` to the named receiver, and locks both wallets: values read from now on can't change.
///
/// The sender's daily total is counted first, in its own row, then both wallets are locked in the global lock order:
/// crossing transfers wait for each other without deadlock.
///
/// # Errors
/// The refusal, after which `tx` must be rolled back; database errors.
pub async fn prepare<'a>(
    app: &App,
    tx: &mut Tx,
    sender: UserRef,
    new: &'a NewTransfer,
    now: DateTime<Utc>,
) -> Result<Prepared<'a>, Refusal> {
    let (limits, amount) = (&app.config.money, new.amount.minor());
    let limit = limits.transfer_limit.min(limits.transfer_daily_limit);
    if amount > limit {
        return Err(Refusal::AboveLimit(limit));
    }
    let receiver = receiver(tx, &new.receiver).await?;
    if receiver.id == sender.id {
        return Err(Refusal::ToYourself);
    }
    count(tx, sender.id, amount, limits.transfer_daily_limit, now).await?;
    ledger::lock(tx, &limits.currency, &[sender.id, receiver.id]).await?;
    Ok(Prepared { sender, receiver, new })
}

/// Moves the money of a transfer, unless it is held.
///
/// # Errors
/// The refusal, after which `tx` must be rolled back; database errors.
pub async fn send(
    app: &App,
    tx: &mut Tx,
    prepared: Prepared<'_>,
    hold: Hold,
    now: DateTime<Utc>,
) -> Result<Transfer, Refusal> {
    let Prepared { sender, receiver, new } = prepared;
    let (currency, amount) = (&app.config.money.currency, new.amount.minor());
    check_hold(tx, &sender, currency, amount, hold).await?;
    let movement = Movement::transfer(sender.id, receiver.id, amount, new.note.clone());
    let posted = match ledger::post_all(tx, currency, std::slice::from_ref(&movement), now).await? {
        Err(ledger::Refusal::NoWallet) => {
            // One of them may have no wallet yet.
            ledger::ensure_wallets(tx, &[sender.id, receiver.id], currency, now).await?;
            ledger::post_all(tx, currency, &[movement], now).await?
        }
        posted => posted,
    };
    let posted = posted.map_err(|refusal| match refusal {
        ledger::Refusal::Insufficient { balance, needed, .. } => Refusal::Insufficient { balance, needed },
        ledger::Refusal::Done | ledger::Refusal::NoWallet => Refusal::Database(sqlx::Error::RowNotFound),
    })?;
    let id = posted.first().ok_or(sqlx::Error::RowNotFound)?.id;
    let (amount, currency) = (Money(amount), currency.clone());
    Ok(Transfer { id, sender, receiver, amount, currency, note: new.note.clone(), created_at: now })
}

/// Checks that the sender's balance without held money suffices. The ledger checks the balance itself.
async fn check_hold(tx: &mut Tx, sender: &UserRef, currency: &str, needed: i64, hold: Hold) -> Result<(), Refusal> {
    if hold.is_blocked {
        return Err(Refusal::Blocked);
    }
    let Some(until) = hold.until else { return Ok(()) };
    let balance = ledger::balance(tx.conn(), sender.id, currency).await?.unwrap_or_default();
    let available = available(balance, hold);
    if needed <= available || needed > balance {
        return Ok(());
    }
    Err(Refusal::Held { balance, available, needed, until })
}

/// The part of a balance that may be transferred.
#[must_use]
pub fn available(balance: i64, hold: Hold) -> i64 {
    if hold.is_blocked { 0 } else { (balance - hold.amount).max(0) }
}

/// The receiver. A suspended one is refused with the same error as an unknown one.
async fn receiver(tx: &mut Tx, name: &str) -> Result<UserRef, Refusal> {
    let user = match name.parse() {
        Ok(id) => accounts::get(tx.conn(), id).await?,
        Err(_) => accounts::find(tx.conn(), name).await?,
    };
    let user = user.filter(|user| user.status == UserStatus::Active).ok_or(Refusal::ReceiverNotFound)?;
    Ok(UserRef { id: user.id, username: user.username })
}

/// Adds to the sender's daily total. The sender's row is locked until the end, so concurrent transfers can't both use
/// the remainder.
async fn count(tx: &mut Tx, sender: UserId, amount: i64, limit: i64, now: DateTime<Utc>) -> Result<(), Refusal> {
    // A process with a clock that is behind counts towards the newer day.
    let sent = sqlx::query_scalar!(
        "INSERT INTO transfer_allowances AS known (user_id, day, sent) VALUES ($1, $2, $3)
        ON CONFLICT (user_id) DO UPDATE SET day = greatest(known.day, excluded.day),
            sent = CASE WHEN known.day < excluded.day THEN 0 ELSE known.sent END + excluded.sent
        RETURNING sent",
        sender.uuid(),
        now.date_naive(),
        amount,
    )
    .fetch_one(tx.conn())
    .await?;
    if sent <= limit {
        return Ok(());
    }
    let tomorrow = (now.date_naive() + Days::new(1)).and_time(NaiveTime::MIN).and_utc();
    let resets_in = u32::try_from((tomorrow - now).num_seconds()).unwrap_or_default() + 1;
    Err(Refusal::AboveDailyLimit { limit, left: limit - (sent - amount), resets_in })
}
