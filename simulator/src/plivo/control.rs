//! Routes under `/simulator/plivo`: past calls.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Query, State},
    routing::get,
};
use serde_json::Value;

use super::{Provider, magic};
use crate::listing::Filter;

pub(super) fn routes() -> Router<Arc<Provider>> {
    Router::new()
        .route("/messages", get(messages))
        .route("/requests", get(requests))
        .route("/magic-recipients", get(async || Json(magic::table())))
}

/// `GET /messages?to=&limit=`: delivered text messages, newest first.
async fn messages(State(provider): State<Arc<Provider>>, Query(filter): Query<Filter>) -> Json<Value> {
    filter.list(provider.state().messages(), |message| Some(&message.to))
}

/// `GET /requests?to=&limit=`: send calls including refused ones, newest first.
async fn requests(State(provider): State<Arc<Provider>>, Query(filter): Query<Filter>) -> Json<Value> {
    filter.list(provider.state().calls(), |call| call.to.as_deref())
}
