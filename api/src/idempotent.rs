//! Idempotency: a POST with an `Idempotency-Key` takes effect once and repeats its answer.

use axum::body::{Bytes, HttpBody};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use garde::Validate;
use serde::Serialize;
use shared::app::App;
use shared::db::Tx;
use shared::idempotency::{self, Answer, Lookup, Scope};
use shared::ids::{JobId, UserId};
use shared::jobs::Job;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};
use uuid::Uuid;

use crate::extract::{Body, json_body};
use crate::long_poll::Prefer;
use crate::problem::Problem;
use crate::schemas;

/// The header's name in the OpenAPI document.
pub(crate) const IDEMPOTENCY_KEY: &str = "Idempotency-Key";
const MAX_KEY: usize = 255;

/// A valid body, and the request's key.
pub(crate) struct Idempotent<T> {
    pub body: T,
    key: Option<Key>,
}

/// The header, in the OpenAPI document.
pub(crate) struct IdempotencyKey;

impl IntoParams for IdempotencyKey {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        vec![schemas::header(IDEMPOTENCY_KEY, "The same key and body answer the same, for a day")]
    }
}

struct Key {
    operation: String,
    key: String,
    fingerprint: [u8; 32],
}

impl<T: Body> FromRequest<App> for Idempotent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let operation = format!("{} {}", request.method(), request.uri().path());
        let key = key_of(request.headers())?;
        // A POST fully described by its path needs no body.
        let is_empty = request.body().is_end_stream() && !request.headers().contains_key(header::CONTENT_TYPE);
        let bytes = if is_empty { Bytes::from_static(b"{}") } else { json_body(request, app).await? };
        let body = T::read(&bytes)?;
        let fingerprint = |_: &String| idempotency::fingerprint(&app.config.auth.jwt_secret, &bytes);
        let key = key.map(|key| Key { fingerprint: fingerprint(&key), operation, key });
        Ok(Self { body, key })
    }
}

/// The key, bare or as a structured field's string: `"…"`.
fn key_of(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    let key = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    if key.is_empty() || key.len() > MAX_KEY {
        let message = "must have 1 to 255 visible ASCII characters";
        return Err(Problem::invalid_field("validation_failed", IDEMPOTENCY_KEY, message));
    }
    Ok(Some(key.to_owned()))
}

/// The body of a POST fully described by its path.
#[derive(Debug, serde::Deserialize, Validate)]
pub(crate) struct NoBody {}

/// The owner of a key; two owners may use the same key.
pub(crate) enum Principal<'a> {
    User(UserId),
    /// A caller that has no user yet.
    Name(&'a str),
}

/// A response before a handler has done its work: a replay, or an error.
pub(crate) enum EarlyResponse {
    Replayed(Response),
    Problem(Problem),
}

impl<P: Into<Problem>> From<P> for EarlyResponse {
    fn from(problem: P) -> Self {
        Self::Problem(problem.into())
    }
}

impl IntoResponse for EarlyResponse {
    fn into_response(self) -> Response {
        match self {
            Self::Replayed(response) => response,
            Self::Problem(problem) => problem.into_response(),
        }
    }
}

/// One request's transaction, which also stores its answer.
pub(crate) struct IdempotentTx {
    pub tx: Tx,
    app: App,
    scope: Option<Scope>,
}

impl<T> Idempotent<T> {
    /// Whether the request carried no key.
    pub fn has_no_key(&self) -> bool {
        self.key.is_none()
    }

    /// The body, and its key's scope.
    pub fn into_parts(self, principal: Principal<'_>) -> (T, Option<Scope>) {
        let scope = self.key.map(|Key { operation, key, fingerprint }| {
            let (principal, key) = match principal {
                Principal::User(id) => (id.uuid(), key),
                Principal::Name(name) => (Uuid::nil(), format!("{name}:{key}")),
            };
            Scope { principal, operation, key, fingerprint }
        });
        (self.body, scope)
    }

    /// Begins the transaction, unless it is a replay.
    pub async fn begin(self, app: &App, principal: Principal<'_>) -> Result<(IdempotentTx, T), EarlyResponse> {
        let (body, scope) = self.into_parts(principal);
        let mut tx = app.db.begin_point_lookup().await?;
        let lookup = match &scope {
            Some(scope) => idempotency::begin(&mut tx, scope, app.clock.now()).await?,
            None => Lookup::New,
        };
        let early = match lookup {
            Lookup::New => return Ok((IdempotentTx { tx, app: app.clone(), scope }, body)),
            Lookup::Replay(answer) => EarlyResponse::Replayed(replayed(&answer)),
            Lookup::Mismatch => EarlyResponse::key_reused(),
            Lookup::InFlight => EarlyResponse::in_flight(),
        };
        tx.rollback().await;
        Err(early)
    }
}

impl EarlyResponse {
    /// The key was used with another body.
    pub fn key_reused() -> Self {
        let detail = "This Idempotency-Key was used with a different body.";
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused", detail).into()
    }

    /// The same request is in progress.
    pub fn in_flight() -> Self {
        let detail = "A request with this Idempotency-Key is in progress.";
        Problem::new(StatusCode::CONFLICT, "idempotency_in_flight", detail).retry_in(1).into()
    }
}

impl IdempotentTx {
    /// Begins a transaction without a stored answer.
    pub async fn begin_without_key(app: &App) -> Result<Self, EarlyResponse> {
        Ok(Self { tx: app.db.begin().await?, app: app.clone(), scope: None })
    }

    /// Rolls back. The key is free again before the client is answered.
    pub async fn abort(self, problem: Problem) -> EarlyResponse {
        self.tx.rollback().await;
        problem.into()
    }

    /// 201 with the new resource.
    pub async fn created(self, body: &impl Serialize) -> Result<Response, EarlyResponse> {
        Ok(response(&self.answer(StatusCode::CREATED, None, body).await?))
    }

    /// 200 with the existing resource.
    pub async fn found(self, body: &impl Serialize) -> Result<Response, EarlyResponse> {
        Ok(response(&self.answer(StatusCode::OK, None, body).await?))
    }

    /// 202 with the accepted resource and its job's location.
    pub async fn accepted(self, job: JobId, body: &impl Serialize) -> Result<Response, EarlyResponse> {
        let location = Some(format!("/v1/jobs/{job}"));
        Ok(response(&self.answer(StatusCode::ACCEPTED, location, body).await?))
    }

    /// 202 with the accepted resource and its job, as `show` presents them. With `Prefer: wait`, both as of the job's
    /// end; `again` then reads the resource.
    pub async fn accepted_with<T, S: Serialize, F: Future<Output = sqlx::Result<Option<T>>>>(
        self,
        (user, prefer): (UserId, Prefer),
        (thing, job): (T, Job),
        show: impl Fn(T, Job) -> S,
        again: impl FnOnce() -> F,
    ) -> Result<Response, EarlyResponse> {
        let (app, id) = (self.app.clone(), job.id);
        let response = self.accepted(id, &show(thing, job)).await?;
        let fresh = async |job| Ok(again().await?.map(|thing| show(thing, job)));
        Ok(prefer.at_its_end(&app, (user, id), response, fresh).await)
    }

    /// 201 with the new resource. Only `kept` is stored: a replayed answer has no secrets.
    pub async fn created_with_secret(
        self,
        body: &impl Serialize,
        kept: &impl Serialize,
    ) -> Result<Response, EarlyResponse> {
        let answer = Answer { body: json(body)?, ..self.answer(StatusCode::CREATED, None, kept).await? };
        let mut response = response(&answer);
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Ok(response)
    }

    async fn answer(
        mut self,
        status: StatusCode,
        location: Option<String>,
        body: &impl Serialize,
    ) -> Result<Answer, EarlyResponse> {
        let answer = Answer { status: status.as_u16(), location, body: json(body)? };
        if let Some(scope) = &self.scope {
            idempotency::store(&mut self.tx, scope, &answer, self.app.clock.now());
        }
        self.tx.commit().await?;
        Ok(answer)
    }
}

fn json(body: &impl Serialize) -> Result<String, Problem> {
    serde_json::to_string(body).map_err(|error| {
        tracing::error!(%error, "a response can't be serialised");
        Problem::internal()
    })
}

/// The response to a repeated request.
pub(crate) fn replayed(answer: &Answer) -> Response {
    let mut response = response(answer);
    response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
    response
}

/// The response of an answer.
pub(crate) fn response(answer: &Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let json = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    let mut response = (status, json, answer.body.clone()).into_response();
    if let Some(location) = answer.location.as_deref().and_then(|location| HeaderValue::from_str(location).ok()) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}
