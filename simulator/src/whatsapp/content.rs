//! A message's content: the part of a send call that depends on its type.

use std::str::FromStr;

use serde::Deserialize;
use serde_json::Value;

use super::{
    graph_error::{GraphError, INVALID_VALUE, UNSUPPORTED_TYPE},
    media_object::{MediaKind, MediaObject, members},
    template::Template,
};

/// In characters.
const MAX_TEXT: usize = 4096;

pub(super) enum Content {
    Text(Text),
    Template(Template),
    Media(MediaKind, MediaObject),
}

/// Members with a leading underscore are validated but unused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Text {
    body: String,
    #[serde(rename = "preview_url")]
    _preview_url: Option<bool>,
}

impl Content {
    /// `value` is the member named after the type.
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

    /// Its uploaded file ids and their required types.
    pub(super) fn uploads(&self) -> Vec<(MediaKind, &str)> {
        match self {
            Self::Text(_) => Vec::new(),
            Self::Template(template) => template.uploads(),
            Self::Media(kind, media) => media.id.as_deref().map(|id| (*kind, id)).into_iter().collect(),
        }
    }

    /// Text to display.
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
