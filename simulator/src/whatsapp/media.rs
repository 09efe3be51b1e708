//! Files: uploaded, looked up, fetched.

use std::{sync::Arc, time::Duration};

use axum::{
    Json,
    body::Bytes,
    extract::{
        Multipart, Path, Query, State,
        multipart::{Field, MultipartError, MultipartRejection},
    },
    http::{HeaderMap, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use chrono::Utc;
use hashlink::LinkedHashMap;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    Provider,
    content::MediaKind,
    graph_error::{GraphError, INVALID_PARAMETER, INVALID_TOKEN, INVALID_VALUE, UPLOAD_FAILED},
    request::{bearer, is_version},
    send::unknown_path,
};

const KB: usize = 1024;
const MB: usize = 1024 * KB;
/// How much of an upload is read: the longest file, and what the form adds.
pub(super) const UPLOAD_LIMIT_BYTES: usize = 100 * MB + 64 * KB;
/// How many uploads are read at once.
pub(super) const MAX_UPLOADS: usize = 2;
/// How much is remembered of all files together; the oldest go first. The longest file fits.
const CAPACITY_BYTES: usize = 128 * MB;
const MAX_FILES: usize = 10_000;
/// How long an upload may take.
const TIMEOUT: Duration = Duration::from_secs(60);
/// How long the address of a file is good.
const ADDRESS_SECONDS: i64 = 300;
/// In bytes.
const MAX_FORM_TEXT: usize = 256;

#[rustfmt::skip]
const MIME_TYPES: [(&str, MediaKind); 19] = [
    ("image/jpeg", MediaKind::Image),
    ("image/png", MediaKind::Image),
    ("video/mp4", MediaKind::Video),
    ("video/3gp", MediaKind::Video),
    ("video/3gpp", MediaKind::Video),
    ("audio/aac", MediaKind::Audio),
    ("audio/amr", MediaKind::Audio),
    ("audio/mpeg", MediaKind::Audio),
    ("audio/mp4", MediaKind::Audio),
    ("audio/ogg", MediaKind::Audio),
    ("application/pdf", MediaKind::Document),
    ("application/msword", MediaKind::Document),
    ("application/vnd.ms-excel", MediaKind::Document),
    ("application/vnd.ms-powerpoint", MediaKind::Document),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", MediaKind::Document),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", MediaKind::Document),
    ("application/vnd.openxmlformats-officedocument.presentationml.presentation", MediaKind::Document),
    ("text/plain", MediaKind::Document),
    ("image/webp", MediaKind::Sticker),
];

/// A file whose type and size are those that the provider takes.
#[derive(Clone)]
pub(super) struct File {
    kind: MediaKind,
    mime_type: &'static str,
    pub(super) sha256: String,
    bytes: Bytes,
}

impl File {
    pub(super) fn new(mime_type: &str, bytes: Vec<u8>) -> Result<Self, GraphError> {
        let (mime_type, kind) = known_type(mime_type)
            .ok_or_else(|| GraphError::new(INVALID_PARAMETER, "files of this type are not supported"))?;
        if bytes.is_empty() {
            return Err(GraphError::new(INVALID_PARAMETER, "the file is empty"));
        }
        if bytes.len() > size_limit(kind, &bytes) {
            return Err(too_large());
        }
        Ok(Self { kind, mime_type, sha256: hex::encode(Sha256::digest(&bytes)), bytes: bytes.into() })
    }

    pub(super) fn mime_type(&self) -> &'static str {
        self.mime_type
    }
}

/// By id, oldest first; each with the phone number id that it belongs to.
#[derive(Default)]
pub(super) struct Media {
    files: LinkedHashMap<String, (String, File)>,
    bytes: usize,
}

impl Media {
    /// The file's id.
    pub(super) fn add(&mut self, phone_number_id: &str, file: File) -> String {
        while self.files.len() >= MAX_FILES || self.bytes + file.bytes.len() > CAPACITY_BYTES {
            let Some((_, (_, oldest))) = self.files.pop_front() else { break };
            self.bytes -= oldest.bytes.len();
        }
        self.bytes += file.bytes.len();
        // As Graph's ids: digits alone, and here so many that they never meet.
        let id = format!("{:020}", Uuid::now_v7().as_u64_pair().1);
        self.files.insert(id.clone(), (phone_number_id.to_owned(), file));
        id
    }

    /// Whether the number has such a file.
    pub(super) fn check(&self, phone_number_id: &str, kind: MediaKind, id: &str) -> Result<(), GraphError> {
        match self.files.get(id) {
            Some((owner, file)) if owner == phone_number_id && file.kind == kind => Ok(()),
            Some((owner, _)) if owner == phone_number_id => {
                Err(GraphError::new(INVALID_VALUE, format!("the uploaded file can't be sent as {}", kind.name())))
            }
            _ => Err(no_such_file()),
        }
    }
}

/// `POST /{version}/{phone_number_id}/media`: `{"id"}`.
pub(super) async fn upload(
    State(provider): State<Arc<Provider>>,
    Path((version, phone_number_id)): Path<(String, String)>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Json<Value>, GraphError> {
    if !is_version(&version) {
        return Err(unknown_path());
    }
    let _permit = provider.uploads.acquire().await.map_err(|_| GraphError::of_code(UPLOAD_FAILED))?;
    // Read to its end before it is judged: who is refused while still sending may never see the answer.
    let file = tokio::time::timeout(TIMEOUT, read(form)).await.unwrap_or_else(|_| Err(cut_off()));
    let mut memory = provider.memory();
    memory.numbers.authorize(&phone_number_id, bearer(&headers))?;
    let id = memory.media.add(&phone_number_id, file?);
    Ok(Json(json!({"id": id})))
}

/// `GET /{version}/{media_id}`: the file's address and what it is.
pub(super) async fn look_up(
    State(provider): State<Arc<Provider>>,
    Path((version, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Json<Value>, GraphError> {
    if !is_version(&version) {
        return Err(unknown_path());
    }
    let file = provider.file(&id, &headers)?;
    let until = Utc::now().timestamp() + ADDRESS_SECONDS;
    Ok(Json(json!({
        "messaging_product": "whatsapp",
        "id": id,
        "url": format!("{}/whatsapp_business/attachments/{id}?ext={until}", provider.base_url),
        "mime_type": file.mime_type,
        "sha256": file.sha256,
        "file_size": file.bytes.len(),
    })))
}

/// When an address stops to be good, in Unix seconds.
#[derive(Deserialize)]
pub(super) struct Expiry {
    ext: i64,
}

/// `GET /whatsapp_business/attachments/{media_id}?ext=`: the file itself.
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
    /// The file, if it is of the number whose token this is.
    fn file(&self, id: &str, headers: &HeaderMap) -> Result<File, GraphError> {
        let memory = self.memory();
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

/// The type, and the bytes unless they are more than such a file may have.
async fn read_file(field: Field<'_>) -> Result<(String, Option<Vec<u8>>), GraphError> {
    let mime_type = base_type(field.content_type().unwrap_or_default());
    // Of a file that is not supported nothing is kept, but it must not look too large.
    let most = known_type(&mime_type).map(|(_, kind)| size_limit(kind, &[]));
    let bytes = read_at_most(field, most.unwrap_or_default()).await?;
    Ok((mime_type, if most.is_some() { bytes } else { Some(Vec::new()) }))
}

async fn read_text(field: Field<'_>) -> Result<String, GraphError> {
    let bytes = read_at_most(field, MAX_FORM_TEXT).await?.unwrap_or_default();
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Reads a field to its end; none where it has more bytes than that.
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

/// The most bytes that a file may have. Only of an animated sticker the bytes count; none at all stand for any.
fn size_limit(kind: MediaKind, bytes: &[u8]) -> usize {
    match kind {
        MediaKind::Image => 5 * MB,
        MediaKind::Video | MediaKind::Audio => 16 * MB,
        MediaKind::Document => 100 * MB,
        MediaKind::Sticker if bytes.is_empty() || is_animated(bytes) => 500 * KB,
        MediaKind::Sticker => 100 * KB,
    }
}

/// Whether a WebP has the extended header with the animation flag.
fn is_animated(webp: &[u8]) -> bool {
    webp.get(12..16) == Some(b"VP8X") && webp.get(20).is_some_and(|flags| flags & 2 != 0)
}

fn known_type(mime_type: &str) -> Option<(&'static str, MediaKind)> {
    MIME_TYPES.iter().find(|(name, _)| *name == mime_type).copied()
}

/// A media type without its parameters.
fn base_type(mime_type: &str) -> String {
    mime_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn no_such_file() -> GraphError {
    GraphError::new(INVALID_PARAMETER, "no file with this id exists, or it is another number's")
}

fn too_large() -> GraphError {
    GraphError::new(UPLOAD_FAILED, "the file is larger than files of its type may be")
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
