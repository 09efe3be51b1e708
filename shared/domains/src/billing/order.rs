use chrono::{DateTime, Utc};

use super::jobs::CreateCheckout;
use super::settle::record_status;
use super::{Checkout, Order, OrderError, Purchase, RechargeStatus, is_blocked};
use crate::app::App;
use crate::db::Tx;
use crate::ids::{RechargeId, UserId};
use crate::jobs::{self, Job, NewJob};
use crate::ledger::CREDIT;
use crate::money::Money;
use crate::quotas::{self, Quota};

/// Stripe's minimum charge in most currencies, in minor units.
pub const LEAST_PAYMENT: i64 = 50;
/// Stripe's maximum charge, in minor units.
pub const MOST_PAYMENT: i64 = 99_999_999;

/// Records an order, and enqueues the job that creates its checkout page.
///
/// # Errors
/// Payments are not configured, the user is blocked or over quota, the price is not payable, or database errors.
pub async fn order(
    app: &App,
    tx: &mut Tx,
    user: UserId,
    purchase: Purchase,
    request_id: Option<String>,
) -> Result<(Order, Job), OrderError> {
    if app.config.stripe.is_none() {
        return Err(OrderError::NotConfigured);
    }
    if is_blocked(tx.conn(), user).await? {
        return Err(OrderError::Blocked);
    }
    let (now, money, id) = (app.clock.now(), &app.config.money, RechargeId::new());
    let (asset, quantity, amount) = match purchase {
        Purchase::Credits(credits) => (CREDIT, credits, credits.saturating_mul(money.credit_price)),
        Purchase::Money(amount) => (money.currency.as_str(), amount.minor(), amount.minor()),
    };
    if !(LEAST_PAYMENT..=MOST_PAYMENT).contains(&amount) {
        return Err(OrderError::Price { price: Money(amount), least: Money(LEAST_PAYMENT), most: Money(MOST_PAYMENT) });
    }
    quotas::reserve(tx, Quota::OpenRecharges, &[user]).await?;
    let mut job = NewJob::new(&CreateCheckout { recharge_id: id }, now)?;
    (job.owner, job.request_id) = (Some(user), request_id);
    sqlx::query!(
        "INSERT INTO recharges (id, user_id, asset, quantity, amount, currency, job_id, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
        id.uuid(),
        user.uuid(),
        asset,
        quantity,
        amount,
        money.currency,
        job.id.uuid(),
        now,
    )
    .execute(tx.conn())
    .await?;
    jobs::enqueue(app, tx, std::slice::from_ref(&job), now).await?;
    let order = Order {
        id,
        user_id: user,
        asset: asset.into(),
        quantity,
        amount,
        currency: money.currency.clone(),
        status: RechargeStatus::Pending,
        job_id: job.id,
        session_id: None,
        checkout_url: None,
        payment_intent: None,
        returned: 0,
        taken_back: 0,
        shortfall: 0,
        looks: 0,
        created_at: now,
    };
    Ok((order, job.to_job(now)))
}

/// Records checkout pages.
///
/// # Errors
/// Database errors.
pub async fn checkout_made(tx: &mut Tx, made: &[Checkout], now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE recharges SET session_id = made.session_id, checkout_url = made.checkout_url, updated_at = $4
        FROM (SELECT * FROM UNNEST($1::uuid[], $2::text[], $3::text[]) AS made (id, session_id, checkout_url)) AS made
        WHERE recharges.id = made.id",
        &made.iter().map(|it| it.recharge_id.uuid()).collect::<Vec<_>>(),
        &made.iter().map(|it| it.session_id.clone()).collect::<Vec<_>>(),
        &made.iter().map(|it| it.checkout_url.clone()).collect::<Vec<_>>(),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Fails recharges without a checkout page. A recharge that was paid regardless stays paid.
///
/// # Errors
/// Database errors.
pub async fn checkout_failed(tx: &mut Tx, ids: &[RechargeId], now: DateTime<Utc>) -> sqlx::Result<()> {
    let failed = sqlx::query_scalar!(
        r#"UPDATE recharges SET status = 'failed', updated_at = $2 WHERE id = ANY($1) AND status = 'pending'
        RETURNING id AS "id: RechargeId""#,
        ids as &[RechargeId],
        now,
    )
    .fetch_all(tx.conn())
    .await?;
    for id in failed {
        record_status(tx, id, now).await?;
    }
    Ok(())
}

/// Fails a recharge whose job was cancelled.
///
/// # Errors
/// Database errors.
pub async fn withdraw(tx: &mut Tx, id: RechargeId, now: DateTime<Utc>) -> sqlx::Result<()> {
    checkout_failed(tx, &[id], now).await
}
