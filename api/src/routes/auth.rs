//! `/v1/auth` and `/v1/me`: who one is.

use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use garde::Validate;
use secrecy::{ExposeSecret, SecretString};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use shared::accounts::{self, ChangeError, Client, LoginError, NewUser, OwnChange, SignupError, User};
use shared::app::App;
use shared::ids::UserId;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::users::not_changed;
use crate::caller::{Acting, CanManage, CanRead, InSession};
use crate::extract::{self, Both, OptionalJson, ValidJson, is_of_type, read_json};
use crate::idempotent::{IdempotencyKey, Idempotent, Principal, Stop};
use crate::limits::{self, Peer};
use crate::problem::Problem;
use crate::request;
use crate::wire::UserDetails;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(signup))
        .routes(routes!(token))
        .routes(routes!(refresh))
        .routes(routes!(logout))
        .routes(routes!(me, change_me))
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
    params(IdempotencyKey),
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

/// Tokens and whose they are.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Login {
    /// For the header `Authorization: Bearer …`.
    access_token: String,
    /// Good for the next tokens (`POST /v1/auth/refresh`), once.
    refresh_token: String,
    #[schema(examples("bearer"))]
    token_type: &'static str,
    /// Seconds until the access token expires.
    expires_in: i64,
    user: User,
}

/// Whoever logs in.
pub(super) fn client(Peer(address): Peer, headers: &HeaderMap) -> Client {
    let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).map(str::to_owned);
    Client { address, user_agent, request_id: request::id() }
}

/// The answer to a login, which nobody in between may keep.
pub(super) fn logged_in(login: accounts::Login) -> Response {
    let accounts::Login { user, tokens } = login;
    let body = Login {
        access_token: tokens.access.expose_secret().into(),
        refresh_token: tokens.refresh.expose_secret().into(),
        token_type: "bearer",
        expires_in: tokens.expires_in,
        user,
    };
    ([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

/// Why nobody was logged in, in an answer; `code` and `detail` are for what was refused.
pub(super) fn not_logged_in(error: LoginError, code: &'static str, detail: &'static str) -> Problem {
    match error {
        LoginError::Refused => Problem::new(StatusCode::UNAUTHORIZED, code, detail),
        LoginError::TooMany(verdict) => Problem::limited("too_many_logins", "Too many failed logins.", verdict),
        LoginError::Conflict => {
            let detail = "Another request was in the way; send this one again.";
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "conflict_with_other_request", detail).retry_in(1)
        }
        LoginError::Database(error) => error.into(),
        LoginError::Internal(why) => {
            tracing::error!(why, "login");
            Problem::internal()
        }
    }
}

fn no_such_token(error: LoginError) -> Problem {
    let detail = "The refresh token is not valid, or was used before.";
    not_logged_in(error, "invalid_refresh_token", detail)
}

/// Logs in by name and password.
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
async fn token(
    State(app): State<App>,
    peer: Peer,
    headers: HeaderMap,
    credentials: Credentials,
) -> Result<Response, Problem> {
    let Credentials { username, password } = credentials;
    let login = accounts::log_in(&app, &username, &password, &client(peer, &headers)).await;
    let wrong = "The username or the password is wrong.";
    login.map(logged_in).map_err(|error| not_logged_in(error, "invalid_credentials", wrong))
}

/// A refresh token.
#[derive(Debug, Deserialize, Validate, ToSchema)]
struct Refresh {
    /// The newest that was given for this login.
    #[garde(skip)]
    #[schema(value_type = String)]
    refresh_token: SecretString,
}

/// Exchanges a refresh token for new tokens. It works once: when it comes again, its session ends.
#[utoipa::path(
    post, path = "/v1/auth/refresh", tag = "auth", request_body = Refresh,
    responses(
        (status = 200, description = "New tokens", body = Login),
        (status = 401, description = "`invalid_refresh_token`: none of ours, used before, or its session is over"),
    )
)]
async fn refresh(State(app): State<App>, ValidJson(given): ValidJson<Refresh>) -> Result<Response, Problem> {
    accounts::refresh(&app, &given.refresh_token).await.map(logged_in).map_err(no_such_token)
}

/// What to log out of, besides the access token's session.
#[derive(Debug, Default, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({})))]
struct Logout {
    /// Ends the session of this refresh token, also where the access token has expired.
    #[garde(skip)]
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    refresh_token: Option<SecretString>,
}

/// Logs out: ends the session of the access token, and that of the refresh token if there is one. Either
/// of the two will do.
#[utoipa::path(
    post, path = "/v1/auth/logout", tag = "auth", request_body = Logout, security(("bearer" = [])),
    responses(
        (status = 204, description = "Its tokens are refused from now on"),
        (status = 401, description = "`unauthenticated`: no valid access token, and no refresh token; `invalid_refresh_token`: neither is valid"),
    )
)]
async fn logout(
    State(app): State<App>,
    access: Result<InSession, Problem>,
    peer: Peer,
    headers: HeaderMap,
    OptionalJson(Logout { refresh_token }): OptionalJson<Logout>,
) -> Result<StatusCode, Problem> {
    let access = match (access, &refresh_token) {
        (Err(problem), None) => return Err(problem),
        (access, _) => access.ok(),
    };
    let client = client(peer, &headers);
    let mut tx = app.db.begin().await?;
    if let Some(InSession(access)) = access {
        accounts::end_session(&app, &mut tx, access, &client, access.session).await?;
    }
    let is_known = match &refresh_token {
        Some(token) => accounts::end_session_of(&app, &mut tx, token, &client).await?,
        None => false,
    };
    tx.commit().await?;
    if is_known || access.is_some() { Ok(StatusCode::NO_CONTENT) } else { Err(no_such_token(LoginError::Refused)) }
}

/// Oneself.
#[utoipa::path(get, path = "/v1/me", tag = "auth", security(("bearer" = ["read"])), responses(
    (status = 200, description = "The user of the access token", body = UserDetails),
))]
async fn me(State(app): State<App>, CanRead(id): CanRead) -> Result<Json<UserDetails>, Problem> {
    let user = accounts::get(app.db.pool(), id).await?;
    let user = user.ok_or_else(nobody)?;
    Ok(Json(UserDetails::of(&app, user).await?))
}

fn nobody() -> Problem {
    Problem::unauthenticated("The user of this access token does not exist.")
}

/// Changes oneself. What isn't named stays; null removes what may be missing.
#[utoipa::path(patch, path = "/v1/me", tag = "auth", request_body = OwnChange, security(("bearer" = ["admin"])), responses(
    (status = 200, description = "The user as it is now", body = UserDetails),
    (status = 409, description = "`username_taken` or `email_taken`"),
))]
async fn change_me(
    State(app): State<App>,
    CanManage(id): CanManage,
    Acting(actor): Acting,
    ValidJson(change): ValidJson<OwnChange>,
) -> Result<Json<UserDetails>, Problem> {
    let mut tx = app.db.begin().await?;
    let user = accounts::change_oneself(&mut tx, &actor, id, &change, app.clock.now()).await;
    let user = user.map_err(|error| match error {
        ChangeError::NotFound => nobody(),
        error => not_changed(error),
    })?;
    tx.commit().await?;
    Ok(Json(UserDetails::of(&app, user).await?))
}
