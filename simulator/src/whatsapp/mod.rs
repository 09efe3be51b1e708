//! The WhatsApp Cloud API: the send call, files, signed webhooks in both directions, and what a phone received.

mod content;
mod control;
mod graph_error;
mod inbound;
mod limits;
mod magic;
mod media;
mod numbers;
mod ownership;
mod payload;
mod report;
mod request;
mod send;
mod store;
mod template;
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
use tokio::sync::Semaphore;

use crate::background::Background;
use graph_error::GraphError;
use limits::Gate;
use media::Media;
use numbers::Numbers;
use payload::Business;
use store::Store;
use template::Templates;
use webhooks::Webhooks;

/// The longest text is 4,096 characters of at most 12 bytes each, escaped; more than this is no message.
const BODY_LIMIT_BYTES: usize = 64 * 1024;

/// The credentials that the simulator demands and signs with, and where it reports to.
#[derive(Debug, Clone)]
pub struct Config {
    /// Bearer token of the number below.
    pub access_token: String,
    /// Graph id of the sending number, digits; part of the send call's path.
    pub phone_number_id: String,
    /// Key of the webhooks' `X-Hub-Signature-256`.
    pub app_secret: String,
    /// What the handshake presents to the receiver of webhooks.
    pub verify_token: String,
    /// Where webhooks go, such as `http://127.0.0.1:8000/v1/hooks/whatsapp`. None: no webhooks are sent.
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
    /// Where the simulator is reached, without a slash at the end.
    base_url: String,
    memory: Mutex<Memory>,
    webhooks: Webhooks,
    uploads: Semaphore,
    background: Background,
}

/// What changes.
struct Memory {
    store: Store,
    numbers: Numbers,
    templates: Templates,
    media: Media,
    gate: Gate,
}

impl Provider {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn business(&self, phone_number_id: &str) -> Business {
        let display_phone_number = self.memory().numbers.display(phone_number_id);
        Business { phone_number_id: phone_number_id.to_owned(), display_phone_number }
    }
}

/// The provider's own routes, and its control routes under `/simulator/whatsapp`.
///
/// Graph paths begin with a version and so could be anything: what no route knows gets Graph's error.
pub(crate) fn routes(config: Config, base_url: String, background: Background) -> io::Result<Router> {
    let memory = Memory {
        store: Store::default(),
        numbers: Numbers::new(&config.phone_number_id, &config.access_token),
        templates: Templates::default(),
        media: Media::default(),
        gate: Gate::default(),
    };
    let provider = Arc::new(Provider {
        webhooks: Webhooks::new(config.clone())?,
        config,
        base_url,
        memory: Mutex::new(memory),
        uploads: Semaphore::new(media::MAX_UPLOADS),
        background,
    });
    let upload = post(media::upload).fallback(unknown_route).layer(DefaultBodyLimit::max(media::UPLOAD_LIMIT_BYTES));
    Ok(Router::new()
        .route("/{version}/{phone_number_id}/messages", post(send::send).fallback(unknown_route))
        .route("/{version}/{phone_number_id}/media", upload)
        .route("/{version}/{id}", get(ownership::look_up).fallback(unknown_route))
        .route(
            "/{version}/{business_account_id}/subscribed_apps",
            get(ownership::subscribed_apps).fallback(unknown_route),
        )
        .route("/whatsapp_business/attachments/{media_id}", get(media::fetch).fallback(unknown_route))
        .fallback(unknown_route)
        .nest("/simulator/whatsapp", control::routes())
        .layer(DefaultBodyLimit::max(BODY_LIMIT_BYTES))
        .with_state(provider))
}

async fn unknown_route() -> GraphError {
    send::unknown_path()
}
