use chrono::{DateTime, Utc};
use serde_json::json;

use super::block::block;
use super::db::{get, lock};
use super::{Order, PaymentStatus, Progress, RechargeStatus};
use crate::db::Tx;
use crate::events::{self, NewEvent};
use crate::ids::RechargeId;
use crate::ledger::{self, Movement, Refusal};

/// A sync of a payment's status with the provider.
#[derive(Debug)]
pub struct SyncToken {
    /// The recharge.
    pub recharge_id: RechargeId,
    /// Number of the sync. A later one sees no less, so the later of two prevails.
    number: i64,
    /// The checkout, if known.
    pub session_id: Option<String>,
}

/// Result of a sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Settled {
    /// A change was applied.
    Changed,
    /// Nothing has changed.
    Unchanged,
    /// A later sync prevails.
    Superseded,
    /// The payment does not match the order.
    Mismatch,
}

/// Begins a sync; commit before the request to the provider. `None` if the recharge does not exist.
///
/// # Errors
/// Database errors.
pub async fn begin_sync(tx: &mut Tx, id: RechargeId) -> sqlx::Result<Option<SyncToken>> {
    let row =
        sqlx::query!("UPDATE recharges SET looks = looks + 1 WHERE id = $1 RETURNING looks, session_id", id.uuid())
            .fetch_optional(tx.conn())
            .await?;
    Ok(row.map(|row| SyncToken { recharge_id: id, number: row.looks, session_id: row.session_id }))
}

/// Applies a sync's result: a payment is credited once, and returned amounts are taken back as far as the balance
/// allows.
///
/// # Errors
/// Database errors; nothing is changed.
pub async fn settle(
    tx: &mut Tx,
    token: &SyncToken,
    standing: &PaymentStatus,
    now: DateTime<Utc>,
) -> sqlx::Result<Settled> {
    let Some(mut order) = lock(tx, token.recharge_id).await? else { return Ok(Settled::Unchanged) };
    if order.looks != token.number {
        return Ok(Settled::Superseded);
    }
    if !order.is_paid_by(standing) {
        tracing::error!(recharge_id = %order.id, "the amount paid differs from the order");
        return Ok(Settled::Mismatch);
    }
    let before = order.clone();
    order.status = order.status_after(standing);
    if standing.progress == Progress::Paid {
        order.returned = standing.returned.clamp(0, order.amount);
        grant(tx, &order, now).await?;
        correct(tx, &mut order, now).await?;
    }
    order.session_id.get_or_insert_with(|| standing.session_id.clone());
    if standing.payment_intent.is_some() {
        order.payment_intent.clone_from(&standing.payment_intent);
    }
    let stays = (before.status, before.returned, &before.session_id, &before.payment_intent)
        == (order.status, order.returned, &order.session_id, &order.payment_intent);
    if stays {
        return Ok(Settled::Unchanged);
    }
    write(tx, &order, now).await?;
    if before.status != order.status {
        record_status(tx, order.id, now).await?;
    }
    Ok(Settled::Changed)
}

/// Credits the purchase to the wallet, unless done already: the ledger's kind and reference are unique.
async fn grant(tx: &mut Tx, order: &Order, now: DateTime<Utc>) -> sqlx::Result<()> {
    ledger::ensure_wallets(tx, &[order.user_id], &order.asset, now).await?;
    let movement = Movement::recharge(order.user_id, &order.asset, order.quantity, order.id);
    let answer = ledger::post(tx, &order.asset, &[movement], now).await?.pop();
    debug_assert!(matches!(answer, Some(Ok(_) | Err(Refusal::Done))), "{answer:?}");
    Ok(())
}

/// Takes back what is owed, or restores an excess. A shortfall is recorded; either way the user's purchases are blocked
/// until an admin clears it.
async fn correct(tx: &mut Tx, order: &mut Order, now: DateTime<Utc>) -> sqlx::Result<()> {
    let (owed, held) = (order.owed(order.returned), order.taken_back + order.shortfall);
    if owed > held {
        let taken = take(tx, order, owed - held, now).await?;
        order.taken_back += taken;
        order.shortfall += owed - held - taken;
        block(tx, order, now).await?;
    } else if owed < held {
        let forgiven = (held - owed).min(order.shortfall);
        order.shortfall -= forgiven;
        let again = held - owed - forgiven;
        if again > 0 {
            let movement = Movement::restoration(order.user_id, &order.asset, again, order.id);
            ledger::post(tx, &order.asset, &[movement], now).await?;
            order.taken_back -= again;
        }
    }
    Ok(())
}

/// Takes this quantity from the wallet, or all that is available; returns the quantity taken.
async fn take(tx: &mut Tx, order: &Order, quantity: i64, now: DateTime<Utc>) -> sqlx::Result<i64> {
    let reversal = |quantity| Movement::reversal(order.user_id, &order.asset, quantity, order.id);
    match ledger::post(tx, &order.asset, &[reversal(quantity)], now).await?.pop() {
        Some(Ok(_)) => Ok(quantity),
        // The wallet is locked since, so this much is still available. Promotional credits were not bought.
        Some(Err(Refusal::Insufficient { balance, promotional, .. })) if balance > promotional => {
            let left = balance - promotional;
            let taken = ledger::post(tx, &order.asset, &[reversal(left)], now).await?.pop();
            Ok(if matches!(taken, Some(Ok(_))) { left } else { 0 })
        }
        _ => Ok(0),
    }
}

async fn write(tx: &mut Tx, order: &Order, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE recharges SET status = $2, session_id = $3, payment_intent = $4, returned = $5, taken_back = $6,
            shortfall = $7, updated_at = $8,
            paid_at = coalesce(paid_at, CASE WHEN $2 IN ('paid', 'refunded') THEN $8::timestamptz END)
        WHERE id = $1",
        order.id.uuid(),
        order.status as RechargeStatus,
        order.session_id,
        order.payment_intent,
        order.returned,
        order.taken_back,
        order.shortfall,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Records an event with the new status for the owner.
pub(super) async fn record_status(tx: &mut Tx, id: RechargeId, now: DateTime<Utc>) -> sqlx::Result<()> {
    let Some(order) = get(tx.conn(), id).await? else { return Ok(()) };
    let status: &str = order.status.into();
    let data = json!({"id": id, "asset": order.asset, "status": order.status, "job_id": order.job_id});
    events::record(tx, [NewEvent { owner: order.user_id, kind: format!("recharge.{status}"), data }], now);
    Ok(())
}
