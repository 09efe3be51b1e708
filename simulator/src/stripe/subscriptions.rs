//! Subscriptions: their JSON and state changes.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::{error::StripeError, ids::new_id};

/// The amount of the only simulated price, in minor units of `CURRENCY`.
pub(super) const PRICE: i64 = 2000;
pub(super) const CURRENCY: &str = "usd";
/// A period, in seconds: 30 days.
const PERIOD: i64 = 30 * 86_400;
/// The first version with periods on items and a parent on invoices.
const NEW_LAYOUT_SINCE: &str = "2025-03-31";

/// The places of some fields, which moved in 2025.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Layout {
    Old,
    #[default]
    New,
}

impl Layout {
    /// The layout of a version like `2026-06-24.dahlia`.
    pub(super) fn of_version(version: &str) -> Self {
        if version < NEW_LAYOUT_SINCE { Self::Old } else { Self::New }
    }

    pub(super) fn version(self) -> &'static str {
        match self {
            Self::Old => "2024-06-20",
            Self::New => "2026-06-24.dahlia",
        }
    }
}

/// A change of a subscription, by a person or by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Change {
    /// Cancels at period end.
    Cancel,
    /// Undoes that.
    Resume,
    /// The period ends: renews, or ends if cancelled. A failed payment is retried.
    Renew,
    /// The period ends, and payment fails.
    FailRenewal,
    /// Payment retries are exhausted.
    GiveUp,
    /// Ends at once.
    CancelNow,
}

#[derive(Debug, Clone)]
pub(super) struct Subscription {
    pub(super) id: String,
    pub(super) customer: String,
    pub(super) status: &'static str,
    pub(super) price: String,
    pub(super) created: i64,
    pub(super) invoice: String,
    cancel_at_period_end: bool,
    period: (i64, i64),
    item: String,
    metadata: BTreeMap<String, String>,
    ended_at: Option<i64>,
}

impl Subscription {
    /// A new, paid one.
    pub(super) fn new(customer: String, price: String, metadata: BTreeMap<String, String>, now: i64) -> Self {
        Self {
            id: new_id("sub"),
            customer,
            status: "active",
            cancel_at_period_end: false,
            period: (now, now + PERIOD),
            price,
            item: new_id("si"),
            invoice: new_id("in"),
            metadata,
            created: now,
            ended_at: None,
        }
    }

    /// JSON of `GET /v1/subscriptions/{id}`.
    pub(super) fn json(&self, layout: Layout) -> Value {
        let price = json!({
            "id": self.price, "object": "price", "active": true, "unit_amount": PRICE, "currency": CURRENCY,
            "recurring": {"interval": "month", "interval_count": 1}, "type": "recurring",
        });
        let mut item = json!({
            "id": self.item, "object": "subscription_item", "created": self.created, "quantity": 1, "price": price,
            "subscription": self.id, "metadata": {},
        });
        let mut shown = json!({
            "id": self.id, "object": "subscription", "livemode": false, "status": self.status,
            "customer": self.customer, "cancel_at_period_end": self.cancel_at_period_end,
            "cancel_at": self.cancel_at_period_end.then_some(self.period.1), "created": self.created,
            "start_date": self.created, "ended_at": self.ended_at, "canceled_at": self.ended_at,
            "currency": CURRENCY, "metadata": self.metadata, "latest_invoice": self.invoice,
            "collection_method": "charge_automatically", "billing_cycle_anchor": self.created,
        });
        let holder = if layout == Layout::New { &mut item } else { &mut shown };
        holder["current_period_start"] = self.period.0.into();
        holder["current_period_end"] = self.period.1.into();
        shown["items"] = json!({
            "object": "list", "data": [item], "has_more": false,
            "url": format!("/v1/subscription_items?subscription={}", self.id),
        });
        shown
    }

    /// Its newest invoice.
    pub(super) fn invoice(&self, layout: Layout) -> Value {
        let is_paid = self.status == "active";
        let details = json!({"metadata": self.metadata});
        let mut shown = json!({
            "id": self.invoice, "object": "invoice", "livemode": false, "customer": self.customer,
            "status": if is_paid { "paid" } else { "open" }, "amount_due": PRICE, "currency": CURRENCY,
            "amount_paid": if is_paid { PRICE } else { 0 }, "amount_remaining": if is_paid { 0 } else { PRICE },
            "total": PRICE, "created": self.period.0, "attempt_count": 1,
            "billing_reason": if self.period.0 == self.created { "subscription_create" } else { "subscription_cycle" },
        });
        if layout == Layout::New {
            let details = json!({"metadata": self.metadata, "subscription": self.id});
            shown["parent"] = json!({"type": "subscription_details", "subscription_details": details});
        } else {
            shown["subscription"] = json!(self.id);
            shown["subscription_details"] = details;
            shown["paid"] = json!(is_paid);
        }
        shown
    }

    /// The object of an event of this type.
    pub(super) fn about(&self, kind: &str, layout: Layout) -> Value {
        if kind.starts_with("invoice.") { self.invoice(layout) } else { self.json(layout) }
    }

    /// Applies the change; returns the types of its events, in order.
    pub(super) fn change(&mut self, change: Change, now: i64) -> Result<&'static [&'static str], StripeError> {
        if self.ended_at.is_some() {
            return Err(StripeError::invalid("resource_missing", "id", format!("No such subscription: '{}'", self.id)));
        }
        let is_running = ["active", "past_due"].contains(&self.status);
        match change {
            Change::Cancel | Change::Resume => {
                self.cancel_at_period_end = change == Change::Cancel;
                Ok(&["customer.subscription.updated"])
            }
            Change::CancelNow => Ok(self.end(now)),
            Change::Renew if self.status == "active" && self.cancel_at_period_end => Ok(self.end(now)),
            Change::Renew => {
                if self.status == "active" {
                    self.next_period();
                }
                self.status = "active";
                Ok(&["customer.subscription.updated", "invoice.paid"])
            }
            Change::FailRenewal if is_running => {
                if self.status == "active" {
                    self.next_period();
                }
                self.status = "past_due";
                Ok(&["invoice.payment_failed", "customer.subscription.updated"])
            }
            Change::GiveUp if self.status == "past_due" => {
                self.status = "unpaid";
                Ok(&["customer.subscription.updated"])
            }
            Change::FailRenewal | Change::GiveUp => Err(StripeError::invalid(
                "invalid_state",
                "action",
                "this can't be done with the subscription as it is",
            )),
        }
    }

    /// Merges metadata; an empty value removes its key.
    pub(super) fn merge_metadata(&mut self, metadata: BTreeMap<String, String>) {
        for (name, value) in metadata {
            if value.is_empty() {
                self.metadata.remove(&name);
            } else {
                self.metadata.insert(name, value);
            }
        }
    }

    pub(super) fn has_ended(&self) -> bool {
        self.ended_at.is_some()
    }

    fn next_period(&mut self) {
        self.period = (self.period.1, self.period.1 + PERIOD);
        self.invoice = new_id("in");
    }

    fn end(&mut self, now: i64) -> &'static [&'static str] {
        (self.status, self.ended_at) = ("canceled", Some(now));
        &["customer.subscription.deleted"]
    }

    /// JSON for pages and tests.
    pub(super) fn shown(&self) -> Value {
        json!({
            "id": self.id, "customer": self.customer, "status": self.status, "price": self.price,
            "cancel_at_period_end": self.cancel_at_period_end, "current_period_end": self.period.1,
            "amount": PRICE, "currency": CURRENCY, "metadata": self.metadata,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subscription() -> Subscription {
        Subscription::new("cus_1".into(), "price_1".into(), BTreeMap::new(), 1000)
    }

    #[test]
    fn the_period_is_placed_by_api_version() {
        assert_eq!(
            (Layout::of_version("2025-03-30"), Layout::of_version("2025-03-31.basil")),
            (Layout::Old, Layout::New)
        );
        let subscription = subscription();
        let (old, new) = (subscription.json(Layout::Old), subscription.json(Layout::New));
        let end = json!(1000 + PERIOD);
        assert_eq!((&old["current_period_end"], &new["items"]["data"][0]["current_period_end"]), (&end, &end));
        assert!(new.get("current_period_end").is_none() && old["items"]["data"][0].get("current_period_end").is_none());
        let (old, new) = (subscription.invoice(Layout::Old), subscription.invoice(Layout::New));
        assert_eq!(old["subscription"], subscription.id);
        assert_eq!(new["parent"]["subscription_details"]["subscription"], subscription.id);
    }

    #[test]
    fn changes_move_a_subscription_between_states() {
        let mut it = subscription();
        it.change(Change::Renew, 2000).unwrap();
        assert_eq!((it.status, it.period.1), ("active", 1000 + 2 * PERIOD));
        it.change(Change::GiveUp, 2000).unwrap_err();
        it.change(Change::FailRenewal, 2000).unwrap();
        it.change(Change::GiveUp, 2000).unwrap();
        assert_eq!((it.status, it.period.1), ("unpaid", 1000 + 3 * PERIOD));
        it.change(Change::Renew, 2000).unwrap();
        assert_eq!((it.status, it.period.1), ("active", 1000 + 3 * PERIOD), "a late payment");
        it.change(Change::Cancel, 2000).unwrap();
        assert_eq!(it.change(Change::Renew, 2000).unwrap(), ["customer.subscription.deleted"]);
        it.change(Change::Resume, 2000).unwrap_err();
    }
}
