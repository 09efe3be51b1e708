//! The jobs of this domain: what they need, and how they are run.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Checkout;
use crate::ids::RechargeId;
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
#[derive(Debug, Clone, Serialize, Deserialize)]
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
    /// What it was about; absent where it is nothing of ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recharge_id: Option<RechargeId>,
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

/// What came of it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Synced {
    /// How many were looked at.
    pub looked_at: usize,
    /// Of how many something had changed.
    pub changed: usize,
    /// At how many Stripe would not let us look.
    pub failed: usize,
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
