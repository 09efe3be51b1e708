//! `/v1/hooks/whatsapp`: what WhatsApp Cloud tells us.
//!
//! It is checked, made a job and answered at once. What can't be understood is answered with 200
//! too: WhatsApp would send it again for days.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use shared::app::App;
use shared::config::WhatsApp;
use shared::jobs::{self, NewJob};
use shared::messaging::MessageStatus;
use shared::messaging::jobs::{ApplyStatuses, ProviderError, ProviderStatus};
use shared::secrets;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::{self, Query};
use crate::problem::Problem;
use crate::request;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(verify, receive))
}

fn configured(app: &App) -> Result<&WhatsApp, Problem> {
    app.config.whatsapp.as_ref().ok_or_else(Problem::not_found)
}

/// WhatsApp's question whether this is ours.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Handshake {
    /// `subscribe`.
    #[serde(rename = "hub.mode", default)]
    mode: String,
    /// What to answer.
    #[serde(rename = "hub.challenge", default)]
    challenge: String,
    /// The token that we agreed on.
    #[serde(rename = "hub.verify_token", default)]
    verify_token: String,
}

/// Proves to WhatsApp that this webhook is ours.
#[utoipa::path(get, path = "/v1/hooks/whatsapp", tag = "hooks", params(Handshake), responses(
    (status = 200, description = "The challenge", body = String, content_type = "text/plain"),
    (status = 403, description = "`forbidden`: another token"),
    (status = 404, description = "`not_found`: WhatsApp is not set up"),
))]
async fn verify(State(app): State<App>, Query(handshake): Query<Handshake>) -> Result<String, Problem> {
    let known = secrets::same(&configured(&app)?.verify_token, &handshake.verify_token);
    if handshake.mode == "subscribe" && known {
        return Ok(handshake.challenge);
    }
    Err(Problem::new(StatusCode::FORBIDDEN, "forbidden", "The verify token is another one."))
}

/// Takes what WhatsApp tells of messages.
#[utoipa::path(post, path = "/v1/hooks/whatsapp", tag = "hooks",
    params(("X-Hub-Signature-256" = String, Header, description = "`sha256=` and the HMAC-SHA256 of the body")),
    request_body(content = serde_json::Value, content_type = "application/json"),
    responses(
        (status = 200, description = "Taken"),
        (status = 401, description = "`bad_signature`"),
        (status = 404, description = "`not_found`: WhatsApp is not set up"),
    ))]
async fn receive(State(app): State<App>, request: Request) -> Result<StatusCode, Problem> {
    let config = configured(&app)?.clone();
    let header = request.headers().get("x-hub-signature-256").and_then(|value| value.to_str().ok());
    let signature = header.and_then(|value| value.strip_prefix("sha256=")).unwrap_or_default().to_owned();
    let body = extract::body(request, &app).await?;
    if !secrets::verifies_hex(&config.app_secret, &[&body], &signature) {
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "bad_signature", "The signature is not valid."));
    }
    let statuses = match serde_json::from_slice::<Webhook>(&body) {
        Ok(webhook) => webhook.statuses(),
        Err(error) => {
            tracing::warn!(line = error.line(), column = error.column(), "a webhook that can't be read");
            return Ok(StatusCode::OK);
        }
    };
    if !statuses.is_empty() {
        let now = app.clock.now();
        let mut job = NewJob::new(&ApplyStatuses { statuses }, now)?;
        // The same bytes again, hours or days later, are the same webhook.
        job.unique_key = Some(format!("whatsapp:{:x}", Sha256::digest(&body)));
        job.request_id = request::id();
        let mut tx = app.db.begin().await?;
        jobs::enqueue(&app, &mut tx, &[job], now).await?;
        tx.commit().await?;
    }
    Ok(StatusCode::OK)
}

/// A webhook, as far as we need it. Unknown and missing fields are fine everywhere.
#[derive(Debug, Deserialize)]
struct Webhook {
    #[serde(default)]
    entry: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
struct Entry {
    #[serde(default)]
    changes: Vec<Change>,
}

#[derive(Debug, Deserialize)]
struct Change {
    value: Option<Value>,
}

#[derive(Debug, Deserialize)]
struct Value {
    #[serde(default)]
    statuses: Vec<Status>,
}

#[derive(Debug, Deserialize)]
struct Status {
    id: String,
    status: String,
    /// Unix seconds, as a text.
    timestamp: Option<String>,
    biz_opaque_callback_data: Option<String>,
    #[serde(default)]
    errors: Vec<StatusError>,
}

#[derive(Debug, Deserialize)]
struct StatusError {
    code: i64,
    title: Option<String>,
    message: Option<String>,
}

impl Webhook {
    fn statuses(self) -> Vec<ProviderStatus> {
        let values = self.entry.into_iter().flat_map(|entry| entry.changes).filter_map(|change| change.value);
        values.flat_map(|value| value.statuses).filter_map(Status::known).collect()
    }
}

impl Status {
    /// What it means to us; `None` for a status that we do not know.
    fn known(self) -> Option<ProviderStatus> {
        let status = match self.status.as_str() {
            "sent" => MessageStatus::Sent,
            "delivered" => MessageStatus::Delivered,
            "read" | "played" => MessageStatus::Read,
            "failed" => MessageStatus::Failed,
            _ => return None,
        };
        let at = self.timestamp.and_then(|seconds| seconds.parse().ok());
        let failed = status == MessageStatus::Failed;
        let error =
            self.errors.into_iter().next().map(|it| ProviderError { code: it.code, message: it.message.or(it.title) });
        Some(ProviderStatus {
            provider_message_id: self.id,
            message_id: self.biz_opaque_callback_data.and_then(|data| data.parse().ok()),
            status,
            at: at.and_then(|seconds| DateTime::<Utc>::from_timestamp(seconds, 0)),
            error: error.or(failed.then_some(ProviderError { code: 0, message: None })),
        })
    }
}
