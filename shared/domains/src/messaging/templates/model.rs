use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::placeholders::places;
use crate::ids::TemplateId;

crate::text_enum! {
    /// A template's purpose. Providers treat and bill categories differently.
    pub enum TemplateCategory {
        /// An update that the recipient requested.
        Utility,
        /// Anything else. Not sent to recipients who opted out of marketing.
        Marketing,
        /// A code.
        Authentication,
    }
}

crate::text_enum! {
    /// A template's header.
    pub enum TemplateHeader {
        /// A text with one parameter.
        Text,
        /// An image.
        Image,
        /// A video.
        Video,
        /// A document.
        Document,
    }
}

/// A template.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Template {
    /// Its id.
    pub id: TemplateId,
    /// Its name, here and at the provider.
    pub name: String,
    /// Its language.
    pub language: String,
    /// Its purpose.
    pub category: TemplateCategory,
    /// The header, which changes with each message.
    pub header: Option<TemplateHeader>,
    /// The text, with placeholders like `{{first_name}}`.
    pub body: String,
    /// The number of its buttons with a URL that changes with each message.
    pub buttons: i16,
    /// The names of its placeholders, in the provider's order.
    pub parameters: Vec<String>,
    /// Time of creation.
    pub created_at: DateTime<Utc>,
    /// Time of the last change.
    pub updated_at: DateTime<Utc>,
}

/// A template to create.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTemplate {
    /// Its name at the provider: small letters, digits and underscores.
    #[garde(length(min = 1, max = 512), custom(is_name))]
    #[schema(examples("delivery_note"))]
    pub name: String,
    /// Its language, like `en` or `en_US`.
    #[garde(custom(is_language))]
    #[schema(examples("en_US"))]
    pub language: String,
    /// Its purpose.
    #[serde(default = "utility")]
    #[garde(skip)]
    pub category: TemplateCategory,
    /// The header, which changes with each message.
    #[serde(default)]
    #[garde(skip)]
    pub header: Option<TemplateHeader>,
    /// The text, at most 1024 characters, with placeholders like `{{first_name}}`.
    #[garde(length(chars, min = 1, max = 1024), custom(is_body))]
    #[schema(examples("Hello {{first_name}}, your parcel {{parcel}} is on its way."))]
    pub body: String,
    /// The number of its buttons with a URL that changes with each message.
    #[serde(default)]
    #[garde(range(min = 0, max = 10))]
    pub buttons: i16,
}

fn utility() -> TemplateCategory {
    TemplateCategory::Utility
}

pub(super) fn is_name(name: &str, (): &()) -> garde::Result {
    let fits = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if fits { Ok(()) } else { Err(garde::Error::new("must be small letters, digits and underscores")) }
}

pub(super) fn is_language(language: &str, (): &()) -> garde::Result {
    let (code, region) = language.split_once('_').unwrap_or((language, "XX"));
    let fits = (2..=3).contains(&code.len())
        && code.bytes().all(|byte| byte.is_ascii_lowercase())
        && (2..=4).contains(&region.len())
        && region.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if fits { Ok(()) } else { Err(garde::Error::new("must be a language like en or en_US")) }
}

fn is_body(body: &str, (): &()) -> garde::Result {
    if body.trim().is_empty() || body.contains('\0') {
        return Err(garde::Error::new("must have some text and no NUL"));
    }
    places(body).map(|_| ()).map_err(garde::Error::new)
}
