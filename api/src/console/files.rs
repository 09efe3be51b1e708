//! The console's files by path, each with its precompressed copies.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::sync::OnceLock;

use axum::body::Bytes;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use flate2::read::GzDecoder;

use crate::cached::Cached;

/// Kept apart: each response has another nonce.
const INDEX: &str = "index.html";
/// File names in this folder contain a content digest: they never change.
const IMMUTABLE: &str = "assets/";

/// All files.
pub(super) struct Files {
    by_path: HashMap<String, File>,
    index: Option<String>,
}

/// A file, and its copies in order of preference.
struct File {
    content_type: HeaderValue,
    cache: &'static str,
    plain: Plain,
    compressed: Vec<(&'static str, Cached)>,
}

/// A file's own content. The build keeps only compressed copies of what compresses well; hardly any client needs this.
enum Plain {
    Stored(Cached),
    Gzip { content: Bytes, decompressed: OnceLock<Cached> },
}

impl Plain {
    fn get(&self) -> &Cached {
        match self {
            Self::Stored(content) => content,
            Self::Gzip { content, decompressed } => decompressed.get_or_init(|| Cached::new(decompress(content))),
        }
    }
}

/// Embedded at build time, so valid. Otherwise cut off where it is not.
fn decompress(gzip: &[u8]) -> Vec<u8> {
    let mut content = Vec::new();
    if let Err(error) = GzDecoder::new(gzip).read_to_end(&mut content) {
        tracing::error!(%error, "a file of the console can't be decompressed");
    }
    content
}

impl Files {
    /// Indexes files by path. `x.br` and `x.gz` are copies of `x`, which may be missing.
    pub fn of(files: impl Iterator<Item = (Cow<'static, str>, Cow<'static, [u8]>)>) -> Self {
        let mut all: HashMap<_, _> = files.filter(|(path, _)| !is_hidden(path)).collect();
        let index = all.remove(INDEX).and_then(|content| String::from_utf8(content.into_owned()).ok());
        let mut by_path = HashMap::new();
        let paths: HashSet<String> =
            all.keys().map(|path| path.trim_end_matches(".br").trim_end_matches(".gz").to_owned()).collect();
        for path in paths {
            let mut take = |suffix| all.remove(format!("{path}{suffix}").as_str()).map(bytes);
            let (stored, brotli, gzip) = (take(""), take(".br"), take(".gz"));
            let decompressed = |content| Plain::Gzip { content, decompressed: OnceLock::new() };
            let Some(plain) =
                stored.map(|content| Plain::Stored(Cached::new(content))).or(gzip.clone().map(decompressed))
            else {
                continue;
            };
            let copies = [("br", brotli), ("gzip", gzip)].map(|(name, content)| Some((name, Cached::new(content?))));
            let file = File {
                content_type: content_type(&path),
                cache: if path.starts_with(IMMUTABLE) { "public, max-age=31536000, immutable" } else { "no-cache" },
                plain,
                compressed: copies.into_iter().flatten().collect(),
            };
            by_path.insert(path, file);
        }
        Self { by_path, index }
    }

    /// The page shared by all routes; `None` if no console was built.
    pub fn index(&self) -> Option<&str> {
        self.index.as_deref()
    }

    /// The response with a file; `None` if the path has none.
    pub fn answer(&self, path: &str, headers: &HeaderMap) -> Option<Response> {
        let file = self.by_path.get(path.trim_start_matches('/'))?;
        let chosen = file.compressed.iter().find(|(encoding, _)| accepts(headers, encoding));
        let content = chosen.map_or_else(|| file.plain.get(), |(_, content)| content);
        let mut response = content.answer(headers, &file.content_type, file.cache);
        response.headers_mut().insert(VARY, HeaderValue::from_static("Accept-Encoding"));
        if let Some((encoding, _)) = chosen {
            response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        Some(response)
    }
}

/// Internal files of the build.
fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.'))
}

fn bytes(content: Cow<'static, [u8]>) -> Bytes {
    match content {
        Cow::Borrowed(content) => Bytes::from_static(content),
        Cow::Owned(content) => Bytes::from(content),
    }
}

fn content_type(path: &str) -> HeaderValue {
    let media_type = mime_guess::from_path(path).first_or_octet_stream();
    let is_text = media_type.type_() == "text" || media_type.subtype() == "json" || media_type.suffix().is_some();
    let text = if is_text { format!("{media_type}; charset=utf-8") } else { media_type.to_string() };
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("application/octet-stream"))
}

/// Whether a client accepts an encoding (RFC 9110, 12.5.3).
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let values = headers.get_all(ACCEPT_ENCODING).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|item| {
        let (name, weight) = item.split_once(';').unwrap_or((item, ""));
        let weight = weight.trim().strip_prefix("q=").and_then(|weight| weight.trim().parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case(encoding) && weight.is_none_or(|weight| weight > 0.0)
    })
}
