//! The Gemini API: the streaming call, and the calls that came.

mod answer;
mod control;
mod magic;
mod refusal;
mod request;
mod store;
mod stream;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::{Router, extract::DefaultBodyLimit, routing::post};

use crate::background::Background;
use store::Store;

/// More than any history that fits a model.
const BODY_LIMIT_BYTES: usize = 4 * 1024 * 1024;

/// The credentials that the simulator demands.
#[derive(Debug, Clone)]
pub struct Config {
    /// The key in `x-goog-api-key`.
    pub api_key: String,
}

impl Config {
    /// A visibly fake key.
    #[must_use]
    pub fn fake() -> Self {
        Self { api_key: "simulator-gemini-key".to_owned() }
    }
}

/// The provider's whole state.
struct Provider {
    config: Config,
    store: Mutex<Store>,
    background: Background,
}

impl Provider {
    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The provider's own routes, and its control routes under `/simulator/gemini`.
pub(crate) fn routes(config: Config, background: Background) -> Router {
    let provider = Arc::new(Provider { config, store: Mutex::default(), background });
    Router::new()
        .route("/v1beta/models/{call}", post(stream::call).fallback(stream::unknown_method))
        .nest("/simulator/gemini", control::routes())
        .layer(DefaultBodyLimit::max(BODY_LIMIT_BYTES))
        .with_state(provider)
}
