//! WhatsApp Cloud: sending and interpreting responses.

mod codes;
mod ownership;
mod payload;

use std::time::Duration;

use reqwest::{Response, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::Value;
use shared::config::WhatsApp;
use shared::jobs::JobError;
use shared::messaging::{Content, ProviderError};

use super::http::{Unsent, clean, client, read_json, retry_after, send};
pub(crate) use codes::{Class, meaning};
pub(crate) use ownership::Unconfirmed;

const TIMEOUT: Duration = Duration::from_secs(15);

/// A Cloud API client for any number.
pub(crate) struct Client {
    http: reqwest::Client,
    api_url: String,
    /// The app that business accounts must subscribe to.
    app_id: Option<String>,
}

/// The sending number.
pub(crate) struct Number {
    /// Its WhatsApp id.
    pub id: String,
    pub access_token: SecretString,
}

/// A message not sent, or uncertain.
pub(crate) type Failure = Unsent<Refusal>;

/// Why a message was not sent.
#[derive(Debug)]
pub(crate) struct Refusal {
    /// How to handle it.
    pub class: Class,
    /// The owner's error text.
    pub error: JobError,
    /// WhatsApp's error; `None` if a proxy responded.
    pub raw: Option<ProviderError>,
    /// Retry delay, if given.
    pub after: Option<Duration>,
}

#[derive(Deserialize)]
struct Accepted {
    messages: Vec<AcceptedMessage>,
}

#[derive(Deserialize)]
struct AcceptedMessage {
    id: String,
}

#[derive(Deserialize)]
struct Refused {
    error: GraphError,
}

#[derive(Deserialize)]
struct GraphError {
    code: i64,
    message: Option<String>,
    /// An object with `details`, or a text.
    #[serde(default)]
    error_data: Value,
    fbtrace_id: Option<String>,
}

impl GraphError {
    fn raw(self) -> ProviderError {
        let details = self.error_data["details"].as_str().or(self.error_data.as_str()).map(str::to_owned);
        ProviderError {
            code: self.code,
            message: self.message.map(clean),
            details: details.map(clean),
            request_id: self.fbtrace_id.map(clean),
        }
    }
}

impl Client {
    pub fn new(config: &WhatsApp) -> reqwest::Result<Self> {
        let http = client().timeout(TIMEOUT).build()?;
        Ok(Self { http, api_url: config.api_url.clone(), app_id: config.app_id.clone() })
    }

    /// Sends a text, or the content that replaces it; returns WhatsApp's id. Every status carries `callback_data`.
    pub async fn send(
        &self,
        number: &Number,
        to: &str,
        text: &str,
        content: Option<&Content>,
        callback_data: &str,
    ) -> Result<String, Failure> {
        let url = format!("{}/{}/messages", self.api_url, number.id);
        let body = payload::body(to, text, content, callback_data);
        let request = self.http.post(url).bearer_auth(number.access_token.expose_secret()).json(&body);
        let response = send(request, "WhatsApp").await?;
        if response.status().is_success() { accepted(response).await } else { Err(refused(response).await) }
    }
}

async fn accepted(response: Response) -> Result<String, Failure> {
    let accepted: Option<Accepted> = read_json(response).await.ok();
    accepted.and_then(|accepted| accepted.messages.into_iter().next()).map(|message| message.id).ok_or_else(|| {
        tracing::warn!("WhatsApp accepted a message without returning an id");
        Failure::Uncertain
    })
}

async fn refused(response: Response) -> Failure {
    let status = response.status();
    let after = retry_after(response.headers());
    match read_json(response).await {
        Ok(Refused { error }) => {
            let raw = error.raw();
            tracing::info!(
                provider_status = status.as_u16(),
                provider_code = raw.code,
                provider_request_id = raw.request_id,
                "WhatsApp refused a request"
            );
            Failure::Refused(Refusal { after, ..refusal(raw, status) })
        }
        // From a proxy. With a server error, the message may have got through.
        Err(_) if status.is_server_error() => {
            tracing::warn!(provider_status = status.as_u16(), "the answer did not come from WhatsApp");
            Failure::Uncertain
        }
        Err(_) => {
            tracing::warn!(provider_status = status.as_u16(), "the answer did not come from WhatsApp");
            let (class, name) = by_status(status);
            let error = job_error(class, name, format!("HTTP status {status}"));
            Failure::Refused(Refusal { class, error, raw: None, after })
        }
    }
}

fn refusal(raw: ProviderError, status: StatusCode) -> Refusal {
    let (class, name) = meaning(raw.code).unwrap_or_else(|| {
        tracing::error!(provider_status = status.as_u16(), provider_code = raw.code, "unknown WhatsApp error code");
        by_status(status)
    });
    Refusal { class, error: job_error(class, name, said(&raw)), raw: Some(raw), after: None }
}

/// The class if the code is unknown.
fn by_status(status: StatusCode) -> (Class, &'static str) {
    match status {
        StatusCode::TOO_MANY_REQUESTS => (Class::TooMany, "provider_rate_limited"),
        StatusCode::UNAUTHORIZED => (Class::Unauthorized, "provider_auth"),
        _ if status.is_server_error() => (Class::Transient { attempts: i32::MAX, after: None }, "provider_unavailable"),
        _ => (Class::Permanent, "provider_refused"),
    }
}

fn said(raw: &ProviderError) -> String {
    let text = raw.details.as_ref().or(raw.message.as_ref());
    text.cloned().unwrap_or_else(|| format!("WhatsApp error {}", raw.code))
}

fn job_error(class: Class, name: &str, message: String) -> JobError {
    match class {
        Class::Permanent | Class::OptedOut | Class::Blocked => JobError::permanent(name, message),
        _ => JobError::transient(name, message),
    }
}

/// The message owner's error for a status's error.
pub(crate) fn error_of(raw: &ProviderError) -> (Class, JobError) {
    let (class, name) = meaning(raw.code).unwrap_or((Class::Permanent, "provider_refused"));
    (class, job_error(class, name, said(raw)))
}
