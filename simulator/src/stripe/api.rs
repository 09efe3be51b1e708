//! The API: authentication, idempotency, headers and responses.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{ConnectInfo, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri,
        header::{AUTHORIZATION, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::Value;

use super::{
    Provider,
    error::StripeError,
    expand::{self, Expander},
    form::Form,
    ids::new_id,
    reads::Reader,
    store::{Call, Kept},
    subscriptions::Layout,
};
use crate::connection::Connection;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
const VERSION: HeaderName = HeaderName::from_static("stripe-version");
const MAX_KEY: usize = 255;

type Answer = Result<Value, StripeError>;

fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// Any call under `/v1` and `/stripe/v1`.
pub(super) async fn call(
    State(provider): State<Arc<Provider>>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let path = uri.path().strip_prefix("/stripe").unwrap_or(uri.path());
    let request =
        Request { id: new_id("req"), method: &method, path, query: uri.query(), headers: &headers, body: &body };
    let fault = provider.state().faults.pop_front();
    let (answer, original) = match fault.as_ref().and_then(|fault| fault.error()) {
        Some(error) => (Err(error), None),
        None => provider.answer(&request),
    };
    let is_lost = fault.is_some_and(|fault| fault.lose_answer);
    let mut response = answer.map(Json).into_response();
    response.headers_mut().extend(request.answer_headers(original));
    provider.state().add_call(Call {
        method: method.to_string(),
        path: path.to_owned(),
        idempotency_key: text(&headers, &IDEMPOTENCY_KEY),
        version: text(&headers, &VERSION),
        http_status: (!is_lost).then(|| response.status().as_u16()),
    });
    if is_lost {
        connection.hang_up();
    }
    response
}

/// A call.
struct Request<'a> {
    id: String,
    method: &'a Method,
    /// Without the prefix `/stripe`.
    path: &'a str,
    query: Option<&'a str>,
    headers: &'a HeaderMap,
    body: &'a [u8],
}

impl Request<'_> {
    /// The headers of all responses. `original`: the id of the request whose response is replayed.
    fn answer_headers(&self, original: Option<String>) -> Vec<(HeaderName, HeaderValue)> {
        let name = HeaderName::from_static;
        let value = |text: &str| HeaderValue::from_str(text).ok();
        let mut headers = vec![(name("request-id"), value(&self.id)), (VERSION, self.headers.get(VERSION).cloned())];
        if self.method == Method::POST && self.headers.contains_key(IDEMPOTENCY_KEY) {
            headers.push((IDEMPOTENCY_KEY, self.headers.get(IDEMPOTENCY_KEY).cloned()));
            headers.push((name("idempotent-replayed"), original.as_ref().and_then(|_| value("true"))));
            headers.push((name("original-request"), value(original.as_ref().unwrap_or(&self.id))));
        }
        headers.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// Whether it has the key: as a bearer token, or as the user of HTTP Basic.
    fn authenticate(&self, secret_key: &str) -> Result<(), StripeError> {
        let unauthorized = |message| StripeError::new(StatusCode::UNAUTHORIZED, "invalid_request_error", message);
        let Some(credentials) = text(self.headers, &AUTHORIZATION) else {
            return Err(unauthorized("You did not provide an API key."));
        };
        let key = match credentials.strip_prefix("Basic ") {
            Some(encoded) => {
                let decoded = STANDARD.decode(encoded).ok().and_then(|bytes| String::from_utf8(bytes).ok());
                decoded.and_then(|text| text.split_once(':').map(|(user, _)| user.to_owned()))
            }
            None => credentials.strip_prefix("Bearer ").map(str::to_owned),
        };
        if key.as_deref() == Some(secret_key) { Ok(()) } else { Err(unauthorized("Invalid API Key provided")) }
    }

    fn layout(&self) -> Result<Layout, StripeError> {
        let version = text(self.headers, &VERSION).ok_or_else(|| {
            let message = "This client must say which version of the API it speaks";
            StripeError::invalid("parameter_missing", "Stripe-Version", message)
        })?;
        Ok(Layout::of_version(&version))
    }

    /// The form of a call that changes something; `DELETE` may have its fields in the query.
    fn form(&self) -> Result<Form, StripeError> {
        let content_type = text(self.headers, &CONTENT_TYPE).unwrap_or_default();
        let media_type = content_type.split(';').next().unwrap_or_default().trim();
        if !self.body.is_empty() && media_type != "application/x-www-form-urlencoded" {
            return Err(StripeError::bad_request("Invalid request: the content type must be that of a form"));
        }
        match self.query {
            Some(query) if self.method == Method::DELETE && self.body.is_empty() => Form::read(query.as_bytes()),
            _ => Form::read(self.body),
        }
    }
}

impl Provider {
    /// The answer, and the id of the request whose response it replays.
    fn answer(&self, request: &Request<'_>) -> (Answer, Option<String>) {
        let judged = request.authenticate(&self.setup.config.secret_key).and_then(|()| request.layout());
        let layout = match judged {
            Ok(layout) => layout,
            Err(error) => return (Err(error), None),
        };
        let key = text(request.headers, &IDEMPOTENCY_KEY).filter(|_| request.method == Method::POST);
        let Some(key) = key else { return (self.execute(request, layout), None) };
        if !(1..=MAX_KEY).contains(&key.len()) {
            let message = "Keys for idempotent requests must have 1 to 255 characters.";
            return (Err(StripeError::bad_request(message)), None);
        }
        let begun = self.state().begin(&key, &[request.path.as_bytes(), b"\n", request.body].concat());
        match begun {
            Err(error) => (Err(error), None),
            Ok(Some(Kept { request_id, answer })) => (Ok(answer), Some(request_id)),
            Ok(None) => {
                let answer = self.execute(request, layout);
                let kept =
                    answer.as_ref().ok().map(|answer| Kept { request_id: request.id.clone(), answer: answer.clone() });
                self.state().end(&key, kept);
                (answer, None)
            }
        }
    }

    fn execute(&self, request: &Request<'_>, layout: Layout) -> Answer {
        let path: Vec<_> = request.path.trim_start_matches("/v1/").split('/').collect();
        let is_read = request.method == Method::GET;
        let mut form =
            if is_read { Form::read(request.query.unwrap_or_default().as_bytes())? } else { request.form()? };
        let paths = form.list("expand");
        expand::check(&paths)?;
        let mut value = if is_read {
            let store = self.state();
            let value = Reader { store: &store, base_url: &self.setup.base_url, layout }.read(&path, &mut form)?;
            form.end()?;
            value
        } else {
            self.write(request.method, &path, &mut form, layout)?
        };
        Expander { store: &self.state(), layout }.expand(&mut value, &paths)?;
        Ok(value)
    }
}
