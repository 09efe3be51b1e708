//! `/v1/auth`: sign-up, login and logout.

use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use garde::Validate;
use secrecy::{ExposeSecret, SecretString};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use shared::accounts::{self, Client, LoginError, NewUser, Requester, SignupError, TokenTransport, User};
use shared::app::App;
use shared::ids::UserId;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::account_errors::{hashing_busy, not_signed_up};
use crate::auth::InSession;
use crate::edge::ClientAddress;
use crate::extract::{self, Both, OptionalJson, is_of_type, read_json};
use crate::idempotent::{EarlyResponse, IdempotencyKey, Idempotent, Principal};
use crate::limit_headers::add_limit;
use crate::limits;
use crate::problem::Problem;
use crate::session_cookie;
use crate::{current_request, request};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(signup))
        .routes(routes!(token))
        .routes(routes!(refresh))
        .routes(routes!(session))
        .routes(routes!(logout))
}

/// Fields that users can't choose at sign-up.
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

/// Signs up a new user and grants its initial credits.
#[utoipa::path(
    post, path = "/v1/auth/signup", tag = "auth", request_body = NewUser,
    params(IdempotencyKey),
    responses(
        (status = 201, description = "The new user", body = User),
        (status = 403, description = "`signup_closed`: only admins create users here"),
        (status = 409, description = "`username_taken`, `email_taken`, `mobile_taken`"),
        (status = 429, description = "`too_many_signups` from this address, or `rate_limited`"),
        (status = 503, description = "`busy`: too many passwords are being hashed; or `unavailable`"),
    )
)]
async fn signup(
    State(app): State<App>,
    address: ClientAddress,
    request: Idempotent<Both<NewUser, NotChosen>>,
) -> Result<Response, EarlyResponse> {
    if !app.config.auth.signup_open {
        let detail = "Sign-up is closed. Ask an admin for an account.";
        return Err(Problem::new(StatusCode::FORBIDDEN, "signup_closed", detail).into());
    }
    let limit = limits::sign_up(&app, address).await?;
    let id = UserId::new();
    let Both(new, _) = &request.body;
    accounts::check_choice(&new.username).map_err(not_signed_up)?;
    let username = new.username.to_lowercase();
    let hash = hash(&app, &Requester::new(Some(address.0), &*username), id, new).await?;
    let (mut work, Both(new, _)) = request.begin(&app, Principal::Name(&username)).await?;
    let made = match hash {
        Ok(hash) => accounts::sign_up(&app, &mut work.tx, id, &hash, &new).await,
        Err(taken) => Err(taken),
    };
    match made {
        Ok(user) => {
            let mut response = work.created(&user).await?;
            if let Some(limit) = limit {
                add_limit(response.headers_mut(), limit);
            }
            Ok(response)
        }
        Err(error) => Err(work.abort(not_signed_up(error)).await),
    }
}

/// Hashes a new user's password, or reports the taken field. A request with a taken name may be a replay, which its
/// `Idempotency-Key` shows.
pub(super) async fn hash(
    app: &App,
    by: &Requester,
    id: UserId,
    new: &NewUser,
) -> Result<Result<String, SignupError>, Problem> {
    match request::while_connected(accounts::hash_password(app, by, id, new)).await? {
        Err(error) if !matches!(error, SignupError::Taken(_)) => Err(not_signed_up(error)),
        hash_or_taken => Ok(hash_or_taken),
    }
}

/// Name and password, as JSON or as an OAuth 2 password form.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(examples(json!({"username": "alice", "password": "switchboard-demo-1"})))]
struct Credentials {
    username: String,
    #[schema(value_type = String, format = Password)]
    password: SecretString,
    /// How to return the refresh token.
    #[serde(default)]
    token_transport: TokenTransport,
}

impl FromRequest<App> for Credentials {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        if is_of_type(&request, "application/x-www-form-urlencoded") {
            let (parts, body) = request.into_parts();
            let body = extract::body(Request::from_parts(parts.clone(), body), app).await?;
            let form = axum::Form::<Self>::from_request(Request::from_parts(parts, body.into()), app).await;
            return form.map(|axum::Form(credentials)| credentials).map_err(|_| {
                let detail = "The form requires a username and a password.";
                Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "validation_failed", detail)
            });
        }
        read_json(&extract::json_body(request, app).await?)
    }
}

/// Tokens and their user.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Login {
    /// For the header `Authorization: Bearer …`.
    access_token: String,
    /// Valid once, for `POST /v1/auth/refresh`. Absent if sent in a cookie.
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    #[schema(examples("bearer"))]
    token_type: &'static str,
    /// Seconds until the access token expires.
    expires_in: i64,
    user: User,
}

/// The client that logs in.
pub(super) fn client(ClientAddress(address): ClientAddress, headers: &HeaderMap) -> Client {
    let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).map(str::to_owned);
    Client { address, user_agent, request_id: current_request::id() }
}

/// The response to a login, which must not be cached.
pub(super) fn logged_in(app: &App, login: accounts::Login) -> Response {
    let accounts::Login { user, tokens } = login;
    let by_cookie = tokens.transport == TokenTransport::Cookie;
    let body = Login {
        access_token: tokens.access.expose_secret().into(),
        refresh_token: (!by_cookie).then(|| tokens.refresh.expose_secret().into()),
        token_type: "bearer",
        expires_in: tokens.expires_in,
        user,
    };
    let mut response = ([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response();
    if let Some(cookie) = session_cookie::set(app, &tokens.refresh, tokens.session_expires_in).filter(|_| by_cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// A failed login as a problem; `code` and `detail` describe invalid credentials.
pub(super) fn not_logged_in(error: LoginError, code: &'static str, detail: &'static str) -> Problem {
    match error {
        LoginError::Refused => Problem::new(StatusCode::UNAUTHORIZED, code, detail),
        LoginError::TooMany(verdict) => Problem::limited("too_many_logins", "Too many logins.", verdict),
        LoginError::Quota(exceeded) => exceeded.into(),
        LoginError::Conflict => {
            let detail = "This request conflicted with another one. Send it again.";
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "conflict_with_other_request", detail).retry_in(1)
        }
        LoginError::Database(error) => error.into(),
        LoginError::Busy => hashing_busy(),
        LoginError::Internal(why) => {
            tracing::error!(why, "login");
            Problem::internal()
        }
    }
}

fn no_such_token(error: LoginError) -> Problem {
    let detail = "The refresh token is invalid or was already used.";
    not_logged_in(error, "invalid_refresh_token", detail)
}

/// Logs in with name and password.
///
/// With `token_transport: cookie` the refresh token is set in a cookie that scripts can't read, and left out of the
/// body.
#[utoipa::path(
    post, path = "/v1/auth/token", tag = "auth",
    request_body(content((Credentials = "application/json"), (Credentials = "application/x-www-form-urlencoded"))),
    responses(
        (status = 200, description = "An access token", body = Login),
        (status = 401, description = "`invalid_credentials`"),
        (status = 403, description = "`origin_not_allowed`: another origin requested the cookie"),
        (status = 422, description = "`validation_failed`"),
        (status = 429, description = "`too_many_logins` for this username, or failed ones from this address; or `rate_limited`"),
        (status = 503, description = "`busy`: too many passwords are being hashed; or `unavailable`"),
    )
)]
async fn token(
    State(app): State<App>,
    address: ClientAddress,
    headers: HeaderMap,
    credentials: Credentials,
) -> Result<Response, Problem> {
    let Credentials { username, password, token_transport } = credentials;
    if token_transport == TokenTransport::Cookie {
        session_cookie::check_login(&app, &headers)?;
    }
    let client = client(address, &headers);
    let refused = |error| not_logged_in(error, "invalid_credentials", "The username or the password is wrong.");
    let checked = accounts::check_login(&app, &username, &password, &client);
    let proven = request::while_connected(checked).await?.map_err(refused)?;
    let login = accounts::log_in(&app, proven, &client, token_transport).await;
    login.map(|login| logged_in(&app, login)).map_err(refused)
}

/// A refresh token; omit it if it is in the cookie.
#[derive(Debug, Default, Deserialize, Validate, ToSchema)]
struct Refresh {
    /// The latest one of this login. Defaults to the cookie's.
    #[garde(skip)]
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    refresh_token: Option<SecretString>,
    /// How to return the next one. One sent in the cookie stays there.
    #[garde(skip)]
    #[serde(default)]
    token_transport: TokenTransport,
}

/// Exchanges a refresh token for new tokens.
///
/// It is valid once: reuse ends its session. A cookie's token may be reused within 30 seconds, while its successor is
/// unused.
#[utoipa::path(
    post, path = "/v1/auth/refresh", tag = "auth", request_body = Refresh,
    responses(
        (status = 200, description = "New tokens", body = Login),
        (status = 429, description = "`quota_exceeded`: `refreshes_per_hour`; `rate_limited`"),
        (status = 401, description = "`invalid_refresh_token`: unknown, already used, of an ended session, or missing"),
        (status = 403, description = "`origin_not_allowed`: another origin requests or sends the cookie, or the body is not JSON"),
    )
)]
async fn refresh(
    State(app): State<App>,
    headers: HeaderMap,
    body: Result<OptionalJson<Refresh>, Problem>,
) -> Result<Response, Problem> {
    let (given, transport) =
        presented(&app, &headers, body.map(|OptionalJson(it)| (it.refresh_token, it.token_transport)))?;
    let Some((token, came_by)) = given else { return Err(no_such_token(LoginError::Refused)) };
    let login = accounts::refresh(&app, &token, (came_by, transport)).await.map_err(no_such_token)?;
    Ok(logged_in(&app, login))
}

/// The refresh token of a request, its transport, and that of the next one.
fn presented(
    app: &App,
    headers: &HeaderMap,
    body: Result<(Option<SecretString>, TokenTransport), Problem>,
) -> Result<(Option<(SecretString, TokenTransport)>, TokenTransport), Problem> {
    if let Ok((Some(token), transport)) = body {
        if transport == TokenTransport::Cookie {
            session_cookie::check_login(app, headers)?;
        }
        return Ok((Some((token, TokenTransport::Body)), transport));
    }
    // Before body validation: a cross-origin request is refused for that alone.
    let cookie = session_cookie::read_same_origin(app, headers)?;
    let (_, transport) = body?;
    Ok(match cookie {
        Some(token) => (Some((token, TokenTransport::Cookie)), TokenTransport::Cookie),
        None => (None, transport),
    })
}

/// The session of a browser's cookie.
#[derive(Debug, Serialize, ToSchema)]
struct BrowserSession {
    /// When it expires.
    expires_at: DateTime<Utc>,
}

/// Checks whether this browser's cookie could be refreshed, without changing anything.
///
/// A first visit gets no error.
#[utoipa::path(
    get, path = "/v1/auth/session", tag = "auth",
    responses(
        (status = 200, description = "`POST /v1/auth/refresh` will return tokens", body = BrowserSession),
        (status = 204, description = "There is no cookie, or its session has ended"),
    )
)]
async fn session(State(app): State<App>, headers: HeaderMap) -> Result<Response, Problem> {
    let expires_at = match session_cookie::read(&app, &headers) {
        Some(token) => accounts::session_expiry(&app, &token).await?,
        None => None,
    };
    let mut response = match expires_at {
        Some(expires_at) => Json(BrowserSession { expires_at }).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// A session to end besides that of the access token.
#[derive(Debug, Default, Deserialize, Validate, ToSchema)]
#[schema(examples(json!({})))]
struct Logout {
    /// Ends this token's session, even if the access token has expired. Defaults to the cookie's.
    #[garde(skip)]
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    refresh_token: Option<SecretString>,
}

/// Logs out: ends the session of the access token, and that of the refresh token, if given.
///
/// Either one suffices. Removes the cookie.
#[utoipa::path(
    post, path = "/v1/auth/logout", tag = "auth", request_body = Logout, security(("bearer" = [])),
    responses(
        (status = 204, description = "Logged out: the tokens are no longer valid"),
        (status = 401, description = "`unauthenticated`: no valid access token, and no refresh token; `invalid_refresh_token`: neither is valid"),
        (status = 403, description = "`login_required`: an API key is not enough; `origin_not_allowed`: another origin sends the cookie, or the body is not JSON"),
    )
)]
async fn logout(
    State(app): State<App>,
    access: Result<InSession, Problem>,
    address: ClientAddress,
    headers: HeaderMap,
    body: Result<OptionalJson<Logout>, Problem>,
) -> Result<Response, Problem> {
    let body = body.map(|OptionalJson(it)| (it.refresh_token, TokenTransport::Body));
    let (given, _) = presented(&app, &headers, body)?;
    let by_cookie = matches!(given, Some((_, TokenTransport::Cookie)));
    let access = match (access, &given) {
        (Err(problem), None) => return Err(problem),
        (access, _) => access.ok(),
    };
    let client = client(address, &headers);
    let mut tx = app.db.begin().await?;
    if let Some(InSession(access)) = access {
        accounts::end_session(&app, &mut tx, access, &client, access.session).await?;
    }
    let is_known = match &given {
        Some((token, _)) => accounts::end_session_of(&app, &mut tx, token, &client).await?,
        None => false,
    };
    tx.commit().await?;
    let mut response = match is_known || access.is_some() {
        true => StatusCode::NO_CONTENT.into_response(),
        false => no_such_token(LoginError::Refused).into_response(),
    };
    if let Some(cookie) = session_cookie::clear(&app).filter(|_| by_cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
