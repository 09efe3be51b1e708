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
    graph_error::{GraphError, INVALID_PARAMETER, INVALID_VALUE, USER_ID_UNSUPPORTED},
    media_object::members,
    phone::{is_phone_number, of_user_id},
};

/// In characters.
const MAX_CALLBACK_DATA: usize = 512;

/// A valid call of `messages`.
pub(super) enum MessagesRequest {
    Send(SendRequest),
    MarkRead(MarkRead),
}

/// A valid request to mark a message of a person as read, which may also show that an answer is being typed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MarkRead {
    messaging_product: String,
    status: String,
    pub(super) message_id: String,
    pub(super) typing_indicator: Option<TypingIndicator>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TypingIndicator {
    #[serde(rename = "type")]
    kind: String,
}

/// A valid request to send a message.
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
    to: Option<String>,
    /// A business-scoped user id. If both are given, `to` counts.
    recipient: Option<String>,
    #[serde(rename = "recipient_identity_key_hash")]
    _recipient_identity_key_hash: Option<String>,
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

impl MessagesRequest {
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
        if body.get("status").is_some() {
            return MarkRead::judge(memory, phone_number_id, body).map(Self::MarkRead);
        }
        let request = SendRequest::read(body)?;
        for (kind, id) in request.content.uploads() {
            memory.media.check(phone_number_id, kind, id)?;
        }
        if let Content::Template(template) = &request.content {
            memory.templates.check(template)?;
        }
        Ok(Self::Send(request))
    }
}

impl MarkRead {
    fn judge(memory: &Memory, phone_number_id: &str, body: Value) -> Result<Self, GraphError> {
        let request: Self = members(body)?;
        let is_received = || {
            let mut received = memory.store.inbound();
            received.any(|it| it.id == request.message_id && it.phone_number_id == phone_number_id)
        };
        let fault = if request.messaging_product != "whatsapp" {
            "messaging_product must be whatsapp"
        } else if request.status != "read" {
            "status must be read"
        } else if request.typing_indicator.as_ref().is_some_and(|indicator| indicator.kind != "text") {
            "typing_indicator.type must be text"
        } else if !is_received() {
            "message_id is no message that this number received"
        } else {
            return Ok(request);
        };
        Err(GraphError::new(INVALID_VALUE, fault))
    }
}

impl SendRequest {
    fn read(body: Value) -> Result<Self, GraphError> {
        let Value::Object(mut body) = body else {
            return Err(GraphError::new(INVALID_PARAMETER, "the body must be a JSON object"));
        };
        let type_name = match body.remove("type") {
            None => "text".to_owned(),
            Some(Value::String(type_name)) => type_name,
            Some(_) => return Err(GraphError::new(INVALID_PARAMETER, "type must be a text")),
        };
        // Removed, so that only members of all types are left.
        let content = Content::judge(&type_name, body.remove(&type_name).unwrap_or_default())?;
        let envelope: Envelope = members(json!(body))?;
        let to = envelope.recipient_number()?;
        envelope.check_values(&to)?;
        Ok(Self { to, callback_data: envelope.biz_opaque_callback_data, content })
    }
}

impl Envelope {
    fn recipient_number(&self) -> Result<String, GraphError> {
        match (&self.to, &self.recipient) {
            (Some(to), _) => Ok(to.clone()),
            (None, Some(user_id)) => of_user_id(user_id).ok_or_else(|| GraphError::of_code(USER_ID_UNSUPPORTED)),
            (None, None) => Err(GraphError::new(INVALID_PARAMETER, "to is missing")),
        }
    }

    fn check_values(&self, to: &str) -> Result<(), GraphError> {
        let fault = if self.messaging_product != "whatsapp" {
            "messaging_product must be whatsapp"
        } else if self.recipient_type.as_deref().is_some_and(|kind| kind != "individual") {
            "recipient_type must be individual"
        } else if !is_phone_number(to) {
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

fn header(headers: &HeaderMap, name: HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
