use chrono::{DateTime, Days, NaiveTime, Utc};

use super::{NewTransfer, Refusal, Transfer};
use crate::accounts::{self, UserRef, UserStatus};
use crate::app::App;
use crate::db::Tx;
use crate::ids::UserId;
use crate::ledger::{self, Movement};
use crate::money::Money;

/// Moves money from `sender` to whom it names.
///
/// What the sender has sent today is counted first, in a row of its own, then both wallets are locked in the order in
/// which everybody locks wallets: crossing transfers wait for each other, and never in a circle.
///
/// # Errors
/// Why it was refused, and then `tx` is to be rolled back; the database.
pub async fn send(
    app: &App,
    tx: &mut Tx,
    sender: UserRef,
    new: &NewTransfer,
    now: DateTime<Utc>,
) -> Result<Transfer, Refusal> {
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
    let movement = Movement::transfer(sender.id, receiver.id, amount, new.note.clone());
    let posted = match ledger::post_all(tx, &limits.currency, std::slice::from_ref(&movement), now).await? {
        Err(ledger::Refusal::NoWallet) => {
            // The first money that one of them has.
            ledger::ensure_wallets(tx, &[sender.id, receiver.id], &limits.currency, now).await?;
            ledger::post_all(tx, &limits.currency, &[movement], now).await?
        }
        posted => posted,
    };
    let posted = posted.map_err(|refusal| match refusal {
        ledger::Refusal::Insufficient { balance, needed, .. } => Refusal::Insufficient { balance, needed },
        ledger::Refusal::Done | ledger::Refusal::NoWallet => Refusal::Database(sqlx::Error::RowNotFound),
    })?;
    let id = posted.first().ok_or(sqlx::Error::RowNotFound)?.id;
    let (amount, currency) = (Money(amount), limits.currency.clone());
    Ok(Transfer { id, sender, receiver, amount, currency, note: new.note.clone(), created_at: now })
}

/// Who gets it. Who is suspended gets nothing, and nobody is told that it is.
async fn receiver(tx: &mut Tx, name: &str) -> Result<UserRef, Refusal> {
    let user = match name.parse() {
        Ok(id) => accounts::get(tx.conn(), id).await?,
        Err(_) => accounts::find(tx.conn(), name).await?,
    };
    let user = user.filter(|user| user.status == UserStatus::Active).ok_or(Refusal::ReceiverNotFound)?;
    Ok(UserRef { id: user.id, username: user.username })
}

/// Adds to what the sender has sent today. The row is the sender's own and locked until the end, so two transfers at a
/// time can't both take what is left.
async fn count(tx: &mut Tx, sender: UserId, amount: i64, limit: i64, now: DateTime<Utc>) -> Result<(), Refusal> {
    // A process whose clock is behind counts to the newer day.
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
