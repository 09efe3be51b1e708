//! Routes under `/simulator/plivo`: what happened.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Query, State},
    routing::get,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Provider, magic};

pub(super) fn routes() -> Router<Arc<Provider>> {
    Router::new()
        .route("/messages", get(messages))
        .route("/requests", get(requests))
        .route("/magic-recipients", get(async || Json(magic::table())))
}

/// Narrows a list: to a number (compared on digits), and to the newest `limit` rows.
#[derive(Deserialize)]
struct Filter {
    to: Option<String>,
    limit: Option<usize>,
}

impl Filter {
    fn list<'a, T: Serialize + 'a>(
        self,
        rows: impl Iterator<Item = &'a T>,
        to: impl Fn(&T) -> Option<&str>,
    ) -> Json<Value> {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let wanted = self.to.as_deref().map(digits);
        let is_wanted = |row: &&T| wanted.is_none() || to(row).map(digits) == wanted;
        let rows: Vec<&T> = rows.filter(is_wanted).take(self.limit.unwrap_or(usize::MAX)).collect();
        Json(json!({"data": rows}))
    }
}

/// `GET /messages?to=&limit=`: the text messages that phones got, newest first.
async fn messages(State(provider): State<Arc<Provider>>, Query(filter): Query<Filter>) -> Json<Value> {
    filter.list(provider.store().messages(), |message| Some(&message.to))
}

/// `GET /requests?to=&limit=`: the send calls, also the refused ones, newest first.
async fn requests(State(provider): State<Arc<Provider>>, Query(filter): Query<Filter>) -> Json<Value> {
    filter.list(provider.store().calls(), |call| call.to.as_deref())
}
