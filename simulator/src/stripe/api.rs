//! The API: authentication, idempotency and responses.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::{ConnectInfo, State},
    http::{HeaderMap, Method, StatusCode, Uri, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use chrono::Utc;
use serde_json::{Value, json};

use super::{
    Provider,
    control::Action,
    error::StripeError,
    form::Form,
    ids::new_id,
    objects::{Expand, Session},
    store::Call,
    subscriptions::{Change, Layout, Portal},
};
use crate::connection::Connection;

type Answer = Result<Value, StripeError>;

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Any call under `/stripe/v1`.
pub(super) async fn call(
    State(provider): State<Arc<Provider>>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let path = uri.path().trim_start_matches("/stripe").to_owned();
    let fault = provider.state().faults.pop_front();
    let answer = match fault.as_ref().and_then(|fault| fault.error()) {
        Some(error) => Err(error),
        None => provider.judged(&method, &path, uri.query().unwrap_or_default(), &headers, &body),
    };
    let is_lost = fault.is_some_and(|fault| fault.lose_answer);
    let response = answer.map(Json).into_response();
    provider.state().add_call(Call {
        method: method.to_string(),
        path,
        idempotency_key: text(&headers, "idempotency-key").map(str::to_owned),
        version: text(&headers, "stripe-version").map(str::to_owned),
        http_status: (!is_lost).then(|| response.status().as_u16()),
    });
    if is_lost {
        connection.hang_up();
    }
    response
}

impl Provider {
    fn judged(&self, method: &Method, path: &str, query: &str, headers: &HeaderMap, body: &Bytes) -> Answer {
        let key = text(headers, "authorization").and_then(|value| value.strip_prefix("Bearer "));
        if key != Some(&self.setup.config.secret_key) {
            let message = "Invalid API Key provided";
            return Err(StripeError::new(StatusCode::UNAUTHORIZED, "invalid_request_error", message));
        }
        let Some(version) = text(headers, "stripe-version") else {
            let message = "This client must say which version of the API it speaks";
            return Err(StripeError::invalid("parameter_missing", "Stripe-Version", message));
        };
        let layout = Layout::of_version(version);
        let parts: Vec<_> = path.trim_start_matches("/v1/").split('/').collect();
        if method == Method::GET {
            return self.read(&parts, query, layout);
        }
        if method == Method::DELETE {
            let ["subscriptions", id] = parts.as_slice() else { return Err(unknown_route()) };
            self.change_in_background(id, Change::CancelNow)?;
            return Ok(self.state().subscription(id)?.json(layout));
        }
        let form_type = "application/x-www-form-urlencoded";
        if !body.is_empty() && text(headers, CONTENT_TYPE.as_str()) != Some(form_type) {
            let message = "Invalid request: the content type must be that of a form";
            return Err(StripeError::new(StatusCode::BAD_REQUEST, "invalid_request_error", message));
        }
        let Some(key) = text(headers, "idempotency-key") else { return self.write(&parts, body, layout) };
        let request = [path.as_bytes(), b"\n", body].concat();
        if let Some((known, status, answer)) = self.state().kept(key) {
            let message = "Keys for idempotent requests can only be used with the same parameters";
            return match (*known == request, *status) {
                (false, _) => Err(StripeError::new(StatusCode::BAD_REQUEST, "idempotency_error", message)),
                (true, _) => Ok(answer.clone()),
            };
        }
        let answer = self.write(&parts, body, layout)?;
        self.state().keep(key.to_owned(), (request, StatusCode::OK, answer.clone()));
        Ok(answer)
    }

    fn read(&self, path: &[&str], query: &str, layout: Layout) -> Answer {
        let mut store = self.state();
        match path {
            ["checkout", "sessions", id] => {
                let expand = Expand::read(query)?;
                let session = store.session(id).ok_or_else(|| StripeError::no_such("checkout.session", id))?;
                Ok(session.json(&self.setup.base_url, &expand))
            }
            ["payment_intents", id] => {
                let session = store.of_payment(id).ok_or_else(|| StripeError::no_such("payment_intent", id))?;
                Ok(session.payment.as_ref().map(|payment| session.intent(payment, false)).unwrap_or_default())
            }
            ["charges", id] => {
                let session = store.of_payment(id).ok_or_else(|| StripeError::no_such("charge", id))?;
                Ok(session.payment.as_ref().map(|payment| session.charge(payment)).unwrap_or_default())
            }
            ["disputes"] => {
                let mut form = Form::read(query.as_bytes())?;
                let payment = form.need("payment_intent")?;
                form.end()?;
                let disputes = store.of_payment(&payment).map(|session| disputes(session)).unwrap_or_default();
                Ok(json!({"object": "list", "data": disputes, "has_more": false, "url": "/v1/disputes"}))
            }
            ["subscriptions", id] => Ok(store.subscription(id)?.json(layout)),
            ["events"] => store.list_events(Form::read(query.as_bytes())?),
            _ => Err(unknown_route()),
        }
    }

    fn write(&self, path: &[&str], body: &Bytes, layout: Layout) -> Answer {
        let mut form = Form::read(body)?;
        match path {
            ["checkout", "sessions"] => {
                let session = Session::read(form, Utc::now().timestamp(), &self.setup.config.pro_price_id)?;
                let answer = session.json(&self.setup.base_url, &Expand::default());
                self.state().add_session(session);
                Ok(answer)
            }
            ["checkout", "sessions", id, "expire"] => {
                form.end()?;
                self.act_in_background(id, Action::Expire, None)?;
                let mut store = self.state();
                let session = store.session(id).ok_or_else(|| StripeError::no_such("checkout.session", id))?;
                Ok(session.json(&self.setup.base_url, &Expand::default()))
            }
            ["subscriptions", id] => {
                let change = match form.need("cancel_at_period_end")?.as_str() {
                    "true" => Change::Cancel,
                    "false" => Change::Resume,
                    _ => {
                        let message = "Invalid boolean: cancel_at_period_end";
                        return Err(StripeError::invalid("parameter_invalid_boolean", "cancel_at_period_end", message));
                    }
                };
                form.end()?;
                self.change_in_background(id, change)?;
                Ok(self.state().subscription(id)?.json(layout))
            }
            ["billing_portal", "sessions"] => {
                let portal = Portal::read(form)?;
                let is_known = self.state().subscriptions().any(|it| it.customer == portal.customer);
                if !is_known {
                    return Err(StripeError::no_such("customer", &portal.customer));
                }
                let answer = portal.json(&self.setup.base_url);
                self.state().add_portal(portal);
                Ok(answer)
            }
            ["refunds"] => {
                let payment = form.need("payment_intent")?;
                let amount = form.take("amount").map(|amount| amount.parse().unwrap_or(0));
                form.end()?;
                let session = self.state().of_payment(&payment).map(|session| session.id.clone());
                let session = session.ok_or_else(|| StripeError::no_such("payment_intent", &payment))?;
                self.act_in_background(&session, Action::Refund, amount)?;
                Ok(json!({"id": new_id("re"), "object": "refund", "status": "succeeded", "payment_intent": payment}))
            }
            _ => Err(unknown_route()),
        }
    }
}

fn disputes(session: &Session) -> Vec<Value> {
    let payment = session.payment.as_ref();
    payment.into_iter().flat_map(|it| it.disputes.iter().map(|dispute| session.dispute(it, dispute))).collect()
}

fn unknown_route() -> StripeError {
    StripeError::new(StatusCode::NOT_FOUND, "invalid_request_error", "Unrecognized request URL")
}
