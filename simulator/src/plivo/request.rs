//! Validation of a send call.

use axum::http::{
    HeaderMap,
    header::{AUTHORIZATION, CONTENT_TYPE},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value};

use super::Config;

/// The longest text in GSM characters.
const MAX_TEXT: usize = 1600;
/// Whether a member's value is valid.
type Test = fn(&Value) -> bool;
/// Optional members besides `src`, `dst` and `text`, with their validation.
const OPTIONAL: [(&str, Test); 6] = [
    ("type", |value| value == "sms"),
    ("url", is_text),
    ("method", |value| value == "POST" || value == "GET"),
    ("log", |value| value.is_boolean() || value == "content_only" || value == "number_only"),
    ("message_expiry", Value::is_u64),
    ("trackable", Value::is_boolean),
];

/// A valid call.
pub(super) struct SendRequest {
    pub from: String,
    /// Digits.
    pub to: String,
    pub text: String,
}

/// An error: HTTP status and message.
pub(super) type Fault = (u16, String);

fn is_text(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.is_empty())
}

fn is_number(digits: &str) -> bool {
    (7..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0')
}

/// Whether a call has the account's credentials.
pub(super) fn authenticate(config: &Config, auth_id: &str, headers: &HeaderMap) -> Result<(), Fault> {
    let value = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let expected = STANDARD.encode(format!("{}:{}", config.auth_id, config.auth_token));
    if value.strip_prefix("Basic ") != Some(&expected) || auth_id != config.auth_id {
        return Err((401, "could not verify your access level for that URL".to_owned()));
    }
    Ok(())
}

impl SendRequest {
    pub(super) fn judge(config: &Config, headers: &HeaderMap, body: &[u8]) -> Result<Self, Fault> {
        let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if content_type.split(';').next().unwrap_or_default().trim() != "application/json" {
            return Err(bad("the body must be JSON"));
        }
        let Ok(Value::Object(body)) = serde_json::from_slice(body) else {
            return Err(bad("the body must be a JSON object"));
        };
        if let Some(wrong) = body.iter().find(|(name, value)| !is_known(name, value)) {
            return Err(bad(&format!("{} is not valid", wrong.0)));
        }
        let (from, to, text) = (text(&body, "src")?, text(&body, "dst")?, text(&body, "text")?);
        let to = to.strip_prefix('+').unwrap_or(&to).to_owned();
        if from != config.source {
            return Err(bad("src is not a sender of this account"));
        }
        if !is_number(&to) {
            return Err(bad("dst is not a valid number"));
        }
        if to == from {
            return Err(bad("src and dst must not be the same"));
        }
        if text.chars().count() > MAX_TEXT {
            return Err(bad("text is too long"));
        }
        Ok(Self { from, to, text })
    }
}

fn bad(says: &str) -> Fault {
    (400, says.to_owned())
}

fn is_known(name: &str, value: &Value) -> bool {
    let is_optional = |(known, is_valid): &(&str, Test)| *known == name && is_valid(value);
    ["src", "dst", "text"].contains(&name) || OPTIONAL.iter().any(is_optional)
}

fn text(body: &Map<String, Value>, name: &str) -> Result<String, Fault> {
    let text = body.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    text.map(str::to_owned).ok_or_else(|| bad(&format!("{name} parameter not present")))
}
