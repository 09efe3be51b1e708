use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;

use super::jobs::ApplyEvent;
use crate::app::App;
use crate::db::Tx;
use crate::jobs::{self, NewJob};

/// The events that payments need.
pub const EVENT_TYPES: [&str; 11] = [
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "charge.refunded",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_reinstated",
    "charge.dispute.funds_withdrawn",
    "refund.failed",
];

/// An event that Stripe told. Of what it is about only ids are read.
#[derive(Debug, Deserialize)]
pub struct StripeEvent {
    /// Stripe's id of it.
    pub id: String,
    /// Its type, one of [`EVENT_TYPES`] or another.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether it is of the live mode, and not of the test mode.
    #[serde(default)]
    pub livemode: bool,
    data: Data,
}

#[derive(Debug, Deserialize)]
struct Data {
    object: Value,
}

impl StripeEvent {
    /// What is to be looked at because of it; `None` where it is nothing to us.
    fn about(&self) -> Option<ApplyEvent> {
        if !EVENT_TYPES.contains(&self.kind.as_str()) {
            return None;
        }
        let object = &self.data.object;
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let is_session = self.kind.starts_with("checkout.session.");
        let session_id = if is_session { Some(text(&object["id"])?) } else { None };
        Some(ApplyEvent {
            event_id: self.id.clone(),
            recharge_id: object["metadata"]["recharge_id"].as_str().and_then(|id| id.parse().ok()),
            session_id,
            // An id, or the object itself.
            payment_intent: text(&object["payment_intent"]).or_else(|| text(&object["payment_intent"]["id"])),
        })
    }
}

/// Notes an event and makes its job, once. False where it came before.
///
/// # Errors
/// The database.
pub async fn take_event(
    app: &App,
    tx: &mut Tx,
    event: &StripeEvent,
    request_id: Option<String>,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let mut job = event.about().map(|about| NewJob::new(&about, now)).transpose()?;
    let taken = sqlx::query!(
        "INSERT INTO stripe_events (id, type, job_id, received_at) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING",
        event.id,
        event.kind,
        job.as_ref().map(|job| job.id.uuid()),
        now,
    )
    .execute(tx.conn())
    .await?;
    if taken.rows_affected() == 0 {
        return Ok(false);
    }
    if let Some(job) = &mut job {
        job.request_id = request_id;
        jobs::enqueue(app, tx, std::slice::from_ref(job), now).await?;
    }
    Ok(true)
}

/// Forgets events that came at `until` or before, at most `limit`; returns how many.
///
/// # Errors
/// The database.
pub async fn purge_events(tx: &mut Tx, until: DateTime<Utc>, limit: i64) -> sqlx::Result<u64> {
    let purged = sqlx::query!(
        "DELETE FROM stripe_events WHERE id IN (
            SELECT id FROM stripe_events WHERE received_at <= $1 ORDER BY received_at LIMIT $2 FOR UPDATE SKIP LOCKED)",
        until,
        limit,
    )
    .execute(tx.conn())
    .await?;
    Ok(purged.rows_affected())
}
