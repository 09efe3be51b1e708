//! Purchases and payments, and their JSON.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    error::StripeError,
    form::Form,
    ids::new_id,
    subscriptions::{CURRENCY, PRICE, Subscription},
};

/// Stripe's minimum charge in minor units.
const LEAST: i64 = 50;

/// A checkout.
#[derive(Debug, Clone)]
pub(super) struct Session {
    pub(super) id: String,
    pub(super) status: &'static str,
    pub(super) payment_status: &'static str,
    pub(super) payment: Option<Payment>,
    order: Order,
    created: i64,
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
    recurring: Option<Recurring>,
}

/// The item, in the mode `subscription`.
#[derive(Debug, Clone)]
struct Recurring {
    price: String,
    /// The customer; none: a new one is created.
    customer: Option<String>,
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
    pub(super) refunded: i64,
    pub(super) disputes: Vec<Dispute>,
}

#[derive(Debug, Clone)]
pub(super) struct Dispute {
    pub(super) id: String,
    pub(super) status: &'static str,
}

impl Order {
    fn of_payment(mut form: Form) -> Result<Self, StripeError> {
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
            recurring: None,
        };
        form.end()?;
        if order.currency.len() != 3 || !order.currency.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Err(StripeError::invalid("parameter_invalid_string", "currency", "Invalid currency"));
        }
        if order.amount < LEAST || quantity < 1 {
            let message = "The Checkout Session's total amount due must add up to at least $0.50 usd";
            return Err(StripeError::invalid("amount_too_small", "line_items", message));
        }
        Ok(order)
    }

    fn of_subscription(mut form: Form, known: &str) -> Result<Self, StripeError> {
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
            recurring: Some(Recurring {
                price,
                customer: form.take("customer"),
                metadata: form.map("subscription_data[metadata]"),
                subscription: None,
            }),
        };
        form.end()?;
        Ok(order)
    }
}

impl Session {
    /// Parses the form of `POST /v1/checkout/sessions`; `price` is the only subscription price.
    pub(super) fn read(mut form: Form, created: i64, price: &str) -> Result<Self, StripeError> {
        let order = match form.need("mode")?.as_str() {
            "payment" => Order::of_payment(form)?,
            "subscription" => Order::of_subscription(form, price)?,
            _ => {
                let message = "only payments and subscriptions are simulated";
                return Err(StripeError::invalid("parameter_invalid_string", "mode", message));
            }
        };
        let id = new_id("cs_test");
        Ok(Self { id, status: "open", payment_status: "unpaid", payment: None, order, created })
    }

    pub(super) fn amount(&self) -> i64 {
        self.order.amount
    }

    pub(super) fn is_to_subscribe(&self) -> bool {
        self.order.recurring.is_some()
    }

    /// Creates the paid subscription, if it is for one.
    pub(super) fn subscribe(&mut self, now: i64) -> Option<Subscription> {
        let recurring = self.order.recurring.as_mut()?;
        let customer = recurring.customer.get_or_insert_with(|| new_id("cus")).clone();
        let subscription = Subscription::new(customer, recurring.price.clone(), recurring.metadata.clone(), now);
        recurring.subscription = Some(subscription.id.clone());
        Some(subscription)
    }

    /// JSON of `GET /v1/checkout/sessions/{id}`.
    pub(super) fn json(&self, base_url: &str, expand: &Expand) -> Value {
        let (order, recurring) = (&self.order, self.order.recurring.as_ref());
        let payment = self.payment.as_ref().map(|payment| match expand.payment {
            true => self.intent(payment, expand.charge),
            false => json!(payment.intent),
        });
        json!({
            "id": self.id, "object": "checkout.session", "mode": self.mode(), "livemode": false,
            "status": self.status, "payment_status": self.payment_status, "created": self.created,
            "expires_at": self.created + 86_400,
            "url": (self.status == "open").then(|| format!("{base_url}/stripe/checkout/{}", self.id)),
            "amount_subtotal": order.amount, "amount_total": order.amount, "currency": order.currency,
            "client_reference_id": order.client_reference_id, "metadata": order.metadata,
            "success_url": order.success_url, "cancel_url": order.cancel_url,
            "customer": recurring.and_then(|it| it.customer.as_ref()), "payment_intent": payment,
            "subscription": recurring.and_then(|it| it.subscription.as_ref()), "ui_mode": "hosted_page",
        })
    }

    fn mode(&self) -> &'static str {
        if self.is_to_subscribe() { "subscription" } else { "payment" }
    }

    /// JSON of `GET /v1/payment_intents/{id}`.
    pub(super) fn intent(&self, payment: &Payment, expand_charge: bool) -> Value {
        let charge = if expand_charge { self.charge(payment) } else { json!(payment.charge) };
        json!({
            "id": payment.intent, "object": "payment_intent", "livemode": false, "status": payment.status,
            "amount": self.order.amount, "currency": self.order.currency, "metadata": self.order.payment_metadata,
            "latest_charge": charge,
        })
    }

    /// JSON of `GET /v1/charges/{id}`.
    pub(super) fn charge(&self, payment: &Payment) -> Value {
        let amount = self.order.amount;
        json!({
            "id": payment.charge, "object": "charge", "livemode": false, "payment_intent": payment.intent,
            "amount": amount, "currency": self.order.currency, "amount_refunded": payment.refunded,
            "refunded": payment.refunded == amount, "disputed": !payment.disputes.is_empty(),
            "paid": payment.status == "succeeded", "metadata": self.order.payment_metadata,
        })
    }

    /// A dispute's JSON. It lacks the payment's metadata.
    pub(super) fn dispute(&self, payment: &Payment, dispute: &Dispute) -> Value {
        json!({
            "id": dispute.id, "object": "dispute", "livemode": false, "status": dispute.status,
            "amount": self.order.amount, "currency": self.order.currency, "reason": "fraudulent", "metadata": {},
            "charge": payment.charge, "payment_intent": payment.intent,
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
            "subscription": self.order.recurring.as_ref().and_then(|recurring| recurring.subscription.as_ref()),
            "refunded": payment.map_or(0, |payment| payment.refunded),
            "dispute": payment.and_then(|payment| payment.disputes.last()).map(|dispute| dispute.status),
        })
    }
}

/// Objects to expand instead of their ids.
#[derive(Debug, Default)]
pub(super) struct Expand {
    payment: bool,
    charge: bool,
}

impl Expand {
    /// Reads a query's `expand[]`.
    pub(super) fn read(query: &str) -> Result<Self, StripeError> {
        let mut expand = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match (&*name, &*value) {
                ("expand[]", "payment_intent") => expand.payment = true,
                ("expand[]", "payment_intent.latest_charge") => expand = Self { payment: true, charge: true },
                _ => {
                    let message = format!("Received unknown parameter: {name}={value}");
                    return Err(StripeError::invalid("parameter_unknown", &name, message));
                }
            }
        }
        Ok(expand)
    }
}
