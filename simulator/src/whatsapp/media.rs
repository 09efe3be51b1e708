//! Uploaded files.

use axum::body::Bytes;
use hashlink::LinkedHashMap;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    graph_error::{GraphError, INVALID_PARAMETER, INVALID_VALUE, UPLOAD_FAILED},
    media_object::MediaKind,
};

pub(super) const KB: usize = 1024;
pub(super) const MB: usize = 1024 * KB;
/// Maximum total size; the oldest files are evicted. The longest file fits.
const CAPACITY_BYTES: usize = 128 * MB;
const MAX_FILES: usize = 10_000;

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

/// A file whose type and size the provider accepts.
#[derive(Clone)]
pub(super) struct File {
    pub(super) kind: MediaKind,
    pub(super) mime_type: &'static str,
    pub(super) sha256: String,
    pub(super) bytes: Bytes,
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

/// By id, oldest first; each with its phone number id.
#[derive(Default)]
pub(super) struct Media {
    pub(super) files: LinkedHashMap<String, (String, File)>,
    bytes: usize,
}

impl Media {
    /// Returns the id.
    pub(super) fn add(&mut self, phone_number_id: &str, file: File) -> String {
        while self.files.len() >= MAX_FILES || self.bytes + file.bytes.len() > CAPACITY_BYTES {
            let Some((_, (_, oldest))) = self.files.pop_front() else { break };
            self.bytes -= oldest.bytes.len();
        }
        self.bytes += file.bytes.len();
        // Digits like Graph's ids, and enough of them to be unique.
        let id = format!("{:020}", Uuid::now_v7().as_u64_pair().1);
        self.files.insert(id.clone(), (phone_number_id.to_owned(), file));
        id
    }

    pub(super) fn remove(&mut self, id: &str) {
        if let Some((_, file)) = self.files.remove(id) {
            self.bytes -= file.bytes.len();
        }
    }

    /// Whether the number has this file.
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

/// A file's maximum size. `bytes` matter only for animated stickers; none stand for any.
pub(super) fn size_limit(kind: MediaKind, bytes: &[u8]) -> usize {
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

pub(super) fn known_type(mime_type: &str) -> Option<(&'static str, MediaKind)> {
    MIME_TYPES.iter().find(|(name, _)| *name == mime_type).copied()
}

/// A media type without its parameters.
pub(super) fn base_type(mime_type: &str) -> String {
    mime_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

pub(super) fn no_such_file() -> GraphError {
    GraphError::new(INVALID_PARAMETER, "no file with this id exists, or it is another number's")
}

pub(super) fn too_large() -> GraphError {
    GraphError::new(UPLOAD_FAILED, "the file is larger than files of its type may be")
}
