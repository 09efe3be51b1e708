//! Plivo: sending text messages and interpreting responses.

use std::time::Duration;

use reqwest::{Response, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::{Value, json};
use shared::config::Plivo;
use shared::jobs::JobError;

use super::http::{Unsent, client, read_json, retry_after, send};

const TIMEOUT: Duration = Duration::from_secs(10);

/// A client of the Message API.
pub(crate) struct Client {
    http: reqwest::Client,
    url: String,
    auth_id: String,
    auth_token: SecretString,
    source: String,
}

/// A text message not sent, or uncertain.
pub(crate) type Failure = Unsent<Refusal>;

/// Why a text message was not sent.
#[derive(Debug)]
pub(crate) struct Refusal {
    /// How to handle it.
    pub class: Class,
    /// The job's error.
    pub error: JobError,
    /// Retry delay, if given.
    pub after: Option<Duration>,
}

/// How to handle a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// It fails permanently.
    Permanent,
    /// The account's credentials or permissions: an operator has to fix them.
    Account,
    /// Retry.
    Transient,
    /// Wait.
    TooMany,
}

#[derive(Deserialize)]
struct Accepted {
    #[serde(default)]
    message_uuid: Vec<String>,
    #[serde(default)]
    invalid_number: Vec<String>,
}

/// Distinguishes Plivo's own response from a proxy's.
#[derive(Deserialize)]
struct Refused {
    /// A text or an object.
    #[serde(rename = "error")]
    _error: Value,
}

impl Client {
    pub fn new(config: &Plivo) -> reqwest::Result<Self> {
        let http = client().timeout(TIMEOUT).build()?;
        Ok(Self {
            http,
            url: format!("{}/v1/Account/{}/Message/", config.base_url, config.auth_id),
            auth_id: config.auth_id.clone(),
            auth_token: config.auth_token.clone(),
            source: config.source.clone(),
        })
    }

    /// Sends a text that Plivo does not log; returns its id.
    pub async fn send_secret(&self, to: &str, text: &str) -> Result<String, Failure> {
        let body = json!({
            "src": self.source,
            "dst": to.trim_start_matches('+'),
            "text": text,
            "type": "sms",
            "log": false,
        });
        let request = self.http.post(&self.url).basic_auth(&self.auth_id, Some(self.auth_token.expose_secret()));
        let response = send(request.json(&body), "Plivo").await?;
        if response.status().is_success() { accepted(response).await } else { Err(refused(response).await) }
    }
}

async fn accepted(response: Response) -> Result<String, Failure> {
    let status = response.status();
    match read_json::<Accepted>(response).await.ok().map(|it| (it.message_uuid.into_iter().next(), it.invalid_number)) {
        Some((Some(id), _)) => Ok(id),
        Some((None, invalid)) if !invalid.is_empty() => {
            let error = JobError::permanent("recipient_unreachable", "Plivo rejects this number.");
            Err(Failure::Refused(Refusal { class: Class::Permanent, error, after: None }))
        }
        _ => {
            tracing::warn!(provider_status = status.as_u16(), "Plivo accepted a message without returning an id");
            Err(Failure::Uncertain)
        }
    }
}

async fn refused(response: Response) -> Failure {
    let (status, after) = (response.status(), retry_after(response.headers()));
    // The message may quote the number, so it is not kept.
    let is_its_own = read_json::<Refused>(response).await.is_ok();
    tracing::warn!(provider_status = status.as_u16(), "Plivo refused a send");
    // From a proxy. With a server error, the message may have got through.
    if !is_its_own && status.is_server_error() {
        return Failure::Uncertain;
    }
    Failure::Refused(Refusal { after, ..refusal(status) })
}

fn refusal(status: StatusCode) -> Refusal {
    let says = |what: &str| format!("Plivo {what} (HTTP status {}).", status.as_u16());
    let (class, error) = match status {
        StatusCode::TOO_MANY_REQUESTS => {
            (Class::TooMany, JobError::transient("provider_rate_limited", says("takes no more for now")))
        }
        StatusCode::UNAUTHORIZED => {
            (Class::Account, JobError::permanent("provider_auth", says("refuses the credentials")))
        }
        StatusCode::FORBIDDEN => {
            (Class::Account, JobError::permanent("country_restricted", says("may not send to this country")))
        }
        _ if status.is_server_error() => {
            (Class::Transient, JobError::transient("provider_unavailable", says("has a fault that passes")))
        }
        _ => (Class::Permanent, JobError::permanent("provider_refused", says("refused it"))),
    };
    Refusal { class, error, after: None }
}
