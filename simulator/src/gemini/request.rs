//! Validation of a streaming call.

use axum::http::{HeaderMap, header::CONTENT_TYPE};
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Config, refusal::Refusal};

/// Permitted members of a body.
const MEMBERS: [&str; 4] = ["contents", "systemInstruction", "generationConfig", "safetySettings"];
/// Whether a member's value is valid.
type Test = fn(&Value) -> bool;
/// Members of `generationConfig` and their validation.
const SETTINGS: [(&str, Test); 6] = [
    ("temperature", Value::is_number),
    ("topP", Value::is_number),
    ("topK", Value::is_number),
    ("maxOutputTokens", |value| value.as_u64().is_some_and(|number| number > 0)),
    ("stopSequences", Value::is_array),
    ("thinkingConfig", Value::is_object),
];

/// A turn of the conversation.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Turn {
    pub role: String,
    pub text: String,
}

/// A valid call.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pub contents: Vec<Turn>,
    pub system: Option<String>,
    pub max_output_tokens: Option<u64>,
}

impl Call {
    /// The last prompt.
    pub fn prompt(&self) -> &str {
        self.contents.last().map_or("", |turn| turn.text.trim())
    }

    pub fn judge(config: &Config, headers: &HeaderMap, body: &[u8]) -> Result<Self, Refusal> {
        authenticate(config, headers)?;
        let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if content_type.split(';').next().unwrap_or_default().trim() != "application/json" {
            return Err(Refusal::invalid("the body must be JSON"));
        }
        let Ok(Value::Object(body)) = serde_json::from_slice(body) else {
            return Err(Refusal::invalid("Invalid JSON payload received."));
        };
        known(&body, &MEMBERS, "")?;
        let turns = body.get("contents").and_then(Value::as_array).filter(|turns| !turns.is_empty());
        let turns = turns.ok_or_else(|| Refusal::invalid("* contents: contents is not specified"))?;
        let contents = turns.iter().map(turn).collect::<Result<Vec<_>, _>>()?;
        if contents.last().is_none_or(|turn| turn.role != "user") {
            return Err(Refusal::invalid("* contents: the last turn must be the user's"));
        }
        let system = body.get("systemInstruction").map(|content| text(content, "systemInstruction")).transpose()?;
        let settings = body.get("generationConfig").cloned().unwrap_or_else(|| Value::Object(Map::new()));
        Ok(Self { contents, system, max_output_tokens: max_output_tokens(&settings)? })
    }
}

fn authenticate(config: &Config, headers: &HeaderMap) -> Result<(), Refusal> {
    match headers.get("x-goog-api-key").and_then(|value| value.to_str().ok()) {
        Some(key) if key == config.api_key => Ok(()),
        Some(_) => Err(Refusal::bad_key()),
        None => {
            let says = "Method doesn't allow unregistered callers (callers without established identity).";
            Err(Refusal::new(403, "PERMISSION_DENIED", says))
        }
    }
}

fn known(object: &Map<String, Value>, names: &[&str], at: &str) -> Result<(), Refusal> {
    match object.keys().find(|name| !names.contains(&name.as_str())) {
        Some(name) => Err(Refusal::invalid(format!(
            "Invalid JSON payload received. Unknown name \"{name}\" at '{at}': Cannot find field."
        ))),
        None => Ok(()),
    }
}

fn turn(content: &Value) -> Result<Turn, Refusal> {
    let role = content["role"].as_str().unwrap_or_default();
    if !["user", "model"].contains(&role) {
        return Err(Refusal::invalid("Please use a valid role: user, model."));
    }
    Ok(Turn { role: role.to_owned(), text: text(content, "contents")? })
}

fn text(content: &Value, at: &str) -> Result<String, Refusal> {
    let wrong = || Refusal::invalid(format!("* {at}.parts: must not be empty"));
    let object = content.as_object().ok_or_else(wrong)?;
    known(object, &["role", "parts"], at)?;
    let parts = object.get("parts").and_then(Value::as_array).filter(|parts| !parts.is_empty()).ok_or_else(wrong)?;
    let texts: Option<Vec<_>> = parts.iter().map(|part| part["text"].as_str().filter(|it| !it.is_empty())).collect();
    texts.map(|texts| texts.concat()).ok_or_else(wrong)
}

fn max_output_tokens(settings: &Value) -> Result<Option<u64>, Refusal> {
    let wrong = |name: &str| Refusal::invalid(format!("Invalid value at 'generation_config.{name}'"));
    for (name, value) in settings.as_object().ok_or_else(|| wrong(""))? {
        let is_valid = SETTINGS.iter().find(|(known, _)| known == name).map(|(_, is_valid)| is_valid);
        if !is_valid.is_some_and(|is_valid| is_valid(value)) {
            return Err(wrong(name));
        }
    }
    Ok(settings["maxOutputTokens"].as_u64())
}
