//! Refunds of payments.

use std::collections::BTreeMap;

use chrono::Utc;
use serde_json::{Value, json};

use super::{error::StripeError, form::Form, ids::new_id};

const REASONS: [&str; 3] = ["duplicate", "fraudulent", "requested_by_customer"];

/// A refund that was asked for.
#[derive(Debug, Default)]
pub(super) struct RefundOrder {
    /// In minor units; none: the rest.
    pub(super) amount: Option<i64>,
    reason: Option<String>,
    metadata: BTreeMap<String, String>,
}

#[derive(Debug, Clone)]
pub(super) struct Refund {
    pub(super) id: String,
    pub(super) created: i64,
    amount: i64,
    reason: Option<String>,
    metadata: BTreeMap<String, String>,
}

impl RefundOrder {
    /// Of a part, or with none of the rest.
    pub(super) fn of_amount(amount: Option<i64>) -> Self {
        Self { amount, ..Self::default() }
    }

    /// Reads the form of `POST /v1/refunds`. Also returns the id of the payment or charge.
    pub(super) fn read(form: &mut Form) -> Result<(Self, String), StripeError> {
        let target = match (form.take("payment_intent"), form.take("charge")) {
            (Some(id), None) | (None, Some(id)) => id,
            (Some(_), Some(_)) => {
                return Err(StripeError::bad_request("You may only specify one of these: charge, payment_intent."));
            }
            (None, None) => {
                let message =
                    "One of the following params should be provided for this request: payment_intent or charge.";
                return Err(StripeError::invalid("parameter_missing", "payment_intent", message));
            }
        };
        let order = Self {
            amount: form.optional_number("amount")?,
            reason: form.take("reason"),
            metadata: form.map("metadata"),
        };
        form.end()?;
        match &order.reason {
            Some(reason) if !REASONS.contains(&reason.as_str()) => {
                let message = format!("Invalid reason: must be one of {}", REASONS.join(", "));
                Err(StripeError::invalid("parameter_invalid_string", "reason", message))
            }
            _ => Ok((order, target)),
        }
    }

    /// Refunds a payment, of which `left` is not refunded.
    pub(super) fn execute(self, left: i64) -> Result<Refund, StripeError> {
        let amount = self.amount.unwrap_or(left);
        if left == 0 {
            let message = "The charge has already been refunded.";
            return Err(StripeError { param: None, ..StripeError::invalid("charge_already_refunded", "", message) });
        }
        if amount < 1 || amount > left {
            let message = "Refund amount is greater than unrefunded amount on charge";
            return Err(StripeError { param: Some("amount".into()), ..StripeError::bad_request(message) });
        }
        let Self { reason, metadata, .. } = self;
        Ok(Refund { id: new_id("re"), created: Utc::now().timestamp(), amount, reason, metadata })
    }
}

impl Refund {
    pub(super) fn amount(&self) -> i64 {
        self.amount
    }

    /// JSON of `GET /v1/refunds/{id}`, with the ids of payment and charge.
    pub(super) fn json(&self, intent: &str, charge: &str, currency: &str) -> Value {
        json!({
            "id": self.id, "object": "refund", "amount": self.amount, "balance_transaction": null,
            "charge": charge, "created": self.created, "currency": currency, "metadata": self.metadata,
            "payment_intent": intent, "reason": self.reason, "receipt_number": null,
            "source_transfer_reversal": null, "status": "succeeded", "transfer_reversal": null,
        })
    }
}
