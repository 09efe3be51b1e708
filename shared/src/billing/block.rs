use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use super::Order;
use crate::db::Tx;
use crate::ids::{RechargeId, UserId};

/// Whether a user may neither buy anything nor send its money on.
///
/// # Errors
/// Database errors.
pub async fn is_blocked(db: impl PgExecutor<'_>, user: UserId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"SELECT EXISTS (SELECT FROM recharge_blocks WHERE user_id = $1) AS "blocked!""#, user.uuid())
        .fetch_one(db)
        .await
}

/// Lets its user neither buy anything more nor send money on; the first recharge that went back is the one that is named.
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

/// Lets a user buy and send money again; returns the recharge for which it could not, `None` where it could.
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
