use secrecy::{ExposeSecret, SecretString};

use super::Env;

const DEFAULT_BASE_URL: &str = "https://api.stripe.com";

/// Stripe, for payments.
#[derive(Debug, Clone)]
pub struct Stripe {
    /// `STRIPE_SECRET_KEY`, or a restricted one.
    pub secret_key: SecretString,
    /// `STRIPE_WEBHOOK_SECRET`: verifies webhook signatures.
    pub webhook_secret: SecretString,
    /// `STRIPE_BASE_URL`: everything before `/v1/`.
    pub base_url: String,
    /// `STRIPE_PRICE_ID_PRO`: the recurring price of Pro; without it subscriptions are disabled.
    pub price_id_pro: Option<String>,
    /// `PRO_PRICE_MINOR`: the monthly price of Pro as shown to users, in minor units; `None`: not shown.
    pub pro_price: Option<i64>,
}

impl Stripe {
    const VARIABLES: [&str; 2] = ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"];

    /// Whether any of its variables is set.
    #[must_use]
    pub fn is_mentioned(env: &Env) -> bool {
        Self::VARIABLES.iter().chain(&["STRIPE_BASE_URL", "STRIPE_PRICE_ID_PRO"]).any(|name| env.text(name).is_some())
    }

    /// Whether its key is a live one.
    #[must_use]
    pub fn is_live(&self) -> bool {
        ["sk_live_", "rk_live_"].iter().any(|prefix| self.secret_key.expose_secret().starts_with(prefix))
    }

    pub(super) fn read(env: &mut Env) -> Option<Self> {
        if !Self::is_mentioned(env) {
            return None;
        }
        let missing: Vec<_> = Self::VARIABLES.into_iter().filter(|name| env.text(name).is_none()).collect();
        if !missing.is_empty() {
            env.problem(format!("Stripe is only half set up: {} missing", missing.join(", ")));
        }
        let pro_price = env.number("PRO_PRICE_MINOR", 0, 0..=100_000_000);
        let base_url = env.text_or("STRIPE_BASE_URL", DEFAULT_BASE_URL);
        Some(Self {
            secret_key: env.secret("STRIPE_SECRET_KEY"),
            webhook_secret: env.secret("STRIPE_WEBHOOK_SECRET"),
            base_url: base_url.trim_end_matches('/').into(),
            price_id_pro: env.optional("STRIPE_PRICE_ID_PRO"),
            pro_price: (pro_price > 0).then_some(pro_price.into()),
        })
    }
}
