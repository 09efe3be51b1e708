//! A streamed answer.

use std::time::Duration;

use reqwest::Response;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::time::timeout;

use super::failure::{Class, Failure};
use super::refusal;

/// More than the longest piece.
const MAX_LINE_BYTES: usize = 1024 * 1024;

/// An answer being streamed.
pub(crate) struct Answer {
    response: Response,
    limit: Duration,
    /// Bytes of an incomplete line.
    rest: Vec<u8>,
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
    prompt_token_count: i64,
    candidates_token_count: i64,
    thoughts_token_count: i64,
}

impl Answer {
    pub(super) fn new(response: Response, model: String, limit: Duration) -> Self {
        let tokens = Tokens::default();
        Self { response, limit, rest: Vec::new(), has_text: false, finish: None, model, tokens }
    }

    /// The next piece of text; `None` at the end of a complete answer.
    pub async fn next(&mut self) -> Result<Option<String>, Failure> {
        loop {
            while let Some(line) = self.line() {
                if let Some(text) = self.read(&line)? {
                    return Ok(Some(text));
                }
            }
            match timeout(self.limit, self.response.chunk()).await {
                Err(_) => return Err(Failure::late()),
                Ok(Ok(Some(bytes))) if self.rest.len() + bytes.len() <= MAX_LINE_BYTES => {
                    self.rest.extend_from_slice(&bytes);
                }
                Ok(Ok(None)) => return self.end(),
                Ok(Ok(Some(_))) => return Err(Failure::incomplete()),
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

    /// The next line, without its end.
    fn line(&mut self) -> Option<Vec<u8>> {
        let end = self.rest.iter().position(|byte| *byte == b'\n')?;
        let mut line: Vec<_> = self.rest.drain(..=end).collect();
        line.truncate(line.trim_ascii_end().len());
        Some(line)
    }

    /// An event is one data line; other lines are ignored.
    fn read(&mut self, line: &[u8]) -> Result<Option<String>, Failure> {
        let Some(data) = line.strip_prefix(b"data:") else { return Ok(None) };
        let piece: Piece = serde_json::from_slice(data).map_err(|error| {
            tracing::warn!(category = ?error.classify(), "a piece of Gemini's answer can't be decoded");
            Failure::incomplete()
        })?;
        if let Some(error) = &piece.error {
            let status = error["code"].as_u64().and_then(|code| u16::try_from(code).ok()).unwrap_or(500);
            return Err(refusal::of(status, Some(error)));
        }
        if let Some(usage) = piece.usage_metadata {
            let output = usage.candidates_token_count + usage.thoughts_token_count;
            self.tokens = Tokens { prompt: usage.prompt_token_count.max(0), output: output.max(0) };
        }
        if let Some(model) = piece.model_version {
            self.model = model;
        }
        if piece.prompt_feedback.is_some_and(|feedback| feedback.block_reason.is_some()) {
            return Err(Failure::new(Class::Permanent, "prompt_blocked", "The model refuses to answer this."));
        }
        let Some(candidate) = piece.candidates.into_iter().next() else { return Ok(None) };
        if let Some(reason) = candidate.finish_reason {
            judge(&reason)?;
            self.finish = Some(reason);
        }
        let texts = candidate.content.parts.into_iter().filter(|part| !part.thought).filter_map(|part| part.text);
        let text: String = texts.collect();
        self.has_text |= !text.is_empty();
        Ok(Some(text).filter(|text| !text.is_empty()))
    }

    fn end(&mut self) -> Result<Option<String>, Failure> {
        // It may lack its end.
        if !self.rest.is_empty() {
            self.rest.push(b'\n');
            return match self.line() {
                Some(line) => self.read(&line).and_then(|text| if text.is_some() { Ok(text) } else { self.end() }),
                None => self.end(),
            };
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
