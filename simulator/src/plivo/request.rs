//! Validation of a send call.

use axum::http::{
    HeaderMap,
    header::{AUTHORIZATION, CONTENT_TYPE},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use reqwest::Url;
use serde_json::{Map, Value};

use super::Config;

/// The longest text in GSM characters.
const MAX_TEXT: usize = 1600;
/// Whether a member's value is valid.
type Test = fn(&Value) -> bool;
/// The values of `log` besides true and false.
const LOG: [&str; 4] = ["true", "false", "content_only", "number_only"];
/// Optional members besides `src`, `dst` and `text`, with their validation.
const OPTIONAL: [(&str, Test); 10] = [
    ("type", |value| value == "sms"),
    ("url", |value| value.as_str().is_some_and(|url| Url::parse(url).is_ok_and(|url| url.has_host()))),
    ("method", |value| value == "POST" || value == "GET"),
    ("log", |value| value.is_boolean() || value.as_str().is_some_and(|text| LOG.contains(&text))),
    ("message_expiry", Value::is_u64),
    ("trackable", Value::is_boolean),
    ("powerpack_uuid", is_text),
    ("dlt_entity_id", is_text),
    ("dlt_template_id", is_text),
    ("dlt_template_category", is_text),
];
/// The most recipients of a call.
const MAX_RECIPIENTS: usize = 1000;

/// A valid call.
pub(super) struct SendRequest {
    pub from: String,
    /// Digits, at least one.
    pub to: Vec<String>,
    /// Recipients that are no numbers, beside others that are.
    pub invalid: Vec<String>,
    pub text: String,
    pub powerpack_uuid: Option<String>,
    pub callback: Option<Callback>,
}

/// Where status callbacks go.
#[derive(Clone)]
pub(super) struct Callback {
    pub url: String,
    /// With the fields in a form rather than the query.
    pub is_post: bool,
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
        let powerpack_uuid = body.get("powerpack_uuid").and_then(Value::as_str).map(str::to_owned);
        let from = match (&powerpack_uuid, body.get("src")) {
            (Some(_), Some(_)) => return Err(bad("src and powerpack_uuid must not be given both")),
            // A number of the pool.
            (Some(_), None) => config.source.clone(),
            (None, _) => text(&body, "src")?,
        };
        let (dst, text) = (text(&body, "dst")?, text(&body, "text")?);
        if from != config.source {
            return Err(bad("src is not a sender of this account"));
        }
        let (to, invalid) = recipients(&dst)?;
        if to.contains(&from) {
            return Err(bad("src and dst must not be the same"));
        }
        if text.chars().count() > MAX_TEXT {
            return Err(bad("text is too long"));
        }
        let callback = body.get("url").and_then(Value::as_str).map(|url| Callback {
            url: url.to_owned(),
            is_post: body.get("method").is_none_or(|method| method == "POST"),
        });
        Ok(Self { from, to, invalid, text, powerpack_uuid, callback })
    }
}

/// The recipients in `dst`, separated by `<`: digits, and those that are no numbers.
fn recipients(dst: &str) -> Result<(Vec<String>, Vec<String>), Fault> {
    let all: Vec<_> = dst.split('<').collect();
    if all.len() > MAX_RECIPIENTS {
        return Err(bad("dst has more than 1000 numbers"));
    }
    let digits = all.iter().map(|number| number.strip_prefix('+').unwrap_or(number).to_owned());
    let (to, invalid): (Vec<_>, Vec<_>) = digits.partition(|number| is_number(number));
    if to.is_empty() { Err(bad("dst is not a valid number")) } else { Ok((to, invalid)) }
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
