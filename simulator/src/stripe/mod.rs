//! Stripe: checkout pages, payments, refunds, disputes, subscriptions, and signed events about them.

mod api;
mod config;
mod control;
mod customers;
mod error;
mod expand;
mod form;
mod ids;
mod objects;
mod pagination;
mod portal;
mod provider;
mod reads;
mod refunds;
mod store;
mod subscription_controls;
mod subscriptions;
mod webhooks;
mod writes;

use std::{io, sync::Arc};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::Method,
    response::{Html, IntoResponse, Response},
    routing::{any, get},
};
use error::StripeError;

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

/// The API's resources. At the root, other paths of `/v1` belong to other providers.
const RESOURCES: [&str; 9] = [
    "billing_portal",
    "charges",
    "checkout",
    "customers",
    "disputes",
    "events",
    "payment_intents",
    "refunds",
    "subscriptions",
];

/// The provider's own routes at the root and under `/stripe`, and its control routes under `/simulator/stripe`.
pub(crate) fn routes(config: Config, base_url: String, background: Background) -> io::Result<Router> {
    let setup = Setup { webhooks: Webhooks::new(config.clone())?, config, base_url };
    let provider = Arc::new(Provider::new(setup, Store::default(), background));
    let mut api = Router::new().route("/stripe/v1/{*path}", any(api::call));
    for resource in RESOURCES {
        let path = format!("/v1/{resource}");
        api = api.route(&path, any(api::call)).route(&format!("{path}/{{*path}}"), any(api::call));
    }
    Ok(api
        .route("/stripe/checkout/{id}", get(async || page!("checkout.html")))
        .route("/stripe/portal/{id}", get(async || page!("portal.html")))
        .nest("/simulator/stripe", control::routes().merge(subscription_controls::routes()))
        .layer(DefaultBodyLimit::max(BODY_LIMIT_BYTES))
        .with_state(provider))
}

/// The response to a path without a route.
pub(crate) fn unknown_path(method: &Method, path: &str) -> Response {
    StripeError::unknown_route(method.as_str(), path).into_response()
}
