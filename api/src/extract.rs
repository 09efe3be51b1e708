//! Extractors: they yield permitted and valid input, or answer with a problem.

use std::borrow::Cow;
use std::error::Error;

use axum::body::{Bytes, HttpBody};
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use garde::Validate;
use serde::de::DeserializeOwned;
use shared::app::App;
use utoipa::openapi::{AllOfBuilder, Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::edge;
use crate::exact_numbers;
use crate::problem::{FieldError, Problem};

/// The largest request body, in bytes. A webhook of a hundred statuses has a tenth of it.
pub(crate) const MAX_BODY: usize = 1024 * 1024;

/// An id in the path. An unreadable one matches nothing.
pub(crate) struct IdPath<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for IdPath<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let path = Path::<T>::from_request_parts(parts, app).await;
        path.map(|Path(id)| Self(id)).map_err(|_| Problem::not_found())
    }
}

/// Query parameters.
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

/// The raw bytes of the body.
pub(crate) async fn body(request: Request, app: &App) -> Result<Bytes, Problem> {
    check_length(request.headers(), MAX_BODY)?;
    Bytes::from_request(request, app).await.map_err(|rejection: BytesRejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        _ => unreadable(&rejection),
    })
}

/// Refuses a body by its declared length before it is sent: a client that expects `100 Continue` sends none of it.
pub(crate) fn check_length(headers: &HeaderMap, limit: usize) -> Result<(), Problem> {
    let length = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > limit) { Err(too_large()) } else { Ok(()) }
}

/// Why a body could not be read.
pub(crate) fn unreadable(error: &(dyn Error + 'static)) -> Problem {
    if edge::is_timeout(error) {
        return late();
    }
    Problem::new(StatusCode::BAD_REQUEST, "body_unreadable", "The body could not be read.")
}

pub(crate) fn late() -> Problem {
    Problem::new(StatusCode::REQUEST_TIMEOUT, "request_timeout", "The body did not arrive in time.").retryable()
}

pub(crate) fn too_large() -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", "The body is too large.")
}

/// Whether the body has this declared media type.
pub(crate) fn is_of_type(request: &Request, media_type: &str) -> bool {
    is_media_type(request.headers(), media_type)
}

/// Whether headers declare this media type.
pub(crate) fn is_media_type(headers: &HeaderMap, media_type: &str) -> bool {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(media_type)
}

/// The body as JSON; 415 if it is declared as anything else.
pub(crate) async fn json_body(request: Request, app: &App) -> Result<Bytes, Problem> {
    if !is_of_type(&request, "application/json") {
        let detail = "The body must be JSON: Content-Type: application/json.";
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail));
    }
    body(request, app).await
}

/// A validated JSON body.
pub(crate) struct ValidJson<T>(pub T);

impl<T: Body> FromRequest<App> for ValidJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        T::read(&json_body(request, app).await?).map(Self)
    }
}

/// A type that can be read from a body's bytes.
pub(crate) trait Body: Sized {
    /// Parses and validates it.
    fn read(bytes: &[u8]) -> Result<Self, Problem>;
}

impl<T: DeserializeOwned + Validate<Context = ()>> Body for T {
    fn read(bytes: &[u8]) -> Result<Self, Problem> {
        let body: T = read_json(bytes)?;
        body.validate().map_err(|report| invalid(&report))?;
        Ok(body)
    }
}

/// A body with the fields of two types, each of which takes its own. (serde's `flatten` would lose the path of an
/// invalid field.)
pub(crate) struct Both<A, B>(pub A, pub B);

impl<A: Body, B: Body> Body for Both<A, B> {
    fn read(bytes: &[u8]) -> Result<Self, Problem> {
        Ok(Self(A::read(bytes)?, B::read(bytes)?))
    }
}

impl<A: ToSchema, B: ToSchema> PartialSchema for Both<A, B> {
    fn schema() -> RefOr<Schema> {
        AllOfBuilder::new().item(Ref::from_schema_name(A::name())).item(Ref::from_schema_name(B::name())).into()
    }
}

impl<A: ToSchema, B: ToSchema> ToSchema for Both<A, B> {
    fn name() -> Cow<'static, str> {
        format!("{}With{}", A::name(), B::name()).into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.extend([(A::name().into(), A::schema()), (B::name().into(), B::schema())]);
        A::schemas(schemas);
        B::schemas(schemas);
    }
}

/// A validated JSON body, or none at all.
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

/// Reads JSON: 400 for a syntax error, 422 with the field for unexpected content.
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
    let inexact = exact_numbers::inexact(bytes);
    if !inexact.is_empty() {
        let message = "is a number that can't be stored exactly: send it as a string";
        let error = |field| FieldError { field, message: message.into() };
        return Err(Problem::invalid(inexact.into_iter().map(error).collect()));
    }
    Ok(value)
}

/// serde reports "missing field `x` at line 1 column 2" for the object: the name belongs to the path.
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

/// The invalid fields, and why.
pub(crate) fn invalid(report: &garde::Report) -> Problem {
    let error = |(path, error): &(garde::Path, garde::Error)| FieldError {
        field: path.to_string(),
        message: error.message().to_owned(),
    };
    Problem::invalid(report.iter().map(error).collect())
}
