//! Plivo's Message API: the send call, and delivered text messages.

mod config;
mod control;
mod magic;
mod provider;
mod request;
mod send;
mod store;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{any, post},
};

use crate::background::Background;
pub use config::Config;
use provider::Provider;
use store::Store;

/// More than the longest text, escaped, with all other members.
const BODY_LIMIT_BYTES: usize = 64 * 1024;

/// The provider's own routes, and its control routes under `/simulator/plivo`.
pub(crate) fn routes(config: Config, background: Background) -> Router {
    let provider = Arc::new(Provider::new(config, Store::default(), background));
    Router::new()
        .route("/v1/Account/{auth_id}/Message/", post(send::send).fallback(send::wrong_method))
        .route("/v1/Account/{auth_id}/Message", any(send::unknown_path))
        .nest("/simulator/plivo", control::routes())
        .layer(DefaultBodyLimit::max(BODY_LIMIT_BYTES))
        .with_state(provider)
}
