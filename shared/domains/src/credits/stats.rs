//! Credit statistics of resellers and business owners. Each result is one snapshot.

use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;

use crate::accounts::{self, Role, UserRef};
use crate::ids::UserId;
use crate::ledger::{self, CREDIT, Flow, TransferKind};

/// Maximum number of business owners in a reseller's statistics.
const MAX_LISTED: i64 = 1000;

/// A reseller's credits. Sums are gross, since the first transfer: `balance` = `received` − `distributed` + `reclaimed`
/// − `spent` + `refunded`.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResellerStats {
    /// The balance.
    pub balance: i64,
    /// Credits received and bought, minus purchases reversed because their payment was returned.
    pub received: i64,
    /// Credits distributed to its business owners.
    pub distributed: i64,
    /// Credits reclaimed from them.
    pub reclaimed: i64,
    /// Price of its own messages.
    pub spent: i64,
    /// Refunds of them.
    pub refunded: i64,
    /// Number of its business owners.
    pub business_owners: i64,
    /// The business owners with the most credits received, at most 1000.
    pub by_business_owner: Vec<Share>,
}

/// A business owner's share of a reseller's distributions.
#[derive(Debug, Serialize, ToSchema)]
pub struct Share {
    /// The business owner.
    pub business_owner: UserRef,
    /// Its balance.
    pub balance: i64,
    /// Credits distributed to it.
    pub distributed: i64,
    /// Credits reclaimed from it.
    pub reclaimed: i64,
}

/// A business owner's credits. Sums are gross, since the first transfer: `balance` = `received` − `reclaimed` − `spent`
/// + `refunded`.
#[derive(Debug, Serialize, ToSchema)]
pub struct BusinessOwnerStats {
    /// The balance.
    pub balance: i64,
    /// Credits received from others and bought, minus purchases reversed because their payment was returned.
    pub received: i64,
    /// Credits reclaimed by its reseller.
    pub reclaimed: i64,
    /// Price of its messages.
    pub spent: i64,
    /// Refunds of them.
    pub refunded: i64,
}

/// Distributions of one reseller, or of all.
#[derive(Debug, Serialize, ToSchema)]
pub struct Summary {
    /// Number of resellers included.
    pub resellers: i64,
    /// Number of their business owners.
    pub business_owners: i64,
    /// The resellers' balance.
    pub balance: i64,
    /// Credits they received and bought, minus purchases reversed because their payment was returned.
    pub received: i64,
    /// Credits they distributed; gross.
    pub distributed: i64,
    /// Credits they reclaimed; gross.
    pub reclaimed: i64,
    /// Distributions with an open job.
    pub pending: i64,
    /// Successful distributions, including reclaims.
    pub succeeded: i64,
    /// Failed distributions.
    pub failed: i64,
    /// Cancelled distributions.
    pub cancelled: i64,
}

/// The sum of the flows in one direction that `counts`.
fn sum(flows: &[Flow], is_in: bool, counts: impl Fn(TransferKind) -> bool) -> i64 {
    flows.iter().filter(|flow| flow.is_in == is_in && counts(flow.kind)).map(|flow| flow.amount).sum()
}

/// Received credits, without purchases reversed because their payment was returned.
fn received(flows: &[Flow]) -> i64 {
    let came = sum(flows, true, |kind| !matches!(kind, TransferKind::Refund | TransferKind::Reclaim));
    came - of(flows, false, TransferKind::Reversal) - of(flows, false, TransferKind::Conversion)
}

fn of(flows: &[Flow], is_in: bool, kind: TransferKind) -> i64 {
    sum(flows, is_in, |other| other == kind)
}

/// A reseller's credit statistics.
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

/// A business owner's credit statistics.
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

/// Distribution statistics of one reseller, or of all.
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

/// The parts that don't need the ledger.
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
