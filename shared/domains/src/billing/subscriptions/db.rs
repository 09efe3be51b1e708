use sqlx::PgExecutor;

use super::{Account, Subscription, SubscriptionStatus};
use crate::db::Tx;
use crate::ids::UserId;

/// The stored subscription account of a user; `None` if never requested.
///
/// # Errors
/// Database errors.
pub async fn account(db: impl PgExecutor<'_>, user: UserId) -> sqlx::Result<Option<Account>> {
    sqlx::query_as!(
        Account,
        r#"SELECT user_id AS "user_id: UserId", customer_id, subscription_id, status AS "status: SubscriptionStatus",
            current_period_end, cancel_at_period_end, session_id, pages, settled
        FROM subscriptions WHERE user_id = $1"#,
        user.uuid(),
    )
    .fetch_optional(db)
    .await
}

/// The same, locked.
pub(super) async fn lock(tx: &mut Tx, user: UserId) -> sqlx::Result<Option<Account>> {
    sqlx::query_scalar!("SELECT 1 AS \"one!\" FROM subscriptions WHERE user_id = $1 FOR UPDATE", user.uuid())
        .fetch_optional(tx.conn())
        .await?;
    account(tx.conn(), user).await
}

/// A user's subscription in its public form.
///
/// # Errors
/// Database errors.
pub async fn subscription(db: impl PgExecutor<'_>, user: UserId) -> sqlx::Result<Subscription> {
    Ok(account(db, user).await?.map_or_else(Subscription::none, Subscription::from))
}

/// The user of a subscription, if known.
///
/// # Errors
/// Database errors.
pub async fn of_subscription(db: impl PgExecutor<'_>, subscription_id: &str) -> sqlx::Result<Option<UserId>> {
    sqlx::query_scalar!(
        r#"SELECT user_id AS "id: UserId" FROM subscriptions WHERE subscription_id = $1"#,
        subscription_id,
    )
    .fetch_optional(db)
    .await
}

/// Users whose subscription may have changed: all but those with an ended one and no subscription page; after `after`,
/// at most `limit`.
///
/// # Errors
/// Database errors.
pub async fn due_for_sync(db: impl PgExecutor<'_>, after: Option<UserId>, limit: i64) -> sqlx::Result<Vec<UserId>> {
    sqlx::query_scalar!(
        r#"SELECT user_id AS "id: UserId" FROM subscriptions
        WHERE (session_id IS NOT NULL OR status NOT IN ('canceled', 'incomplete_expired'))
            AND ($1::uuid IS NULL OR user_id > $1)
        ORDER BY user_id LIMIT $2"#,
        after.map(UserId::uuid),
        limit,
    )
    .fetch_all(db)
    .await
}
