use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::UserId;

/// What a user may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Plan {
    /// What everybody has.
    Basic,
    /// What is subscribed to.
    Pro,
}

/// How a subscription stands, in Stripe's words.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    ToSchema,
    sqlx::Type,
    strum::IntoStaticStr,
    strum::EnumIter,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum SubscriptionStatus {
    /// Not to be paid yet.
    Trialing,
    /// Paid.
    Active,
    /// A payment failed, and is tried again.
    PastDue,
    /// A payment failed, and is not tried again.
    Unpaid,
    /// A trial ended, and there is nothing to pay with.
    Paused,
    /// The first payment is under way.
    Incomplete,
    /// The first payment never came.
    IncompleteExpired,
    /// It has ended.
    Canceled,
}

impl SubscriptionStatus {
    /// What it gives: until Stripe gives a payment up, nothing is taken away.
    #[must_use]
    pub fn plan(self) -> Plan {
        match self {
            Self::Trialing | Self::Active | Self::PastDue => Plan::Pro,
            Self::Unpaid | Self::Paused | Self::Incomplete | Self::IncompleteExpired | Self::Canceled => Plan::Basic,
        }
    }

    /// Whether nothing can change it any more.
    pub(super) fn has_ended(self) -> bool {
        matches!(self, Self::Canceled | Self::IncompleteExpired)
    }
}

/// A user's subscription, for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Subscription {
    /// What one has.
    pub plan: Plan,
    /// How the newest subscription stands; null where there was none.
    pub status: Option<SubscriptionStatus>,
    /// When it is to be paid again, or ends.
    pub current_period_end: Option<DateTime<Utc>>,
    /// Whether it ends then.
    pub cancel_at_period_end: bool,
}

/// The same, as it is kept.
#[derive(Debug, Clone)]
pub struct Account {
    /// Whose.
    pub user_id: UserId,
    /// Stripe's id of the customer.
    pub customer_id: Option<String>,
    /// Stripe's id of the subscription.
    pub subscription_id: Option<String>,
    /// How it stands.
    pub status: Option<SubscriptionStatus>,
    /// When its period ends.
    pub current_period_end: Option<DateTime<Utc>>,
    /// Whether it ends with it.
    pub cancel_at_period_end: bool,
    /// The page to subscribe on, unless it is known to be over.
    pub session_id: Option<String>,
    /// How many pages there were.
    pub pages: i64,
    /// The look that found it so.
    pub settled: i64,
}

impl Account {
    /// What the user may have.
    #[must_use]
    pub fn plan(&self) -> Plan {
        self.status.map_or(Plan::Basic, SubscriptionStatus::plan)
    }

    /// Whether this is the subscription that is known.
    pub(super) fn has(&self, seen: &Seen) -> bool {
        self.subscription_id.as_ref() == Some(&seen.subscription_id)
    }

    /// Whether what was seen is to be made ours: it is the user's, and what it has now is the same, or gives less.
    pub(super) fn takes(&self, seen: &Seen) -> bool {
        let is_better = self.subscription_id.is_none() || (self.plan(), seen.status.plan()) == (Plan::Basic, Plan::Pro);
        self.has(seen) || (seen.user_id == Some(self.user_id) && is_better)
    }
}

impl From<Account> for Subscription {
    fn from(account: Account) -> Self {
        Self {
            plan: account.plan(),
            status: account.status,
            current_period_end: account.current_period_end,
            cancel_at_period_end: account.cancel_at_period_end,
        }
    }
}

impl Subscription {
    /// Of a user who never had one.
    #[must_use]
    pub fn none() -> Self {
        Self { plan: Plan::Basic, status: None, current_period_end: None, cancel_at_period_end: false }
    }
}

/// How a subscription stands with the provider now.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Stripe's id of it.
    pub subscription_id: String,
    /// Whose it says that it is.
    pub user_id: Option<UserId>,
    /// Stripe's id of who pays.
    pub customer_id: String,
    /// How it stands.
    pub status: SubscriptionStatus,
    /// When its period ends.
    pub current_period_end: Option<DateTime<Utc>>,
    /// Whether it ends with it.
    pub cancel_at_period_end: bool,
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;

    use super::*;

    fn account(subscription: Option<&str>, status: Option<SubscriptionStatus>) -> Account {
        Account {
            user_id: UserId::new(),
            customer_id: None,
            subscription_id: subscription.map(str::to_owned),
            status,
            current_period_end: None,
            cancel_at_period_end: false,
            session_id: None,
            pages: 0,
            settled: 0,
        }
    }

    fn seen(user: UserId, status: SubscriptionStatus) -> Seen {
        Seen {
            subscription_id: "sub_2".into(),
            user_id: Some(user),
            customer_id: "cus_1".into(),
            status,
            current_period_end: None,
            cancel_at_period_end: false,
        }
    }

    #[test]
    fn a_subscription_that_is_known_is_followed_and_another_one_only_where_it_gives_more() {
        for status in SubscriptionStatus::iter() {
            let is_pro = status.plan() == Plan::Pro;
            let nobody = account(None, None);
            assert!(nobody.takes(&seen(nobody.user_id, status)));
            assert!(!nobody.takes(&seen(UserId::new(), status)), "somebody else's");
            assert!(!nobody.takes(&Seen { user_id: None, ..seen(nobody.user_id, status) }), "nobody's");
            let same = account(Some("sub_2"), Some(SubscriptionStatus::Active));
            assert!(same.takes(&Seen { user_id: None, ..seen(same.user_id, status) }));
            let ended = account(Some("sub_1"), Some(SubscriptionStatus::Canceled));
            assert_eq!(ended.takes(&seen(ended.user_id, status)), is_pro, "{status:?}");
            let running = account(Some("sub_1"), Some(SubscriptionStatus::PastDue));
            assert!(!running.takes(&seen(running.user_id, status)), "{status:?}");
        }
    }
}
