//! The newest checkouts, calls and events.

use std::collections::VecDeque;

use axum::http::StatusCode;
use chrono::Utc;
use hashlink::LinkedHashMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{
    customers::Customer, error::StripeError, ids::new_id, objects::Session, portal::Portal, subscriptions::Layout,
    subscriptions::Subscription,
};

/// Maximum number of each.
const MOST: usize = 10_000;

/// An API call.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Call {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) idempotency_key: Option<String>,
    pub(super) version: Option<String>,
    /// Null if the response was lost.
    pub(super) http_status: Option<u16>,
}

/// An event.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Event {
    pub(super) id: String,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    /// Unix time.
    pub(super) created: i64,
    #[serde(skip)]
    pub(super) body: String,
    /// The number of sends.
    pub(super) sent: u32,
    /// The receiver's last status.
    pub(super) http_status: Option<u16>,
}

impl Event {
    /// A new event with the object that it is about.
    pub(super) fn new(kind: &'static str, object: &Value, layout: Layout) -> Self {
        Self::with_data(kind, json!({"object": object}), layout)
    }

    /// The same, with the former values of the members that differ from `before`.
    pub(super) fn of_update(kind: &'static str, object: &Value, before: &Value, layout: Layout) -> Self {
        let members = before.as_object().into_iter().flatten();
        let changed: Map<_, _> = members
            .filter(|(name, value)| object.get(name) != Some(value))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        Self::with_data(kind, json!({"object": object, "previous_attributes": changed}), layout)
    }

    fn with_data(kind: &'static str, data: Value, layout: Layout) -> Self {
        let (id, created) = (new_id("evt"), Utc::now().timestamp());
        let body = json!({
            "id": id, "object": "event", "type": kind, "created": created, "livemode": false,
            "api_version": layout.version(), "data": data, "pending_webhooks": 1,
            "request": {"id": null, "idempotency_key": null},
        });
        Self { id, kind, created, body: body.to_string(), sent: 0, http_status: None }
    }

    /// JSON of `GET /v1/events/{id}`.
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

/// A fault of a future call.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fault {
    /// The HTTP status of an error response; the call has no effect.
    pub(super) http_status: Option<u16>,
    pub(super) code: Option<String>,
    pub(super) retry_after: Option<u64>,
    pub(super) should_retry: Option<bool>,
    /// The call takes effect, but its connection is closed instead.
    #[serde(default)]
    pub(super) lose_answer: bool,
}

impl Fault {
    /// The error, if any.
    pub(super) fn error(&self) -> Option<StripeError> {
        let status = StatusCode::from_u16(self.http_status?).ok()?;
        let kind = match status.as_u16() {
            402 => "card_error",
            400..=499 => "invalid_request_error",
            _ => "api_error",
        };
        let error = StripeError::new(status, kind, "This is a fault that was asked for.");
        Some(StripeError {
            code: self.code.clone(),
            retry_after: self.retry_after,
            should_retry: self.should_retry,
            ..error
        })
    }
}

/// The state of an idempotency key, with its request's path and form.
enum Key {
    /// Its first call is being executed.
    Running(Vec<u8>),
    Done(Vec<u8>, Kept),
}

/// The response to a key's first call.
#[derive(Clone)]
pub(super) struct Kept {
    pub(super) request_id: String,
    pub(super) answer: Value,
}

#[derive(Default)]
pub(super) struct Store {
    sessions: LinkedHashMap<String, Session>,
    subscriptions: LinkedHashMap<String, Subscription>,
    portals: LinkedHashMap<String, Portal>,
    customers: LinkedHashMap<String, Customer>,
    keys: LinkedHashMap<String, Key>,
    events: VecDeque<Event>,
    calls: VecDeque<Call>,
    pub(super) faults: VecDeque<Fault>,
}

impl Store {
    pub(super) fn add_session(&mut self, session: Session) {
        if self.sessions.len() == MOST {
            self.sessions.pop_front();
        }
        self.sessions.insert(session.id.clone(), session);
    }

    pub(super) fn session(&self, id: &str) -> Option<&Session> {
        self.sessions.get(id)
    }

    pub(super) fn session_mut(&mut self, id: &str) -> Option<&mut Session> {
        self.sessions.get_mut(id)
    }

    /// The session with this payment or charge id.
    pub(super) fn of_payment(&self, id: &str) -> Option<&Session> {
        let has = |session: &Session| session.payment.as_ref().is_some_and(|it| it.intent == id || it.charge == id);
        self.sessions.values().rev().find(|session| has(session))
    }

    /// Newest first.
    pub(super) fn sessions(&self) -> impl Iterator<Item = &Session> {
        self.sessions.values().rev()
    }

    pub(super) fn add_subscription(&mut self, subscription: Subscription) {
        if self.subscriptions.len() == MOST {
            self.subscriptions.pop_front();
        }
        self.subscriptions.insert(subscription.id.clone(), subscription);
    }

    pub(super) fn subscription(&self, id: &str) -> Option<&Subscription> {
        self.subscriptions.get(id)
    }

    pub(super) fn subscription_mut(&mut self, id: &str) -> Result<&mut Subscription, StripeError> {
        self.subscriptions.get_mut(id).ok_or_else(|| StripeError::no_such("subscription", id))
    }

    /// Newest first.
    pub(super) fn subscriptions(&self) -> impl Iterator<Item = &Subscription> {
        self.subscriptions.values().rev()
    }

    /// Adds a customer, unless there is one with this id.
    pub(super) fn add_customer(&mut self, customer: Customer) {
        if self.customers.contains_key(&customer.id) {
            return;
        }
        if self.customers.len() == MOST {
            self.customers.pop_front();
        }
        self.customers.insert(customer.id.clone(), customer);
    }

    pub(super) fn customer(&self, id: &str) -> Option<&Customer> {
        self.customers.get(id)
    }

    /// Newest first.
    pub(super) fn customers(&self) -> impl Iterator<Item = &Customer> {
        self.customers.values().rev()
    }

    pub(super) fn add_portal(&mut self, portal: Portal) {
        if self.portals.len() == MOST {
            self.portals.pop_front();
        }
        self.portals.insert(portal.id.clone(), portal);
    }

    pub(super) fn portal(&self, id: &str) -> Option<&Portal> {
        self.portals.get(id)
    }

    /// Begins the call with an idempotency key. Returns the kept response if the same call was executed before.
    pub(super) fn begin(&mut self, key: &str, request: &[u8]) -> Result<Option<Kept>, StripeError> {
        let refused = |status, message| Err(StripeError::new(status, "idempotency_error", message));
        match self.keys.get(key) {
            Some(Key::Running(first) | Key::Done(first, _)) if first != request => refused(
                StatusCode::BAD_REQUEST,
                "Keys for idempotent requests can only be used with the same parameters they were first used with.",
            ),
            Some(Key::Running(_)) => refused(
                StatusCode::CONFLICT,
                "There is currently another in-progress request using this Idempotency Key.",
            ),
            Some(Key::Done(_, kept)) => Ok(Some(kept.clone())),
            None => {
                if self.keys.len() == MOST {
                    self.keys.pop_front();
                }
                self.keys.insert(key.to_owned(), Key::Running(request.to_vec()));
                Ok(None)
            }
        }
    }

    /// Ends it. A refused call keeps nothing.
    pub(super) fn end(&mut self, key: &str, kept: Option<Kept>) {
        if let (Some(Key::Running(request)), Some(kept)) = (self.keys.remove(key), kept) {
            self.keys.insert(key.to_owned(), Key::Done(request, kept));
        }
    }

    /// Records events, in order; returns their ids.
    pub(super) fn add_events(&mut self, events: Vec<Event>) -> Vec<String> {
        let ids = events.iter().map(|event| event.id.clone()).collect();
        for event in events {
            if self.events.len() == MOST {
                self.events.pop_front();
            }
            self.events.push_back(event);
        }
        ids
    }

    pub(super) fn event(&self, id: &str) -> Option<&Event> {
        self.events().find(|event| event.id == id)
    }

    pub(super) fn event_mut(&mut self, id: &str) -> Option<&mut Event> {
        self.events.iter_mut().rev().find(|event| event.id == id)
    }

    /// Newest first.
    pub(super) fn events(&self) -> impl Iterator<Item = &Event> {
        self.events.iter().rev()
    }

    pub(super) fn add_call(&mut self, call: Call) {
        if self.calls.len() == MOST {
            self.calls.pop_front();
        }
        self.calls.push_back(call);
    }

    /// Newest first.
    pub(super) fn calls(&self) -> impl Iterator<Item = &Call> {
        self.calls.iter().rev()
    }
}
