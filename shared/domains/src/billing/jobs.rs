//! The jobs of this domain: payloads and handlers.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use uuid::Uuid;

use super::Checkout;
use super::subscriptions::Subscription;
use crate::ids::{RechargeId, UserId};
use crate::jobs::{JobKind, Queue};

/// Creates the checkout page of a recharge or deposit.
#[derive(Debug, Serialize, Deserialize)]
pub struct CreateCheckout {
    /// The recharge or deposit.
    pub recharge_id: RechargeId,
}

impl JobKind for CreateCheckout {
    const NAME: &'static str = "stripe.create_checkout";
    const QUEUE: Queue = Queue::Stripe;
    const MAX_ATTEMPTS: i32 = 8;
    const TIMEOUT: Duration = Duration::from_secs(40);
    type Output = Checkout;
}

/// Syncs the subject of an event. All but its id may be missing; the rest is looked up.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ApplyEvent {
    /// Stripe's event id.
    pub event_id: String,
    /// The recharge in its object's metadata.
    #[serde(default)]
    pub recharge_id: Option<RechargeId>,
    /// The checkout.
    #[serde(default)]
    pub session_id: Option<String>,
    /// The payment.
    #[serde(default)]
    pub payment_intent: Option<String>,
    /// The subscription, if the event is about one rather than a payment.
    #[serde(default)]
    pub subscription_id: Option<String>,
    /// The subscription's user in its metadata.
    #[serde(default)]
    pub user_id: Option<UserId>,
}

impl JobKind for ApplyEvent {
    const NAME: &'static str = "stripe.apply_event";
    const QUEUE: Queue = Queue::Stripe;
    // No other signal reports a refund: it must survive an outage of hours.
    const MAX_ATTEMPTS: i32 = 40;
    const TIMEOUT: Duration = Duration::from_secs(60);
    type Output = Applied;
}

/// Result of the job.
#[derive(Debug, Serialize, Deserialize)]
pub struct Applied {
    /// The affected payment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recharge_id: Option<RechargeId>,
    /// The user of the affected subscription.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The outcome.
    pub outcome: String,
}

/// Syncs all open payments, and fetches events that were never delivered.
#[derive(Debug, Serialize, Deserialize)]
pub struct SyncPayments {
    /// Only payments ordered at least this many seconds ago.
    pub older_than_seconds: u32,
    /// Events of this many past hours.
    #[serde(default)]
    pub events_of_hours: u32,
}

impl JobKind for SyncPayments {
    const NAME: &'static str = "stripe.sync";
    const QUEUE: Queue = Queue::Stripe;
    const MAX_ATTEMPTS: i32 = 5;
    // There may be many. Settled ones stay settled, and the next attempt continues.
    const TIMEOUT: Duration = Duration::from_secs(600);
    type Output = Synced;
}

/// Result of a bulk sync.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct SyncCounts {
    /// Number of objects synced.
    pub looked_at: usize,
    /// Number of objects with changes.
    pub changed: usize,
    /// Number of failed Stripe requests.
    pub failed: usize,
}

/// Result of the job.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Synced {
    /// Payments.
    #[serde(flatten)]
    pub looks: SyncCounts,
    /// Number of missed events; each has a job now.
    #[serde(default)]
    pub events: usize,
}

/// Creates the page on which a user subscribes.
#[derive(Debug, Serialize, Deserialize)]
pub struct Subscribe {
    /// The user.
    pub user_id: UserId,
}

impl JobKind for Subscribe {
    const NAME: &'static str = "stripe.subscribe";
    const QUEUE: Queue = Queue::Stripe;
    const MAX_ATTEMPTS: i32 = 8;
    const TIMEOUT: Duration = Duration::from_secs(80);
    type Output = SubscriptionPage;
}

/// A subscription page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SubscriptionPage {
    /// The payment URL.
    pub checkout_url: String,
    /// Stripe's session id.
    pub session_id: String,
}

/// Cancels a subscription at the end of its period, or resumes it.
#[derive(Debug, Serialize, Deserialize)]
pub struct ChangeSubscription {
    /// The user.
    pub user_id: UserId,
    /// Whether it ends with its period.
    pub cancel_at_period_end: bool,
    /// Idempotency key of the Stripe call, for retries.
    pub key: Uuid,
}

impl JobKind for ChangeSubscription {
    const NAME: &'static str = "stripe.change_subscription";
    const QUEUE: Queue = Queue::Stripe;
    const MAX_ATTEMPTS: i32 = 8;
    const TIMEOUT: Duration = Duration::from_secs(80);
    type Output = Subscription;
}

/// Creates a link to Stripe's customer portal: invoices and payment methods.
#[derive(Debug, Serialize, Deserialize)]
pub struct OpenPortal {
    /// The user.
    pub user_id: UserId,
    /// Idempotency key of the Stripe call, for retries.
    pub key: Uuid,
}

impl JobKind for OpenPortal {
    const NAME: &'static str = "stripe.open_portal";
    const QUEUE: Queue = Queue::Stripe;
    const MAX_ATTEMPTS: i32 = 5;
    const TIMEOUT: Duration = Duration::from_secs(40);
    type Output = Portal;
}

/// A short-lived link to that page.
#[derive(Debug, Serialize, Deserialize)]
pub struct Portal {
    /// Its URL.
    pub url: String,
}

/// Syncs all subscriptions that may have changed.
#[derive(Debug, Serialize, Deserialize)]
pub struct SyncSubscriptions {}

impl JobKind for SyncSubscriptions {
    const NAME: &'static str = "stripe.sync_subscriptions";
    const QUEUE: Queue = Queue::Stripe;
    const MAX_ATTEMPTS: i32 = 5;
    // There may be many: at most two Stripe calls each.
    const TIMEOUT: Duration = Duration::from_secs(3600);
    type Output = SyncCounts;
}
