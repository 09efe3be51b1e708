//! Graph's data of a number and of the apps subscribed to its business account.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, Query, State},
    http::HeaderMap,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    Provider,
    graph_error::{GraphError, INVALID_PARAMETER},
    media_api, numbers,
    request::{bearer, is_version},
    send::unknown_path,
};

/// The app subscribed to business accounts.
const APP_ID: &str = "600000000000001";

/// An object's requested fields.
#[derive(Deserialize)]
pub(super) struct Fields {
    fields: Option<String>,
}

/// `GET /{version}/{id}`: a number if `fields` are requested, or else a file.
pub(super) async fn look_up(
    provider: State<Arc<Provider>>,
    Path((version, id)): Path<(String, String)>,
    Query(Fields { fields }): Query<Fields>,
    headers: HeaderMap,
) -> Result<Json<Value>, GraphError> {
    let Some(fields) = fields else { return media_api::look_up(provider, Path((version, id)), headers).await };
    if !is_version(&version) {
        return Err(unknown_path());
    }
    let memory = provider.state();
    memory.gate.check_outage("")?;
    memory.numbers.authorize(&id, bearer(&headers))?;
    if let Some(code) = numbers::magic_error(&id) {
        return Err(GraphError::of_code(code));
    }
    let mut answer = Map::from_iter([("id".to_owned(), json!(id))]);
    for field in fields.split(',') {
        let value = match field {
            "id" => continue,
            "display_phone_number" => json!(format!("+{}", memory.numbers.display(&id))),
            "verified_name" => json!("Simulated business"),
            "whatsapp_business_account" => json!({"id": memory.numbers.business_account(&id)}),
            _ => return Err(GraphError::new(INVALID_PARAMETER, "there is no such field")),
        };
        answer.insert(field.to_owned(), value);
    }
    Ok(Json(Value::Object(answer)))
}

/// `GET /{version}/{business_account_id}/subscribed_apps`.
pub(super) async fn subscribed_apps(
    State(provider): State<Arc<Provider>>,
    Path((version, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Json<Value>, GraphError> {
    if !is_version(&version) {
        return Err(unknown_path());
    }
    let memory = provider.state();
    memory.gate.check_outage("")?;
    let is_subscribed = memory.numbers.is_subscribed(&id, bearer(&headers))?;
    let app =
        json!({"whatsapp_business_api_data": {"id": APP_ID, "name": "Simulated app", "link": "https://example.com"}});
    Ok(Json(json!({"data": if is_subscribed { vec![app] } else { Vec::new() }})))
}
