//! `/v1/hooks/stripe`: Stripe's webhooks.
//!
//! An event is verified, recorded, made a job and answered at once. It only names the object to fetch: its content is
//! neither stored nor trusted, so its version does not matter.

use axum::Extension;
use axum::extract::{Request, State};
use axum::http::{HeaderName, StatusCode};
use chrono::TimeDelta;
use shared::app::App;
use shared::billing::{self, StripeEvent};
use shared::secrets::TimedSignature;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::hooks::{self, Gate, bad_signature};
use crate::current_request;
use crate::edge::ClientAddress;
use crate::problem::Problem;

/// The largest age or clock skew of a signature.
const TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// Events take a few kilobytes.
const MAX_BODY: usize = 256 * 1024;
const SIGNATURE: HeaderName = HeaderName::from_static("stripe-signature");

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(receive_stripe)).layer(Extension(Gate::new("hooks_stripe")))
}

/// Receives payment events from Stripe.
#[utoipa::path(post, path = "/v1/hooks/stripe", tag = "hooks",
    params(("Stripe-Signature" = String, Header, description = "`t=` the time, and `v1=` the HMAC-SHA256 of time, a dot and the body")),
    request_body(content = serde_json::Value, content_type = "application/json"),
    responses(
        (status = 200, description = "Received"),
        (status = 400, description = "`malformed_json`: it can't be read"),
        (status = 401, description = "`bad_signature`: not Stripe's, or more than 5 minutes old"),
        (status = 404, description = "`not_found`: Stripe is not set up"),
        (status = 408, description = "`request_timeout`: the body did not arrive in time"),
        (status = 413, description = "`body_too_large`: more than 256 KB"),
        (status = 503, description = "`busy`: too many are in progress; `unavailable`: retry"),
    ))]
async fn receive_stripe(
    State(app): State<App>,
    Extension(gate): Extension<Gate>,
    address: ClientAddress,
    request: Request,
) -> Result<StatusCode, Problem> {
    let config = app.config.stripe.as_ref().ok_or_else(Problem::not_found)?;
    let now = app.clock.now();
    // The body of an expired event is not read.
    let signature = TimedSignature::read(hooks::signature(&request, &SIGNATURE)?);
    let signature = signature.filter(|signature| signature.is_within(TOLERANCE, now)).ok_or_else(bad_signature)?;
    let mut share = gate.enter(&app, address)?;
    let mut verifier = signature.verifier(&config.webhook_secret);
    let body = hooks::signed_body(request, MAX_BODY, &mut verifier).await?;
    if !signature.verifies(verifier) {
        return Err(bad_signature());
    }
    share.forget_address();
    let body = body.concat();
    let event = hooks::decode::<StripeEvent>(&body)?;
    if event.livemode != config.is_live() {
        tracing::warn!("a Stripe event's mode (live or test) differs from the key's");
        return Ok(StatusCode::OK);
    }
    let mut tx = app.db.begin().await?;
    billing::take_event(&app, &mut tx, &event, current_request::id(), now).await?;
    tx.commit().await?;
    Ok(StatusCode::OK)
}
