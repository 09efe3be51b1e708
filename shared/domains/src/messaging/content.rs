//! Message content besides text.

use garde::Validate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use url::{Host, Url};
use utoipa::ToSchema;

/// Maximum caption length, in characters.
pub const MAX_CAPTION_CHARACTERS: usize = 1024;

crate::text_enum! {
    /// File types that WhatsApp displays.
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
}

/// A file to send. The provider fetches it and checks its format and size.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Media {
    /// The file type.
    #[serde(rename = "type")]
    #[garde(skip)]
    pub kind: MediaKind,
    /// An `https` URL of the file itself, on a public host name. Either this or `id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(custom(link_or_id(self.id.as_deref())))]
    #[schema(examples("https://example.com/invoice-17.pdf"))]
    pub link: Option<String>,
    /// The provider's id of an uploaded file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(inner(length(min = 1, max = 64), custom(is_digits)))]
    pub id: Option<String>,
    /// A caption, at most 1024 characters; images, videos and documents only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(custom(caption_of(self.kind)))]
    pub caption: Option<String>,
    /// A document's file name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[garde(custom(filename_of(self.kind)))]
    pub filename: Option<String>,
}

fn link_or_id(id: Option<&str>) -> impl FnOnce(&Option<String>, &()) -> garde::Result {
    move |link, ()| match (link, id) {
        (Some(_), Some(_)) | (None, None) => Err(garde::Error::new("either a link or an id is needed")),
        (Some(link), None) => is_public(link).map_err(garde::Error::new),
        (None, Some(_)) => Ok(()),
    }
}

/// Domains outside the public DNS.
const PRIVATE_DOMAINS: [&str; 14] = [
    "localhost",
    "localdomain",
    "local",
    "internal",
    "intranet",
    "private",
    "corp",
    "lan",
    "home",
    "home.arpa",
    "test",
    "invalid",
    "onion",
    "alt",
];

/// Whether any host on the Internet can fetch the file: `https`, a public host name, no credentials.
fn is_public(link: &str) -> Result<(), &'static str> {
    const NOT_HTTPS: &str = "must be an https address of at most 2048 characters";
    // The URL parser would strip these.
    if link.len() > 2048 || link.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(NOT_HTTPS);
    }
    let url = Url::parse(link).map_err(|_| NOT_HTTPS)?;
    if url.scheme() != "https" {
        return Err(NOT_HTTPS);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must have no user name and no password");
    }
    let Some(Host::Domain(host)) = url.host() else {
        return Err("must name its host, not an address of the network");
    };
    let host = host.trim_end_matches('.');
    let is_private =
        |domain: &&str| host.strip_suffix(*domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    if !host.contains('.') || PRIVATE_DOMAINS.iter().any(is_private) {
        return Err("must be on a public host");
    }
    Ok(())
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

/// A template to send, with its parameters.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UseTemplate {
    /// The template's name.
    #[garde(length(min = 1, max = 512))]
    #[schema(examples("delivery_note"))]
    pub name: String,
    /// Its language; required if the name exists in several.
    #[serde(default)]
    #[garde(inner(length(min = 2, max = 12)))]
    #[schema(examples("en_US"))]
    pub language: Option<String>,
    /// A value for each parameter, by name; at most 1024 characters each.
    #[serde(default)]
    #[garde(custom(are_parameters))]
    #[schema(examples(json!({"first_name": "Ada"})))]
    pub parameters: BTreeMap<String, String>,
    /// The header's text, if it has a parameter.
    #[serde(default)]
    #[garde(inner(length(chars, min = 1, max = 60)))]
    pub header_text: Option<String>,
    /// The header's file, if it is an image, a video or a document.
    #[serde(default)]
    #[garde(dive)]
    pub header_media: Option<Media>,
    /// URL suffixes of its buttons, in their order.
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

/// Content that replaces a plain text, as sent: later changes to a template have no effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// A template, with its parameters in the provider's order.
    Template(FilledTemplate),
    /// A file.
    Media(Media),
}

/// A template with all its parameters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FilledTemplate {
    /// Its name at the provider.
    pub name: String,
    /// Its language.
    pub language: String,
    /// The category declared by its owner.
    pub category: super::TemplateCategory,
    /// The body's parameters, in order.
    pub parameters: Vec<String>,
    /// The header's text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header_text: Option<String>,
    /// The header's file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header_media: Option<Media>,
    /// URL suffixes of the buttons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub button_parameters: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn links_must_point_to_public_hosts() {
        for link in [
            "https://example.com/a.png",
            "https://files.example.com:8443/a%20b.png?x=1#y",
            "https://b\u{fc}cher.example/a.png",
            "https://example.com./a.png",
            "https://notlocalhost.example/a",
        ] {
            assert_eq!(is_public(link), Ok(()), "{link}");
        }
        for link in [
            "https://",
            "https:///etc/passwd",
            "http://example.com/a.png",
            "HTTPS//example.com",
            "https://user:pw@example.com/a.png",
            "https://user@example.com/a.png",
            "https://localhost/a.png",
            "https://LOCALHOST./a.png",
            "https://a.localhost/a.png",
            "https://intranet/a.png",
            "https://db.internal/a.png",
            "https://printer.local/a.png",
            "https://router.home.arpa/a.png",
            "https://localhost.localdomain/a.png",
            "https://wiki.corp/a.png",
            "https://nas.home/a.png",
            "https://api.test/a.png",
            "https://l%6fcalhost/a.png",
            "https://a.localhost%2e/a.png",
            "https://localhost../a.png",
            "https://\u{24c1}ocalhost/a.png",
            "https:\\\\localhost\\a.png",
            "https://example.com@localhost/a.png",
            "https://127.0.0.1./a.png",
            "https://0177.0.0.1/a.png",
            "https://127\u{3002}0\u{3002}0\u{3002}1/a.png",
            "https://[::ffff:7f00:1]/a.png",
            "https://[fd00::1]/a.png",
            "https://127.0.0.1/a.png",
            "https://2130706433/a.png",
            "https://0x7f.1/a.png",
            "https://10.0.0.1/a.png",
            "https://169.254.169.254/latest/meta-data",
            "https://192.168.1.1/a.png",
            "https://[::1]/a.png",
            "https://[fe80::1]/a.png",
            "https://[::ffff:10.0.0.1]/a.png",
            "https://93.184.216.34/a.png",
            "https://exa mple.com/a.png",
            "https://example.com/a\n.png",
            "https://\u{ff11}\u{ff12}\u{ff17}.0.0.1/a",
        ] {
            assert!(is_public(link).is_err(), "{link}");
        }
        assert!(is_public(&format!("https://example.com/{}", "a".repeat(2048))).is_err());
    }
}
