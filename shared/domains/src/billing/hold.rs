use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use crate::ids::UserId;

/// Money that may not be transferred.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Held {
    /// The amount in minor units, without returned payments.
    pub amount: i64,
    /// Payment time of the oldest of these deposits.
    pub oldest: Option<DateTime<Utc>>,
    /// Whether a payment of the user was returned and no admin has cleared it yet: then all of its money is held.
    pub is_blocked: bool,
}

/// The part of a user's money from deposits paid after `since`, and whether a payment of the user was returned. Callers
/// that spend the money lock the wallet first: deposits are written and reversed with the wallet locked.
///
/// # Errors
/// Database errors.
pub async fn held(db: impl PgExecutor<'_>, user: UserId, asset: &str, since: DateTime<Utc>) -> sqlx::Result<Held> {
    sqlx::query_as!(
        Held,
        r#"SELECT coalesce(sum(quantity - taken_back - shortfall), 0)::bigint AS "amount!", min(paid_at) AS oldest,
            EXISTS (SELECT FROM recharge_blocks WHERE user_id = $1) AS "is_blocked!"
        FROM recharges WHERE user_id = $1 AND asset = $2 AND asset <> 'CREDIT' AND paid_at > $3"#,
        user.uuid(),
        asset,
        since,
    )
    .fetch_one(db)
    .await
}
