//! A message's content: the part of a send call that depends on its type.

use std::str::FromStr;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{
    graph_error::{GraphError, INVALID_VALUE, UNSUPPORTED_TYPE},
    interactive::Interactive,
    media_object::{MediaKind, MediaObject, members},
    template::Template,
};

/// In characters.
const MAX_TEXT: usize = 4096;
/// The most contact cards of a message.
const MAX_CONTACTS: usize = 257;

pub(super) enum Content {
    Text(Text),
    Template(Template),
    Media(MediaKind, MediaObject),
    Interactive(Interactive),
    Reaction(Reaction),
    Location(Location),
    Contacts(Vec<Contact>),
}

/// Members with a leading underscore are validated but unused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Text {
    body: String,
    #[serde(rename = "preview_url")]
    _preview_url: Option<bool>,
}

/// An empty emoji removes the reaction.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reaction {
    message_id: String,
    emoji: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Location {
    latitude: Degrees,
    longitude: Degrees,
    name: Option<String>,
    address: Option<String>,
}

/// A number, or one in a text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Degrees {
    Number(f64),
    Text(String),
}

impl Degrees {
    fn is_within(&self, most: f64) -> bool {
        let degrees = match self {
            Self::Number(degrees) => Some(*degrees),
            Self::Text(text) => text.parse().ok(),
        };
        degrees.is_some_and(|degrees| degrees.abs() <= most)
    }
}

/// A contact card; only its name is read.
#[derive(Deserialize)]
pub(super) struct Contact {
    name: ContactName,
    #[serde(flatten)]
    _others: Map<String, Value>,
}

#[derive(Deserialize)]
struct ContactName {
    formatted_name: String,
}

impl Content {
    /// `value` is the member named after the type. Like at Graph, it can be a text with the JSON of an object.
    pub(super) fn judge(type_name: &str, value: Value) -> Result<Self, GraphError> {
        let value = match value.as_str().map(serde_json::from_str::<Value>) {
            Some(Ok(value)) => value,
            _ => value,
        };
        match type_name {
            "text" => Ok(Self::Text(Text::judge(value)?)),
            "template" => Ok(Self::Template(Template::judge(value)?)),
            "interactive" => Ok(Self::Interactive(Interactive::judge(value)?)),
            "reaction" => Ok(Self::Reaction(Reaction::judge(value)?)),
            "location" => Ok(Self::Location(Location::judge(value)?)),
            "contacts" => Ok(Self::Contacts(Contact::judge(value)?)),
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
            Self::Interactive(_) => "interactive",
            Self::Reaction(_) => "reaction",
            Self::Location(_) => "location",
            Self::Contacts(_) => "contacts",
        }
    }

    /// Its uploaded file ids and their required types.
    pub(super) fn uploads(&self) -> Vec<(MediaKind, &str)> {
        match self {
            Self::Template(template) => template.uploads(),
            Self::Media(kind, media) => media.id.as_deref().map(|id| (*kind, id)).into_iter().collect(),
            Self::Interactive(interactive) => interactive.upload().into_iter().collect(),
            Self::Text(_) | Self::Reaction(_) | Self::Location(_) | Self::Contacts(_) => Vec::new(),
        }
    }

    /// Text to display.
    pub(super) fn render(&self) -> String {
        let text = match self {
            Self::Text(text) => text.body.clone(),
            Self::Template(template) => template.render(),
            Self::Media(_, media) => media.render().to_owned(),
            Self::Interactive(interactive) => interactive.render(),
            Self::Reaction(reaction) => reaction.emoji.clone(),
            Self::Location(location) => {
                let names = [&location.name, &location.address];
                names.into_iter().flatten().next().cloned().unwrap_or_else(|| "[location]".to_owned())
            }
            Self::Contacts(contacts) => {
                let names: Vec<_> = contacts.iter().map(|contact| contact.name.formatted_name.as_str()).collect();
                names.join(", ")
            }
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

impl Reaction {
    fn judge(value: Value) -> Result<Self, GraphError> {
        let reaction: Self = members(value)?;
        if reaction.message_id.is_empty() {
            return Err(GraphError::new(INVALID_VALUE, "reaction.message_id must not be empty"));
        }
        Ok(reaction)
    }
}

impl Location {
    fn judge(value: Value) -> Result<Self, GraphError> {
        let location: Self = members(value)?;
        if !location.latitude.is_within(90.0) || !location.longitude.is_within(180.0) {
            return Err(GraphError::new(INVALID_VALUE, "latitude and longitude must be degrees"));
        }
        Ok(location)
    }
}

impl Contact {
    fn judge(value: Value) -> Result<Vec<Self>, GraphError> {
        let contacts: Vec<Self> = members(value)?;
        let is_named = |contact: &Self| !contact.name.formatted_name.is_empty();
        if !(1..=MAX_CONTACTS).contains(&contacts.len()) || !contacts.iter().all(is_named) {
            return Err(GraphError::new(INVALID_VALUE, "there must be 1 to 257 contacts, each with a formatted_name"));
        }
        Ok(contacts)
    }
}
