//! `/v1/auth/otp`: login with a code sent to a phone.

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

/// A code was requested.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CodeSent {
    /// Validity of a code in seconds, from its sending.
    #[schema(examples(300))]
    expires_in: i64,
}

/// Requests a code; the response is the same whether or not a user has the number.
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
    if !accounts::may_get_codes(app, mobile) {
        let message =
            "is a number that gets no codes: of another country, or of a premium, personal or satellite service";
        return Err(Problem::invalid_field("number_not_allowed", "mobile", message));
    }
    limits::otp(app, address, mobile).await?;
    accounts::request_otp(app, mobile, purpose, current_request::id()).await?;
    let sent = CodeSent { expires_in: app.config.auth.otp_lifetime.num_seconds() };
    Ok((StatusCode::ACCEPTED, Json(sent)).into_response())
}

/// An invalid code as a problem.
pub(super) fn refused(error: accounts::LoginError) -> Problem {
    not_logged_in(error, "invalid_code", "The code is wrong, used or expired. Request a new one.")
}

/// Sends a one-time code to a number.
///
/// A new code replaces older ones.
#[utoipa::path(
    post, path = "/v1/auth/otp", tag = "auth", request_body = OtpRequest,
    responses(
        (status = 202, description = "A code is sent, whether or not a user has the number", body = CodeSent),
        (status = 422, description = "`validation_failed`; `number_not_allowed`: this number gets no codes; `channel_not_configured`"),
        (status = 429, description = "`too_many_codes` for this number, from this address, for similar numbers or in all, or `rate_limited`"),
    )
)]
async fn send_otp(
    State(app): State<App>,
    address: ClientAddress,
    ValidJson(OtpRequest { mobile }): ValidJson<OtpRequest>,
) -> Result<Response, Problem> {
    send(&app, address, &mobile, OtpPurpose::Login).await
}

/// Logs in with a one-time code.
///
/// An unknown number signs up: a user with a generated name, no password, and the usual initial credits.
#[utoipa::path(
    post, path = "/v1/auth/otp/verify", tag = "auth", request_body = OtpLogin,
    responses(
        (status = 200, description = "Tokens", body = Login),
        (status = 401, description = "`invalid_code`: wrong, used, expired, tried too often, or of a suspended user; or an unknown number while sign-up is closed"),
        (status = 403, description = "`origin_not_allowed`: another origin requested the cookie"),
        (status = 429, description = "`too_many_logins`: too many failed from this address, or `rate_limited`"),
        (status = 503, description = "`conflict_with_other_request` or `unavailable`: retry"),
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
