//! The Gemini API: answers at once or in a stream, token counts, models, and recorded calls.

mod answer;
mod api;
mod config;
mod control;
mod magic;
mod provider;
mod refusal;
mod request;
mod store;
mod stream;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    response::{IntoResponse, Response},
};

use crate::background::Background;
pub use config::Config;
use provider::Provider;
use refusal::Refusal;
use store::Store;

/// More than any history that fits a model.
const BODY_LIMIT_BYTES: usize = 4 * 1024 * 1024;

/// The provider's own routes, and its control routes under `/simulator/gemini`.
pub(crate) fn routes(config: Config, background: Background) -> Router {
    let provider = Arc::new(Provider::new(config, Store::default(), background));
    Router::new()
        .merge(api::routes())
        .nest("/simulator/gemini", control::routes())
        .layer(DefaultBodyLimit::max(BODY_LIMIT_BYTES))
        .with_state(provider)
}

/// The response to a path without a route.
pub(crate) fn unknown_path() -> Response {
    Refusal::unknown_path().into_response()
}
