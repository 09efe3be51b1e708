//! `/v1/hooks/whatsapp`: what WhatsApp Cloud tells us.
//!
//! It is checked, made a job and answered at once. What can't be understood is answered with 200
//! too: WhatsApp would send it again for days.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use shared::app::App;
use shared::config::WhatsApp;
use shared::jobs::{self, NewJob};
use shared::messaging::jobs::ApplyStatuses;
use shared::metrics::labels;
use shared::secrets;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::whatsapp_payload::{self, Webhook};
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

/// What of a webhook is not a replay of events that WhatsApp stopped repeating.
fn fresh(app: &App, webhook: Webhook) -> ApplyStatuses {
    let Webhook { told, stale } = webhook;
    if stale > 0 {
        tracing::warn!(stale, "events of a webhook are older than WhatsApp repeats any, and are dropped");
        let dropped = app.metrics.webhook_events_stale.get_or_create(&labels::Webhook { provider: "whatsapp" });
        dropped.inc_by(u64::try_from(stale).unwrap_or(u64::MAX));
    }
    told
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
    let told = match serde_json::from_slice(&body) {
        Ok(webhook) => fresh(&app, whatsapp_payload::read(&webhook, app.clock.now())),
        Err(error) => {
            tracing::warn!(line = error.line(), column = error.column(), "a webhook that can't be read");
            return Ok(StatusCode::OK);
        }
    };
    if !told.statuses.is_empty() || !told.inbound.is_empty() {
        let now = app.clock.now();
        let mut job = NewJob::new(&told, now)?;
        // The same bytes again, hours or days later, are the same webhook.
        job.unique_key = Some(format!("whatsapp:{:x}", Sha256::digest(&body)));
        job.request_id = request::id();
        let mut tx = app.db.begin().await?;
        jobs::enqueue(&app, &mut tx, &[job], now).await?;
        tx.commit().await?;
    }
    Ok(StatusCode::OK)
}
