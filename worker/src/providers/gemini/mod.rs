//! Gemini: model calls and the meaning of responses.

mod answer;
mod events;
mod failure;
mod refusal;

use std::time::Duration;

use reqwest::{Response, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use shared::config::Gemini;
use tokio::time::timeout;

use super::http::{client, read_json, retry_after};
pub(crate) use answer::Answer;
pub(crate) use failure::{Class, Failure};

/// A client of the streaming call.
pub(crate) struct Client {
    http: reqwest::Client,
    base_url: String,
    models: Vec<String>,
    api_key: SecretString,
    system_instruction: String,
    max_output_tokens: u32,
    limit: Duration,
}

/// A turn of the conversation to continue; the last is the user's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Turn {
    pub is_model: bool,
    pub text: String,
}

impl Client {
    pub fn new(config: &Gemini) -> reqwest::Result<Self> {
        Ok(Self {
            http: client().build()?,
            base_url: config.base_url.clone(),
            models: config.models.clone(),
            api_key: config.api_key.clone(),
            system_instruction: config.system_instruction.clone(),
            max_output_tokens: config.max_output_tokens,
            limit: config.timeout,
        })
    }

    /// Calls the model, or the next one if it was withdrawn. Streams the answer.
    pub async fn ask(&self, turns: &[Turn]) -> Result<Answer, Failure> {
        let body = self.body(turns);
        let mut gone = None;
        for model in &self.models {
            match self.ask_model(model, &body).await {
                Err(failure) if failure.error.code == refusal::MODEL_UNAVAILABLE => {
                    tracing::error!(model, "the model does not exist (any more); check GEMINI_MODEL");
                    gone = Some(failure);
                }
                answer => return answer,
            }
        }
        Err(gone.unwrap_or_else(refusal::no_model))
    }

    fn body(&self, turns: &[Turn]) -> Value {
        let role = |turn: &Turn| if turn.is_model { "model" } else { "user" };
        let contents: Vec<_> =
            turns.iter().map(|turn| json!({"role": role(turn), "parts": [{"text": turn.text}]})).collect();
        json!({
            "systemInstruction": {"parts": [{"text": self.system_instruction}]},
            "contents": contents,
            "generationConfig": {"maxOutputTokens": self.max_output_tokens},
        })
    }

    async fn ask_model(&self, model: &str, body: &Value) -> Result<Answer, Failure> {
        let url = format!("{}/v1beta/models/{model}:streamGenerateContent?alt=sse", self.base_url);
        let request = self.http.post(url).header("x-goog-api-key", self.api_key.expose_secret()).json(body);
        match timeout(self.limit, request.send()).await {
            Err(_) => Err(Failure::late()),
            Ok(Ok(response)) if response.status() == StatusCode::OK => {
                Ok(Answer::new(response, model.to_owned(), self.limit))
            }
            Ok(Ok(response)) => Err(refused(response, self.limit).await),
            Ok(Err(error)) => {
                tracing::warn!(error = %error.without_url(), "Gemini is unreachable");
                Err(Failure::new(Class::Transient, "provider_unreachable", "The model can't be reached."))
            }
        }
    }
}

async fn refused(response: Response, limit: Duration) -> Failure {
    let status = response.status().as_u16();
    let after = retry_after(response.headers());
    // The message may quote the prompt, so it is not kept.
    let body = timeout(limit, read_json::<Value>(response)).await.ok().and_then(Result::ok).unwrap_or_default();
    tracing::warn!(provider_status = status, "Gemini refused a call");
    let error = body.get("error").or_else(|| body.get(0)?.get("error"));
    let failure = refusal::of(status, error);
    Failure { after: failure.after.or(after), ..failure }
}
