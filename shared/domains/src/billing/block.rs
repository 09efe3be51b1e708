use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use super::Order;
use crate::db::Tx;
use crate::ids::{RechargeId, UserId};

/// Whether a user is blocked from purchases and money transfers.
///
/// # Errors
/// Database errors.
pub async fn is_blocked(db: impl PgExecutor<'_>, user: UserId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"SELECT EXISTS (SELECT FROM recharge_blocks WHERE user_id = $1) AS "blocked!""#, user.uuid())
        .fetch_one(db)
        .await
}

/// Blocks further purchases and money transfers; the first returned recharge is kept as the reason.
pub(super) async fn block(tx: &mut Tx, order: &Order, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO recharge_blocks (user_id, recharge_id, created_at) VALUES ($1, $2, $3)
        ON CONFLICT (user_id) DO NOTHING",
        order.user_id.uuid(),
        order.id.uuid(),
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Unblocks a user; returns the recharge that was the reason, `None` if not blocked.
///
/// # Errors
/// Database errors.
pub async fn clear_block(tx: &mut Tx, user: UserId) -> sqlx::Result<Option<RechargeId>> {
    sqlx::query_scalar!(
        r#"DELETE FROM recharge_blocks WHERE user_id = $1 RETURNING recharge_id AS "id: RechargeId""#,
        user.uuid()
    )
    .fetch_optional(tx.conn())
    .await
}
