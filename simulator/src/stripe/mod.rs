//! Stripe: checkout pages, payments, refunds and disputes, subscriptions, and signed events that tell of them.

mod api;
mod control;
mod error;
mod form;
mod levers;
mod objects;
mod store;
mod subscriptions;
mod webhooks;

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    response::Html,
    routing::{any, get},
};

use crate::background::Background;
use store::Store;
use webhooks::Webhooks;

/// More than any form that is understood.
const BODY_LIMIT_BYTES: usize = 64 * 1024;

/// The credentials that the simulator demands and signs with, and where it reports to.
#[derive(Debug, Clone)]
pub struct Config {
    /// Bearer token of all calls.
    pub secret_key: String,
    /// Key of the events' `Stripe-Signature`.
    pub webhook_secret: String,
    /// The one price that can be subscribed to.
    pub pro_price_id: String,
    /// Where events go, such as `http://127.0.0.1:8000/v1/hooks/stripe`. None: no events are sent.
    pub webhook_url: Option<String>,
}

impl Config {
    /// Visibly fake credentials.
    pub fn fake(webhook_url: Option<String>) -> Self {
        Self {
            secret_key: "sk_test_simulator_stripe_key".to_owned(),
            webhook_secret: "whsec_simulator_stripe_secret".to_owned(),
            pro_price_id: "price_simulator_pro".to_owned(),
            webhook_url,
        }
    }
}

/// The provider's whole state.
struct Provider {
    config: Config,
    /// Where people reach the simulator, without a slash at the end.
    base_url: String,
    store: Mutex<Store>,
    webhooks: Webhooks,
    background: Background,
}

impl Provider {
    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A page, after what all have in common.
macro_rules! page {
    ($name:literal) => {
        Html(concat!(include_str!("../head.html"), include_str!("card.html"), include_str!($name)))
    };
}

/// The provider's own routes under `/stripe`, and its control routes under `/simulator/stripe`.
pub(crate) fn routes(config: Config, base_url: String, background: Background) -> io::Result<Router> {
    let provider = Arc::new(Provider {
        webhooks: Webhooks::new(config.clone())?,
        config,
        base_url,
        store: Mutex::default(),
        background,
    });
    Ok(Router::new()
        .route("/stripe/v1/{*path}", any(api::call))
        .route("/stripe/checkout/{id}", get(async || page!("checkout.html")))
        .route("/stripe/portal/{id}", get(async || page!("portal.html")))
        .nest("/simulator/stripe", control::routes().merge(levers::routes()))
        .layer(DefaultBodyLimit::max(BODY_LIMIT_BYTES))
        .with_state(provider))
}
