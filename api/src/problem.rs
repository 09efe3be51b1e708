//! Errors as `application/problem+json` (RFC 9457): a stable code and a sentence for the client; the
//! cause goes to the log.

use std::borrow::Cow;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use shared::db;
use shared::quotas::{Quota, QuotaError, QuotaExceeded, QuotaKind};
use shared::rate_limit::Verdict;
use shared::secrets::SealError;
use utoipa::ToSchema;

use crate::current_request;
use crate::limit_headers::add_limit;

/// An error to be answered.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    detail: Cow<'static, str>,
    retryable: bool,
    errors: Vec<FieldError>,
    hint: Option<Hint>,
}

/// A header that goes with an error.
#[derive(Debug)]
enum Hint {
    RetryAfterSeconds(u32),
    Limit(Verdict),
    Authenticate,
    /// How much there may be, and when there may be more.
    Quota(QuotaExceeded),
}

/// An error, as a client sees it. Branch on `code`, never on the text.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemBody {
    /// Names the kind of error.
    #[serde(rename = "type")]
    #[schema(examples("urn:switchboard:error:insufficient_credits"))]
    kind: String,
    /// The HTTP status in words.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// What happened, for people.
    detail: Cow<'static, str>,
    /// What happened, for programs; stable.
    #[schema(examples("insufficient_credits"))]
    code: &'static str,
    /// Whether the same request may succeed later.
    retryable: bool,
    /// The request, for those who ask us about it.
    request_id: Option<String>,
    /// What is wrong with which field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
    /// With `quota_exceeded`: which one, as `GET /v1/quotas` names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    quota: Option<Quota>,
    /// With `quota_exceeded`: how many there may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<i64>,
}

/// What is wrong with a field.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldError {
    /// The field's path.
    #[schema(examples("to"))]
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { status, code, detail: detail.into(), retryable: false, errors: Vec::new(), hint: None }
    }

    pub(crate) fn invalid(errors: Vec<FieldError>) -> Self {
        let problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "validation_failed", "Some fields are invalid.");
        Self { errors, ..problem }
    }

    pub(crate) fn invalid_field(code: &'static str, field: &str, message: &str) -> Self {
        let problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, message.to_owned());
        Self { errors: vec![FieldError { field: field.into(), message: message.into() }], ..problem }
    }

    pub(crate) fn unauthenticated(detail: &'static str) -> Self {
        Self { hint: Some(Hint::Authenticate), ..Self::new(StatusCode::UNAUTHORIZED, "unauthenticated", detail) }
    }

    /// Whether it says that nobody known asks.
    pub(crate) fn is_unauthenticated(&self) -> bool {
        self.status == StatusCode::UNAUTHORIZED
    }

    /// Fields that are wrong in a way that has a name.
    pub(crate) fn invalid_fields(code: &'static str, errors: Vec<FieldError>) -> Self {
        Self { code, ..Self::invalid(errors) }
    }

    /// Code, sentence, and what is wrong with which field.
    pub(crate) fn into_parts(self) -> (&'static str, String, Vec<FieldError>) {
        (self.code, self.detail.into_owned(), self.errors)
    }

    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "It does not exist, or you have no access to it.")
    }

    /// A concurrent request held what this one needs for too long.
    pub(crate) fn conflict() -> Self {
        let detail = "Conflict with a concurrent request; retry.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "conflict_with_other_request", detail).retry_in(1)
    }

    /// Something of ours is away or full.
    pub(crate) fn unavailable() -> Self {
        let detail = "The service can't do this right now.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail).retry_in(1)
    }

    /// Too many requests of one account are under way.
    pub(crate) fn too_many_at_once() -> Self {
        let detail = "Too many requests of this account are in progress. Wait for some of them to complete.";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_at_once", detail).retry_in(1)
    }

    /// Nothing was begun, because as much as this process takes on at a time is under way.
    pub(crate) fn busy(detail: &'static str, seconds: u32) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail).retry_in(seconds)
    }

    /// A secret of a user can't be kept.
    pub(crate) fn unsealed(error: SealError) -> Self {
        tracing::error!(%error, "a secret can't be encrypted");
        let detail = "Encryption is not configured.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "encryption_not_configured", detail)
    }

    pub(crate) fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal_error", "Something went wrong on our side.")
    }

    /// Something that may go well the next time.
    pub(crate) fn retryable(self) -> Self {
        Self { retryable: true, ..self }
    }

    /// Something that may go away by itself, in `seconds` if that is known.
    pub(crate) fn retry_in(self, seconds: u32) -> Self {
        Self { retryable: true, hint: Some(Hint::RetryAfterSeconds(seconds)), ..self }
    }

    /// Something that was done too often.
    pub(crate) fn limited(code: &'static str, detail: &'static str, verdict: Verdict) -> Self {
        let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, code, detail);
        Self { retryable: true, hint: Some(Hint::Limit(verdict)), ..problem }
    }
}

/// What time mends (a rate, what is open) is 429; what is stored is 409, until something of it is removed.
impl From<QuotaExceeded> for Problem {
    fn from(exceeded: QuotaExceeded) -> Self {
        let QuotaExceeded { quota, limit, retry_seconds } = exceeded;
        let status = if retry_seconds.is_some() { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::CONFLICT };
        let per = if quota.describe().kind == QuotaKind::Rate { " per hour" } else { "" };
        let detail = format!("The quota is {limit} {}{per}.", quota.describe().unit);
        let problem = Self::new(status, "quota_exceeded", detail);
        Self { retryable: retry_seconds.is_some(), hint: Some(Hint::Quota(exceeded)), ..problem }
    }
}

impl From<QuotaError> for Problem {
    fn from(error: QuotaError) -> Self {
        match error {
            QuotaError::Exceeded(exceeded) => exceeded.into(),
            QuotaError::Database(error) => error.into(),
        }
    }
}

impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        let unreachable = matches!(error, sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_));
        let code = error.as_database_error().and_then(|error| error.code()).unwrap_or_default();
        // The first two characters name the class: https://www.postgresql.org/docs/current/errcodes-appendix.html
        let class = code.get(..2).unwrap_or_default();
        if class == "22" {
            tracing::info!(sqlstate = %code, "the database rejected a value");
            let detail = "A value is out of range or contains a character that can't be stored.";
            return Self::new(StatusCode::UNPROCESSABLE_ENTITY, "validation_failed", detail);
        }
        if db::is_busy(&error) {
            tracing::info!("all connections for reports are in use");
            let detail = "Too many reports and searches are running; retry shortly.";
            return Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail).retry_in(1);
        }
        if code == "57014" {
            tracing::warn!(%error, "statement timeout");
            let detail = "The query took too long. Narrow the range or the filters, or retry later.";
            return Self::new(StatusCode::SERVICE_UNAVAILABLE, "query_timeout", detail).retry_in(5);
        }
        tracing::error!(%error, "database error");
        // Class 25: the server is read-only (a standby, or a primary that was demoted), or this process was held up in the
        // middle of a transaction and its session ended (25P03).
        if unreachable || ["08", "25", "53", "57"].contains(&class) {
            return Self::unavailable();
        }
        if ["40", "55"].contains(&class) {
            return Self::conflict();
        }
        Self::internal()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let exceeded = match self.hint {
            Some(Hint::Quota(exceeded)) => Some(exceeded),
            _ => None,
        };
        let body = ProblemBody {
            kind: format!("urn:switchboard:error:{}", self.code),
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            detail: self.detail,
            code: self.code,
            retryable: self.retryable,
            request_id: current_request::id(),
            errors: self.errors,
            quota: exceeded.map(|it| it.quota),
            limit: exceeded.map(|it| it.limit),
        };
        let mut response = (self.status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        match self.hint {
            Some(Hint::RetryAfterSeconds(seconds)) => {
                headers.insert(header::RETRY_AFTER, seconds.into());
            }
            Some(Hint::Limit(verdict)) => {
                headers.insert(header::RETRY_AFTER, verdict.reset_seconds.into());
                add_limit(headers, verdict);
            }
            Some(Hint::Authenticate) => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            Some(Hint::Quota(exceeded)) => {
                if let Some(seconds) = exceeded.retry_seconds {
                    headers.insert(header::RETRY_AFTER, seconds.into());
                }
            }
            None => {}
        }
        response
    }
}

pub(crate) async fn no_route() -> Problem {
    no_such_route()
}

pub(crate) fn no_such_route() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "no_such_route", "There is nothing at this path.")
}

pub(crate) async fn no_method() -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "This path does not support this method.")
}
