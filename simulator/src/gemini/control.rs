//! Routes under `/simulator/gemini`: past calls.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Query, State},
    routing::get,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Provider, magic};

pub(super) fn routes() -> Router<Arc<Provider>> {
    Router::new().route("/requests", get(requests)).route("/magic-prompts", get(async || Json(magic::table())))
}

/// Filters the list by prompt, up to the newest `limit` rows.
#[derive(Deserialize)]
struct Filter {
    prompt: Option<String>,
    limit: Option<usize>,
}

/// `GET /requests?prompt=&limit=`: calls including refused ones, newest first.
async fn requests(State(provider): State<Arc<Provider>>, Query(filter): Query<Filter>) -> Json<Value> {
    let store = provider.state();
    let is_wanted = |prompt: Option<&str>| filter.prompt.is_none() || prompt == filter.prompt.as_deref();
    let calls = store.calls().filter(|call| is_wanted(call.prompt.as_deref()));
    let rows: Vec<_> = calls.take(filter.limit.unwrap_or(usize::MAX)).collect();
    Json(json!({"data": rows}))
}
