//! Errors as `application/problem+json` (RFC 9457): a stable code and a sentence for the client; the cause goes to the
//! log.

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

/// An error response.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    detail: Cow<'static, str>,
    retryable: bool,
    errors: Vec<FieldError>,
    hint: Option<Hint>,
}

/// A header of an error response.
#[derive(Debug)]
enum Hint {
    RetryAfterSeconds(u32),
    Limit(Verdict),
    Authenticate,
    /// The limit, and when the quota resets.
    Quota(QuotaExceeded),
}

/// An error. Branch on `code`, never on the text.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemBody {
    /// URI of the problem type.
    #[serde(rename = "type")]
    #[schema(examples("urn:switchboard:error:insufficient_credits"))]
    kind: String,
    /// The HTTP status text.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// Explanation for people.
    detail: Cow<'static, str>,
    /// Stable code for programs.
    #[schema(examples("insufficient_credits"))]
    code: &'static str,
    /// Whether the same request may succeed later.
    retryable: bool,
    /// The request's id, for support.
    request_id: Option<String>,
    /// The invalid fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
    /// With `quota_exceeded`: the quota, as named in `GET /v1/quotas`.
    #[serde(skip_serializing_if = "Option::is_none")]
    quota: Option<Quota>,
    /// With `quota_exceeded`: the limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<i64>,
}

/// An invalid field.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldError {
    /// The field's path.
    #[schema(examples("to"))]
    pub field: String,
    /// Why the field is invalid.
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

    /// Whether the caller is unauthenticated.
    pub(crate) fn is_unauthenticated(&self) -> bool {
        self.status == StatusCode::UNAUTHORIZED
    }

    /// Invalid fields with a code of their own.
    pub(crate) fn invalid_fields(code: &'static str, errors: Vec<FieldError>) -> Self {
        Self { code, ..Self::invalid(errors) }
    }

    /// Code, sentence and invalid fields.
    pub(crate) fn into_parts(self) -> (&'static str, String, Vec<FieldError>) {
        (self.code, self.detail.into_owned(), self.errors)
    }

    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "It does not exist, or you have no access to it.")
    }

    /// A concurrent request held a needed lock for too long.
    pub(crate) fn conflict() -> Self {
        let detail = "Conflict with a concurrent request; retry.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "conflict_with_other_request", detail).retry_in(1)
    }

    /// One of our services is unavailable or full.
    pub(crate) fn unavailable() -> Self {
        let detail = "The service can't do this right now.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail).retry_in(1)
    }

    /// An account has too many concurrent requests.
    pub(crate) fn too_many_at_once() -> Self {
        let detail = "Too many requests of this account are in progress. Wait for some of them to complete.";
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_at_once", detail).retry_in(1)
    }

    /// Not started: this process is at its limit of concurrent work.
    pub(crate) fn busy(detail: &'static str, seconds: u32) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", detail).retry_in(seconds)
    }

    /// A user's secret can't be encrypted.
    pub(crate) fn unsealed(error: SealError) -> Self {
        tracing::error!(%error, "a secret can't be encrypted");
        let detail = "Encryption is not configured.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "encryption_not_configured", detail)
    }

    pub(crate) fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal_error", "Something went wrong on our side.")
    }

    /// A temporary error.
    pub(crate) fn retryable(self) -> Self {
        Self { retryable: true, ..self }
    }

    /// A temporary error; `seconds` is the expected delay, if known.
    pub(crate) fn retry_in(self, seconds: u32) -> Self {
        Self { retryable: true, hint: Some(Hint::RetryAfterSeconds(seconds)), ..self }
    }

    /// A rate limit was exceeded.
    pub(crate) fn limited(code: &'static str, detail: &'static str, verdict: Verdict) -> Self {
        let problem = Self::new(StatusCode::TOO_MANY_REQUESTS, code, detail);
        Self { retryable: true, hint: Some(Hint::Limit(verdict)), ..problem }
    }
}

/// Quotas that recover over time (rates, open connections) are 429; stored items are 409, until one is deleted.
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
