//! `/v1/auth` and `/v1/me`: who one is.

use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use garde::Validate;
use secrecy::{ExposeSecret, SecretString};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use shared::accounts::{self, LoginError, NewUser, SignupError, User};
use shared::app::App;
use shared::ids::UserId;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::caller::CanRead;
use crate::extract::{self, Both, is_of_type, read_json};
use crate::idempotent::{Idempotent, Principal, Stop};
use crate::limits::{self, Peer};
use crate::problem::Problem;
use crate::wire::UserDetails;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(signup)).routes(routes!(token)).routes(routes!(me))
}

/// What nobody chooses for itself.
#[derive(Debug, Default, Deserialize, Validate)]
#[serde(default)]
struct NotChosen {
    #[garde(custom(is_absent))]
    role: Option<IgnoredAny>,
    #[garde(custom(is_absent))]
    parent_id: Option<IgnoredAny>,
}

fn is_absent(field: &Option<IgnoredAny>, (): &()) -> garde::Result {
    if field.is_none() { Ok(()) } else { Err(garde::Error::new("can't be chosen at sign-up")) }
}

/// Signs up; a new user gets credits to begin with.
#[utoipa::path(
    post, path = "/v1/auth/signup", tag = "auth", request_body = NewUser,
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body answer the same, for a day")),
    responses(
        (status = 201, description = "The new user", body = User),
        (status = 409, description = "`username_taken`, `email_taken`, `mobile_taken` or `idempotency_in_flight`"),
        (status = 422, description = "`validation_failed` or `idempotency_key_reused`"),
        (status = 429, description = "`too_many_signups` from this address, or `rate_limited`"),
    )
)]
async fn signup(
    State(app): State<App>,
    peer: Peer,
    request: Idempotent<Both<NewUser, NotChosen>>,
) -> Result<Response, Stop> {
    let limit = limits::sign_up(&app, peer).await?;
    let id = UserId::new();
    let Both(new, _) = &request.body;
    let hash = accounts::hash_password(&app, id, &new.password).await.map_err(not_signed_up)?;
    let username = new.username.to_lowercase();
    let (mut work, Both(new, _)) = request.begin(&app, Principal::Name(&username)).await?;
    match accounts::sign_up(&app, &mut work.tx, id, &hash, &new).await {
        Ok(user) => {
            let mut response = work.created(&user).await?;
            if let Some(limit) = limit {
                limits::show(response.headers_mut(), limit);
            }
            Ok(response)
        }
        Err(error) => Err(work.refuse(not_signed_up(error)).await),
    }
}

pub(super) fn not_signed_up(error: SignupError) -> Problem {
    let taken = |code, field: &str| Problem::new(StatusCode::CONFLICT, code, format!("This {field} is taken."));
    match error {
        SignupError::Taken("username") => taken("username_taken", "username"),
        SignupError::Taken("email") => taken("email_taken", "e-mail address"),
        SignupError::Taken(_) => taken("mobile_taken", "mobile number"),
        SignupError::Misplaced(why) => Problem::invalid_field("validation_failed", "parent_id", why),
        SignupError::ParentSuspended => Problem::new(
            StatusCode::CONFLICT,
            "reseller_suspended",
            "The reseller of this business owner is suspended.",
        ),
        SignupError::Invalid(report) => extract::invalid(&report),
        SignupError::Database(error) => error.into(),
        SignupError::Hash(error) => {
            tracing::error!(%error, "a password could not be hashed");
            Problem::internal()
        }
    }
}

/// Name and password, as JSON or as an OAuth 2 password form.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(examples(json!({"username": "alice", "password": "switchboard-demo-1"})))]
struct Credentials {
    username: String,
    #[schema(value_type = String, format = Password)]
    password: SecretString,
}

impl FromRequest<App> for Credentials {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        if is_of_type(&request, "application/x-www-form-urlencoded") {
            let form = axum::Form::<Self>::from_request(request, app).await;
            return form.map(|axum::Form(credentials)| credentials).map_err(|rejection| match rejection.status() {
                StatusCode::PAYLOAD_TOO_LARGE => extract::too_large(),
                _ => {
                    let detail = "The form needs a username and a password.";
                    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "validation_failed", detail)
                }
            });
        }
        read_json(&extract::json_body(request, app).await?)
    }
}

/// A token and whose it is.
#[derive(Debug, Serialize, ToSchema)]
struct Login {
    /// For the header `Authorization: Bearer …`.
    access_token: String,
    #[schema(examples("bearer"))]
    token_type: &'static str,
    /// Seconds until the access token expires.
    expires_in: i64,
    user: User,
}

/// Logs in.
#[utoipa::path(
    post, path = "/v1/auth/token", tag = "auth",
    request_body(content((Credentials = "application/json"), (Credentials = "application/x-www-form-urlencoded"))),
    responses(
        (status = 200, description = "An access token", body = Login),
        (status = 401, description = "`invalid_credentials`"),
        (status = 422, description = "`validation_failed`"),
        (status = 429, description = "`too_many_logins` that failed, under this username or from this address; or `rate_limited`"),
    )
)]
async fn token(State(app): State<App>, Peer(address): Peer, credentials: Credentials) -> Result<Response, Problem> {
    let login = accounts::log_in(&app, &credentials.username, &credentials.password, address).await;
    let (user, token) = login.map_err(|error| match error {
        LoginError::Refused => {
            Problem::new(StatusCode::UNAUTHORIZED, "invalid_credentials", "The username or the password is wrong.")
        }
        LoginError::TooMany(verdict) => Problem::limited("too_many_logins", "Too many failed logins.", verdict),
        LoginError::Database(error) => error.into(),
        LoginError::Internal(why) => {
            tracing::error!(why, "login");
            Problem::internal()
        }
    })?;
    let login = Login {
        access_token: token.token.expose_secret().into(),
        token_type: "bearer",
        expires_in: token.expires_in,
        user,
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(login)).into_response())
}

/// Oneself.
#[utoipa::path(get, path = "/v1/me", tag = "auth", security(("bearer" = ["read"])), responses(
    (status = 200, description = "The user of the access token", body = UserDetails),
))]
async fn me(State(app): State<App>, CanRead(id): CanRead) -> Result<Json<UserDetails>, Problem> {
    let user = accounts::get(app.db.pool(), id).await?;
    let user = user.ok_or_else(|| Problem::unauthenticated("The user of this access token does not exist."))?;
    Ok(Json(UserDetails::of(&app, user).await?))
}
