//! Routes under `/simulator/stripe` for subscriptions and customer portals.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, State},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use chrono::Utc;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Provider,
    control::{MAX_TIMES, once},
    error::StripeError,
    store::Event,
    subscriptions::{Change, Layout, Subscription},
    webhooks::Signature,
};

/// Every field and the body are optional.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct How {
    /// How often each event is sent; 0: it is lost.
    #[serde(default = "once")]
    deliver: u32,
    /// The events' object layout.
    #[serde(default)]
    layout: Layout,
}

pub(super) fn routes() -> Router<Arc<Provider>> {
    Router::new()
        .route("/subscriptions", get(subscriptions))
        .route("/subscriptions/{id}", get(subscription))
        .route("/subscriptions/{id}/{change}", post(change))
        .route("/portals/{id}", get(portal))
}

/// `GET /subscriptions`: newest first.
async fn subscriptions(State(provider): State<Arc<Provider>>) -> Json<Value> {
    Json(json!({"data": provider.state().subscriptions().map(Subscription::shown).collect::<Vec<_>>()}))
}

/// `GET /subscriptions/{id}`.
async fn subscription(State(provider): State<Arc<Provider>>, Path(id): Path<String>) -> Response {
    let shown = provider.state().subscription(&id).map(|it| it.shown());
    shown.map(Json).into_response()
}

/// `GET /portals/{id}`: a customer portal: its subscriptions, newest first.
async fn portal(State(provider): State<Arc<Provider>>, Path(id): Path<String>) -> Response {
    let store = provider.state();
    let Some(portal) = store.portal(&id) else {
        return StripeError::no_such("billing_portal.session", &id).into_response();
    };
    let own = store.subscriptions().filter(|it| it.customer == portal.customer).map(Subscription::shown);
    Json(json!({"return_url": portal.return_url, "subscriptions": own.collect::<Vec<_>>()})).into_response()
}

/// `POST /subscriptions/{id}/{change}`: returns the updated subscription and its new events.
async fn change(
    State(provider): State<Arc<Provider>>,
    Path((id, change)): Path<(String, Change)>,
    how: Option<Json<How>>,
) -> Response {
    let how = how.map_or(How { deliver: 1, layout: Layout::New }, |Json(how)| how);
    if how.deliver > MAX_TIMES {
        return StripeError::invalid("parameter_invalid_integer", "deliver", "at most 100").into_response();
    }
    let events = match provider.change(&id, change, how.layout) {
        Ok(events) => events,
        Err(error) => return error.into_response(),
    };
    for event in &events {
        provider.send(event, how.deliver, Signature::Right).await;
    }
    let mut store = provider.state();
    let told: Vec<_> = events.iter().filter_map(|id| store.event(id).cloned()).collect();
    let shown = store.subscription(&id).ok().map(|it| it.shown());
    Json(json!({"subscription": shown, "events": told})).into_response()
}

impl Provider {
    /// Applies the change and records its events; returns their ids.
    fn change(&self, id: &str, change: Change, layout: Layout) -> Result<Vec<String>, StripeError> {
        let mut store = self.state();
        let subscription = store.subscription(id)?;
        let kinds = subscription.change(change, Utc::now().timestamp())?;
        let events: Vec<_> =
            kinds.iter().map(|kind| Event::new(kind, &subscription.about(kind, layout), layout)).collect();
        Ok(store.add_events(events))
    }

    /// For an API call, which does not wait for the events' delivery.
    pub(super) fn change_in_background(&self, id: &str, change: Change) -> Result<(), StripeError> {
        let events = self.change(id, change, Layout::New)?;
        self.send_in_background(&events);
        Ok(())
    }
}
