//! What a message says: the part of a send call that depends on its type.

use std::str::FromStr;

use reqwest::Url;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;
use strum::{EnumString, IntoStaticStr};

use super::{
    graph_error::{GraphError, INVALID_PARAMETER, INVALID_VALUE, UNSUPPORTED_TYPE},
    template::Template,
};

/// In characters.
const MAX_TEXT: usize = 4096;
/// In characters.
const MAX_CAPTION: usize = 1024;

/// The types whose content is a file.
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

pub(super) enum Content {
    Text(Text),
    Template(Template),
    Media(MediaKind, MediaObject),
}

/// Members that begin with an underscore are checked and not used.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Text {
    body: String,
    #[serde(rename = "preview_url")]
    _preview_url: Option<bool>,
}

/// A file that was uploaded (`id`), or that the provider fetches (`link`).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MediaObject {
    pub(super) id: Option<String>,
    link: Option<String>,
    caption: Option<String>,
    filename: Option<String>,
}

impl Content {
    /// `value` is the member that is named after the type.
    pub(super) fn judge(type_name: &str, value: Value) -> Result<Self, GraphError> {
        match type_name {
            "text" => Ok(Self::Text(Text::judge(value)?)),
            "template" => Ok(Self::Template(Template::judge(value)?)),
            other => {
                let kind = MediaKind::from_str(other)
                    .map_err(|_| GraphError::new(UNSUPPORTED_TYPE, "there are no messages of this type"))?;
                let media: MediaObject = members(value)?;
                media.judge(kind)?;
                Ok(Self::Media(kind, media))
            }
        }
    }

    pub(super) fn type_name(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Template(_) => "template",
            Self::Media(kind, _) => kind.name(),
        }
    }

    /// The ids of uploaded files in it, and what they must be.
    pub(super) fn uploads(&self) -> Vec<(MediaKind, &str)> {
        match self {
            Self::Text(_) => Vec::new(),
            Self::Template(template) => template.uploads(),
            Self::Media(kind, media) => media.id.as_deref().map(|id| (*kind, id)).into_iter().collect(),
        }
    }

    /// What is shown of it.
    pub(super) fn render(&self) -> String {
        let text = match self {
            Self::Text(text) => text.body.clone(),
            Self::Template(template) => template.render(),
            Self::Media(_, media) => media.render().to_owned(),
        };
        text.chars().take(MAX_TEXT).collect()
    }
}

impl Text {
    fn judge(value: Value) -> Result<Self, GraphError> {
        let text: Self = members(value)?;
        if text.body.is_empty() || text.body.chars().count() > MAX_TEXT {
            return Err(GraphError::new(INVALID_VALUE, "text.body must have 1 to 4096 characters"));
        }
        Ok(text)
    }
}

impl MediaObject {
    pub(super) fn judge(&self, kind: MediaKind) -> Result<(), GraphError> {
        if self.caption.is_some() && matches!(kind, MediaKind::Audio | MediaKind::Sticker) {
            return Err(GraphError::new(INVALID_PARAMETER, "only image, video and document have a caption"));
        }
        if self.filename.is_some() && kind != MediaKind::Document {
            return Err(GraphError::new(INVALID_PARAMETER, "only document has a filename"));
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

/// Reads an object of which every member must be known.
pub(super) fn members<T: DeserializeOwned>(value: Value) -> Result<T, GraphError> {
    serde_json::from_value(value).map_err(|error| GraphError::new(INVALID_PARAMETER, error.to_string()))
}

fn is_web_address(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}
