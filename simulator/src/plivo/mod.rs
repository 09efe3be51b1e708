//! Plivo's Message API: the send call, and the text messages that phones got.

mod control;
mod magic;
mod request;
mod send;
mod store;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{any, post},
};

use crate::background::Background;
use store::Store;

/// More than the longest text, escaped, and everything about it.
const BODY_LIMIT_BYTES: usize = 64 * 1024;

/// The credentials that the simulator demands.
#[derive(Debug, Clone)]
pub struct Config {
    /// The account: part of every path, and the name of HTTP Basic.
    pub auth_id: String,
    /// The password of HTTP Basic.
    pub auth_token: String,
    /// The only sender that the account has.
    pub source: String,
}

impl Config {
    /// Visibly fake credentials.
    #[must_use]
    pub fn fake() -> Self {
        Self {
            auth_id: "SIMULATORPLIVOACCOUNT".to_owned(),
            auth_token: "simulator-plivo-token".to_owned(),
            source: "15550109999".to_owned(),
        }
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

/// The provider's own routes, and its control routes under `/simulator/plivo`.
pub(crate) fn routes(config: Config, background: Background) -> Router {
    let provider = Arc::new(Provider { config, store: Mutex::default(), background });
    Router::new()
        .route("/v1/Account/{auth_id}/Message/", post(send::send).fallback(send::wrong_method))
        .route("/v1/Account/{auth_id}/Message", any(send::unknown_path))
        .nest("/simulator/plivo", control::routes())
        .layer(DefaultBodyLimit::max(BODY_LIMIT_BYTES))
        .with_state(provider)
}
