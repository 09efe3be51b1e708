//! Purchases and payments, and their JSON.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    customers::Customer,
    error::StripeError,
    form::Form,
    ids::new_id,
    refunds::Refund,
    subscriptions::{CURRENCY, PRICE, Subscription},
};

/// Stripe's minimum charge in minor units.
const LEAST: i64 = 50;
/// How long a checkout can be open, in seconds.
const LIFETIME: (i64, i64) = (30 * 60, 24 * 3600);

/// A checkout.
#[derive(Debug, Clone)]
pub(super) struct Session {
    pub(super) id: String,
    pub(super) status: &'static str,
    pub(super) payment_status: &'static str,
    pub(super) payment: Option<Payment>,
    pub(super) created: i64,
    expires_at: i64,
    order: Order,
}

#[derive(Debug, Clone)]
struct Order {
    name: String,
    currency: String,
    amount: i64,
    success_url: String,
    cancel_url: String,
    client_reference_id: Option<String>,
    metadata: BTreeMap<String, String>,
    payment_metadata: BTreeMap<String, String>,
    customer: Option<String>,
    customer_email: Option<String>,
    recurring: Option<Recurring>,
}

/// The item, in the mode `subscription`.
#[derive(Debug, Clone)]
struct Recurring {
    price: String,
    metadata: BTreeMap<String, String>,
    /// Set once paid.
    subscription: Option<String>,
}

/// A payment and its only charge.
#[derive(Debug, Clone)]
pub(super) struct Payment {
    pub(super) intent: String,
    pub(super) charge: String,
    pub(super) status: &'static str,
    pub(super) created: i64,
    pub(super) refunds: Vec<Refund>,
    pub(super) disputes: Vec<Dispute>,
}

impl Payment {
    pub(super) fn new(status: &'static str, created: i64) -> Self {
        let (intent, charge) = (new_id("pi"), new_id("ch"));
        Self { intent, charge, status, created, refunds: Vec::new(), disputes: Vec::new() }
    }

    /// The refunded amount, in minor units.
    pub(super) fn refunded(&self) -> i64 {
        self.refunds.iter().map(Refund::amount).sum()
    }
}

#[derive(Debug, Clone)]
pub(super) struct Dispute {
    pub(super) id: String,
    pub(super) created: i64,
    pub(super) status: &'static str,
}

impl Order {
    fn of_payment(form: &mut Form) -> Result<Self, StripeError> {
        let line = "line_items[0]";
        let quantity = form.number(&format!("{line}[quantity]"))?;
        let unit_amount = form.number(&format!("{line}[price_data][unit_amount]"))?;
        let order = Self {
            name: form.need(&format!("{line}[price_data][product_data][name]"))?,
            currency: form.need(&format!("{line}[price_data][currency]"))?,
            amount: unit_amount.saturating_mul(quantity),
            success_url: form.need("success_url")?,
            cancel_url: form.take("cancel_url").unwrap_or_default(),
            client_reference_id: form.take("client_reference_id"),
            metadata: form.map("metadata"),
            payment_metadata: form.map("payment_intent_data[metadata]"),
            customer: form.take("customer"),
            customer_email: form.take("customer_email"),
            recurring: None,
        };
        if order.currency.len() != 3 || !order.currency.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Err(StripeError::invalid("parameter_invalid_string", "currency", "Invalid currency"));
        }
        if order.amount < LEAST || quantity < 1 {
            let message = "The Checkout Session's total amount due must add up to at least $0.50 usd";
            return Err(StripeError::invalid("amount_too_small", "line_items", message));
        }
        Ok(order)
    }

    fn of_subscription(form: &mut Form, known: &str) -> Result<Self, StripeError> {
        let (price, quantity) = (form.need("line_items[0][price]")?, form.number("line_items[0][quantity]")?);
        if price != known || quantity != 1 {
            let message = format!("No such price: '{price}'");
            return Err(StripeError::invalid("resource_missing", "line_items[0][price]", message));
        }
        let order = Self {
            name: "Pro, each month".to_owned(),
            currency: CURRENCY.to_owned(),
            amount: PRICE,
            success_url: form.need("success_url")?,
            cancel_url: form.take("cancel_url").unwrap_or_default(),
            client_reference_id: form.take("client_reference_id"),
            metadata: form.map("metadata"),
            payment_metadata: BTreeMap::new(),
            customer: form.take("customer"),
            customer_email: form.take("customer_email"),
            recurring: Some(Recurring { price, metadata: form.map("subscription_data[metadata]"), subscription: None }),
        };
        Ok(order)
    }
}

impl Session {
    /// Parses the form of `POST /v1/checkout/sessions`; `price` is the only subscription price.
    pub(super) fn read(form: &mut Form, created: i64, price: &str) -> Result<Self, StripeError> {
        let order = match form.need("mode")?.as_str() {
            "payment" => Order::of_payment(form)?,
            "subscription" => Order::of_subscription(form, price)?,
            _ => {
                let message = "only payments and subscriptions are simulated";
                return Err(StripeError::invalid("parameter_invalid_string", "mode", message));
            }
        };
        let (soonest, latest) = (created + LIFETIME.0, created + LIFETIME.1);
        let expires_at = form.optional_number("expires_at")?.unwrap_or(latest);
        form.end()?;
        // The clocks of client and server may differ by some seconds.
        if !(soonest - 60..=latest + 60).contains(&expires_at) {
            let message = "The `expires_at` timestamp must be between 30 minutes and 24 hours from now.";
            return Err(StripeError { code: None, ..StripeError::invalid("", "expires_at", message) });
        }
        let id = new_id("cs_test");
        Ok(Self { id, status: "open", payment_status: "unpaid", payment: None, created, expires_at, order })
    }

    pub(super) fn amount(&self) -> i64 {
        self.order.amount
    }

    pub(super) fn is_to_subscribe(&self) -> bool {
        self.order.recurring.is_some()
    }

    pub(super) fn customer(&self) -> Option<&str> {
        self.order.customer.as_deref()
    }

    pub(super) fn subscription(&self) -> Option<&str> {
        self.order.recurring.as_ref()?.subscription.as_deref()
    }

    /// Creates the paid subscription and its customer, if it is for one.
    pub(super) fn subscribe(&mut self, now: i64) -> Option<(Subscription, Customer)> {
        let recurring = self.order.recurring.as_mut()?;
        let id = self.order.customer.get_or_insert_with(|| new_id("cus")).clone();
        let customer = Customer::new(id.clone(), self.order.customer_email.clone(), now);
        let subscription = Subscription::new(id, recurring.price.clone(), recurring.metadata.clone(), now);
        recurring.subscription = Some(subscription.id.clone());
        Some((subscription, customer))
    }

    /// JSON of `GET /v1/checkout/sessions/{id}`.
    pub(super) fn json(&self, base_url: &str) -> Value {
        let order = &self.order;
        json!({
            "id": self.id, "object": "checkout.session", "mode": self.mode(), "livemode": false,
            "status": self.status, "payment_status": self.payment_status, "created": self.created,
            "expires_at": self.expires_at,
            "url": (self.status == "open").then(|| format!("{base_url}/stripe/checkout/{}", self.id)),
            "amount_subtotal": order.amount, "amount_total": order.amount, "currency": order.currency,
            "automatic_tax": {"enabled": false, "liability": null, "status": null},
            "client_reference_id": order.client_reference_id, "metadata": order.metadata,
            "success_url": order.success_url, "cancel_url": order.cancel_url, "custom_fields": [],
            "custom_text": {"after_submit": null, "shipping_address": null, "submit": null,
                "terms_of_service_acceptance": null},
            "customer": order.customer, "customer_email": order.customer_email,
            "payment_intent": self.payment.as_ref().map(|payment| &payment.intent),
            "payment_method_types": ["card"], "shipping_options": [],
            "subscription": self.subscription(), "ui_mode": "hosted_page",
            "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        })
    }

    /// What is bought: the list that `expand` includes as `line_items`.
    pub(super) fn line_items(&self) -> Value {
        let order = &self.order;
        let price = order.recurring.as_ref().map(|recurring| &recurring.price);
        let item = json!({
            "id": format!("li_{}", self.id), "object": "item", "amount_discount": 0, "amount_subtotal": order.amount,
            "amount_tax": 0, "amount_total": order.amount, "currency": order.currency, "description": order.name,
            "price": price.map(|id| json!({"id": id, "object": "price"})), "quantity": 1,
        });
        let url = format!("/v1/checkout/sessions/{}/line_items", self.id);
        json!({"object": "list", "data": [item], "has_more": false, "url": url})
    }

    fn mode(&self) -> &'static str {
        if self.is_to_subscribe() { "subscription" } else { "payment" }
    }

    /// JSON of `GET /v1/payment_intents/{id}`.
    pub(super) fn intent(&self, payment: &Payment) -> Value {
        let order = &self.order;
        let received = if payment.status == "succeeded" { order.amount } else { 0 };
        json!({
            "id": payment.intent, "object": "payment_intent", "livemode": false, "status": payment.status,
            "amount": order.amount, "amount_capturable": 0, "amount_received": received, "currency": order.currency,
            "metadata": order.payment_metadata, "latest_charge": payment.charge, "created": payment.created,
            "customer": order.customer, "capture_method": "automatic_async", "confirmation_method": "automatic",
            "payment_method_types": ["card"],
        })
    }

    /// JSON of `GET /v1/charges/{id}`.
    pub(super) fn charge(&self, payment: &Payment) -> Value {
        let order = &self.order;
        let (is_paid, refunded) = (payment.status == "succeeded", payment.refunded());
        let status = match payment.status {
            "succeeded" => "succeeded",
            "processing" => "pending",
            _ => "failed",
        };
        json!({
            "id": payment.charge, "object": "charge", "livemode": false, "payment_intent": payment.intent,
            "amount": order.amount, "amount_captured": if is_paid { order.amount } else { 0 },
            "currency": order.currency, "amount_refunded": refunded, "refunded": refunded == order.amount,
            "disputed": !payment.disputes.is_empty(), "paid": is_paid, "captured": is_paid, "status": status,
            "created": payment.created, "customer": order.customer, "metadata": order.payment_metadata,
            "billing_details": {"address": null, "email": order.customer_email, "name": null, "phone": null},
        })
    }

    /// JSON of `GET /v1/refunds/{id}`.
    pub(super) fn refund(&self, payment: &Payment, refund: &Refund) -> Value {
        refund.json(&payment.intent, &payment.charge, &self.order.currency)
    }

    /// JSON of `GET /v1/disputes/{id}`. It lacks the payment's metadata.
    pub(super) fn dispute(&self, payment: &Payment, dispute: &Dispute) -> Value {
        json!({
            "id": dispute.id, "object": "dispute", "livemode": false, "status": dispute.status,
            "amount": self.order.amount, "currency": self.order.currency, "reason": "fraudulent", "metadata": {},
            "charge": payment.charge, "payment_intent": payment.intent, "created": dispute.created,
            "is_charge_refundable": false, "balance_transactions": [],
        })
    }

    /// JSON for page and tests.
    pub(super) fn shown(&self) -> Value {
        let payment = self.payment.as_ref();
        json!({
            "id": self.id, "mode": self.mode(), "name": self.order.name, "amount": self.order.amount, "currency": self.order.currency,
            "status": self.status, "payment_status": self.payment_status, "metadata": self.order.metadata,
            "success_url": self.order.success_url.replace("{CHECKOUT_SESSION_ID}", &self.id),
            "cancel_url": self.order.cancel_url,
            "payment_intent": payment.map(|payment| &payment.intent),
            "subscription": self.subscription(),
            "refunded": payment.map_or(0, Payment::refunded),
            "dispute": payment.and_then(|payment| payment.disputes.last()).map(|dispute| dispute.status),
        })
    }
}
