//! Plivo's Message API: the send call, messages with their states, and status callbacks.

mod callbacks;
mod config;
mod control;
mod magic;
mod provider;
mod records;
mod request;
mod send;
mod store;

use std::{io, sync::Arc};

use axum::{Router, extract::DefaultBodyLimit, response::Response, routing::get};

use crate::{background::Background, receiver};
pub use config::Config;
use provider::{Provider, Setup};
use store::Store;

/// More than the longest text, escaped, with all other members.
const BODY_LIMIT_BYTES: usize = 64 * 1024;

/// The provider's own routes, and its control routes under `/simulator/plivo`.
pub(crate) fn routes(config: Config, background: Background) -> io::Result<Router> {
    let setup = Setup { config, client: receiver::client()? };
    let provider = Arc::new(Provider::new(setup, Store::default(), background));
    let messages = get(records::messages).post(send::send).fallback(wrong_method);
    Ok(Router::new()
        .route("/v1/Account/{auth_id}/Message/", messages)
        .route("/v1/Account/{auth_id}/Message/{message_uuid}/", get(records::message).fallback(wrong_method))
        .nest("/simulator/plivo", control::routes())
        .layer(DefaultBodyLimit::max(BODY_LIMIT_BYTES))
        .with_state(provider))
}

async fn wrong_method() -> Response {
    send::refusal((405, "method not allowed".to_owned()), false)
}

/// The response to a path without a route, such as one without the final slash.
pub(crate) fn unknown_path() -> Response {
    send::refusal((404, "not found".to_owned()), false)
}
