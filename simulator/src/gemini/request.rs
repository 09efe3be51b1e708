//! Validation of calls. Members have their names in camel case or snake case, as in any JSON of Google's APIs.

use axum::http::{HeaderMap, header::CONTENT_TYPE};
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Config, refusal::Refusal};

/// Permitted members of a body.
const MEMBERS: [&str; 10] = [
    "contents",
    "systemInstruction",
    "generationConfig",
    "safetySettings",
    "tools",
    "toolConfig",
    "cachedContent",
    "serviceTier",
    "store",
    "model",
];
/// Permitted members of a part, and whether each is its content.
const PART_MEMBERS: [(&str, bool); 12] = [
    ("text", true),
    ("inlineData", true),
    ("fileData", true),
    ("functionCall", true),
    ("functionResponse", true),
    ("executableCode", true),
    ("codeExecutionResult", true),
    ("thought", false),
    ("thoughtSignature", false),
    ("videoMetadata", false),
    ("mediaResolution", false),
    ("partMetadata", false),
];
/// Whether a member's value is valid.
type Test = fn(&Value) -> bool;
/// Members of `generationConfig` and their validation.
const SETTINGS: [(&str, Test); 18] = [
    ("temperature", Value::is_number),
    ("topP", Value::is_number),
    ("topK", Value::is_number),
    ("maxOutputTokens", |value| value.as_u64().is_some_and(|number| number > 0)),
    ("stopSequences", Value::is_array),
    ("thinkingConfig", Value::is_object),
    ("candidateCount", |value| *value == 1),
    ("responseMimeType", |value| *value == "text/plain" || *value == "application/json"),
    ("responseSchema", Value::is_object),
    ("responseJsonSchema", |value| value.is_object() || value.is_boolean()),
    ("responseModalities", Value::is_array),
    ("presencePenalty", Value::is_number),
    ("frequencyPenalty", Value::is_number),
    ("seed", Value::is_i64),
    ("responseLogprobs", Value::is_boolean),
    ("logprobs", Value::is_u64),
    ("mediaResolution", Value::is_string),
    ("speechConfig", Value::is_object),
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

    /// Of `generateContent` and `streamGenerateContent`.
    pub fn judge(config: &Config, key: &Key<'_>, headers: &HeaderMap, body: &[u8]) -> Result<Self, Refusal> {
        key.check(config)?;
        Self::of_body(members(json_object(headers, body)?, &MEMBERS, "")?)
    }

    /// Of `countTokens`: the same body's contents, or a whole call in `generateContentRequest`.
    pub fn judge_count(config: &Config, key: &Key<'_>, headers: &HeaderMap, body: &[u8]) -> Result<Self, Refusal> {
        key.check(config)?;
        let mut body = members(json_object(headers, body)?, &["contents", "generateContentRequest"], "")?;
        match body.remove("generateContentRequest") {
            None => Self::of_body(body),
            Some(Value::Object(call)) if body.is_empty() => {
                Self::of_body(members(call, &MEMBERS, "generate_content_request")?)
            }
            Some(_) => Err(Refusal::invalid("Only one of contents and generateContentRequest can be set.")),
        }
    }

    fn of_body(body: Map<String, Value>) -> Result<Self, Refusal> {
        let turns = body.get("contents").and_then(Value::as_array).filter(|turns| !turns.is_empty());
        let turns = turns.ok_or_else(|| Refusal::invalid("* contents: contents is not specified"))?;
        let contents = turns.iter().map(turn).collect::<Result<Vec<_>, _>>()?;
        if contents.last().is_none_or(|turn| turn.role == "model") {
            return Err(Refusal::invalid("* contents: the last turn must be the user's"));
        }
        let system = body.get("systemInstruction").map(|content| turn_at(content, "system_instruction")).transpose()?;
        let max_output_tokens = match body.get("generationConfig") {
            None => None,
            Some(settings) => max_output_tokens(settings)?,
        };
        Ok(Self { contents, system: system.map(|turn| turn.text), max_output_tokens })
    }

    /// The tokens of the call, which are its words.
    pub fn tokens(&self) -> usize {
        let words = |text: &str| text.split_whitespace().count();
        self.contents.iter().map(|turn| words(&turn.text)).sum::<usize>() + self.system.as_deref().map_or(0, words)
    }
}

/// The API key of a call: a header, or `key` in the query.
pub(super) struct Key<'a>(Option<&'a str>);

impl<'a> Key<'a> {
    pub fn new(headers: &'a HeaderMap, query: Option<&'a str>) -> Self {
        Self(headers.get("x-goog-api-key").and_then(|value| value.to_str().ok()).or(query))
    }

    pub fn check(&self, config: &Config) -> Result<(), Refusal> {
        match self.0 {
            Some(key) if key == config.api_key => Ok(()),
            Some(_) => Err(Refusal::bad_key()),
            None => {
                let says = "Method doesn't allow unregistered callers (callers without established identity).";
                Err(Refusal::new(403, "PERMISSION_DENIED", says))
            }
        }
    }
}

fn json_object(headers: &HeaderMap, body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if content_type.split(';').next().unwrap_or_default().trim() != "application/json" {
        return Err(Refusal::invalid("the body must be JSON"));
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(body)) => Ok(body),
        _ => Err(Refusal::invalid("Invalid JSON payload received.")),
    }
}

/// An object's members by their names in camel case; unknown ones are refused.
fn members(object: Map<String, Value>, names: &[&str], at: &str) -> Result<Map<String, Value>, Refusal> {
    let mut known = Map::new();
    for (name, value) in object {
        let says = if !names.contains(&camel_case(&name).as_str()) {
            format!("Invalid JSON payload received. Unknown name \"{name}\" at '{at}': Cannot find field.")
        } else if known.insert(camel_case(&name), value).is_some() {
            format!("Invalid JSON payload received. Field \"{name}\" at '{at}' is given twice.")
        } else {
            continue;
        };
        return Err(Refusal::invalid(says));
    }
    Ok(known)
}

fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        let mut letters = word.chars();
        let initial = letters.next().map(|letter| letter.to_ascii_uppercase());
        name + &initial.into_iter().chain(letters).collect::<String>()
    })
}

fn turn(content: &Value) -> Result<Turn, Refusal> {
    turn_at(content, "contents")
}

fn turn_at(content: &Value, at: &str) -> Result<Turn, Refusal> {
    let wrong = || Refusal::invalid(format!("* {at}.parts: must not be empty"));
    let content = members(content.as_object().cloned().ok_or_else(wrong)?, &["role", "parts"], at)?;
    let role = match content.get("role") {
        None | Some(Value::Null) => "user",
        Some(role) => role.as_str().unwrap_or_default(),
    };
    if !["user", "model", "function"].contains(&role) && at == "contents" {
        return Err(Refusal::invalid("Please use a valid role: user, model."));
    }
    let parts = content.get("parts").and_then(Value::as_array).filter(|parts| !parts.is_empty()).ok_or_else(wrong)?;
    let texts = parts.iter().map(|part| text(part, at)).collect::<Result<Vec<_>, _>>()?;
    Ok(Turn { role: role.to_owned(), text: texts.concat() })
}

/// A part's text, empty if it has another content.
fn text(part: &Value, at: &str) -> Result<String, Refusal> {
    let wrong = || Refusal::invalid(format!("* {at}.parts: must have exactly one content, which is not empty"));
    let names = PART_MEMBERS.map(|(name, _)| name);
    let part = members(part.as_object().cloned().ok_or_else(wrong)?, &names, &format!("{at}.parts"))?;
    let is_content = |name: &String| PART_MEMBERS.contains(&(name.as_str(), true));
    if part.keys().filter(|name| is_content(name)).count() != 1 {
        return Err(wrong());
    }
    match part.get("text") {
        None => Ok(String::new()),
        Some(text) => text.as_str().filter(|text| !text.is_empty()).map(str::to_owned).ok_or_else(wrong),
    }
}

fn max_output_tokens(settings: &Value) -> Result<Option<u64>, Refusal> {
    let wrong = |name: &str| Refusal::invalid(format!("Invalid value at 'generation_config.{name}'"));
    let names = SETTINGS.map(|(name, _)| name);
    let settings = members(settings.as_object().cloned().ok_or_else(|| wrong(""))?, &names, "generation_config")?;
    for (name, is_valid) in SETTINGS {
        if settings.get(name).is_some_and(|value| !is_valid(value)) {
            return Err(wrong(name));
        }
    }
    Ok(settings.get("maxOutputTokens").and_then(Value::as_u64))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn snake_case_names_are_those_in_camel_case() {
        for (snake, camel) in [("top_p", "topP"), ("topP", "topP"), ("max_output_tokens", "maxOutputTokens")] {
            assert_eq!(camel_case(snake), camel);
        }
        let settings = json!({"max_output_tokens": 5, "topP": 0.5});
        assert_eq!(max_output_tokens(&settings).unwrap(), Some(5));
        let twice = json!({"max_output_tokens": 5, "maxOutputTokens": 5});
        assert!(max_output_tokens(&twice).unwrap_err().says.contains("twice"));
    }

    #[test]
    fn a_part_has_one_content() {
        for (part, text_of_it) in [
            (json!({"text": "a"}), Some("a")),
            (json!({"text": "a", "thought": true}), Some("a")),
            (json!({"inline_data": {"mime_type": "image/png", "data": ""}}), Some("")),
            (json!({"text": ""}), None),
            (json!({"text": "a", "fileData": {}}), None),
            (json!({"thought": true}), None),
            (json!({"txt": "a"}), None),
            (json!("a"), None),
        ] {
            assert_eq!(text(&part, "contents").ok().as_deref(), text_of_it, "{part}");
        }
    }
}
