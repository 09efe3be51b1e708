//! The WhatsApp Cloud API: send call, files, signed webhooks in both directions, and delivered messages.

mod config;
mod content;
mod control;
mod graph;
mod graph_error;
mod inbound;
mod interactive;
mod limits;
mod magic;
mod media;
mod media_api;
mod media_object;
mod numbers;
mod ownership;
mod payload;
mod phone;
mod provider;
mod report;
mod request;
mod send;
mod store;
mod template;
mod webhooks;

use std::{io, sync::Arc};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};
use tokio::sync::Semaphore;

use crate::background::Background;
pub use config::{Config, Identity};
pub(crate) use graph::call;
use graph_error::GraphError;
use limits::Gate;
use media::Media;
use numbers::Numbers;
use provider::{Memory, Provider, Setup};
use store::Store;
use template::Templates;
use webhooks::Webhooks;

/// The longest text is 4,096 characters of up to 12 bytes each, escaped; a message is never larger.
const BODY_LIMIT_BYTES: usize = 64 * 1024;

pub(crate) fn routes(config: Config, base_url: String, background: Background) -> io::Result<Routes> {
    let memory = Memory {
        store: Store::default(),
        numbers: Numbers::new(&config.phone_number_id, &config.access_token),
        templates: Templates::default(),
        media: Media::default(),
        gate: Gate::default(),
        identity: config.identity,
    };
    let setup = Setup {
        webhooks: Webhooks::new(config.clone())?,
        config,
        base_url,
        uploads: Semaphore::new(media_api::MAX_UPLOADS),
    };
    let provider = Arc::new(Provider::new(setup, memory, background));
    let upload =
        post(media_api::upload).fallback(unknown_route).layer(DefaultBodyLimit::max(media_api::UPLOAD_LIMIT_BYTES));
    let profile = get(ownership::profile).post(ownership::change_profile).fallback(unknown_route);
    let graph = Router::new()
        .route("/{phone_number_id}/messages", post(send::send).fallback(unknown_route))
        .route("/{phone_number_id}/media", upload)
        .route("/{phone_number_id}/whatsapp_business_profile", profile)
        .route("/{id}", get(ownership::look_up).delete(media_api::delete).fallback(unknown_route))
        .route("/{account_id}/subscribed_apps", get(ownership::subscribed_apps).fallback(unknown_route))
        .route("/{account_id}/phone_numbers", get(ownership::phone_numbers).fallback(unknown_route))
        .route("/whatsapp_business/attachments/{media_id}", get(media_api::fetch).fallback(unknown_route))
        .fallback(unknown_route)
        .layer(DefaultBodyLimit::max(BODY_LIMIT_BYTES))
        .with_state(provider.clone());
    let controls = Router::new().nest("/simulator/whatsapp", control::routes()).with_state(provider);
    Ok(Routes { graph, controls })
}

/// The provider's routes.
pub(crate) struct Routes {
    /// Graph, without versions in its paths; called by [`call`].
    pub(crate) graph: Router,
    /// The control routes, under `/simulator/whatsapp`.
    pub(crate) controls: Router,
}

async fn unknown_route() -> GraphError {
    graph::unknown_path()
}
