//! Routes under `/simulator/stripe` for subscriptions and customer portals.

use std::{collections::BTreeMap, sync::Arc};

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

const UPDATED: &str = "customer.subscription.updated";

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
    let shown = provider.state().subscription(&id).map(Subscription::shown);
    shown.map(Json).ok_or_else(|| StripeError::no_such("subscription", &id)).into_response()
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
    let store = provider.state();
    let events: Vec<_> = events.iter().filter_map(|id| store.event(id)).collect();
    let shown = store.subscription(&id).map(Subscription::shown);
    Json(json!({"subscription": shown, "events": events})).into_response()
}

impl Provider {
    /// Applies the change and records its events; returns their ids.
    fn change(&self, id: &str, change: Change, layout: Layout) -> Result<Vec<String>, StripeError> {
        self.update(id, layout, |subscription| subscription.change(change, Utc::now().timestamp()))
    }

    /// Updates a subscription and records its events, whose types `update` returns; returns their ids.
    fn update(
        &self,
        id: &str,
        layout: Layout,
        update: impl FnOnce(&mut Subscription) -> Result<&'static [&'static str], StripeError>,
    ) -> Result<Vec<String>, StripeError> {
        let mut store = self.state();
        let subscription = store.subscription_mut(id)?;
        let before = subscription.json(layout);
        let kinds = update(subscription)?;
        let event = |kind: &'static str| {
            let object = subscription.about(kind, layout);
            match kind {
                UPDATED => Event::of_update(kind, &object, &before, layout),
                _ => Event::new(kind, &object, layout),
            }
        };
        let events = kinds.iter().copied().map(event).collect();
        Ok(store.add_events(events))
    }

    /// For an API call, which does not wait for the events' delivery.
    pub(super) fn change_in_background(&self, id: &str, change: Change) -> Result<(), StripeError> {
        let events = self.change(id, change, Layout::New)?;
        self.send_in_background(&events);
        Ok(())
    }

    /// The same, for metadata.
    pub(super) fn merge_metadata(&self, id: &str, metadata: BTreeMap<String, String>) -> Result<(), StripeError> {
        let events = self.update(id, Layout::New, |subscription| {
            if subscription.has_ended() {
                return Err(StripeError::no_such("subscription", &subscription.id));
            }
            subscription.merge_metadata(metadata);
            Ok(&[UPDATED])
        })?;
        self.send_in_background(&events);
        Ok(())
    }
}
