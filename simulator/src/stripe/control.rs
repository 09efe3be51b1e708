//! Routes under `/simulator/stripe`: records, and controls for tests and the page.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use chrono::Utc;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Provider,
    error::StripeError,
    ids::new_id,
    objects::{Dispute, Payment, Session},
    refunds::RefundOrder,
    store::{Event, Fault},
    subscriptions::Layout,
    webhooks::Signature,
};

/// Maximum sends of the same event.
pub(super) const MAX_TIMES: u32 = 100;
/// Maximum retries of an event that was not accepted.
const REDELIVERIES: u32 = 9;
const REDELIVERY_PAUSE: Duration = Duration::from_millis(500);

/// An action on a checkout or its payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Action {
    /// Pays at once.
    Pay,
    /// Pays by a delayed payment method.
    PayLater,
    /// That succeeds.
    Succeed,
    /// Or fails.
    Fail,
    /// The card is declined; the page stays open.
    Decline,
    /// The page expires unpaid.
    Expire,
    /// The seller refunds the payment, fully or partly.
    Refund,
    /// The customer disputes it.
    Dispute,
    /// The seller wins that.
    Win,
    /// Or loses.
    Lose,
}

/// Every field and the body are optional.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct How {
    /// Refund in minor units; default: the rest.
    amount: Option<i64>,
    /// How often each event is sent; 0: it is lost.
    #[serde(default = "once")]
    deliver: u32,
}

pub(super) fn once() -> u32 {
    1
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Delivery {
    #[serde(default = "once")]
    times: u32,
    #[serde(default)]
    signature: Signature,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Faults {
    faults: Vec<Fault>,
}

pub(super) fn routes() -> Router<Arc<Provider>> {
    Router::new()
        .route("/sessions", get(sessions))
        .route("/sessions/{id}", get(session))
        .route("/sessions/{id}/{action}", post(act))
        .route("/events", get(events))
        .route("/events/{id}/deliver", post(deliver))
        .route("/requests", get(requests))
        .route("/faults", post(faults))
}

/// `GET /sessions`: checkouts, newest first.
async fn sessions(State(provider): State<Arc<Provider>>) -> Json<Value> {
    Json(json!({"data": provider.state().sessions().map(Session::shown).collect::<Vec<_>>()}))
}

/// `GET /sessions/{id}`.
async fn session(State(provider): State<Arc<Provider>>, Path(id): Path<String>) -> Response {
    let shown = provider.state().session(&id).map(Session::shown);
    shown.map(Json).ok_or_else(|| StripeError::no_such("checkout.session", &id)).into_response()
}

/// `GET /events`: newest first.
async fn events(State(provider): State<Arc<Provider>>) -> Json<Value> {
    Json(json!({"data": provider.state().events().collect::<Vec<_>>()}))
}

/// `GET /requests`: calls of the API, newest first.
async fn requests(State(provider): State<Arc<Provider>>) -> Json<Value> {
    Json(json!({"data": provider.state().calls().collect::<Vec<_>>()}))
}

/// `POST /faults`: faults of the next calls, in order; replaces pending ones.
async fn faults(State(provider): State<Arc<Provider>>, Json(wanted): Json<Faults>) -> Json<Value> {
    let count = wanted.faults.len();
    provider.state().faults = wanted.faults.into();
    Json(json!({"faults": count}))
}

/// `POST /sessions/{id}/{action}`: returns the updated checkout and its new events.
async fn act(
    State(provider): State<Arc<Provider>>,
    Path((id, action)): Path<(String, Action)>,
    how: Option<Json<How>>,
) -> Response {
    let how = how.map_or(How { amount: None, deliver: 1 }, |Json(how)| how);
    if how.deliver > MAX_TIMES {
        return StripeError::invalid("parameter_invalid_integer", "deliver", "at most 100").into_response();
    }
    let events = match provider.act(&id, action, RefundOrder::of_amount(how.amount)) {
        Ok(events) => events,
        Err(error) => return error.into_response(),
    };
    for event in &events {
        provider.send(event, how.deliver, Signature::Right).await;
    }
    let store = provider.state();
    let events: Vec<_> = events.iter().filter_map(|id| store.event(id)).collect();
    Json(json!({"session": store.session(&id).map(Session::shown), "events": events})).into_response()
}

/// `POST /events/{id}/deliver`: sends an event, possibly again. Returns it.
async fn deliver(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    how: Option<Json<Delivery>>,
) -> Response {
    let how = how.map_or(Delivery { times: 1, signature: Signature::Right }, |Json(how)| how);
    if provider.state().event(&id).is_none() || how.times > MAX_TIMES {
        return StripeError::no_such("event", &id).into_response();
    }
    provider.send(&id, how.times, how.signature).await;
    let event = provider.state().event(&id).cloned();
    (StatusCode::OK, Json(json!(event))).into_response()
}

impl Provider {
    /// Applies the action and records its events; returns their ids.
    fn act(&self, id: &str, action: Action, refund: RefundOrder) -> Result<Vec<String>, StripeError> {
        let mut store = self.state();
        let session = store.session_mut(id).ok_or_else(|| StripeError::no_such("checkout.session", id))?;
        let now = Utc::now().timestamp();
        let kinds = session.act(action, refund, now)?;
        let is_paid = action == Action::Pay;
        let subscribed = is_paid.then(|| session.subscribe(now)).flatten();
        let begun = ["customer.subscription.created", "invoice.paid"];
        let new = |kind, object: &Value| Event::new(kind, object, Layout::New);
        let of_subscription =
            subscribed.iter().flat_map(|(it, _)| begun.map(|kind| new(kind, &it.about(kind, Layout::New))));
        let mut events: Vec<_> = of_subscription.collect();
        events.extend(kinds.iter().map(|kind| new(kind, &about(kind, session, &self.setup.base_url))));
        if let Some((subscription, customer)) = subscribed {
            store.add_subscription(subscription);
            store.add_customer(customer);
        }
        Ok(store.add_events(events))
    }

    /// For an API call, which does not wait for the events' delivery.
    pub(super) fn act_in_background(&self, id: &str, action: Action, refund: RefundOrder) -> Result<(), StripeError> {
        let events = self.act(id, action, refund)?;
        self.send_in_background(&events);
        Ok(())
    }

    pub(super) fn send_in_background(&self, events: &[String]) {
        for id in events {
            let body = self.state().event(id).map(|event| event.body.clone()).unwrap_or_default();
            let webhooks = self.setup.webhooks.clone();
            self.background.spawn(async move { webhooks.deliver(&body, REDELIVERIES, REDELIVERY_PAUSE).await });
        }
    }

    /// Sends an event; if validly signed but not accepted, it is retried later.
    pub(super) async fn send(&self, id: &str, times: u32, signature: Signature) {
        let Some(body) = self.state().event(id).map(|event| event.body.clone()) else { return };
        for _ in 0..times {
            let http_status = self.setup.webhooks.send(&body, signature).await;
            if let Some(event) = self.state().event_mut(id) {
                event.sent += 1;
                event.http_status = http_status;
            }
            if signature == Signature::Right && http_status.is_some_and(|status| status >= 500) {
                let (webhooks, body) = (self.setup.webhooks.clone(), body.clone());
                self.background.spawn(async move {
                    tokio::time::sleep(REDELIVERY_PAUSE).await;
                    webhooks.deliver(&body, REDELIVERIES, REDELIVERY_PAUSE).await;
                });
            }
        }
    }
}

impl Session {
    /// Applies the action; returns the types of its events, in order.
    fn act(&mut self, action: Action, refund: RefundOrder, now: i64) -> Result<&'static [&'static str], StripeError> {
        let total = self.amount();
        let new_payment = |status| Some(Payment::new(status, now));
        let (is_open, is_to_subscribe) = (self.status == "open", self.is_to_subscribe());
        match (action, &mut self.payment) {
            (Action::Pay, _) if is_open && is_to_subscribe => {
                (self.status, self.payment_status) = ("complete", "paid");
                Ok(&["checkout.session.completed"])
            }
            (Action::PayLater, _) if is_to_subscribe => Err(not_now()),
            (Action::Pay, _) if is_open => {
                (self.status, self.payment_status, self.payment) = ("complete", "paid", new_payment("succeeded"));
                Ok(&["charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"])
            }
            (Action::PayLater, _) if is_open => {
                (self.status, self.payment) = ("complete", new_payment("processing"));
                Ok(&["checkout.session.completed"])
            }
            (Action::Succeed, Some(payment)) if payment.status == "processing" => {
                (payment.status, self.payment_status) = ("succeeded", "paid");
                Ok(&["charge.succeeded", "payment_intent.succeeded", "checkout.session.async_payment_succeeded"])
            }
            (Action::Fail, Some(payment)) if payment.status == "processing" => {
                payment.status = "requires_payment_method";
                Ok(&["checkout.session.async_payment_failed"])
            }
            (Action::Decline, _) if is_open => Ok(&[]),
            (Action::Expire, _) if is_open => {
                self.status = "expired";
                Ok(&["checkout.session.expired"])
            }
            (Action::Refund, Some(payment)) if payment.status == "succeeded" => {
                payment.refunds.push(refund.execute(total - payment.refunded())?);
                Ok(&["refund.created", "charge.refunded"])
            }
            (Action::Dispute, Some(payment)) if payment.status == "succeeded" && payment.disputes.is_empty() => {
                payment.disputes.push(Dispute { id: new_id("du"), created: now, status: "needs_response" });
                Ok(&["charge.dispute.created"])
            }
            (Action::Win | Action::Lose, Some(payment)) => match payment.disputes.last_mut() {
                Some(dispute) if dispute.status == "needs_response" => {
                    dispute.status = if action == Action::Win { "won" } else { "lost" };
                    Ok(&["charge.dispute.closed"])
                }
                _ => Err(not_now()),
            },
            _ => Err(not_now()),
        }
    }
}

fn not_now() -> StripeError {
    StripeError::invalid("invalid_state", "action", "this can't be done with the checkout as it is")
}

/// An event's object, as it is now.
fn about(kind: &str, session: &Session, base_url: &str) -> Value {
    let whole = || session.json(base_url);
    let Some(payment) = &session.payment else { return whole() };
    let of_dispute = || payment.disputes.last().map(|dispute| session.dispute(payment, dispute));
    match kind {
        "refund.created" => json!(payment.refunds.last().map(|refund| session.refund(payment, refund))),
        "payment_intent.succeeded" => session.intent(payment),
        _ if kind.starts_with("charge.dispute.") => json!(of_dispute()),
        _ if kind.starts_with("charge.") => session.charge(payment),
        _ => whole(),
    }
}
