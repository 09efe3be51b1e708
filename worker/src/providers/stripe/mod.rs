//! Stripe: checkout pages, and the state of payments and subscriptions.
//!
//! Every POST request carries an idempotency key, so a call with a lost response is safely repeated.

mod failure;
mod objects;
mod subscriptions;

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::RequestBuilder;
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use shared::billing::{Checkout, EVENT_TYPES, Order, PaymentStatus, StripeEvent};
use shared::config::Stripe;
use shared::ids::RechargeId;

use super::http::{Unreadable, client, read_json};
pub(crate) use failure::Failure;
use failure::{refused, unreadable, unsent};
pub(crate) use objects::List;
use objects::{Dispute, Intent, Session};
pub(crate) use subscriptions::Progress;

/// The responses' version. Webhooks have their endpoint's version, so only their ids are read.
const API_VERSION: &str = "2026-06-24.dahlia";
const TIMEOUT: Duration = Duration::from_secs(15);
/// Stripe inserts the session's id into the address.
const SUCCESS_PATH: &str = "/checkout/done?session_id={CHECKOUT_SESSION_ID}";
const CANCEL_PATH: &str = "/checkout/cancelled";

/// A client of Stripe.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    base_url: String,
    secret_key: SecretString,
}

impl Client {
    pub fn new(config: &Stripe) -> reqwest::Result<Self> {
        let http = client().timeout(TIMEOUT).build()?;
        Ok(Self { http, base_url: config.base_url.clone(), secret_key: config.secret_key.clone() })
    }

    /// Creates a payment page; repeated calls return the same one. `public_url` is our public address.
    pub async fn create_checkout(&self, order: &Order, public_url: &str) -> Result<Checkout, Failure> {
        let form = checkout_form(order, public_url);
        let request = self.http.post(self.url("checkout/sessions")).header("Idempotency-Key", order.id.to_string());
        let session: Session = self.call(request.form(&form)).await?;
        let checkout_url = session.url.ok_or_else(|| unreadable("a checkout without an address"))?;
        Ok(Checkout { recharge_id: order.id, session_id: session.id, checkout_url })
    }

    /// A payment's state, by its checkout.
    pub async fn payment_status(&self, session_id: &str) -> Result<PaymentStatus, Failure> {
        let request = self.http.get(self.url(&format!("checkout/sessions/{session_id}")));
        let session: Session = self.call(request.query(&[("expand[]", "payment_intent.latest_charge")])).await?;
        let disputed = match session.disputed_payment() {
            Some(payment) => self.disputed(payment).await?,
            None => 0,
        };
        Ok(session.payment_status(disputed))
    }

    /// The purpose of a payment, from its metadata.
    pub async fn purpose(&self, payment_intent: &str) -> Result<Option<RechargeId>, Failure> {
        let request = self.http.get(self.url(&format!("payment_intents/{payment_intent}")));
        Ok(self.call::<Intent>(request).await?.recharge_id())
    }

    /// A page of payment events since then, newest first; `after` is the last of the previous page.
    pub async fn events(&self, since: DateTime<Utc>, after: Option<&str>) -> Result<List<StripeEvent>, Failure> {
        let mut query = vec![("limit".to_owned(), "100".to_owned())];
        query.push(("created[gte]".to_owned(), since.timestamp().to_string()));
        query.extend(after.map(|id| ("starting_after".to_owned(), id.to_owned())));
        query.extend(EVENT_TYPES.iter().enumerate().map(|(at, kind)| (format!("types[{at}]"), (*kind).to_owned())));
        self.call(self.http.get(self.url("events")).query(&query)).await
    }

    /// The amount of a payment lost or withheld in disputes; in minor units.
    async fn disputed(&self, payment_intent: &str) -> Result<i64, Failure> {
        let request = self.http.get(self.url("disputes"));
        let disputes: List<Dispute> = self.call(request.query(&[("payment_intent", payment_intent)])).await?;
        Ok(disputes.data.iter().map(Dispute::withheld).sum())
    }

    fn url(&self, path: &str) -> String {
        format!("{}/v1/{path}", self.base_url)
    }

    async fn call<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, Failure> {
        let request = request.bearer_auth(self.secret_key.expose_secret()).header("Stripe-Version", API_VERSION);
        let response = request.send().await.map_err(|error| unsent(&error))?;
        if !response.status().is_success() {
            return Err(refused(response).await);
        }
        read_json(response)
            .await
            .map_err(|error| unreadable(if error == Unreadable::Incomplete { "it broke off" } else { "another shape" }))
    }
}

fn checkout_form(order: &Order, public_url: &str) -> Vec<(&'static str, String)> {
    vec![
        ("mode", "payment".into()),
        ("line_items[0][quantity]", "1".into()),
        ("line_items[0][price_data][currency]", order.currency.to_ascii_lowercase()),
        ("line_items[0][price_data][unit_amount]", order.amount.to_string()),
        ("line_items[0][price_data][product_data][name]", order.title()),
        ("success_url", format!("{public_url}{SUCCESS_PATH}")),
        ("cancel_url", format!("{public_url}{CANCEL_PATH}")),
        ("client_reference_id", order.user_id.to_string()),
        ("metadata[recharge_id]", order.id.to_string()),
        // A session's metadata is not copied to its payment.
        ("payment_intent_data[metadata][recharge_id]", order.id.to_string()),
    ]
}
