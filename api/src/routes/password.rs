//! `/v1/auth/password`: resetting and changing passwords.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use shared::accounts::{self, OtpPurpose, OtpRequest, PasswordChange, PasswordError, PasswordReset};
use shared::app::App;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::auth::{client, not_logged_in};
use super::otp::{self, CodeSent};
use crate::auth::InSession;
use crate::edge::ClientAddress;
use crate::extract::ValidJson;
use crate::problem::Problem;
use crate::request;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(forgot_password))
        .routes(routes!(reset_password))
        .routes(routes!(change_password))
}

fn unacceptable(message: &str) -> Problem {
    Problem::invalid_field("validation_failed", "new_password", message)
}

/// Sends a password reset code to a number, if a user has it.
#[utoipa::path(
    post, path = "/v1/auth/password/forgot", tag = "auth", request_body = OtpRequest,
    responses(
        (status = 202, description = "A code is sent if a user has the number; the response is the same", body = CodeSent),
        (status = 422, description = "`validation_failed` or `channel_not_configured`"),
        (status = 429, description = "`too_many_codes` for this number or from this address, or `rate_limited`"),
    )
)]
async fn forgot_password(
    State(app): State<App>,
    address: ClientAddress,
    ValidJson(OtpRequest { mobile }): ValidJson<OtpRequest>,
) -> Result<Response, Problem> {
    otp::send(&app, address, &mobile, OtpPurpose::PasswordReset).await
}

/// Sets a new password with a code, and ends all sessions of the user.
#[utoipa::path(
    post, path = "/v1/auth/password/reset", tag = "auth", request_body = PasswordReset,
    responses(
        (status = 204, description = "The new password is set; log in with it"),
        (status = 401, description = "`invalid_code`: wrong, used, expired, tried too often, or of a suspended user"),
        (status = 422, description = "`validation_failed`: the code is still valid for another password"),
        (status = 429, description = "`too_many_logins`: too many failed from this address, or `rate_limited`"),
        (status = 503, description = "`busy`: too many passwords are being hashed, the code stays valid; or `unavailable`"),
    )
)]
async fn reset_password(
    State(app): State<App>,
    address: ClientAddress,
    headers: HeaderMap,
    ValidJson(body): ValidJson<PasswordReset>,
) -> Result<StatusCode, Problem> {
    let PasswordReset { mobile, code, new_password } = body;
    let client = client(address, &headers);
    let not_set = |error| match error {
        PasswordError::Login(error) => otp::refused(error),
        PasswordError::Unacceptable(message) => unacceptable(&message),
    };
    let reset = accounts::check_reset(&app, &mobile, &code, &client).await.map_err(not_set)?;
    let hash = request::while_connected(reset.hash(&app, &new_password)).await?.map_err(not_set)?;
    accounts::reset_password(&app, reset, hash, &client).await.map_err(not_set)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sets a new password, and ends all other sessions of the user.
#[utoipa::path(
    post, path = "/v1/auth/password/change", tag = "auth", request_body = PasswordChange, security(("bearer" = [])),
    responses(
        (status = 204, description = "The new password is set"),
        (status = 401, description = "`invalid_credentials`: the current password is wrong; or `unauthenticated`"),
        (status = 429, description = "`too_many_logins`: too many wrong passwords or changes, or `rate_limited`"),
        (status = 503, description = "`busy`: too many passwords are being hashed; or `unavailable`"),
    )
)]
async fn change_password(
    State(app): State<App>,
    InSession(access): InSession,
    address: ClientAddress,
    headers: HeaderMap,
    ValidJson(body): ValidJson<PasswordChange>,
) -> Result<StatusCode, Problem> {
    let PasswordChange { current_password, new_password } = body;
    let client = client(address, &headers);
    let not_set = |error| match error {
        PasswordError::Login(error) => not_logged_in(error, "invalid_credentials", "The current password is wrong."),
        PasswordError::Unacceptable(message) => unacceptable(&message),
    };
    let prepared = accounts::prepare_password_change(&app, access, &current_password, &new_password, &client);
    let new = request::while_connected(prepared).await?.map_err(not_set)?;
    accounts::change_password(&app, access, new, &client).await.map_err(not_set)?;
    Ok(StatusCode::NO_CONTENT)
}
