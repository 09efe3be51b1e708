//! What a message can say besides a text.

use garde::Validate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The longest caption, in characters.
pub const MAX_CAPTION_CHARACTERS: usize = 1024;

/// Kinds of files that WhatsApp shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, strum::IntoStaticStr, strum::Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum MediaKind {
    /// JPEG or PNG, at most 5 MB.
    Image,
    /// MP4 or 3GP, at most 16 MB.
    Video,
    /// AAC, AMR, MP3, M4A or Ogg Opus, at most 16 MB.
    Audio,
    /// Any document, at most 100 MB.
    Document,
    /// WebP, at most 100 KB, animated 500 KB.
    Sticker,
}

/// A file to be sent. The provider fetches it, and judges its format and size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Media {
    /// What it is.
    #[serde(rename = "type")]
    #[garde(skip)]
    pub kind: MediaKind,
    /// Where it is: a public `https` address of the file itself. Either this or `id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(custom(link_or_id(self.id.as_deref())))]
    #[schema(examples("https://example.com/invoice-17.pdf"))]
    pub link: Option<String>,
    /// The provider's id of a file that it has already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(inner(length(min = 1, max = 64), custom(is_digits)))]
    pub id: Option<String>,
    /// A text below it, at most 1024 characters; images, videos and documents only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(custom(caption_of(self.kind)))]
    pub caption: Option<String>,
    /// What a document is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(custom(filename_of(self.kind)))]
    pub filename: Option<String>,
}

fn link_or_id(id: Option<&str>) -> impl FnOnce(&Option<String>, &()) -> garde::Result {
    move |link, ()| match (link, id) {
        (Some(_), Some(_)) | (None, None) => Err(garde::Error::new("either a link or an id is needed")),
        (Some(link), None) if link.len() > 2048 || !link.starts_with("https://") || has_space(link) => {
            Err(garde::Error::new("must be an https address of at most 2048 characters"))
        }
        _ => Ok(()),
    }
}

fn has_space(text: &str) -> bool {
    text.chars().any(|c| c.is_whitespace() || c.is_control())
}

fn is_digits(id: &str, (): &()) -> garde::Result {
    if id.bytes().all(|byte| byte.is_ascii_digit()) { Ok(()) } else { Err(garde::Error::new("must be digits")) }
}

fn caption_of(kind: MediaKind) -> impl FnOnce(&Option<String>, &()) -> garde::Result {
    move |caption, ()| {
        let Some(caption) = caption else { return Ok(()) };
        if !matches!(kind, MediaKind::Image | MediaKind::Video | MediaKind::Document) {
            return Err(garde::Error::new(format!("a file of type {kind} has no caption")));
        }
        if caption.chars().count() > MAX_CAPTION_CHARACTERS || caption.contains('\0') {
            return Err(garde::Error::new("must have at most 1024 characters and no NUL"));
        }
        Ok(())
    }
}

fn filename_of(kind: MediaKind) -> impl FnOnce(&Option<String>, &()) -> garde::Result {
    move |filename, ()| match filename {
        Some(_) if kind != MediaKind::Document => Err(garde::Error::new("only a document has a filename")),
        Some(name) if name.is_empty() || name.len() > 240 || name.chars().any(char::is_control) => {
            Err(garde::Error::new("must have 1 to 240 bytes and no control characters"))
        }
        _ => Ok(()),
    }
}

/// A template to be sent, and what stands in its places.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UseTemplate {
    /// The template's name.
    #[garde(length(min = 1, max = 512))]
    #[schema(examples("delivery_note"))]
    pub name: String,
    /// Its language; needed where there is one in several.
    #[serde(default)]
    #[garde(inner(length(min = 2, max = 12)))]
    #[schema(examples("en_US"))]
    pub language: Option<String>,
    /// A text for each of its parameters, by name; at most 1024 characters each.
    #[serde(default)]
    #[garde(custom(are_parameters))]
    #[schema(examples(json!({"first_name": "Ada"})))]
    pub parameters: BTreeMap<String, String>,
    /// The text of its header, where that is one with a parameter.
    #[serde(default)]
    #[garde(inner(length(chars, min = 1, max = 60)))]
    pub header_text: Option<String>,
    /// The file of its header, where that is an image, a video or a document.
    #[serde(default)]
    #[garde(dive)]
    pub header_media: Option<Media>,
    /// What is appended to the addresses of its buttons, in their order.
    #[serde(default)]
    #[garde(length(max = 10), inner(length(chars, min = 1, max = 2000)))]
    pub button_parameters: Vec<String>,
}

fn are_parameters(parameters: &BTreeMap<String, String>, (): &()) -> garde::Result {
    let is_long = |text: &String| text.trim().is_empty() || text.chars().count() > 1024 || text.contains('\0');
    match parameters.iter().find(|(_, text)| is_long(text)) {
        Some((name, _)) => Err(garde::Error::new(format!("{name}: must have 1 to 1024 characters and no NUL"))),
        None if parameters.len() > 100 => Err(garde::Error::new("must be at most 100")),
        None => Ok(()),
    }
}

/// What a message carries in place of a text of its own, as it goes out: later changes of a template change nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// A template, with its parameters in the provider's order.
    Template(FilledTemplate),
    /// A file.
    Media(Media),
}

/// A template with all that stands in its places.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FilledTemplate {
    /// Its name at the provider.
    pub name: String,
    /// Its language.
    pub language: String,
    /// What its owner says that it is for.
    pub category: super::TemplateCategory,
    /// The body's parameters, in order.
    pub parameters: Vec<String>,
    /// The header's text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header_text: Option<String>,
    /// The header's file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header_media: Option<Media>,
    /// What is appended to the buttons' addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub button_parameters: Vec<String>,
}
