//! Extractors: they hand over what is permitted and valid, or answer with a problem.

use axum::body::{Bytes, HttpBody};
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use garde::Validate;
use serde::de::DeserializeOwned;
use shared::accounts::{self, Access, Role, TokenError, User, UserStatus};
use shared::app::App;
use shared::ids::UserId;

use crate::problem::{FieldError, Problem};

/// Whoever the access token belongs to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caller(pub UserId);

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        // Whoever limited the request knows already.
        if let Some(known) = parts.extensions.get::<Self>() {
            return Ok(*known);
        }
        access(&parts.headers, app).map(|access| Self(access.user))
    }
}

/// Whoever the access token belongs to, and the session that it is of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InSession(pub Access);

impl FromRequestParts<App> for InSession {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        access(&parts.headers, app).map(Self)
    }
}

/// Whom the access token in a request's headers lets in.
pub(crate) fn access(headers: &HeaderMap, app: &App) -> Result<Access, Problem> {
    let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token =
        header.and_then(|value| value.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let (_, token) = token.ok_or_else(|| Problem::unauthenticated("An access token is needed."))?;
    accounts::verify(app, token.trim()).map_err(|error| match error {
        TokenError::Invalid => Problem::unauthenticated("The access token is not valid, or not any more."),
        TokenError::Unknown(_) => {
            let detail = "It is not known right now which sessions have ended, so nobody is let in.";
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "revocations_unknown", detail).retry_in(1)
        }
    })
}

/// A caller who runs the platform.
#[derive(Debug)]
pub(crate) struct Admin(pub User);

impl FromRequestParts<App> for Admin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Caller(id) = Caller::from_request_parts(parts, app).await?;
        accounts::get(app.db.pool(), id)
            .await?
            .filter(|user| user.role == Role::Admin && user.status == UserStatus::Active)
            .map(Self)
            .ok_or_else(|| Problem::new(StatusCode::FORBIDDEN, "forbidden", "Only admins may do this."))
    }
}

/// An id in the path. One that can't be read names nothing.
pub(crate) struct IdPath<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for IdPath<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let path = Path::<T>::from_request_parts(parts, app).await;
        path.map(|Path(id)| Self(id)).map_err(|_| Problem::not_found())
    }
}

/// The query.
pub(crate) struct Query<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let query = axum::extract::Query::<T>::from_request_parts(parts, app).await;
        query.map(|axum::extract::Query(query)| Self(query)).map_err(|rejection| {
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "validation_failed", rejection.body_text())
        })
    }
}

/// The body's bytes as they came.
pub(crate) async fn body(request: Request, app: &App) -> Result<Bytes, Problem> {
    Bytes::from_request(request, app).await.map_err(|rejection: BytesRejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        _ => Problem::new(StatusCode::BAD_REQUEST, "body_unreadable", "The body could not be read."),
    })
}

pub(crate) fn too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", "The body is too large.")
}

/// Whether the body is said to be of a media type.
pub(crate) fn is_of_type(request: &Request, media_type: &str) -> bool {
    let value = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(media_type)
}

/// The body as JSON; 415 where it is not said to be.
pub(crate) async fn json_body(request: Request, app: &App) -> Result<Bytes, Problem> {
    if !is_of_type(&request, "application/json") {
        let detail = "The body must be JSON: Content-Type: application/json.";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail));
    }
    body(request, app).await
}

/// A body whose rules hold.
pub(crate) struct ValidJson<T>(pub T);

impl<T: DeserializeOwned + Validate<Context = ()>> FromRequest<App> for ValidJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let body = read_json(&json_body(request, app).await?)?;
        validate(&body)?;
        Ok(Self(body))
    }
}

/// A body whose rules hold, or none at all.
pub(crate) struct OptionalJson<T>(pub T);

impl<T: DeserializeOwned + Default + Validate<Context = ()>> FromRequest<App> for OptionalJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        if request.body().is_end_stream() {
            return Ok(Self(T::default()));
        }
        ValidJson::from_request(request, app).await.map(|ValidJson(body)| Self(body))
    }
}

/// Reads JSON: 400 where it is none, 422 where it is not what was expected, with the field.
pub(crate) fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let malformed = |error: &serde_json::Error| {
        Problem::new(StatusCode::BAD_REQUEST, "malformed_json", format!("The body is not JSON: {error}"))
    };
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let (field, error) = (error.path().to_string(), error.into_inner());
        if error.is_data() { Problem::invalid(vec![field_error(field, &error)]) } else { malformed(&error) }
    })?;
    deserializer.end().map_err(|error| malformed(&error))?;
    Ok(value)
}

/// serde says "missing field `x` at line 1 column 2" of the object: the name belongs to the path.
fn field_error(path: String, error: &serde_json::Error) -> FieldError {
    let text = error.to_string();
    let message = text.split(" at line ").next().unwrap_or_default().to_owned();
    let missing = message.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'));
    match missing {
        Some(name) if path == "." => FieldError { field: name.into(), message: "is missing".into() },
        Some(name) => FieldError { field: format!("{path}.{name}"), message: "is missing".into() },
        None => FieldError { field: path, message },
    }
}

/// Checks the rules of a body's fields.
pub(crate) fn validate<T: Validate<Context = ()>>(value: &T) -> Result<(), Problem> {
    value.validate().map_err(|report| invalid(&report))
}

/// What is wrong with which field.
pub(crate) fn invalid(report: &garde::Report) -> Problem {
    let error = |(path, error): &(garde::Path, garde::Error)| FieldError {
        field: path.to_string(),
        message: error.message().to_owned(),
    };
    Problem::invalid(report.iter().map(error).collect())
}
