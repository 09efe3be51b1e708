//! The credentials and the webhook of the simulated Stripe.

/// The credentials to require and sign with, and the webhook address.
#[derive(Debug, Clone)]
pub struct Config {
    /// Bearer token of all calls.
    pub secret_key: String,
    /// Key of the events' `Stripe-Signature`.
    pub webhook_secret: String,
    /// The only subscription price.
    pub pro_price_id: String,
    /// Webhook URL, such as `http://127.0.0.1:8000/v1/hooks/stripe`. None: no events are sent.
    pub webhook_url: Option<String>,
}

impl Config {
    /// Visibly fake credentials.
    pub fn test_credentials(webhook_url: Option<String>) -> Self {
        Self {
            secret_key: "sk_test_simulator_stripe_key".to_owned(),
            webhook_secret: "whsec_simulator_stripe_secret".to_owned(),
            pro_price_id: "price_simulator_pro".to_owned(),
            webhook_url,
        }
    }

    /// The amount of the subscription price, in minor units.
    pub fn pro_price(&self) -> i64 {
        super::subscriptions::PRICE
    }
}
