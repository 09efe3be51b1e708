use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::UserId;

crate::text_enum! {
    /// A user's plan.
    pub enum Plan {
        /// The default.
        Basic,
        /// Requires a subscription.
        Pro,
    }
}

crate::text_enum! {
    /// Status of a subscription, in Stripe's words.
    pub enum SubscriptionStatus {
        /// In its trial period.
        Trialing,
        /// Paid.
        Active,
        /// A payment failed and is being retried.
        PastDue,
        /// A payment failed and is not retried.
        Unpaid,
        /// A trial ended without a payment method.
        Paused,
        /// The first payment is in progress.
        Incomplete,
        /// The first payment was never made.
        IncompleteExpired,
        /// It has ended.
        Canceled,
    }
}

impl SubscriptionStatus {
    /// The plan that it grants: kept until Stripe gives up on a payment.
    #[must_use]
    pub fn plan(self) -> Plan {
        match self {
            Self::Trialing | Self::Active | Self::PastDue => Plan::Pro,
            Self::Unpaid | Self::Paused | Self::Incomplete | Self::IncompleteExpired | Self::Canceled => Plan::Basic,
        }
    }

    /// Whether it is final.
    pub(super) fn has_ended(self) -> bool {
        matches!(self, Self::Canceled | Self::IncompleteExpired)
    }
}

/// A user's subscription in its public form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Subscription {
    /// The plan.
    pub plan: Plan,
    /// Status of the newest subscription; null if there was none.
    pub status: Option<SubscriptionStatus>,
    /// The next payment date, or the end.
    pub current_period_end: Option<DateTime<Utc>>,
    /// Whether it ends with its period.
    pub cancel_at_period_end: bool,
}

/// The stored form of a subscription.
#[derive(Debug, Clone)]
pub struct Account {
    /// The user.
    pub user_id: UserId,
    /// Stripe's id of the customer.
    pub customer_id: Option<String>,
    /// Stripe's id of the subscription.
    pub subscription_id: Option<String>,
    /// Its status.
    pub status: Option<SubscriptionStatus>,
    /// The end of its period.
    pub current_period_end: Option<DateTime<Utc>>,
    /// Whether it ends with its period.
    pub cancel_at_period_end: bool,
    /// The subscription page, unless known to be over.
    pub session_id: Option<String>,
    /// Number of pages created.
    pub pages: i64,
    /// The sync that last changed it.
    pub settled: i64,
}

impl Account {
    /// The user's plan.
    #[must_use]
    pub fn plan(&self) -> Plan {
        self.status.map_or(Plan::Basic, SubscriptionStatus::plan)
    }

    /// Whether this is the known subscription.
    pub(super) fn has(&self, seen: &Seen) -> bool {
        self.subscription_id.as_ref() == Some(&seen.subscription_id)
    }

    /// Whether a sync's result applies: it is the user's, and the current one is the same or grants less.
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
    /// The state of a user who never subscribed.
    #[must_use]
    pub fn none() -> Self {
        Self { plan: Plan::Basic, status: None, current_period_end: None, cancel_at_period_end: false }
    }
}

/// A subscription's current state at the provider.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Stripe's id of it.
    pub subscription_id: String,
    /// The user in its metadata.
    pub user_id: Option<UserId>,
    /// Stripe's customer id.
    pub customer_id: String,
    /// Its status.
    pub status: SubscriptionStatus,
    /// The end of its period.
    pub current_period_end: Option<DateTime<Utc>>,
    /// Whether it ends with its period.
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
    fn a_known_subscription_is_followed_and_another_only_for_an_upgrade() {
        for status in SubscriptionStatus::iter() {
            let is_pro = status.plan() == Plan::Pro;
            let nobody = account(None, None);
            assert!(nobody.takes(&seen(nobody.user_id, status)));
            assert!(!nobody.takes(&seen(UserId::new(), status)), "another user's");
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
