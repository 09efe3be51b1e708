//! `/v1/auth/otp`: logging in by a code that comes to a phone.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use shared::accounts::{self, OtpLogin, OtpPurpose, OtpRequest, TokenTransport};
use shared::app::App;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::auth::{Login, client, logged_in, not_logged_in};
use crate::current_request;
use crate::edge::ClientAddress;
use crate::extract::ValidJson;
use crate::limits;
use crate::problem::Problem;
use crate::session_cookie;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(send_otp)).routes(routes!(verify_otp))
}

/// A code is on its way, as far as can be told.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CodeSent {
    /// Seconds that a code is valid after it was sent.
    #[schema(examples(300))]
    expires_in: i64,
}

/// Has a code sent; the answer is the same whether or not somebody has the number.
pub(super) async fn send(
    app: &App,
    address: ClientAddress,
    mobile: &str,
    purpose: OtpPurpose,
) -> Result<Response, Problem> {
    if app.config.plivo.is_none() {
        let detail = "Text messages are not configured.";
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "channel_not_configured", detail));
    }
    limits::otp(app, address, mobile).await?;
    accounts::request_otp(app, mobile, purpose, current_request::id()).await?;
    let sent = CodeSent { expires_in: app.config.auth.otp_lifetime.num_seconds() };
    Ok((StatusCode::ACCEPTED, Json(sent)).into_response())
}

/// Why a code was not taken, in an answer.
pub(super) fn refused(error: accounts::LoginError) -> Problem {
    not_logged_in(error, "invalid_code", "The code is wrong, used or expired. Request a new one.")
}

/// Sends a one-time code to a number. A new one takes the place of older ones.
#[utoipa::path(
    post, path = "/v1/auth/otp", tag = "auth", request_body = OtpRequest,
    responses(
        (status = 202, description = "A code is on its way, whether or not somebody has the number", body = CodeSent),
        (status = 422, description = "`validation_failed` or `channel_not_configured`"),
        (status = 429, description = "`too_many_codes` for this number or from this address, or `rate_limited`"),
    )
)]
async fn send_otp(
    State(app): State<App>,
    address: ClientAddress,
    ValidJson(OtpRequest { mobile }): ValidJson<OtpRequest>,
) -> Result<Response, Problem> {
    send(&app, address, &mobile, OtpPurpose::Login).await
}

/// Logs in by a one-time code. A number that nobody has signs up: a user with a made-up name, without a
/// password, and with what everybody gets to begin with.
#[utoipa::path(
    post, path = "/v1/auth/otp/verify", tag = "auth", request_body = OtpLogin,
    responses(
        (status = 200, description = "Tokens", body = Login),
        (status = 401, description = "`invalid_code`: wrong, used or too old, tried too often, or of a suspended user; of a number that nobody has, where nobody can sign up"),
        (status = 403, description = "`origin_not_allowed`: a page of another origin asked for the cookie"),
        (status = 429, description = "`too_many_logins` that failed from this address, or `rate_limited`"),
        (status = 503, description = "`conflict_with_other_request` or `unavailable`: try again"),
    )
)]
async fn verify_otp(
    State(app): State<App>,
    address: ClientAddress,
    headers: HeaderMap,
    ValidJson(OtpLogin { mobile, code, token_transport }): ValidJson<OtpLogin>,
) -> Result<Response, Problem> {
    if token_transport == TokenTransport::Cookie {
        session_cookie::check_login(&app, &headers)?;
    }
    let login = accounts::log_in_by_code(&app, (&mobile, &code), &client(address, &headers), token_transport).await;
    login.map(|login| logged_in(&app, login)).map_err(refused)
}
