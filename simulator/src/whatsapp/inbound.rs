//! Messages from people.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    config::Identity,
    graph_error::UNSUPPORTED_TYPE,
    media::File,
    media_object::MediaKind,
    numbers,
    payload::{self, Business},
    phone::{digits, is_phone_number, user_id},
};

/// In characters; the maximum of a person's text.
const MAX_TEXT: usize = 4096;
const MAX_TYPE: usize = 32;
const MAX_USER_ID: usize = 128;

/// A message requested by a test or the page.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NewInbound {
    pub(super) from: Option<String>,
    pub(super) user_id: Option<String>,
    pub(super) name: Option<String>,
    #[serde(rename = "type")]
    pub(super) type_name: Option<String>,
    pub(super) text: Option<String>,
    pub(super) phone_number_id: Option<String>,
    /// The message that it replies or reacts to.
    pub(super) context: Option<String>,
    /// Unix seconds; default: now.
    pub(super) timestamp: Option<i64>,
    pub(super) times: Option<u32>,
}

impl NewInbound {
    /// Its validation error.
    pub(super) fn fault(&self) -> Option<&'static str> {
        let is_type = |name: &str| (1..=MAX_TYPE).contains(&name.len()) && name.bytes().all(is_type_byte);
        let is_long = |text: &Option<String>| text.as_ref().is_some_and(|text| text.chars().count() > MAX_TEXT);
        if self.from.is_none() && self.user_id.is_none() {
            Some("there must be from, user_id, or both")
        } else if self.from.as_deref().is_some_and(|from| !is_phone_number(from)) {
            Some("from must be a phone number: 7 to 15 digits, optionally with a plus")
        } else if self.user_id.as_deref().is_some_and(|id| !is_user_id(id)) {
            Some("user_id must be like US.1349000000000000")
        } else if self.type_name.as_deref().is_some_and(|name| !is_type(name)) {
            Some("type must be 1 to 32 of a-z and _")
        } else if self.phone_number_id.as_deref().is_some_and(|id| !numbers::is_id(id)) {
            Some("phone_number_id must be 1 to 32 digits")
        } else if [&self.text, &self.name, &self.context].into_iter().any(is_long) {
            Some("text, name and context have at most 4096 characters")
        } else if self.timestamp.is_some_and(|seconds| DateTime::from_timestamp(seconds, 0).is_none()) {
            Some("timestamp must be Unix seconds")
        } else {
            None
        }
    }

    pub(super) fn at(&self) -> DateTime<Utc> {
        self.timestamp.and_then(|seconds| DateTime::from_timestamp(seconds, 0)).unwrap_or_else(Utc::now)
    }

    pub(super) fn type_name(&self) -> &str {
        self.type_name.as_deref().unwrap_or("text")
    }

    /// Text to display.
    pub(super) fn body(&self) -> String {
        self.text.clone().unwrap_or_else(|| format!("[{}]", self.type_name()))
    }

    pub(super) fn name(&self) -> &str {
        self.name.as_deref().unwrap_or("Simulated person")
    }

    /// The person's phone number (digits) and user id, as far as webhooks have them.
    fn ids(&self, identity: Identity) -> (Option<String>, Option<String>) {
        let number = self.from.as_deref().map(digits);
        let user_id =
            self.user_id.clone().or_else(|| number.as_deref().map(user_id).filter(|_| identity.has_user_id()));
        (number.filter(|_| identity.has_phone_number()), user_id)
    }

    /// An element of a webhook's `contacts`. A person who hides the phone number has only the user id.
    pub(super) fn contact(&self, identity: Identity) -> Value {
        let mut contact = json!({"profile": {"name": self.name()}});
        let (number, user_id) = self.ids(identity);
        put(&mut contact, "wa_id", number);
        put(&mut contact, "user_id", user_id);
        contact
    }

    /// An element of a webhook's `messages`. `file` is the message's file, by id.
    pub(super) fn message(
        &self,
        id: &str,
        business: &Business,
        file: Option<(&str, &File)>,
        identity: Identity,
    ) -> Value {
        let (member, content) = match file {
            Some((id, file)) => (self.type_name(), self.file(id, file)),
            None => self.content(),
        };
        let mut message = json!({member: content});
        message["id"] = json!(id);
        message["type"] = json!(self.type_name());
        message["timestamp"] = json!(self.at().timestamp().to_string());
        let (number, user_id) = self.ids(identity);
        put(&mut message, "from", number);
        put(&mut message, "from_user_id", user_id);
        // A reaction has its message inside.
        if let Some(context) = &self.context
            && self.type_name() != "reaction"
        {
            message["context"] = json!({"from": business.display_phone_number, "id": context});
        }
        message
    }

    fn file(&self, id: &str, file: &File) -> Value {
        let mut content = json!({"id": id, "mime_type": file.mime_type(), "sha256": file.sha256});
        match self.type_name() {
            "audio" => content["voice"] = json!(false),
            "document" => content["filename"] = json!("simulated.pdf"),
            _ => {}
        }
        if !matches!(self.type_name(), "audio" | "sticker") {
            put(&mut content, "caption", self.text.clone());
        }
        content
    }

    /// The member with the message's type and content.
    fn content(&self) -> (&str, Value) {
        let text = self.text.as_deref();
        let content = match self.type_name() {
            "text" => json!({"body": text.unwrap_or("Hello")}),
            "button" => json!({"text": text.unwrap_or("Yes"), "payload": text.unwrap_or("Yes")}),
            "interactive" => {
                json!({"type": "button_reply", "button_reply": {"id": "reply-1", "title": text.unwrap_or("Yes")}})
            }
            "reaction" => json!({"message_id": self.context, "emoji": text.unwrap_or("👍")}),
            "location" => json!({"latitude": 52.52, "longitude": 13.405, "name": text.unwrap_or("Berlin")}),
            "contacts" => {
                json!([{"name": {"formatted_name": text.unwrap_or("Ada")}, "phones": [{"phone": "+15550100001"}]}])
            }
            "order" => json!({"catalog_id": "1", "text": text, "product_items": [
                {"product_retailer_id": "A-17", "quantity": 1, "item_price": 5, "currency": "USD"},
            ]}),
            "system" => json!({"type": "user_changed_number", "body": text.unwrap_or("The number has changed")}),
            "unsupported" => return ("errors", json!([payload::error(UNSUPPORTED_TYPE)])),
            _ => json!({}),
        };
        (self.type_name(), content)
    }
}

/// The file of an inbound message of this type: a few bytes, not a real image.
pub(super) fn sample_file(type_name: &str) -> Option<File> {
    let mime_type = match type_name.parse().ok()? {
        MediaKind::Image => "image/jpeg",
        MediaKind::Video => "video/mp4",
        MediaKind::Audio => "audio/ogg",
        MediaKind::Document => "application/pdf",
        MediaKind::Sticker => "image/webp",
    };
    File::new(mime_type, format!("a simulated {type_name}").into_bytes()).ok()
}

fn put(object: &mut Value, member: &str, value: Option<String>) {
    if let Some(value) = value {
        object[member] = value.into();
    }
}

fn is_type_byte(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte == b'_'
}

/// A country, a dot, then letters and digits, which `ENT.` may precede.
fn is_user_id(text: &str) -> bool {
    let Some((country, rest)) = text.split_once('.') else { return false };
    let id = rest.strip_prefix("ENT.").unwrap_or(rest);
    country.len() == 2
        && country.bytes().all(|byte| byte.is_ascii_uppercase())
        && (1..=MAX_USER_ID).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
