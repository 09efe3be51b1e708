//! WhatsApp Cloud: sending, and what its answers mean.
//!
//! Meta's advice is to go by the error's code, never by the HTTP status. Codes and their meaning are
//! from its page "Error codes".

use std::time::Duration;

use reqwest::header::RETRY_AFTER;
use reqwest::{Response, StatusCode};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::json;
use shared::config::WhatsApp;
use shared::jobs::JobError;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const TIMEOUT: Duration = Duration::from_secs(15);
/// The longest wait that a provider may ask for.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(3600);

/// A client of one business number.
pub(crate) struct Client {
    http: reqwest::Client,
    config: WhatsApp,
}

/// Why a message was not, or perhaps not, sent.
#[derive(Debug)]
pub(crate) enum Failure {
    /// It never will be.
    Permanent(JobError),
    /// It was not, and may be next time.
    Transient { error: JobError, after: Option<Duration> },
    /// It was not: too many were.
    Limited { error: JobError, after: Option<Duration> },
    /// It was not, and nothing will be until an operator mends the account.
    Account(JobError),
    /// Nobody knows: its bytes went out, and no answer came that says.
    Uncertain,
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
}

impl Client {
    pub fn new(config: WhatsApp) -> reqwest::Result<Self> {
        let http = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            // A request that went out on a connection that broke may have arrived.
            .retry(reqwest::retry::never())
            .build()?;
        Ok(Self { http, config })
    }

    /// Sends a text; returns WhatsApp's id for it. `callback_data` comes back in every status.
    pub async fn send_text(&self, to: &str, body: &str, callback_data: &str) -> Result<String, Failure> {
        let url = format!("{}/{}/messages", self.config.api_url, self.config.phone_number_id);
        let message = json!({
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": to,
            "type": "text",
            "text": {"body": body, "preview_url": false},
            "biz_opaque_callback_data": callback_data,
        });
        let request = self.http.post(url).bearer_auth(self.config.access_token.expose_secret()).json(&message);
        match request.send().await {
            Ok(response) if response.status().is_success() => accepted(response).await,
            Ok(response) => Err(refused(response).await),
            Err(error) if error.is_connect() || error.is_builder() => {
                tracing::warn!(error = %error.without_url(), "WhatsApp can't be reached");
                let error = JobError::transient("provider_unreachable", "WhatsApp can't be reached.");
                Err(Failure::Transient { error, after: None })
            }
            Err(error) => {
                tracing::warn!(error = %error.without_url(), "no answer from WhatsApp to a send");
                Err(Failure::Uncertain)
            }
        }
    }
}

async fn accepted(response: Response) -> Result<String, Failure> {
    let accepted: Option<Accepted> = response.json().await.ok();
    accepted.and_then(|accepted| accepted.messages.into_iter().next()).map(|message| message.id).ok_or_else(|| {
        tracing::warn!("WhatsApp took a message without saying which");
        Failure::Uncertain
    })
}

async fn refused(response: Response) -> Failure {
    let status = response.status();
    let after = retry_after(&response);
    match response.json().await {
        Ok(Refused { error }) => {
            tracing::info!(provider_status = status.as_u16(), provider_code = error.code, "WhatsApp refused a send");
            classify(error.code, error.message, after).unwrap_or_else(|error| by_status(status, error, after))
        }
        // Something in between answered. After a server error of it, the message may have got through.
        Err(_) if status.is_server_error() => {
            tracing::warn!(provider_status = status.as_u16(), "an answer to a send that is not WhatsApp's own");
            Failure::Uncertain
        }
        Err(_) => {
            tracing::warn!(provider_status = status.as_u16(), "an answer to a send that is not WhatsApp's own");
            by_status(status, JobError::permanent("provider_refused", format!("HTTP status {status}")), after)
        }
    }
}

fn retry_after(response: &Response) -> Option<Duration> {
    let seconds = response.headers().get(RETRY_AFTER)?.to_str().ok()?.parse().ok()?;
    Some(Duration::from_secs(seconds).min(MAX_RETRY_AFTER))
}

/// What a code means; `Err` with what can be said of one that is not known to pass or to be the
/// account's.
fn classify(code: i64, message: Option<String>, after: Option<Duration>) -> Result<Failure, JobError> {
    let transient = |name: &str, message| JobError::transient(name, message);
    let said = message.clone().unwrap_or_else(|| format!("WhatsApp error {code}"));
    Ok(match code {
        1 | 2 | 131_000 | 131_016 | 131_057 => {
            Failure::Transient { error: transient("provider_unavailable", said), after }
        }
        4 | 80_007 | 130_429 | 131_048 | 131_056 | 131_064 | 133_016 => {
            Failure::Limited { error: transient("provider_rate_limited", said), after }
        }
        0 | 3 | 10 | 190 | 200..=299 | 131_005 => Failure::Account(transient("provider_auth", said)),
        _ => return Err(error_of(code, message)),
    })
}

/// What a message's owner is told of an error.
pub(crate) fn error_of(code: i64, message: Option<String>) -> JobError {
    let name = match code {
        131_026 => "recipient_unreachable",
        131_047 => "outside_service_window",
        131_050 => "recipient_opted_out",
        _ => "provider_refused",
    };
    JobError::permanent(name, message.unwrap_or_else(|| format!("WhatsApp error {code}")))
}

/// What is left to go by where the code says nothing.
fn by_status(status: StatusCode, error: JobError, after: Option<Duration>) -> Failure {
    let passing = |code: &str| JobError::transient(code, error.message.clone());
    match status {
        StatusCode::TOO_MANY_REQUESTS => Failure::Limited { error: passing("provider_rate_limited"), after },
        StatusCode::UNAUTHORIZED => Failure::Account(passing("provider_auth")),
        _ if status.is_server_error() => Failure::Transient { error: passing("provider_unavailable"), after },
        _ => Failure::Permanent(error),
    }
}
