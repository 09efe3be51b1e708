//! Stripe: checkout pages, payments, refunds, disputes, subscriptions, and signed events about them.

mod api;
mod config;
mod control;
mod error;
mod form;
mod ids;
mod objects;
mod provider;
mod store;
mod subscription_controls;
mod subscriptions;
mod webhooks;

use std::{io, sync::Arc};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    response::Html,
    routing::{any, get},
};

use crate::background::Background;
pub use config::Config;
use provider::{Provider, Setup};
use store::Store;
use webhooks::Webhooks;

/// More than any valid form.
const BODY_LIMIT_BYTES: usize = 64 * 1024;

/// An HTML page, after the common part.
macro_rules! page {
    ($name:literal) => {
        Html(concat!(include_str!("../head.html"), include_str!("card.html"), include_str!($name)))
    };
}

/// The provider's own routes under `/stripe`, and its control routes under `/simulator/stripe`.
pub(crate) fn routes(config: Config, base_url: String, background: Background) -> io::Result<Router> {
    let setup = Setup { webhooks: Webhooks::new(config.clone())?, config, base_url };
    let provider = Arc::new(Provider::new(setup, Store::default(), background));
    Ok(Router::new()
        .route("/stripe/v1/{*path}", any(api::call))
        .route("/stripe/checkout/{id}", get(async || page!("checkout.html")))
        .route("/stripe/portal/{id}", get(async || page!("portal.html")))
        .nest("/simulator/stripe", control::routes().merge(subscription_controls::routes()))
        .layer(DefaultBodyLimit::max(BODY_LIMIT_BYTES))
        .with_state(provider))
}
