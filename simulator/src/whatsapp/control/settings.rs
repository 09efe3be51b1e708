//! The provider's settings and limits: set, read, deleted.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::faults::{bad_request, fault};
use crate::whatsapp::{
    Identity, Provider,
    limits::{Limits, Outage},
    numbers, template,
};

/// `GET /limits`.
pub(super) async fn limits(State(provider): State<Arc<Provider>>) -> Json<Limits> {
    Json(provider.state().gate.limits())
}

/// `PUT /limits`: replaces all limits; omitted ones are off. Returns the new limits.
pub(super) async fn put_limits(State(provider): State<Arc<Provider>>, Json(limits): Json<Limits>) -> Response {
    match provider.state().gate.set_limits(limits) {
        Ok(()) => Json(limits).into_response(),
        Err(fault) => bad_request(fault),
    }
}

/// `GET /outage`.
pub(super) async fn outage(State(provider): State<Arc<Provider>>) -> Json<Outage> {
    Json(provider.state().gate.outage().clone())
}

/// `PUT /outage`: starts one, or ends it with a null code.
pub(super) async fn put_outage(State(provider): State<Arc<Provider>>, Json(outage): Json<Outage>) -> Json<Outage> {
    provider.state().gate.set_outage(outage.clone());
    Json(outage)
}

/// How webhooks identify people.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WebhookFormat {
    identity: Identity,
}

/// `GET /webhook-format`.
pub(super) async fn webhook_format(State(provider): State<Arc<Provider>>) -> Json<WebhookFormat> {
    Json(WebhookFormat { identity: provider.state().identity })
}

/// `PUT /webhook-format`: applies to webhooks sent from then on.
pub(super) async fn put_webhook_format(
    State(provider): State<Arc<Provider>>,
    Json(format): Json<WebhookFormat>,
) -> Json<WebhookFormat> {
    provider.state().identity = format.identity;
    Json(format)
}

/// `GET /numbers`: registered numbers, by phone number id.
pub(super) async fn numbers(State(provider): State<Arc<Provider>>) -> Json<Value> {
    Json(json!({"data": provider.state().numbers.all()}))
}

/// `PUT /numbers/{phone_number_id}`: registers or updates a number.
pub(super) async fn put_number(
    State(provider): State<Arc<Provider>>,
    Path(phone_number_id): Path<String>,
    Json(registration): Json<numbers::Registration>,
) -> Response {
    match provider.state().numbers.register(&phone_number_id, registration) {
        Ok(number) => Json(number).into_response(),
        Err(fault) => bad_request(fault),
    }
}

/// `DELETE /numbers/{phone_number_id}`: revokes its token.
pub(super) async fn delete_number(
    State(provider): State<Arc<Provider>>,
    Path(phone_number_id): Path<String>,
) -> Response {
    match provider.state().numbers.revoke(&phone_number_id) {
        Ok(number) => Json(number).into_response(),
        Err(fault) => bad_request(fault),
    }
}

/// `GET /templates`: registered templates, by name.
pub(super) async fn templates(State(provider): State<Arc<Provider>>) -> Json<Value> {
    Json(json!({"data": provider.state().templates.all()}))
}

/// `PUT /templates/{name}`: validates its use from then on.
pub(super) async fn put_template(
    State(provider): State<Arc<Provider>>,
    Path(name): Path<String>,
    Json(registration): Json<template::Registration>,
) -> Response {
    match provider.state().templates.register(&name, registration.clone()) {
        Ok(()) => Json(registration).into_response(),
        Err(fault) => bad_request(fault),
    }
}

/// `DELETE /templates/{name}`: its use is no longer validated.
pub(super) async fn delete_template(State(provider): State<Arc<Provider>>, Path(name): Path<String>) -> Response {
    if provider.state().templates.forget(&name) {
        StatusCode::NO_CONTENT.into_response()
    } else {
        fault(StatusCode::NOT_FOUND, "no such template is registered")
    }
}
