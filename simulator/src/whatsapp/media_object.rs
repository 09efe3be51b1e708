//! A message's file, and objects whose members are all known.

use reqwest::Url;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use strum::{EnumString, IntoStaticStr};

use super::graph_error::{GraphError, INVALID_PARAMETER, INVALID_VALUE};

/// In characters.
const MAX_CAPTION: usize = 1024;

/// The types with a file as content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub(super) enum MediaKind {
    Image,
    Video,
    Audio,
    Document,
    Sticker,
}

impl MediaKind {
    pub(super) fn name(self) -> &'static str {
        self.into()
    }
}

/// An uploaded file (`id`), or one that the provider downloads (`link`).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MediaObject {
    pub(super) id: Option<String>,
    link: Option<String>,
    caption: Option<String>,
    filename: Option<String>,
    voice: Option<bool>,
}

impl MediaObject {
    pub(super) fn judge(&self, kind: MediaKind) -> Result<(), GraphError> {
        if self.caption.is_some() && matches!(kind, MediaKind::Audio | MediaKind::Sticker) {
            return Err(GraphError::new(INVALID_PARAMETER, "only image, video and document have a caption"));
        }
        if self.filename.is_some() && kind != MediaKind::Document {
            return Err(GraphError::new(INVALID_PARAMETER, "only document has a filename"));
        }
        if self.voice.is_some() && kind != MediaKind::Audio {
            return Err(GraphError::new(INVALID_PARAMETER, "only audio can be a voice message"));
        }
        let fault = if self.id.is_some() == self.link.is_some() {
            "there must be either id or link"
        } else if self.link.as_deref().is_some_and(|link| !is_web_address(link)) {
            "link must be a URL of http or https"
        } else if self.caption.as_ref().is_some_and(|caption| caption.chars().count() > MAX_CAPTION) {
            "caption must have at most 1024 characters"
        } else if self.filename.as_ref().is_some_and(String::is_empty) {
            "filename must not be empty"
        } else {
            return Ok(());
        };
        Err(GraphError::new(INVALID_VALUE, fault))
    }

    pub(super) fn has_caption(&self) -> bool {
        self.caption.is_some()
    }

    pub(super) fn render(&self) -> &str {
        let names = [&self.caption, &self.filename, &self.link, &self.id];
        names.into_iter().flatten().find(|name| !name.is_empty()).map_or("", String::as_str)
    }
}

/// Parses an object without unknown members.
pub(super) fn members<T: DeserializeOwned>(value: Value) -> Result<T, GraphError> {
    serde_json::from_value(value).map_err(|error| GraphError::new(INVALID_PARAMETER, error.to_string()))
}

fn is_web_address(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}
