use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Value;

use super::jobs::ApplyEvent;
use crate::app::App;
use crate::db::Tx;
use crate::jobs::{self, NewJob};

/// The event types that payments need.
pub const EVENT_TYPES: [&str; 20] = [
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
    // A pending refund that is cancelled.
    "refund.updated",
    "customer.subscription.created",
    "customer.subscription.updated",
    "customer.subscription.deleted",
    "customer.subscription.paused",
    "customer.subscription.resumed",
    "invoice.paid",
    "invoice.payment_failed",
    "invoice.payment_action_required",
];

/// A Stripe event. Only ids are read from its object.
#[derive(Debug, Deserialize)]
pub struct StripeEvent {
    /// Stripe's event id.
    pub id: String,
    /// Its type, one of [`EVENT_TYPES`] or another.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether it belongs to live mode rather than test mode.
    #[serde(default)]
    pub livemode: bool,
    data: Data,
}

#[derive(Debug, Deserialize)]
struct Data {
    object: Value,
}

impl StripeEvent {
    /// The sync that it calls for; `None` if irrelevant.
    fn about(&self) -> Option<ApplyEvent> {
        if !EVENT_TYPES.contains(&self.kind.as_str()) {
            return None;
        }
        let object = &self.data.object;
        let nothing = ApplyEvent { event_id: self.id.clone(), ..ApplyEvent::default() };
        let is_session = self.kind.starts_with("checkout.session.");
        if self.kind.starts_with("customer.subscription.") {
            return about_subscription(nothing, &object["id"], &object["metadata"]);
        }
        if self.kind.starts_with("invoice.") {
            // A field of the invoice itself until API version 2025-03-31.
            let parent = &object["parent"]["subscription_details"];
            let details = if parent.is_object() { parent } else { &object["subscription_details"] };
            let subscription = if parent.is_object() { &parent["subscription"] } else { &object["subscription"] };
            return about_subscription(nothing, subscription, &details["metadata"]);
        }
        if is_session && object["mode"] == "subscription" {
            return about_subscription(nothing, &object["subscription"], &object["metadata"]);
        }
        Some(ApplyEvent {
            recharge_id: object["metadata"]["recharge_id"].as_str().and_then(|id| id.parse().ok()),
            session_id: if is_session { Some(id_of(&object["id"])?) } else { None },
            payment_intent: id_of(&object["payment_intent"]),
            ..nothing
        })
    }
}

/// Stripe sends an id or the whole object.
fn id_of(value: &Value) -> Option<String> {
    value.as_str().or_else(|| value["id"].as_str()).map(str::to_owned)
}

/// `None` without a subscription: an invoice for something else, or an unpaid page.
fn about_subscription(nothing: ApplyEvent, subscription: &Value, metadata: &Value) -> Option<ApplyEvent> {
    let user_id = metadata["user_id"].as_str().and_then(|id| id.parse().ok());
    Some(ApplyEvent { subscription_id: Some(id_of(subscription)?), user_id, ..nothing })
}

/// Records an event and enqueues its job, once. False for a duplicate.
///
/// # Errors
/// Database errors.
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

/// Removes at most `limit` events received at `until` or before; returns how many.
///
/// # Errors
/// Database errors.
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::ids::UserId;

    fn about(kind: &str, object: &Value) -> Option<ApplyEvent> {
        let event = json!({"id": "evt_1", "type": kind, "data": {"object": object}});
        serde_json::from_value::<StripeEvent>(event).unwrap().about()
    }

    #[test]
    fn subscription_events_are_read_from_old_and_new_fields() {
        let user = UserId::new();
        let metadata = json!({"user_id": user});
        let details = json!({"subscription": "sub_1", "metadata": metadata});
        for (kind, object) in [
            ("customer.subscription.deleted", json!({"id": "sub_1", "metadata": metadata})),
            ("invoice.paid", json!({"id": "in_1", "parent": {"subscription_details": details}})),
            (
                "invoice.paid",
                json!({"id": "in_1", "subscription": "sub_1", "subscription_details": {"metadata": metadata}}),
            ),
            ("invoice.payment_failed", json!({"subscription": {"id": "sub_1"}, "subscription_details": details})),
            (
                "checkout.session.completed",
                json!({"id": "cs_1", "mode": "subscription", "subscription": "sub_1", "metadata": metadata}),
            ),
        ] {
            let about = about(kind, &object).unwrap();
            assert_eq!((about.subscription_id.as_deref(), about.user_id), (Some("sub_1"), Some(user)), "{object}");
            assert_eq!((about.session_id, about.recharge_id), (None, None), "{object}");
        }
    }

    #[test]
    fn unrelated_events_are_ignored() {
        for (kind, object) in [
            ("invoice.paid", json!({"id": "in_1", "parent": null})),
            ("checkout.session.expired", json!({"id": "cs_1", "mode": "subscription", "subscription": null})),
            ("checkout.session.completed", json!({"mode": "payment"})),
            ("customer.created", json!({"id": "cus_1"})),
        ] {
            assert!(about(kind, &object).is_none(), "{object}");
        }
        let payment = about("checkout.session.completed", &json!({"id": "cs_1", "mode": "payment"})).unwrap();
        assert_eq!((payment.session_id.as_deref(), payment.subscription_id), (Some("cs_1"), None));
    }
}
