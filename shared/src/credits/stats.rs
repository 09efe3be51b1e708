//! What went through a reseller's and a business owner's hands. Each answer is of one moment.

use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;

use crate::accounts::{self, Role, UserRef};
use crate::ids::UserId;
use crate::ledger::{self, CREDIT, Flow, TransferKind};

/// How many business owners a reseller's statistics name at the most.
const MAX_LISTED: i64 = 1000;

/// How a reseller's credits stand. Sums are gross, from the first transfer on:
/// `balance` = `received` − `distributed` + `reclaimed` − `spent` + `refunded`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResellerStats {
    /// What it has.
    pub balance: i64,
    /// What it got from others and bought, less what of that was taken back because its payment went back.
    pub received: i64,
    /// What it handed to its business owners.
    pub distributed: i64,
    /// What it took back of that.
    pub reclaimed: i64,
    /// What its own messages cost.
    pub spent: i64,
    /// What it was given back of that.
    pub refunded: i64,
    /// How many business owners it has.
    pub business_owners: i64,
    /// Those of them who got most, 1000 at the most.
    pub by_business_owner: Vec<Share>,
}

/// A business owner's part of what a reseller handed out.
#[derive(Debug, Serialize, ToSchema)]
pub struct Share {
    /// Who.
    pub business_owner: UserRef,
    /// What it has.
    pub balance: i64,
    /// What the reseller handed to it.
    pub distributed: i64,
    /// What the reseller took back of that.
    pub reclaimed: i64,
}

/// How a business owner's credits stand. Sums are gross, from the first transfer on:
/// `balance` = `received` − `reclaimed` − `spent` + `refunded`.
#[derive(Debug, Serialize, ToSchema)]
pub struct BusinessOwnerStats {
    /// What it has.
    pub balance: i64,
    /// What it got, from its reseller or others, and bought, less what was taken back because its payment went back.
    pub received: i64,
    /// What its reseller took back.
    pub reclaimed: i64,
    /// What its messages cost.
    pub spent: i64,
    /// What it was given back of that.
    pub refunded: i64,
}

/// How a reseller's distributions stand, or everybody's.
#[derive(Debug, Serialize, ToSchema)]
pub struct Summary {
    /// Resellers that it is about.
    pub resellers: i64,
    /// Their business owners.
    pub business_owners: i64,
    /// What the resellers have.
    pub balance: i64,
    /// What they got from others and bought, less what was taken back because its payment went back.
    pub received: i64,
    /// What they handed out; gross.
    pub distributed: i64,
    /// What they took back; gross.
    pub reclaimed: i64,
    /// Distributions whose job has not ended.
    pub pending: i64,
    /// Distributions that were made, also those that take back.
    pub succeeded: i64,
    /// Distributions that failed.
    pub failed: i64,
    /// Distributions that were withdrawn.
    pub cancelled: i64,
}

/// The sum of the flows in one direction that `counts`.
fn sum(flows: &[Flow], is_in: bool, counts: impl Fn(TransferKind) -> bool) -> i64 {
    flows.iter().filter(|flow| flow.is_in == is_in && counts(flow.kind)).map(|flow| flow.amount).sum()
}

/// What came in, without what was bought and taken back because its payment went back.
fn received(flows: &[Flow]) -> i64 {
    let came = sum(flows, true, |kind| !matches!(kind, TransferKind::Refund | TransferKind::Reclaim));
    came - of(flows, false, TransferKind::Reversal) - of(flows, false, TransferKind::Conversion)
}

fn of(flows: &[Flow], is_in: bool, kind: TransferKind) -> i64 {
    sum(flows, is_in, |other| other == kind)
}

/// How a reseller's credits stand.
///
/// # Errors
/// Database errors.
pub async fn reseller_stats(snapshot: &mut PgConnection, reseller: UserId) -> sqlx::Result<ResellerStats> {
    let flows = ledger::flows(&mut *snapshot, CREDIT, &[reseller]).await?;
    let by_business_owner = shares(&mut *snapshot, reseller).await?;
    let counted = counted(&mut *snapshot, Some(reseller)).await?;
    Ok(ResellerStats {
        balance: ledger::balance(snapshot, reseller, CREDIT).await?.unwrap_or_default(),
        received: received(&flows),
        distributed: of(&flows, false, TransferKind::Distribution),
        reclaimed: of(&flows, true, TransferKind::Reclaim),
        spent: of(&flows, false, TransferKind::Charge),
        refunded: of(&flows, true, TransferKind::Refund),
        business_owners: counted.business_owners,
        by_business_owner,
    })
}

async fn shares(snapshot: &mut PgConnection, reseller: UserId) -> sqlx::Result<Vec<Share>> {
    let rows = sqlx::query!(
        r#"SELECT users.id AS "id: UserId", username, coalesce(min(balance), 0) AS "balance!",
            coalesce(sum(handed_out), 0)::bigint AS "distributed!", coalesce(sum(taken_back), 0)::bigint AS "reclaimed!"
        FROM users LEFT JOIN wallets ON wallets.user_id = users.id AND asset = $2
            LEFT JOIN distribution_totals d ON d.business_owner_id = users.id AND d.reseller_id = $1 AND d.status = 'succeeded'
        WHERE parent_id = $1 GROUP BY users.id, username ORDER BY 4 DESC, users.id LIMIT $3"#,
        reseller.uuid(),
        CREDIT,
        MAX_LISTED,
    )
    .fetch_all(snapshot)
    .await?;
    let share = |id, username, balance, distributed, reclaimed| Share {
        business_owner: UserRef { id, username },
        balance,
        distributed,
        reclaimed,
    };
    Ok(rows.into_iter().map(|it| share(it.id, it.username, it.balance, it.distributed, it.reclaimed)).collect())
}

/// How a business owner's credits stand.
///
/// # Errors
/// Database errors.
pub async fn business_owner_stats(snapshot: &mut PgConnection, owner: UserId) -> sqlx::Result<BusinessOwnerStats> {
    let flows = ledger::flows(&mut *snapshot, CREDIT, &[owner]).await?;
    Ok(BusinessOwnerStats {
        balance: ledger::balance(snapshot, owner, CREDIT).await?.unwrap_or_default(),
        received: received(&flows),
        reclaimed: of(&flows, false, TransferKind::Reclaim),
        spent: of(&flows, false, TransferKind::Charge),
        refunded: of(&flows, true, TransferKind::Refund),
    })
}

/// How the distributions of a reseller stand, or everybody's.
///
/// # Errors
/// Database errors.
pub async fn summary(snapshot: &mut PgConnection, reseller: Option<UserId>) -> sqlx::Result<Summary> {
    let resellers = match reseller {
        Some(reseller) => vec![reseller],
        None => accounts::in_role(&mut *snapshot, Role::Reseller).await?,
    };
    let flows = ledger::flows(&mut *snapshot, CREDIT, &resellers).await?;
    let counted = counted(snapshot, reseller).await?;
    let (came, went) = (sum(&flows, true, |_| true), sum(&flows, false, |_| true));
    Ok(Summary { balance: came - went, received: received(&flows), ..counted })
}

/// What is known without the ledger.
async fn counted(snapshot: &mut PgConnection, reseller: Option<UserId>) -> sqlx::Result<Summary> {
    let people = sqlx::query!(
        r#"SELECT count(*) FILTER (WHERE role = 'reseller') AS "resellers!",
            count(*) FILTER (WHERE role = 'business_owner') AS "business_owners!"
        FROM users WHERE $1::uuid IS NULL OR id = $1 OR parent_id = $1"#,
        reseller.map(UserId::uuid),
    )
    .fetch_one(&mut *snapshot)
    .await?;
    let all = sqlx::query!(
        r#"SELECT coalesce(sum(handed_out) FILTER (WHERE status = 'succeeded'), 0)::bigint AS "distributed!",
            coalesce(sum(taken_back) FILTER (WHERE status = 'succeeded'), 0)::bigint AS "reclaimed!",
            coalesce(sum(distributions) FILTER (WHERE status = 'pending'), 0)::bigint AS "pending!",
            coalesce(sum(distributions) FILTER (WHERE status = 'succeeded'), 0)::bigint AS "succeeded!",
            coalesce(sum(distributions) FILTER (WHERE status = 'failed'), 0)::bigint AS "failed!",
            coalesce(sum(distributions) FILTER (WHERE status = 'cancelled'), 0)::bigint AS "cancelled!"
        FROM distribution_totals WHERE $1::uuid IS NULL OR reseller_id = $1"#,
        reseller.map(UserId::uuid),
    )
    .fetch_one(snapshot)
    .await?;
    Ok(Summary {
        resellers: people.resellers,
        business_owners: people.business_owners,
        balance: 0,
        received: 0,
        distributed: all.distributed,
        reclaimed: all.reclaimed,
        pending: all.pending,
        succeeded: all.succeeded,
        failed: all.failed,
        cancelled: all.cancelled,
    })
}
