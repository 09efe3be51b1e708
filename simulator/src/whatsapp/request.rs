//! The send call's request, judged strictly: a lenient stand-in would hide the adapter's mistakes.

use axum::http::{
    HeaderMap, HeaderName,
    header::{AUTHORIZATION, CONTENT_TYPE},
};
use serde::Deserialize;
use serde_json::Value;

use super::{
    Config,
    graph_error::{GraphError, INVALID_PARAMETER, INVALID_TOKEN, INVALID_VALUE, UNKNOWN_OBJECT, UNSUPPORTED_TYPE},
};

/// In characters.
const MAX_TEXT: usize = 4096;
/// In characters.
const MAX_CALLBACK_DATA: usize = 512;

/// A request that the provider takes. Members that begin with an underscore are checked and not used.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SendRequest {
    messaging_product: String,
    recipient_type: Option<String>,
    pub(super) to: String,
    #[serde(rename = "type")]
    _type: String,
    pub(super) text: Text,
    #[serde(rename = "context")]
    _context: Option<Context>,
    #[serde(rename = "biz_opaque_callback_data")]
    pub(super) callback_data: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Text {
    pub(super) body: String,
    #[serde(rename = "preview_url")]
    _preview_url: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Context {
    #[serde(rename = "message_id")]
    _message_id: String,
}

impl SendRequest {
    /// `body` is the JSON of the request, null where it had none.
    pub(super) fn judge(
        config: &Config,
        phone_number_id: &str,
        headers: &HeaderMap,
        body: Value,
    ) -> Result<Self, GraphError> {
        if header(headers, AUTHORIZATION) != format!("Bearer {}", config.access_token) {
            return Err(GraphError::new(INVALID_TOKEN, "the bearer token is missing or wrong"));
        }
        if phone_number_id != config.phone_number_id {
            return Err(GraphError::new(UNKNOWN_OBJECT, "no such phone number id"));
        }
        let content_type = header(headers, CONTENT_TYPE).to_ascii_lowercase();
        if content_type.split(';').next().map(str::trim) != Some("application/json") {
            return Err(GraphError::new(INVALID_PARAMETER, "the content type must be application/json"));
        }
        if body["type"].as_str().is_some_and(|name| name != "text") {
            return Err(GraphError::new(UNSUPPORTED_TYPE, "only text is simulated"));
        }
        let request: Self =
            serde_json::from_value(body).map_err(|error| GraphError::new(INVALID_PARAMETER, error.to_string()))?;
        request.check_values()?;
        Ok(request)
    }

    fn check_values(&self) -> Result<(), GraphError> {
        let fault = if self.messaging_product != "whatsapp" {
            "messaging_product must be whatsapp"
        } else if self.recipient_type.as_deref().is_some_and(|kind| kind != "individual") {
            "recipient_type must be individual"
        } else if !is_phone_number(&self.to) {
            "to must be a phone number: 7 to 15 digits, optionally with a plus"
        } else if self.text.body.is_empty() || self.text.body.chars().count() > MAX_TEXT {
            "text.body must have 1 to 4096 characters"
        } else if self.callback_data.as_ref().is_some_and(|data| data.chars().count() > MAX_CALLBACK_DATA) {
            "biz_opaque_callback_data must have at most 512 characters"
        } else {
            return Ok(());
        };
        Err(GraphError::new(INVALID_VALUE, fault))
    }
}

/// The digits of a phone number: numbers come with and without a plus, and are the same.
pub(super) fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

fn is_phone_number(text: &str) -> bool {
    let number = text.strip_prefix('+').unwrap_or(text);
    (7..=15).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0')
}

fn header(headers: &HeaderMap, name: HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
