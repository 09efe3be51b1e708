//! Payments of all accounts, for admins.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;

use super::RechargeStatus;
use crate::accounts::UserRef;
use crate::ids::{JobId, RechargeId, UserId};
use crate::ledger::CREDIT;
use crate::money::Money;
use crate::page::{Chosen, LOOKED_AT, Looked, Page, PageRequest};

/// What a payment buys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaymentKind {
    /// Credits.
    Recharge,
    /// Money in the wallet.
    Deposit,
}

/// Filter for payments.
#[derive(Debug, Default)]
pub struct PaymentFilter {
    /// Only those of this user.
    pub user: Option<UserId>,
    /// Only this kind.
    pub kind: Option<PaymentKind>,
    /// Only those in this status.
    pub status: Option<RechargeStatus>,
    /// Only those ordered at or after this time.
    pub since: Option<DateTime<Utc>>,
    /// Only those ordered before this time.
    pub until: Option<DateTime<Utc>>,
    /// Only those that block further ones of their user.
    pub is_blocking: bool,
}

/// A recharge or deposit of any account.
#[derive(Debug, Serialize, ToSchema)]
pub struct Payment {
    /// Its id.
    pub id: RechargeId,
    /// What it buys.
    pub kind: PaymentKind,
    /// The buyer.
    pub user: UserRef,
    /// Number of credits; null for a deposit.
    pub credits: Option<i64>,
    /// Its price.
    pub amount: Money,
    /// The price's currency.
    #[schema(examples("USD"))]
    pub currency: String,
    /// Its status.
    pub status: RechargeStatus,
    /// The returned part of the payment.
    pub refunded: Money,
    /// What should have been taken back but was spent: credits, or minor units of a deposit.
    pub shortfall: i64,
    /// Stripe's id of the payment, once it is known.
    pub payment_intent: Option<String>,
    /// The job that created the payment page.
    pub job_id: JobId,
    /// Whether this payment was reversed and blocks further ones of its user.
    pub is_blocking: bool,
    /// Time of the order.
    pub created_at: DateTime<Utc>,
}

/// Payments of all accounts, newest first.
///
/// # Errors
/// Database errors.
pub async fn payments(
    db: &mut PgConnection,
    filter: &PaymentFilter,
    request: &PageRequest<RechargeId>,
) -> sqlx::Result<Page<Payment>> {
    let Chosen { positions, next_cursor } = request.choose(page_of(db, filter, request).await?);
    let rows = sqlx::query!(
        r#"SELECT recharges.id AS "id: RechargeId", recharges.user_id AS "user_id: UserId", username, asset, quantity,
            amount, currency, recharges.status AS "status: RechargeStatus", returned, shortfall, payment_intent,
            job_id AS "job_id: JobId", recharges.created_at, block.recharge_id IS NOT NULL AS "is_blocking!"
        FROM recharges JOIN users ON users.id = recharges.user_id
            LEFT JOIN recharge_blocks block ON block.user_id = recharges.user_id AND block.recharge_id = recharges.id
        WHERE recharges.id = ANY($1) ORDER BY recharges.id DESC"#,
        &positions as &[RechargeId],
    )
    .fetch_all(db)
    .await?;
    let payments = rows.into_iter().map(|row| {
        let is_recharge = row.asset == CREDIT;
        Payment {
            id: row.id,
            kind: if is_recharge { PaymentKind::Recharge } else { PaymentKind::Deposit },
            user: UserRef { id: row.user_id, username: row.username },
            credits: is_recharge.then_some(row.quantity),
            amount: Money(row.amount),
            currency: row.currency,
            status: row.status,
            refunded: Money(row.returned),
            shortfall: row.shortfall,
            payment_intent: row.payment_intent,
            job_id: row.job_id,
            is_blocking: row.is_blocking,
            created_at: row.created_at,
        }
    });
    Ok(Page { data: payments.collect(), next_cursor })
}

/// The index of a user's payments is read, the blocks, of which a user has at most one, or all payments in the order
/// of their ids.
async fn page_of(
    db: &mut PgConnection,
    filter: &PaymentFilter,
    request: &PageRequest<RechargeId>,
) -> sqlx::Result<Vec<Looked<RechargeId>>> {
    let end = RechargeId::end_of(filter.until);
    sqlx::query_as!(
        Looked,
        r#"SELECT id AS "position!: RechargeId", matches AS "matches!", is_last AS "is_last!" FROM (
            SELECT id, coalesce(($3::text IS NULL OR status = $3) AND ($4::boolean IS NULL OR (asset = $5) = $4)
                    AND ($6::timestamptz IS NULL OR created_at >= $6)
                    AND ($7::timestamptz IS NULL OR created_at < $7), false) AS matches,
                row_number() OVER (ORDER BY id DESC) = $8
                    AND ($6::timestamptz IS NULL OR created_at >= $6 - interval '1 day') AS is_last
            FROM (
                (SELECT id, status, asset, created_at FROM recharges
                WHERE user_id = $1 AND NOT $10 AND id < $2 ORDER BY id DESC LIMIT $8)
                UNION ALL
                (SELECT id, status, asset, created_at FROM recharges
                WHERE $1::uuid IS NULL AND NOT $10 AND id < $2 ORDER BY id DESC LIMIT $8)
                UNION ALL
                (SELECT recharges.id, recharges.status, recharges.asset, recharges.created_at
                FROM recharge_blocks block JOIN recharges ON recharges.id = block.recharge_id
                WHERE $10 AND ($1::uuid IS NULL OR block.user_id = $1) AND recharges.id < $2
                ORDER BY recharges.id DESC LIMIT $8)) AS newest) AS looked
        WHERE matches OR is_last ORDER BY id DESC LIMIT $9"#,
        filter.user.map(UserId::uuid),
        request.after.map_or(end, |after| after.min(end)).uuid(),
        filter.status as Option<RechargeStatus>,
        filter.kind.map(|kind| kind == PaymentKind::Recharge),
        CREDIT,
        filter.since,
        filter.until,
        LOOKED_AT,
        request.rows(),
        filter.is_blocking,
    )
    .fetch_all(db)
    .await
}
