//! Files: upload, lookup, download.

use std::{sync::Arc, time::Duration};

use axum::{
    Json,
    extract::{
        Multipart, Path, Query, State,
        multipart::{Field, MultipartError, MultipartRejection},
    },
    http::{HeaderMap, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use chrono::Utc;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Provider,
    graph_error::{GraphError, INVALID_PARAMETER, INVALID_TOKEN, INVALID_VALUE, UPLOAD_FAILED},
    media::{File, KB, MB, base_type, known_type, no_such_file, size_limit, too_large},
    request::bearer,
};

/// Maximum upload: the longest file plus the form's overhead.
pub(super) const UPLOAD_LIMIT_BYTES: usize = 100 * MB + 64 * KB;
/// Concurrent uploads.
pub(super) const MAX_UPLOADS: usize = 2;
/// Upload timeout.
const TIMEOUT: Duration = Duration::from_secs(60);
/// How long a file's URL is valid.
const ADDRESS_SECONDS: i64 = 300;
/// In bytes.
const MAX_FORM_TEXT: usize = 256;

/// `POST /{phone_number_id}/media`: `{"id"}`.
pub(super) async fn upload(
    State(provider): State<Arc<Provider>>,
    Path(phone_number_id): Path<String>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Json<Value>, GraphError> {
    let _permit = provider.setup.uploads.acquire().await.map_err(|_| GraphError::of_code(UPLOAD_FAILED))?;
    // Read to the end before validation: a client refused while sending may miss the response.
    let file = tokio::time::timeout(TIMEOUT, read(form)).await.unwrap_or_else(|_| Err(cut_off()));
    let mut memory = provider.state();
    memory.numbers.authorize(&phone_number_id, bearer(&headers))?;
    let id = memory.media.add(&phone_number_id, file?);
    Ok(Json(json!({"id": id})))
}

/// A file's URL and metadata.
pub(super) fn look_up(provider: &Provider, id: &str, headers: &HeaderMap) -> Result<Json<Value>, GraphError> {
    let file = provider.file(id, headers)?;
    let until = Utc::now().timestamp() + ADDRESS_SECONDS;
    Ok(Json(json!({
        "messaging_product": "whatsapp",
        "id": id,
        "url": format!("{}/whatsapp_business/attachments/{id}?ext={until}", provider.setup.base_url),
        "mime_type": file.mime_type,
        "sha256": file.sha256,
        "file_size": file.bytes.len(),
    })))
}

/// `DELETE /{media_id}`.
pub(super) async fn delete(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, GraphError> {
    provider.file(&id, &headers)?;
    provider.state().media.remove(&id);
    Ok(Json(json!({"success": true})))
}

/// When a URL expires, in Unix seconds.
#[derive(Deserialize)]
pub(super) struct Expiry {
    ext: i64,
}

/// `GET /whatsapp_business/attachments/{media_id}?ext=`: the contents.
pub(super) async fn fetch(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    Query(expiry): Query<Expiry>,
    headers: HeaderMap,
) -> Response {
    if expiry.ext < Utc::now().timestamp() {
        return StatusCode::NOT_FOUND.into_response();
    }
    match provider.file(&id, &headers) {
        Ok(file) => ([(CONTENT_TYPE, file.mime_type)], file.bytes).into_response(),
        Err(error) if error.code == INVALID_TOKEN => StatusCode::UNAUTHORIZED.into_response(),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

impl Provider {
    /// The file, if it belongs to the token's number.
    fn file(&self, id: &str, headers: &HeaderMap) -> Result<File, GraphError> {
        let memory = self.state();
        let token = bearer(headers);
        memory.numbers.recognize(token)?;
        let (owner, file) = memory.media.files.get(id).ok_or_else(no_such_file)?;
        memory.numbers.authorize(owner, token).map_err(|_| no_such_file())?;
        Ok(file.clone())
    }
}

/// Reads a form with the members `file`, `messaging_product` and, optionally, `type`.
async fn read(form: Result<Multipart, MultipartRejection>) -> Result<File, GraphError> {
    let mut form = form.map_err(|error| GraphError::new(INVALID_PARAMETER, error.body_text()))?;
    let (mut file, mut product, mut stated_type, mut unknown) = (None, None, None, false);
    while let Some(field) = form.next_field().await.map_err(refused)? {
        match field.name() {
            Some("file") if field.file_name().is_some() => file = Some(read_file(field).await?),
            Some("messaging_product") => product = Some(read_text(field).await?),
            Some("type") => stated_type = Some(read_text(field).await?),
            _ => {
                read_at_most(field, 0).await?;
                unknown = true;
            }
        }
    }
    let Some((mime_type, bytes)) = file else {
        return Err(GraphError::new(INVALID_PARAMETER, "file must be a file"));
    };
    if unknown || product.is_none() || stated_type.is_some_and(|stated| base_type(&stated) != mime_type) {
        let fault = "there must be file, messaging_product and, if any, the file's own type";
        return Err(GraphError::new(INVALID_PARAMETER, fault));
    }
    if product.as_deref() != Some("whatsapp") {
        return Err(GraphError::new(INVALID_VALUE, "messaging_product must be whatsapp"));
    }
    File::new(&mime_type, bytes.ok_or_else(too_large)?)
}

/// The type, and the bytes unless they exceed that type's limit.
async fn read_file(field: Field<'_>) -> Result<(String, Option<Vec<u8>>), GraphError> {
    let mime_type = base_type(field.content_type().unwrap_or_default());
    // An unsupported file is not stored, but must not be reported as too large.
    let most = known_type(&mime_type).map(|(_, kind)| size_limit(kind, &[]));
    let bytes = read_at_most(field, most.unwrap_or_default()).await?;
    Ok((mime_type, if most.is_some() { bytes } else { Some(Vec::new()) }))
}

async fn read_text(field: Field<'_>) -> Result<String, GraphError> {
    let bytes = read_at_most(field, MAX_FORM_TEXT).await?.unwrap_or_default();
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Reads a field to its end; none if it is longer.
async fn read_at_most(mut field: Field<'_>, most: usize) -> Result<Option<Vec<u8>>, GraphError> {
    let mut bytes = Some(Vec::new());
    while let Some(chunk) = field.chunk().await.map_err(refused)? {
        bytes = bytes.filter(|bytes| bytes.len() + chunk.len() <= most);
        if let Some(bytes) = &mut bytes {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok(bytes)
}

fn cut_off() -> GraphError {
    GraphError::new(UPLOAD_FAILED, "the file did not arrive in time")
}

fn refused(error: MultipartError) -> GraphError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        too_large()
    } else {
        GraphError::new(INVALID_PARAMETER, error.body_text())
    }
}
