//! Routes under `/simulator/whatsapp`: records, and controls for tests and the page.

mod faults;
mod settings;
mod webhooks;

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Query, State},
    routing::{get, post, put},
};
use serde_json::Value;

use super::{
    Provider, magic,
    store::{Call, Inbound, Message},
};
use crate::listing::Filter;

/// A thousand statuses, or a webhook too large for its receiver.
const BODY_LIMIT_BYTES: usize = 8 * 1024 * 1024;

pub(super) fn routes() -> Router<Arc<Provider>> {
    Router::new()
        .route("/messages", get(messages))
        .route("/messages/{wamid}/read", post(webhooks::read))
        .route("/requests", get(requests))
        .route("/inbound", get(inbound).post(webhooks::inbound))
        .route("/statuses", post(webhooks::statuses))
        .route("/webhook", post(webhooks::webhook))
        .route("/handshake", post(webhooks::handshake))
        .route("/limits", get(settings::limits).put(settings::put_limits))
        .route("/outage", get(settings::outage).put(settings::put_outage))
        .route("/webhook-format", get(settings::webhook_format).put(settings::put_webhook_format))
        .route("/numbers", get(settings::numbers))
        .route("/numbers/{phone_number_id}", put(settings::put_number).delete(settings::delete_number))
        .route("/templates", get(settings::templates))
        .route("/templates/{name}", put(settings::put_template).delete(settings::delete_template))
        .route("/magic-recipients", get(magic_recipients))
        .layer(DefaultBodyLimit::max(BODY_LIMIT_BYTES))
}

/// `GET /messages?to=&limit=`: accepted messages, newest first.
async fn messages(State(provider): State<Arc<Provider>>, Query(filter): Query<Filter>) -> Json<Value> {
    filter.list(provider.state().store.messages(), |message: &Message| Some(&message.to))
}

/// `GET /requests?to=&limit=`: send calls including refused ones, newest first.
async fn requests(State(provider): State<Arc<Provider>>, Query(filter): Query<Filter>) -> Json<Value> {
    filter.list(provider.state().store.calls(), |call: &Call| call.to.as_deref())
}

/// `GET /inbound?from=&limit=`: messages from people, newest first.
async fn inbound(State(provider): State<Arc<Provider>>, Query(filter): Query<Filter>) -> Json<Value> {
    filter.list(provider.state().store.inbound(), |inbound: &Inbound| inbound.from.as_deref())
}

/// `GET /magic-recipients`: the tables of numbers and codes.
async fn magic_recipients() -> Json<Value> {
    Json(magic::table())
}
