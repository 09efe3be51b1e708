use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgExecutor};

use super::{Deposit, Order, Recharge, RechargeStatus};
use crate::db::Tx;
use crate::ids::{JobId, RechargeId, UserId};
use crate::ledger::CREDIT;
use crate::page::{Chosen, LOOKED_AT, Looked, Page, PageRequest};

/// A recharge or deposit of any user; for workers.
///
/// # Errors
/// Database errors.
pub async fn get(db: impl PgExecutor<'_>, id: RechargeId) -> sqlx::Result<Option<Order>> {
    sqlx::query_as!(
        Order,
        r#"SELECT id AS "id: RechargeId", user_id AS "user_id: UserId", asset, quantity, amount, currency,
            status AS "status: RechargeStatus", job_id AS "job_id: JobId", session_id, checkout_url, payment_intent,
            returned, taken_back, shortfall, looks, created_at
        FROM recharges WHERE id = $1"#,
        id.uuid(),
    )
    .fetch_optional(db)
    .await
}

/// The same, locked.
pub(super) async fn lock(tx: &mut Tx, id: RechargeId) -> sqlx::Result<Option<Order>> {
    sqlx::query_scalar!("SELECT 1 AS \"one!\" FROM recharges WHERE id = $1 FOR UPDATE", id.uuid())
        .fetch_optional(tx.conn())
        .await?;
    get(tx.conn(), id).await
}

/// A user's purchases of an asset, or of all but credits, newest first.
async fn list(
    db: &mut PgConnection,
    user: UserId,
    credits: bool,
    request: &PageRequest<RechargeId>,
) -> sqlx::Result<Page<Order>> {
    let looked = sqlx::query_as!(
        Looked,
        r#"SELECT id AS "position: RechargeId", matches AS "matches!", is_last AS "is_last!" FROM (
            SELECT id, (asset = $3) = $4 AS matches, row_number() OVER (ORDER BY id DESC) = $5 AS is_last
            FROM (
                SELECT id, asset FROM recharges
                WHERE user_id = $1 AND id < $2 ORDER BY id DESC LIMIT $5) AS newest) AS looked
        WHERE matches OR is_last ORDER BY id DESC LIMIT $6"#,
        user.uuid(),
        request.after.unwrap_or(RechargeId::end_of(None)).uuid(),
        CREDIT,
        credits,
        LOOKED_AT,
        request.rows(),
    )
    .fetch_all(&mut *db)
    .await?;
    let Chosen { positions, next_cursor } = request.choose(looked);
    let data = sqlx::query_as!(
        Order,
        r#"SELECT id AS "id: RechargeId", user_id AS "user_id: UserId", asset, quantity, amount, currency,
            status AS "status: RechargeStatus", job_id AS "job_id: JobId", session_id, checkout_url, payment_intent,
            returned, taken_back, shortfall, looks, created_at
        FROM recharges WHERE id = ANY($1) ORDER BY id DESC"#,
        &positions as &[RechargeId],
    )
    .fetch_all(db)
    .await?;
    Ok(Page { data, next_cursor })
}

/// The recharges of a user, newest first.
///
/// # Errors
/// Database errors.
pub async fn recharges(
    db: &mut PgConnection,
    user: UserId,
    request: &PageRequest<RechargeId>,
) -> sqlx::Result<Page<Recharge>> {
    Ok(list(db, user, true, request).await?.map(Recharge::from))
}

/// The deposits of a user, newest first.
///
/// # Errors
/// Database errors.
pub async fn deposits(
    db: &mut PgConnection,
    user: UserId,
    request: &PageRequest<RechargeId>,
) -> sqlx::Result<Page<Deposit>> {
    Ok(list(db, user, false, request).await?.map(Deposit::from))
}

/// The recharge with any of these ids.
///
/// # Errors
/// Database errors.
pub async fn find(
    db: impl PgExecutor<'_>,
    id: Option<RechargeId>,
    session_id: Option<&str>,
    payment_intent: Option<&str>,
) -> sqlx::Result<Option<RechargeId>> {
    sqlx::query_scalar!(
        r#"SELECT id AS "id: RechargeId" FROM recharges
        WHERE id = $1 OR session_id = $2 OR payment_intent = $3 ORDER BY id LIMIT 1"#,
        id.map(RechargeId::uuid),
        session_id,
        payment_intent,
    )
    .fetch_optional(db)
    .await
}

/// The number of open payments ordered before a time.
///
/// # Errors
/// Database errors.
pub async fn open_count(db: impl PgExecutor<'_>, before: DateTime<Utc>) -> sqlx::Result<usize> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM recharges
        WHERE status = 'pending' AND session_id IS NOT NULL AND created_at < $1"#,
        before,
    )
    .fetch_one(db)
    .await?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Recharges with a checkout page and no known payment, ordered before `before`; after `after`, at most `limit`.
///
/// # Errors
/// Database errors.
pub async fn open(
    db: impl PgExecutor<'_>,
    before: DateTime<Utc>,
    after: Option<RechargeId>,
    limit: i64,
) -> sqlx::Result<Vec<RechargeId>> {
    sqlx::query_scalar!(
        r#"SELECT id AS "id: RechargeId" FROM recharges
        WHERE status = 'pending' AND session_id IS NOT NULL AND created_at < $1 AND ($2::uuid IS NULL OR id > $2)
        ORDER BY id LIMIT $3"#,
        before,
        after.map(RechargeId::uuid),
        limit,
    )
    .fetch_all(db)
    .await
}
