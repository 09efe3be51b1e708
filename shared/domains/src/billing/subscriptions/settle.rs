use chrono::{DateTime, Utc};
use serde_json::json;

use super::db::lock;
use super::{Account, Plan, Seen, Subscription, SubscriptionStatus};
use crate::db::Tx;
use crate::events::{self, NewEvent};
use crate::ids::UserId;

/// A sync of a user's subscription with the provider.
#[derive(Debug)]
pub struct SyncToken {
    /// The user.
    pub user_id: UserId,
    /// Number of the sync. A later one sees no less, so the later of two for one subscription prevails.
    number: i64,
    /// The subscription, if known.
    pub subscription_id: Option<String>,
    /// The subscription page, unless known to be over.
    pub session_id: Option<String>,
}

/// Result of a sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// A change was applied. This is the user's plan now.
    Changed(Plan),
    /// Nothing has changed.
    Unchanged(Plan),
    /// A later sync prevails.
    Superseded,
    /// It is not the user's, or the user has another one.
    Mismatch,
}

impl Settled {
    /// The user's plan, if the sync applies.
    #[must_use]
    pub fn plan(self) -> Option<Plan> {
        match self {
            Self::Changed(plan) | Self::Unchanged(plan) => Some(plan),
            Self::Superseded | Self::Mismatch => None,
        }
    }

    /// The result's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Changed(_) => "changed",
            Self::Unchanged(_) => "unchanged",
            Self::Superseded => "superseded",
            Self::Mismatch => "mismatch",
        }
    }
}

/// Begins a sync; commit before the request to the provider. `None` if the user does not exist.
///
/// # Errors
/// Database errors.
pub async fn begin_sync(tx: &mut Tx, user: UserId, now: DateTime<Utc>) -> sqlx::Result<Option<SyncToken>> {
    let row = sqlx::query!(
        "INSERT INTO subscriptions (user_id, looks, created_at, updated_at)
        SELECT id, 1, $2, $2 FROM users WHERE id = $1
        ON CONFLICT (user_id) DO UPDATE SET looks = subscriptions.looks + 1
        RETURNING looks, subscription_id, session_id",
        user.uuid(),
        now,
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(row.map(|row| SyncToken {
        user_id: user,
        number: row.looks,
        subscription_id: row.subscription_id,
        session_id: row.session_id,
    }))
}

/// Applies a sync's result, and records an event for the user on a change.
///
/// # Errors
/// Database errors; nothing is changed.
pub async fn settle(tx: &mut Tx, token: &SyncToken, seen: &Seen, now: DateTime<Utc>) -> sqlx::Result<Settled> {
    let Some(before) = lock(tx, token.user_id).await? else { return Ok(Settled::Superseded) };
    if before.has(seen) && before.settled >= token.number {
        return Ok(Settled::Superseded);
    }
    if !before.takes(seen) {
        if seen.status.plan() == Plan::Pro {
            tracing::error!(user_id = %token.user_id, "the user has a second paid subscription");
        }
        return Ok(Settled::Mismatch);
    }
    let after = Account {
        customer_id: Some(seen.customer_id.clone()),
        subscription_id: Some(seen.subscription_id.clone()),
        status: Some(seen.status),
        current_period_end: seen.current_period_end,
        cancel_at_period_end: seen.cancel_at_period_end,
        settled: token.number,
        ..before.clone()
    };
    write(tx, &after, now).await?;
    let is_same = (&before.customer_id, &before.subscription_id) == (&after.customer_id, &after.subscription_id);
    let (plan, was, is) = (after.plan(), Subscription::from(before), Subscription::from(after.clone()));
    if is_same && was == is {
        return Ok(Settled::Unchanged(plan));
    }
    if was != is {
        let event = NewEvent { owner: token.user_id, kind: "subscription.updated".into(), data: json!(is) };
        events::record(tx, [event], now);
    }
    Ok(Settled::Changed(plan))
}

async fn write(tx: &mut Tx, account: &Account, now: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE subscriptions SET customer_id = $2, subscription_id = $3, status = $4, current_period_end = $5,
            cancel_at_period_end = $6, settled = $7, updated_at = $8
        WHERE user_id = $1",
        account.user_id.uuid(),
        account.customer_id,
        account.subscription_id,
        account.status as Option<SubscriptionStatus>,
        account.current_period_end,
        account.cancel_at_period_end,
        account.settled,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
