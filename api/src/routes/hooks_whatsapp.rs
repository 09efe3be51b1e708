//! `/v1/hooks/whatsapp`: WhatsApp Cloud's webhooks.
//!
//! A webhook is verified, made a job and answered at once. Unknown content gets 200 too: WhatsApp would retry it for
//! days. What can't be read at all gets 400: it is not lost, and WhatsApp's retries show it to the operator.

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::{HeaderName, StatusCode};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use shared::app::App;
use shared::config::WhatsApp;
use shared::jobs::{self, NewJob};
use shared::messaging::jobs::ApplyStatuses;
use shared::metrics::labels;
use shared::secrets::{self, Signature, Verifier};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::hooks::{self, Gate, bad_signature};
use super::whatsapp_payload::{self, Webhook};
use crate::current_request;
use crate::edge::ClientAddress;
use crate::extract::Query;
use crate::problem::Problem;

/// The platform's maximum.
const MAX_BODY: usize = 3 * 1024 * 1024;
const SIGNATURE: HeaderName = HeaderName::from_static("x-hub-signature-256");

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(verify, receive)).layer(Extension(Gate::new("hooks_whatsapp")))
}

fn configured(app: &App) -> Result<&WhatsApp, Problem> {
    app.config.whatsapp.as_ref().ok_or_else(Problem::not_found)
}

/// WhatsApp's verification of the webhook URL.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Handshake {
    /// `subscribe`.
    #[serde(rename = "hub.mode", default)]
    mode: String,
    /// The response to return.
    #[serde(rename = "hub.challenge", default)]
    challenge: String,
    /// The configured verify token.
    #[serde(rename = "hub.verify_token", default)]
    verify_token: String,
}

/// Verifies the webhook URL for WhatsApp.
#[utoipa::path(get, path = "/v1/hooks/whatsapp", tag = "hooks", params(Handshake), responses(
    (status = 200, description = "The challenge", body = String, content_type = "text/plain"),
    (status = 403, description = "`forbidden`: token mismatch"),
    (status = 404, description = "`not_found`: WhatsApp is not set up"),
))]
async fn verify(State(app): State<App>, Query(handshake): Query<Handshake>) -> Result<String, Problem> {
    let known = secrets::same(&configured(&app)?.verify_token, &handshake.verify_token);
    if handshake.mode == "subscribe" && known {
        return Ok(handshake.challenge);
    }
    Err(Problem::new(StatusCode::FORBIDDEN, "forbidden", "Verify token mismatch."))
}

/// Drops events so old that WhatsApp no longer retries them: they are replays.
fn fresh(app: &App, webhook: Webhook) -> ApplyStatuses {
    let Webhook { told, stale } = webhook;
    if stale > 0 {
        tracing::warn!(stale, "webhook events dropped: older than WhatsApp's retry period");
        let dropped = app.metrics.webhook_events_stale.get_or_create(&labels::Webhook { provider: "whatsapp" });
        dropped.inc_by(u64::try_from(stale).unwrap_or(u64::MAX));
    }
    told
}

/// Receives message events from WhatsApp.
#[utoipa::path(post, path = "/v1/hooks/whatsapp", tag = "hooks",
    params(("X-Hub-Signature-256" = String, Header, description = "`sha256=` and the HMAC-SHA256 of the body")),
    request_body(content = serde_json::Value, content_type = "application/json"),
    responses(
        (status = 200, description = "Received"),
        (status = 400, description = "`malformed_json`: it can't be read"),
        (status = 401, description = "`bad_signature`"),
        (status = 404, description = "`not_found`: WhatsApp is not set up"),
        (status = 408, description = "`request_timeout`: the body did not arrive in time"),
        (status = 413, description = "`body_too_large`: more than 3 MB"),
        (status = 503, description = "`busy`: too many are in progress; `unavailable`: retry"),
    ))]
async fn receive(
    State(app): State<App>,
    Extension(gate): Extension<Gate>,
    address: ClientAddress,
    request: Request,
) -> Result<StatusCode, Problem> {
    let config = configured(&app)?.clone();
    let signature = hooks::signature(&request, &SIGNATURE)?.strip_prefix("sha256=");
    let signature = signature.and_then(Signature::read).ok_or_else(bad_signature)?;
    let mut share = gate.enter(&app, address)?;
    let mut verifier = Verifier::new(&config.app_secret);
    let body = hooks::signed_body(request, MAX_BODY, &mut verifier).await?;
    if !verifier.is_one_of(&[signature]) {
        return Err(bad_signature());
    }
    share.forget_address();
    let body = body.concat();
    let webhook = hooks::decode::<serde_json::Value>(&body)?;
    let told = fresh(&app, whatsapp_payload::read(&webhook, app.clock.now()));
    if !told.statuses.is_empty() || !told.inbound.is_empty() {
        let now = app.clock.now();
        let mut job = NewJob::new(&told, now)?;
        // The same bytes, hours or days later, are the same webhook.
        job.unique_key = Some(format!("whatsapp:{:x}", Sha256::digest(&body)));
        job.request_id = current_request::id();
        let mut tx = app.db.begin().await?;
        jobs::enqueue(&app, &mut tx, &[job], now).await?;
        tx.commit().await?;
    }
    Ok(StatusCode::OK)
}
