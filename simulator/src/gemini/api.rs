//! The API's routes: models, and the calls of a model.

use std::sync::Arc;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, Query, State, rejection::BytesRejection},
    http::{HeaderMap, Uri},
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Provider,
    refusal::Refusal,
    request::{Call, Key},
    stream::{self, Format},
};

/// The API's versions, which are equal here.
const VERSIONS: [&str; 3] = ["v1", "v1beta", "v1alpha"];
/// The listed models. Every name with the prefix is a model, except retired ones.
const MODELS: [&str; 3] = ["gemini-3.5-flash", "gemini-3.5-flash-lite", "gemini-3.8-flash"];
const PREFIX: &str = "gemini-";
const RETIRED_PREFIX: &str = "gemini-retired";

/// The query of a call.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Options {
    alt: Option<String>,
    key: Option<String>,
    #[serde(alias = "page_size")]
    page_size: Option<usize>,
    #[serde(alias = "page_token")]
    page_token: Option<usize>,
}

pub(super) fn routes() -> Router<Arc<Provider>> {
    VERSIONS.into_iter().fold(Router::new(), |router, version| {
        let model = get(model).post(call).fallback(unknown_path);
        router
            .route(&format!("/{version}/models"), get(models).fallback(unknown_path))
            .route(&format!("/{version}/models/{{call}}"), model)
    })
}

async fn unknown_path() -> Refusal {
    Refusal::unknown_path()
}

fn check_model(model: &str, uri: &Uri) -> Result<(), Refusal> {
    if model.starts_with(PREFIX) && !model.starts_with(RETIRED_PREFIX) {
        return Ok(());
    }
    let version = uri.path().trim_start_matches('/').split('/').next().unwrap_or_default();
    Err(Refusal::unknown_model(model, version))
}

/// `POST /{version}/models/{model}:{method}`.
async fn call(
    State(provider): State<Arc<Provider>>,
    Path(call): Path<String>,
    Query(options): Query<Options>,
    uri: Uri,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let body = body.unwrap_or_default();
    let key = Key::new(&headers, options.key.as_deref());
    let (model, method) = call.split_once(':').unwrap_or((&call, ""));
    let format = match (method, options.alt.as_deref()) {
        ("streamGenerateContent", Some("sse")) => Format::Events,
        ("streamGenerateContent", _) => Format::Array,
        ("generateContent", _) => Format::Whole,
        ("countTokens", _) => {
            let judged = Call::judge_count(&provider.setup, &key, &headers, &body);
            let counted = judged.and_then(|call| check_model(model, &uri).map(|()| call.tokens()));
            return counted.map(token_count).into_response();
        }
        _ => return Refusal::unknown_path().into_response(),
    };
    let judged =
        Call::judge(&provider.setup, &key, &headers, &body).and_then(|call| check_model(model, &uri).map(|()| call));
    match judged {
        Ok(call) => stream::settle(provider, model, call, format).await,
        Err(refusal) => {
            stream::note(&provider, model, None, Some(refusal.status));
            refusal.into_response()
        }
    }
}

fn token_count(tokens: usize) -> Json<Value> {
    Json(json!({"totalTokens": tokens, "promptTokensDetails": [{"modality": "TEXT", "tokenCount": tokens}]}))
}

/// `GET /{version}/models`.
async fn models(
    State(provider): State<Arc<Provider>>,
    Query(options): Query<Options>,
    headers: HeaderMap,
) -> Result<Json<Value>, Refusal> {
    Key::new(&headers, options.key.as_deref()).check(&provider.setup)?;
    let (start, size) = (options.page_token.unwrap_or(0), options.page_size.unwrap_or(50).clamp(1, 1000));
    let page: Vec<_> = MODELS.iter().skip(start).take(size).map(|name| described(name)).collect();
    let mut answer = json!({"models": page});
    let next = start.saturating_add(size);
    if next < MODELS.len() {
        answer["nextPageToken"] = json!(next.to_string());
    }
    Ok(Json(answer))
}

/// `GET /{version}/models/{model}`.
async fn model(
    State(provider): State<Arc<Provider>>,
    Path(name): Path<String>,
    Query(options): Query<Options>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Json<Value>, Refusal> {
    Key::new(&headers, options.key.as_deref()).check(&provider.setup)?;
    check_model(&name, &uri)?;
    Ok(Json(described(&name)))
}

fn described(name: &str) -> Value {
    json!({
        "name": format!("models/{name}"), "version": "001", "displayName": name, "description": "A simulated model",
        "inputTokenLimit": 1_048_576, "outputTokenLimit": 65_536,
        "supportedGenerationMethods": ["generateContent", "countTokens"], "temperature": 1, "topP": 0.95, "topK": 64,
    })
}
