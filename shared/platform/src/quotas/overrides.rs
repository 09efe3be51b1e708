//! Admins' overrides of users' default quotas.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use super::Quota;
use crate::db::Tx;
use crate::ids::UserId;

/// Quotas by name; null stands for the role's default.
pub type Overrides = BTreeMap<Quota, Option<i64>>;

/// A user's overrides.
///
/// # Errors
/// Database errors.
pub async fn overrides(db: impl PgExecutor<'_>, user: UserId) -> sqlx::Result<BTreeMap<Quota, i64>> {
    let rows =
        sqlx::query!("SELECT name, amount FROM user_quotas WHERE user_id = $1", user.uuid()).fetch_all(db).await?;
    let amounts: BTreeMap<_, _> = rows.into_iter().map(|row| (row.name, row.amount)).collect();
    Ok(Quota::all().filter_map(|quota| Some((quota, *amounts.get(quota.name())?))).collect())
}

/// Sets or removes a user's overrides; returns the previous values of those that differ. Existing items stay, even
/// above the new limit.
///
/// # Errors
/// Database errors.
pub async fn set_overrides(tx: &mut Tx, user: UserId, new: &Overrides, now: DateTime<Utc>) -> sqlx::Result<Overrides> {
    let before = overrides(tx.conn(), user).await?;
    let mut changed = Overrides::new();
    for (quota, amount) in new {
        let known = before.get(quota).copied();
        if known == *amount {
            continue;
        }
        changed.insert(*quota, known);
        match amount {
            Some(amount) => {
                sqlx::query!(
                    "INSERT INTO user_quotas (user_id, name, amount, updated_at) VALUES ($1, $2, $3, $4)
                    ON CONFLICT (user_id, name) DO UPDATE SET amount = excluded.amount, updated_at = excluded.updated_at",
                    user.uuid(),
                    quota.name(),
                    amount,
                    now,
                )
                .execute(tx.conn())
                .await?;
            }
            None => {
                sqlx::query!("DELETE FROM user_quotas WHERE user_id = $1 AND name = $2", user.uuid(), quota.name())
                    .execute(tx.conn())
                    .await?;
            }
        }
    }
    Ok(changed)
}
