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
        let words = |text: &str| text.split_whitespace().count();
        let prompt_tokens =
            call.contents.iter().map(|turn| words(&turn.text)).sum::<usize>() + call.system.as_deref().map_or(0, words);
        Self { model: model.to_owned(), id: uuid::Uuid::now_v7().simple().to_string(), prompt_tokens }
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
