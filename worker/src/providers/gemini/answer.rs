//! A streamed answer.

use std::time::Duration;

use reqwest::Response;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use shared::lenient_json;
use tokio::time::timeout;

use super::events::{Event, Events, TooLarge};
use super::failure::{Class, Failure};
use super::refusal;

/// Some clients of the same format end their streams with it.
const DONE: &[u8] = b"[DONE]";

/// An answer being streamed.
pub(crate) struct Answer {
    response: Response,
    limit: Duration,
    events: Events,
    /// The first half of a character whose second half comes in the next piece.
    half: Option<char>,
    has_text: bool,
    finish: Option<String>,
    model: String,
    tokens: Tokens,
}

/// Token usage; zero if not reported.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Tokens {
    pub prompt: i64,
    /// Includes thoughts, also charged.
    pub output: i64,
    #[serde(skip)]
    candidates: i64,
    #[serde(skip)]
    thoughts: i64,
}

impl Tokens {
    /// Takes the counts that a piece has; others stay.
    fn update(&mut self, usage: &Usage) {
        let counts = [
            (&mut self.prompt, usage.prompt_token_count),
            (&mut self.candidates, usage.candidates_token_count),
            (&mut self.thoughts, usage.thoughts_token_count),
        ];
        for (count, reported) in counts {
            *count = reported.map_or(*count, |reported| reported.max(0));
        }
        self.output = self.candidates.saturating_add(self.thoughts);
    }
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Piece {
    candidates: Vec<Candidate>,
    prompt_feedback: Option<Feedback>,
    usage_metadata: Option<Usage>,
    model_version: Option<String>,
    error: Option<Value>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Candidate {
    content: Content,
    finish_reason: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Content {
    parts: Vec<Part>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Part {
    text: Option<String>,
    thought: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Feedback {
    block_reason: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Usage {
    prompt_token_count: Option<i64>,
    candidates_token_count: Option<i64>,
    thoughts_token_count: Option<i64>,
}

impl Answer {
    pub(super) fn new(response: Response, model: String, limit: Duration) -> Self {
        let (events, tokens) = (Events::default(), Tokens::default());
        Self { response, limit, events, half: None, has_text: false, finish: None, model, tokens }
    }

    /// The next piece of text; `None` at the end of a complete answer.
    pub async fn next(&mut self) -> Result<Option<String>, Failure> {
        loop {
            while let Some(event) = self.events.next() {
                if let Some(text) = self.read(&event)? {
                    return Ok(Some(text));
                }
            }
            match timeout(self.limit, self.response.chunk()).await {
                Err(_) => return Err(Failure::late()),
                Ok(Ok(Some(bytes))) => self.events.add(&bytes).map_err(|TooLarge| Failure::incomplete())?,
                Ok(Ok(None)) => return self.end(),
                Ok(Err(error)) => {
                    tracing::warn!(error = %error.without_url(), "Gemini's answer was cut off");
                    return Err(Failure::incomplete());
                }
            }
        }
    }

    /// Why it ended: `stop` or `max_tokens`.
    pub fn finish_reason(&self) -> String {
        self.finish.as_deref().unwrap_or_default().to_lowercase()
    }

    /// The model's name.
    pub fn model(&self) -> &str {
        &self.model
    }

    /// Token usage.
    pub fn tokens(&self) -> Tokens {
        self.tokens
    }

    /// The text of an event, if any.
    fn read(&mut self, event: &Event) -> Result<Option<String>, Failure> {
        let pieces = match pieces(event) {
            Some(pieces) => pieces,
            // Not Gemini's; what follows a complete answer does not matter.
            None if !event.is_data || self.finish.is_some() => return Ok(None),
            None => return Err(Failure::incomplete()),
        };
        let mut text = String::new();
        for piece in pieces {
            text.push_str(&self.read_piece(piece)?);
        }
        self.has_text |= !text.is_empty();
        Ok(Some(text).filter(|text| !text.is_empty()))
    }

    fn read_piece(&mut self, piece: Piece) -> Result<String, Failure> {
        if let Some(error) = &piece.error {
            return Err(refusal::of_stream(error));
        }
        if let Some(usage) = piece.usage_metadata {
            self.tokens.update(&usage);
        }
        if let Some(model) = piece.model_version {
            self.model = model;
        }
        if piece.prompt_feedback.is_some_and(|feedback| feedback.block_reason.is_some()) {
            return Err(Failure::new(Class::Permanent, "prompt_blocked", "The model refuses to answer this."));
        }
        let Some(candidate) = piece.candidates.into_iter().next() else { return Ok(String::new()) };
        if let Some(reason) = candidate.finish_reason {
            judge(&reason)?;
            self.finish = Some(reason);
        }
        let texts = candidate.content.parts.into_iter().filter(|part| !part.thought).filter_map(|part| part.text);
        Ok(lenient_json::join_halves(&texts.collect::<String>(), &mut self.half))
    }

    fn end(&mut self) -> Result<Option<String>, Failure> {
        while let Some(event) = self.events.last() {
            if let Some(text) = self.read(&event)? {
                return Ok(Some(text));
            }
        }
        if self.half.take().is_some() {
            self.has_text = true;
            return Ok(Some(char::REPLACEMENT_CHARACTER.into()));
        }
        match self.finish.as_deref() {
            None => Err(Failure::incomplete()),
            Some(_) if self.has_text => Ok(None),
            Some("MAX_TOKENS") => {
                let says = "The model used up its tokens before producing text.";
                Err(Failure::new(Class::Permanent, "answer_empty", says))
            }
            Some(_) => Err(Failure::new(Class::Once, "answer_empty", "The model returned no text.")),
        }
    }
}

/// The pieces of an event: one, or a list of them. `None` if it can't be decoded.
fn pieces(event: &Event) -> Option<Vec<Piece>> {
    if event.text.trim_ascii() == DONE {
        return Some(Vec::new());
    }
    let read = lenient_json::piece_from_slice(&event.text).and_then(|value| match without_nulls(value) {
        Value::Array(pieces) => pieces.into_iter().map(serde_json::from_value).collect(),
        piece => serde_json::from_value(piece).map(|piece| vec![piece]),
    });
    if let Err(error) = &read {
        tracing::warn!(category = ?error.classify(), event.is_data, "a piece of Gemini's answer can't be decoded");
    }
    read.ok()
}

/// The same without null members, which mean what absent ones mean.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.into_iter().filter(|(_, member)| !member.is_null());
            members.map(|(name, member)| (name, without_nulls(member))).collect()
        }
        Value::Array(items) => items.into_iter().filter(|item| !item.is_null()).map(without_nulls).collect(),
        value => value,
    }
}

/// Maps a finish reason to a result.
fn judge(reason: &str) -> Result<(), Failure> {
    match reason {
        "STOP" | "MAX_TOKENS" | "FINISH_REASON_UNSPECIFIED" => Ok(()),
        "SAFETY" | "RECITATION" | "BLOCKLIST" | "PROHIBITED_CONTENT" | "SPII" | "LANGUAGE" => {
            Err(Failure::new(Class::Permanent, "answer_blocked", "The model's answer was blocked."))
        }
        _ => {
            tracing::warn!(finish_reason = reason, "Gemini ended an answer with an unknown reason");
            Err(Failure::new(Class::Once, "answer_failed", "The model could not answer."))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn answer() -> Answer {
        let response = Response::from(http::Response::new(""));
        Answer::new(response, "model".into(), Duration::from_secs(1))
    }

    /// The text of a stream, and its failure.
    fn read(chunks: &[&str]) -> (String, Option<Failure>, Tokens) {
        let (mut answer, mut text) = (answer(), String::new());
        for chunk in chunks {
            answer.events.add(chunk.as_bytes()).unwrap();
            while let Some(event) = answer.events.next() {
                match answer.read(&event) {
                    Ok(piece) => text.extend(piece),
                    Err(failure) => return (text, Some(failure), answer.tokens),
                }
            }
        }
        loop {
            match answer.end() {
                Ok(Some(piece)) => text.push_str(&piece),
                Ok(None) => return (text, None, answer.tokens),
                Err(failure) => return (text, Some(failure), answer.tokens),
            }
        }
    }

    fn data(text: &str, more: &Value) -> String {
        let mut piece = json!({"candidates": [{"content": {"parts": [{"text": text}]}}]});
        piece["candidates"][0].as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        format!("data: {piece}\r\n\r\n")
    }

    #[test]
    fn an_error_in_a_stream_is_that_error_however_it_is_written() {
        let error = json!({"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "message": "quota", "details": [
            {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "38s"}]}});
        let pretty = format!("{error:#}");
        let listed = format!("[{pretty}]");
        let lines = pretty.replace('\n', "\ndata: ");
        for form in [
            format!("data: {error}\n\n"),
            format!("data: {error}"),
            format!("{error}"),
            pretty.clone(),
            format!("{pretty}\n\n"),
            format!("data: {pretty}\n\n"),
            format!("data: {lines}\n\n"),
            listed,
            format!("event: error\ndata: {error}\n\n"),
        ] {
            for before in [String::new(), data("Hello", &json!({}))] {
                let (text, failure, _) = read(&[&before, &form]);
                let failure = failure.unwrap_or_else(|| panic!("{form}"));
                assert_eq!(
                    (failure.class, failure.error.code.as_str()),
                    (Class::Limited, "provider_rate_limited"),
                    "{form}"
                );
                assert_eq!(failure.after, Some(Duration::from_secs(38)), "{form}");
                assert_eq!(text.is_empty(), before.is_empty());
            }
        }
        let named = json!({"error": {"status": "UNAVAILABLE"}});
        assert_eq!(read(&[&named.to_string()]).1.unwrap().error.code, "provider_overloaded");
    }

    #[test]
    fn a_finished_answer_is_taken_with_what_follows_it() {
        let stop = data("Hello", &json!({"finishReason": "STOP"}));
        for after in ["", "data: [DONE]\n\n", "data: [DONE]", "<html>", "data: {\n\n"] {
            let (text, failure, _) = read(&[&stop, after]);
            assert_eq!((text.as_str(), failure.is_none()), ("Hello", true), "{after}");
        }
        let open = data("Hello", &json!({}));
        assert_eq!(read(&[&open]).1.unwrap().error.code, "answer_incomplete");
        assert_eq!(read(&[&open, "data: {\n\n"]).1.unwrap().error.code, "answer_incomplete");
    }

    #[test]
    fn null_fields_and_data_of_several_lines_are_read() {
        let piece = json!({"candidates": [{"content": {"parts": [{"text": "Hi", "thought": null}, {"text": null}], "role": null},
            "finishReason": "STOP", "safetyRatings": null}], "promptFeedback": null, "usageMetadata": null, "modelVersion": null});
        let lines = format!("data: {}\n\n", format!("{piece:#}").replace('\n', "\ndata: "));
        let (text, failure, _) = read(&[&lines]);
        assert_eq!((text.as_str(), failure.is_none()), ("Hi", true));
        let (_, failure, _) = read(&[r#"data: {"candidates": null}"#]);
        assert_eq!(failure.unwrap().error.code, "answer_incomplete");
    }

    #[test]
    fn halves_of_a_character_in_two_pieces_are_one() {
        let piece = |text: &str, more: &str| {
            format!("data: {{\"candidates\": [{{\"content\": {{\"parts\": [{{\"text\": \"{text}\"}}]}}{more}}}]}}\n\n")
        };
        let end = ", \"finishReason\": \"STOP\"";
        let (text, failure, _) = read(&[&piece("a\\ud83d", ""), &piece("\\ude00b", end)]);
        assert_eq!((text.as_str(), failure.is_none()), ("a😀b", true));
        let (text, failure, _) = read(&[&piece("a\\ud83d", end)]);
        assert_eq!((text.as_str(), failure.is_none()), ("a\u{fffd}", true));
    }

    #[test]
    fn token_counts_of_earlier_pieces_remain() {
        let usage = |usage: Value| format!("data: {}\n\n", json!({"usageMetadata": usage}));
        let first = usage(json!({"promptTokenCount": 7, "candidatesTokenCount": 3, "thoughtsTokenCount": 2}));
        let stop = data("Hello", &json!({"finishReason": "STOP"}));
        let counts = |chunks: &[&str]| {
            let tokens = read(chunks).2;
            (tokens.prompt, tokens.output)
        };
        assert_eq!(counts(&[&first, &stop]), (7, 5));
        assert_eq!(counts(&[&first, &usage(json!({})), &stop]), (7, 5));
        assert_eq!(
            counts(&[&first, &usage(json!({"candidatesTokenCount": 9, "promptTokenCount": null})), &stop]),
            (7, 11)
        );
    }
}
