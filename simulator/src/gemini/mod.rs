//! The Gemini API: the streaming call, and recorded calls.

mod answer;
mod config;
mod control;
mod magic;
mod provider;
mod refusal;
mod request;
mod store;
mod stream;

use std::sync::Arc;

use axum::{Router, extract::DefaultBodyLimit, routing::post};

use crate::background::Background;
pub use config::Config;
use provider::Provider;
use store::Store;

/// More than any history that fits a model.
const BODY_LIMIT_BYTES: usize = 4 * 1024 * 1024;

/// The provider's own routes, and its control routes under `/simulator/gemini`.
pub(crate) fn routes(config: Config, background: Background) -> Router {
    let provider = Arc::new(Provider::new(config, Store::default(), background));
    Router::new()
        .route("/v1beta/models/{call}", post(stream::call).fallback(stream::unknown_method))
        .nest("/simulator/gemini", control::routes())
        .layer(DefaultBodyLimit::max(BODY_LIMIT_BYTES))
        .with_state(provider)
}
