//! The send call's request, validated strictly: a lenient simulator would hide the adapter's bugs.

use axum::http::{
    HeaderMap, HeaderName,
    header::{AUTHORIZATION, CONTENT_TYPE},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Memory,
    content::Content,
    graph_error::{GraphError, INVALID_PARAMETER, INVALID_VALUE},
    media_object::members,
    phone::is_phone_number,
};

/// In characters.
const MAX_CALLBACK_DATA: usize = 512;

/// A valid request.
pub(super) struct SendRequest {
    pub(super) to: String,
    pub(super) callback_data: Option<String>,
    pub(super) content: Content,
}

/// Members of all types. Those with a leading underscore are validated but unused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope {
    messaging_product: String,
    recipient_type: Option<String>,
    to: String,
    #[serde(rename = "context")]
    _context: Option<Context>,
    biz_opaque_callback_data: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Context {
    #[serde(rename = "message_id")]
    _message_id: String,
}

impl SendRequest {
    /// `body` is the request's JSON, or null.
    pub(super) fn judge(
        memory: &Memory,
        phone_number_id: &str,
        headers: &HeaderMap,
        body: Value,
    ) -> Result<Self, GraphError> {
        memory.numbers.authorize(phone_number_id, bearer(headers))?;
        let content_type = header(headers, CONTENT_TYPE).to_ascii_lowercase();
        if content_type.split(';').next().map(str::trim) != Some("application/json") {
            return Err(GraphError::new(INVALID_PARAMETER, "the content type must be application/json"));
        }
        let request = Self::read(body)?;
        for (kind, id) in request.content.uploads() {
            memory.media.check(phone_number_id, kind, id)?;
        }
        if let Content::Template(template) = &request.content {
            memory.templates.check(template)?;
        }
        Ok(request)
    }

    fn read(body: Value) -> Result<Self, GraphError> {
        let Value::Object(mut body) = body else {
            return Err(GraphError::new(INVALID_PARAMETER, "the body must be a JSON object"));
        };
        let Some(Value::String(type_name)) = body.remove("type") else {
            return Err(GraphError::new(INVALID_PARAMETER, "type must be a text"));
        };
        // Removed, so that only members of all types are left.
        let content = Content::judge(&type_name, body.remove(&type_name).unwrap_or_default())?;
        let envelope: Envelope = members(json!(body))?;
        envelope.check_values()?;
        Ok(Self { to: envelope.to, callback_data: envelope.biz_opaque_callback_data, content })
    }
}

impl Envelope {
    fn check_values(&self) -> Result<(), GraphError> {
        let fault = if self.messaging_product != "whatsapp" {
            "messaging_product must be whatsapp"
        } else if self.recipient_type.as_deref().is_some_and(|kind| kind != "individual") {
            "recipient_type must be individual"
        } else if !is_phone_number(&self.to) {
            "to must be a phone number: 7 to 15 digits, optionally with a plus"
        } else if self.biz_opaque_callback_data.as_ref().is_some_and(|data| data.chars().count() > MAX_CALLBACK_DATA) {
            "biz_opaque_callback_data must have at most 512 characters"
        } else {
            return Ok(());
        };
        Err(GraphError::new(INVALID_VALUE, fault))
    }
}

/// The bearer token, or empty.
pub(super) fn bearer(headers: &HeaderMap) -> &str {
    header(headers, AUTHORIZATION).strip_prefix("Bearer ").unwrap_or_default()
}

/// `vN.M`, the first segment of every provider path.
pub(super) fn is_version(text: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    text.strip_prefix('v')
        .and_then(|numbers| numbers.split_once('.'))
        .is_some_and(|(major, minor)| is_number(major) && is_number(minor))
}

fn header(headers: &HeaderMap, name: HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
