//! Answers as steps of a stream.

use std::time::Duration;

use chrono::Utc;
use serde_json::{Value, json};

use super::{refusal::Refusal, request::Call};

/// One step of an answer.
#[derive(Debug, Clone)]
pub(super) enum Step {
    /// A response object.
    Object(Value),
    /// Current time in microseconds since 1970 as text, taken when sent.
    Time,
    /// A pause.
    Wait(Duration),
    /// Stops sending and keeps the connection open.
    Stall,
    /// Closes the connection mid-stream.
    HangUp,
}

/// Words per response object.
const WORDS: usize = 3;

/// Fields of all response objects.
pub(super) struct Speaker {
    model: String,
    id: String,
    prompt_tokens: usize,
}

impl Speaker {
    pub fn new(model: &str, call: &Call) -> Self {
        let id = uuid::Uuid::now_v7().simple().to_string();
        Self { model: model.to_owned(), id, prompt_tokens: call.tokens() }
    }

    /// A response object; `tokens`: the answer's count so far.
    pub fn object(&self, parts: &Value, finish: Option<&str>, tokens: usize) -> Value {
        let mut candidate = json!({"index": 0, "content": {"role": "model", "parts": parts}});
        if let Some(reason) = finish {
            candidate["finishReason"] = json!(reason);
        }
        let mut object = self.bare(tokens);
        object["candidates"] = json!([candidate]);
        object
    }

    /// Without candidates.
    pub fn bare(&self, tokens: usize) -> Value {
        json!({
            "usageMetadata": {"promptTokenCount": self.prompt_tokens, "candidatesTokenCount": tokens,
                "totalTokenCount": self.prompt_tokens + tokens},
            "modelVersion": self.model, "responseId": self.id,
        })
    }

    /// A text, a few words each; the last object has `finish`.
    pub fn say(&self, text: &str, finish: Option<&str>) -> Vec<Step> {
        let words: Vec<_> = text.split_inclusive(' ').collect();
        let last = words.len().div_ceil(WORDS).saturating_sub(1);
        let object = |(place, some): (usize, &[&str])| {
            let finish = finish.filter(|_| place == last);
            Step::Object(self.object(&json!([{"text": some.concat()}]), finish, place * WORDS + some.len()))
        };
        words.chunks(WORDS).enumerate().map(object).collect()
    }

    /// `count` objects, each after a pause.
    pub fn say_slowly(&self, count: usize, pause: Duration) -> Vec<Step> {
        let object = |number: usize| {
            let finish = (number == count).then_some("STOP");
            let text = format!("part {number} of {count}{}", if number == count { "." } else { ", " });
            Step::Object(self.object(&json!([{"text": text}]), finish, number))
        };
        (1..=count).flat_map(|number| [Step::Wait(pause), object(number)]).collect()
    }

    /// The time, sent twice with a pause before each.
    pub fn tell_the_time(&self, pause: Duration) -> Vec<Step> {
        let end = Step::Object(self.object(&json!([{"text": " ."}]), Some("STOP"), 3));
        vec![Step::Wait(pause), Step::Time, Step::Wait(pause), Step::Time, end]
    }

    /// The object of [`Step::Time`].
    pub fn time(&self) -> Value {
        self.object(&json!([{"text": format!("{} ", Utc::now().timestamp_micros())}]), None, 1)
    }
}

/// An error in mid-stream.
pub(super) fn failure(refusal: &Refusal) -> Step {
    Step::Object(refusal.body())
}

/// Collects a stream's objects into the only one of a call that does not stream.
#[derive(Default)]
pub(super) struct Whole {
    parts: Vec<Value>,
    last: Option<Value>,
}

impl Whole {
    pub fn add(&mut self, object: Value) {
        let parts = object["candidates"][0]["content"]["parts"].as_array();
        for part in parts.into_iter().flatten() {
            let is_text = |part: &Value| part["text"].is_string() && part.get("thought").is_none();
            match (self.parts.last_mut(), part["text"].as_str()) {
                (Some(last), Some(text)) if is_text(last) && is_text(part) => {
                    last["text"] = json!(format!("{}{text}", last["text"].as_str().unwrap_or_default()));
                }
                _ => self.parts.push(part.clone()),
            }
        }
        self.last = Some(object);
    }

    /// The object; its reason and token counts are the last ones.
    pub fn object(self) -> Value {
        let mut object = self.last.unwrap_or_default();
        if object.get("candidates").is_some() {
            object["candidates"][0]["content"]["parts"] = json!(self.parts);
        }
        object
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_joined_and_thoughts_are_kept_apart() {
        let speaker = Speaker { model: "gemini-x".into(), id: "1".into(), prompt_tokens: 1 };
        let mut whole = Whole::default();
        whole.add(speaker.object(&json!([{"text": "hm", "thought": true}]), None, 1));
        whole.add(speaker.object(&json!([{"text": "one "}]), None, 2));
        whole.add(speaker.object(&json!([{"text": "two"}, {"functionCall": {}}]), Some("STOP"), 3));
        let object = whole.object();
        let candidate = &object["candidates"][0];
        let parts = json!([{"text": "hm", "thought": true}, {"text": "one two"}, {"functionCall": {}}]);
        assert_eq!((&candidate["content"]["parts"], &candidate["finishReason"]), (&parts, &json!("STOP")));
        assert_eq!(object["usageMetadata"]["candidatesTokenCount"], 3);
    }
}
