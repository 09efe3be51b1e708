//! The WhatsApp Cloud API: the send call, its signed status webhooks, and what a phone received.

mod control;
mod graph_error;
mod magic;
mod request;
mod send;
mod store;
mod webhooks;

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

use crate::background::Background;
use store::Store;
use webhooks::Webhooks;

/// The longest text is 4,096 characters of at most 12 bytes each, escaped; more than this is no message.
const BODY_LIMIT_BYTES: usize = 64 * 1024;

/// The credentials that the simulator demands and signs with, and where it reports to.
#[derive(Debug, Clone)]
pub struct Config {
    /// Bearer token of the send call.
    pub access_token: String,
    /// Graph id of the sending number, digits; part of the send call's path.
    pub phone_number_id: String,
    /// Key of the webhooks' `X-Hub-Signature-256`.
    pub app_secret: String,
    /// What the handshake presents to the receiver of webhooks.
    pub verify_token: String,
    /// Where status webhooks go, such as `http://127.0.0.1:8000/v1/hooks/whatsapp`. None: no webhooks are sent.
    pub webhook_url: Option<String>,
    /// Pause before each status of a message.
    pub status_delay: Duration,
}

impl Config {
    /// Visibly fake credentials, and 50 ms before each status.
    pub fn fake(webhook_url: Option<String>) -> Self {
        Self {
            access_token: "simulator-whatsapp-token".to_owned(),
            phone_number_id: "100000000000001".to_owned(),
            app_secret: "simulator-whatsapp-app-secret".to_owned(),
            verify_token: "simulator-whatsapp-verify-token".to_owned(),
            webhook_url,
            status_delay: Duration::from_millis(50),
        }
    }
}

/// The provider's whole state.
struct Provider {
    config: Config,
    store: Mutex<Store>,
    webhooks: Webhooks,
    background: Background,
}

impl Provider {
    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The provider's own routes, and its control routes under `/simulator/whatsapp`.
///
/// Graph paths begin with a version and so could be anything: what no route knows gets Graph's error.
pub(crate) fn routes(config: Config, background: Background) -> io::Result<Router> {
    let provider =
        Arc::new(Provider { webhooks: Webhooks::new(config.clone())?, config, store: Mutex::default(), background });
    let control = Router::new()
        .route("/messages", get(control::messages))
        .route("/messages/{wamid}/read", post(control::read))
        .route("/requests", get(control::requests))
        .route("/statuses", post(control::statuses))
        .route("/handshake", post(control::handshake))
        .route("/magic-recipients", get(control::magic_recipients));
    Ok(Router::new()
        .route("/{version}/{phone_number_id}/messages", post(send::send).fallback(send::unknown_route))
        .fallback(send::unknown_route)
        .nest("/simulator/whatsapp", control)
        .layer(DefaultBodyLimit::max(BODY_LIMIT_BYTES))
        .with_state(provider))
}
