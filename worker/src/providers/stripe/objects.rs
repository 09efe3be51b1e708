//! The fields read from Stripe's objects, at current and former places.

use std::collections::HashMap;

use serde::Deserialize;
use shared::billing::{PaymentStatus, Progress};
use shared::ids::RechargeId;

type Metadata = Option<HashMap<String, String>>;

/// A page of a list.
#[derive(Debug, Deserialize)]
pub(crate) struct List<T> {
    pub data: Vec<T>,
    /// Whether there are more.
    #[serde(default)]
    pub has_more: bool,
}

/// An object, or its id if not expanded.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Expandable<T> {
    Object(T),
    Id(String),
}

#[derive(Debug, Deserialize)]
pub(super) struct Session {
    pub id: String,
    /// Absent once paid or expired.
    pub url: Option<String>,
    status: Option<String>,
    payment_status: Option<String>,
    amount_total: Option<i64>,
    currency: Option<String>,
    metadata: Metadata,
    payment_intent: Option<Expandable<Intent>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Intent {
    id: String,
    status: Option<String>,
    metadata: Metadata,
    latest_charge: Option<Expandable<Charge>>,
    /// Before API version 2022-11-15, instead of `latest_charge`; newest first.
    charges: Option<List<Charge>>,
}

#[derive(Debug, Deserialize)]
struct Charge {
    #[serde(default)]
    amount_refunded: i64,
    #[serde(default)]
    disputed: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct Dispute {
    amount: i64,
    status: String,
}

impl Dispute {
    /// The amount withheld. An inquiry (`warning_…`) withholds none yet.
    pub fn withheld(&self) -> i64 {
        if ["needs_response", "under_review", "lost"].contains(&self.status.as_str()) { self.amount } else { 0 }
    }
}

fn recharge_id(metadata: &Metadata) -> Option<RechargeId> {
    metadata.as_ref()?.get("recharge_id")?.parse().ok()
}

impl Intent {
    pub fn recharge_id(&self) -> Option<RechargeId> {
        recharge_id(&self.metadata)
    }

    fn charge(&self) -> Option<&Charge> {
        match &self.latest_charge {
            Some(Expandable::Object(charge)) => Some(charge),
            _ => self.charges.as_ref()?.data.first(),
        }
    }
}

impl Session {
    fn intent(&self) -> Option<&Intent> {
        match &self.payment_intent {
            Some(Expandable::Object(intent)) => Some(intent),
            _ => None,
        }
    }

    fn payment_intent(&self) -> Option<&str> {
        match self.payment_intent.as_ref()? {
            Expandable::Object(intent) => Some(&intent.id),
            Expandable::Id(id) => Some(id),
        }
    }

    /// The payment, if it was disputed.
    pub fn disputed_payment(&self) -> Option<&str> {
        self.payment_intent().filter(|_| self.intent().and_then(Intent::charge).is_some_and(|charge| charge.disputed))
    }

    fn progress(&self) -> Progress {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let intent = self.intent().map(|intent| text(&intent.status)).unwrap_or_default();
        match (text(&self.payment_status).as_str(), text(&self.status).as_str(), intent.as_str()) {
            ("paid" | "no_payment_required", _, _) => Progress::Paid,
            (_, "expired", _) => Progress::Expired,
            // The form was submitted, but the payment failed.
            (_, "complete", "requires_payment_method" | "canceled") => Progress::Failed,
            _ => Progress::Open,
        }
    }

    /// The status, with `disputed` withheld.
    pub fn payment_status(self, disputed: i64) -> PaymentStatus {
        let refunded = self.intent().and_then(Intent::charge).map_or(0, |charge| charge.amount_refunded);
        PaymentStatus {
            recharge_id: recharge_id(&self.metadata),
            payment_intent: self.payment_intent().map(str::to_owned),
            progress: self.progress(),
            amount: self.amount_total,
            currency: self.currency,
            returned: refunded.saturating_add(disputed),
            session_id: self.id,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(session: Value) -> PaymentStatus {
        serde_json::from_value::<Session>(session).unwrap().payment_status(0)
    }

    fn session(status: &str, payment_status: &str, intent: Value) -> Value {
        let id = RechargeId::new();
        json!({"id": "cs_1", "object": "checkout.session", "url": null, "status": status, "payment_status": payment_status,
            "amount_total": 1000, "currency": "usd", "metadata": {"recharge_id": id}, "payment_intent": intent})
    }

    #[test]
    fn payment_progress_is_read() {
        let intent = |status: &str| json!({"id": "pi_1", "status": status, "latest_charge": null});
        for (status, payment_status, intent, progress) in [
            ("open", "unpaid", Value::Null, Progress::Open),
            ("open", "unpaid", intent("requires_payment_method"), Progress::Open),
            ("complete", "paid", intent("succeeded"), Progress::Paid),
            ("complete", "no_payment_required", Value::Null, Progress::Paid),
            ("complete", "unpaid", intent("processing"), Progress::Open),
            ("complete", "unpaid", intent("requires_payment_method"), Progress::Failed),
            ("complete", "unpaid", intent("canceled"), Progress::Failed),
            ("expired", "unpaid", Value::Null, Progress::Expired),
            ("something new", "something new", Value::Null, Progress::Open),
        ] {
            let standing = read(session(status, payment_status, intent));
            assert_eq!(standing.progress, progress, "{status} {payment_status}");
        }
    }

    #[test]
    fn returned_amounts_are_read_from_either_field() {
        let charge = json!({"id": "ch_1", "amount_refunded": 250, "disputed": true});
        for intent in [
            json!({"id": "pi_1", "status": "succeeded", "latest_charge": charge}),
            json!({"id": "pi_1", "status": "succeeded", "charges": {"data": [charge]}}),
        ] {
            let session: Session = serde_json::from_value(session("complete", "paid", intent)).unwrap();
            assert_eq!(session.disputed_payment(), Some("pi_1"));
            let standing = session.payment_status(500);
            assert_eq!((standing.returned, standing.payment_intent.as_deref()), (750, Some("pi_1")));
        }
        let bare = read(session("complete", "paid", json!("pi_1")));
        assert_eq!((bare.returned, bare.payment_intent.as_deref()), (0, Some("pi_1")));
    }

    #[test]
    fn open_and_lost_disputes_withhold_their_amount() {
        for (status, withheld) in [
            ("needs_response", 9),
            ("under_review", 9),
            ("lost", 9),
            ("won", 0),
            ("warning_needs_response", 0),
            ("warning_closed", 0),
        ] {
            assert_eq!(Dispute { amount: 9, status: status.into() }.withheld(), withheld, "{status}");
        }
    }
}
