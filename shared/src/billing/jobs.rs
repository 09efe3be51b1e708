//! The jobs of this domain: what they need, and how they are run.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use uuid::Uuid;

use super::Checkout;
use super::subscriptions::Subscription;
use crate::ids::{RechargeId, UserId};
use crate::jobs::{JobKind, Queue, Task};

/// Makes the page on which a recharge or deposit is paid.
#[derive(Debug, Serialize, Deserialize)]
pub struct CreateCheckout {
    /// For what.
    pub recharge_id: RechargeId,
}

impl JobKind for CreateCheckout {
    const NAME: &'static str = "stripe.create_checkout";
    const QUEUE: Queue = Queue::Stripe;
    const MAX_ATTEMPTS: i32 = 8;
    const TIMEOUT: Duration = Duration::from_secs(40);
    type Output = Checkout;
}

/// Looks at what an event is about. All but its id may be missing: the rest is found out.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ApplyEvent {
    /// Stripe's id of the event.
    pub event_id: String,
    /// What its object says that it is for.
    #[serde(default)]
    pub recharge_id: Option<RechargeId>,
    /// The checkout.
    #[serde(default)]
    pub session_id: Option<String>,
    /// The payment.
    #[serde(default)]
    pub payment_intent: Option<String>,
    /// The subscription, where it is about one and not about a payment.
    #[serde(default)]
    pub subscription_id: Option<String>,
    /// Whose subscription it says that it is.
    #[serde(default)]
    pub user_id: Option<UserId>,
}

impl JobKind for ApplyEvent {
    const NAME: &'static str = "stripe.apply_event";
    const QUEUE: Queue = Queue::Stripe;
    // Nothing else tells of a refund: hours of trouble must not lose it.
    const MAX_ATTEMPTS: i32 = 40;
    const TIMEOUT: Duration = Duration::from_secs(60);
    type Output = Applied;
}

/// What came of it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Applied {
    /// The payment that it was about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recharge_id: Option<RechargeId>,
    /// Whose subscription it was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// What was done.
    pub outcome: String,
}

/// Looks at all payments that are open, and for events that never came.
#[derive(Debug, Serialize, Deserialize)]
pub struct SyncPayments {
    /// Only payments that were ordered so many seconds ago, or earlier.
    pub older_than_seconds: u32,
    /// Events of the last so many hours.
    #[serde(default)]
    pub events_of_hours: u32,
}

impl JobKind for SyncPayments {
    const NAME: &'static str = "stripe.sync";
    const QUEUE: Queue = Queue::Stripe;
    const MAX_ATTEMPTS: i32 = 5;
    // There may be many. What was settled stays so, and the next one goes on.
    const TIMEOUT: Duration = Duration::from_secs(600);
    type Output = Synced;
}

/// What came of looking at many.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct SyncCounts {
    /// How many were looked at.
    pub looked_at: usize,
    /// Of how many something had changed.
    pub changed: usize,
    /// At how many Stripe would not let us look.
    pub failed: usize,
}

/// What came of it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Synced {
    /// Of the payments.
    #[serde(flatten)]
    pub looks: SyncCounts,
    /// How many events had not come; each has a job now.
    #[serde(default)]
    pub events: usize,
}

/// The recharge that a withdrawn job was to make a page for.
#[must_use]
pub fn recharge_of(task: &Task) -> Option<RechargeId> {
    let id = (task.kind == CreateCheckout::NAME).then(|| task.payload.get("recharge_id"))??;
    id.as_str()?.parse().ok()
}

/// Makes the page on which a user subscribes.
#[derive(Debug, Serialize, Deserialize)]
pub struct Subscribe {
    /// Who.
    pub user_id: UserId,
}

impl JobKind for Subscribe {
    const NAME: &'static str = "stripe.subscribe";
    const QUEUE: Queue = Queue::Stripe;
    const MAX_ATTEMPTS: i32 = 8;
    const TIMEOUT: Duration = Duration::from_secs(80);
    type Output = SubscriptionPage;
}

/// A page to subscribe on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SubscriptionPage {
    /// Where to pay.
    pub checkout_url: String,
    /// Stripe's id of it.
    pub session_id: String,
}

/// Lets a subscription end with its period, or go on.
#[derive(Debug, Serialize, Deserialize)]
pub struct ChangeSubscription {
    /// Whose.
    pub user_id: UserId,
    /// Whether it ends.
    pub cancel_at_period_end: bool,
    /// Makes a call that is repeated one and the same to Stripe.
    pub key: Uuid,
}

impl JobKind for ChangeSubscription {
    const NAME: &'static str = "stripe.change_subscription";
    const QUEUE: Queue = Queue::Stripe;
    const MAX_ATTEMPTS: i32 = 8;
    const TIMEOUT: Duration = Duration::from_secs(80);
    type Output = Subscription;
}

/// Makes a link to Stripe's page on which a customer sees invoices and changes how it pays.
#[derive(Debug, Serialize, Deserialize)]
pub struct OpenPortal {
    /// Who.
    pub user_id: UserId,
    /// Makes a call that is repeated one and the same to Stripe.
    pub key: Uuid,
}

impl JobKind for OpenPortal {
    const NAME: &'static str = "stripe.open_portal";
    const QUEUE: Queue = Queue::Stripe;
    const MAX_ATTEMPTS: i32 = 5;
    const TIMEOUT: Duration = Duration::from_secs(40);
    type Output = Portal;
}

/// A link to that page; it does not hold for long.
#[derive(Debug, Serialize, Deserialize)]
pub struct Portal {
    /// Where it is.
    pub url: String,
}

/// Looks at all subscriptions that may have changed.
#[derive(Debug, Serialize, Deserialize)]
pub struct SyncSubscriptions {}

impl JobKind for SyncSubscriptions {
    const NAME: &'static str = "stripe.sync_subscriptions";
    const QUEUE: Queue = Queue::Stripe;
    const MAX_ATTEMPTS: i32 = 5;
    // There may be many: two calls of Stripe for each at the most.
    const TIMEOUT: Duration = Duration::from_secs(3600);
    type Output = SyncCounts;
}
