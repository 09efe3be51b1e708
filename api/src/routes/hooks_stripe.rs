//! `/v1/hooks/stripe`: what Stripe tells us.
//!
//! An event is checked, noted, made a job and answered at once. It only says where to look: what it says itself is
//! neither kept nor believed, and so its version does not matter.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use chrono::TimeDelta;
use shared::app::App;
use shared::billing::{self, StripeEvent};
use shared::secrets::TimedSignature;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract;
use crate::problem::Problem;
use crate::request;

/// How old, or how far ahead, a signature may be.
const TOLERANCE: TimeDelta = TimeDelta::minutes(5);

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(receive_stripe))
}

/// Takes what Stripe tells of payments.
#[utoipa::path(post, path = "/v1/hooks/stripe", tag = "hooks",
    params(("Stripe-Signature" = String, Header, description = "`t=` the time, and `v1=` the HMAC-SHA256 of time, a dot and the body")),
    request_body(content = serde_json::Value, content_type = "application/json"),
    responses(
        (status = 200, description = "Taken"),
        (status = 401, description = "`bad_signature`: not Stripe's, or more than 5 minutes old"),
        (status = 404, description = "`not_found`: Stripe is not set up"),
    ))]
async fn receive_stripe(State(app): State<App>, request: Request) -> Result<StatusCode, Problem> {
    let config = app.config.stripe.as_ref().ok_or_else(Problem::not_found)?;
    let header = request.headers().get("stripe-signature").and_then(|value| value.to_str().ok());
    let header = header.unwrap_or_default().to_owned();
    let body = extract::body(request, &app).await?;
    let now = app.clock.now();
    if !TimedSignature::read(&header).verifies(&config.webhook_secret, &body, now, TOLERANCE) {
        return Err(Problem::new(StatusCode::UNAUTHORIZED, "bad_signature", "The signature is not valid, or too old."));
    }
    let event: StripeEvent = match serde_json::from_slice(&body) {
        Ok(event) => event,
        Err(error) => {
            tracing::warn!(line = error.line(), column = error.column(), "a webhook that can't be read");
            return Ok(StatusCode::OK);
        }
    };
    if event.livemode != config.is_live() {
        tracing::warn!("an event of the other mode, live or test, than the key's");
        return Ok(StatusCode::OK);
    }
    let mut tx = app.db.begin().await?;
    billing::take_event(&app, &mut tx, &event, request::id(), now).await?;
    tx.commit().await?;
    Ok(StatusCode::OK)
}
