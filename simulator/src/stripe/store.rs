//! The newest checkouts, calls and events.

use std::collections::VecDeque;

use axum::http::StatusCode;
use chrono::Utc;
use hashlink::LinkedHashMap;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    error::StripeError,
    form::Form,
    ids::new_id,
    objects::Session,
    subscriptions::{Layout, Portal, Subscription},
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
        let (id, created) = (new_id("evt"), Utc::now().timestamp());
        let body = json!({
            "id": id, "object": "event", "type": kind, "created": created, "livemode": false,
            "api_version": layout.version(), "data": {"object": object}, "pending_webhooks": 1,
            "request": {"id": null, "idempotency_key": null},
        });
        Self { id, kind, created, body: body.to_string(), sent: 0, http_status: None }
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

/// A response kept for its idempotency key, with the request.
pub(super) type Kept = (Vec<u8>, StatusCode, Value);

#[derive(Default)]
pub(super) struct Store {
    sessions: LinkedHashMap<String, Session>,
    subscriptions: LinkedHashMap<String, Subscription>,
    portals: LinkedHashMap<String, Portal>,
    keys: LinkedHashMap<String, Kept>,
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

    pub(super) fn session(&mut self, id: &str) -> Option<&mut Session> {
        self.sessions.get_mut(id)
    }

    /// The session with this payment or charge id.
    pub(super) fn of_payment(&mut self, id: &str) -> Option<&mut Session> {
        let has = |session: &Session| session.payment.as_ref().is_some_and(|it| it.intent == id || it.charge == id);
        self.sessions.values_mut().find(|session| has(session))
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

    pub(super) fn subscription(&mut self, id: &str) -> Result<&mut Subscription, StripeError> {
        self.subscriptions.get_mut(id).ok_or_else(|| StripeError::no_such("subscription", id))
    }

    /// Newest first.
    pub(super) fn subscriptions(&self) -> impl Iterator<Item = &Subscription> {
        self.subscriptions.values().rev()
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

    pub(super) fn keep(&mut self, key: String, kept: Kept) {
        if self.keys.len() == MOST {
            self.keys.pop_front();
        }
        self.keys.insert(key, kept);
    }

    pub(super) fn kept(&self, key: &str) -> Option<&Kept> {
        self.keys.get(key)
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

    pub(super) fn event(&mut self, id: &str) -> Option<&mut Event> {
        self.events.iter_mut().rev().find(|event| event.id == id)
    }

    /// Newest first.
    pub(super) fn events(&self) -> impl Iterator<Item = &Event> {
        self.events.iter().rev()
    }

    /// A page of events, newest first, in the API's format.
    pub(super) fn list_events(&self, mut form: Form) -> Result<Value, StripeError> {
        let mut number = |name, default: i64| {
            form.take(name).map_or(Ok(default), |text| {
                let message = format!("Invalid integer: {name}");
                text.parse().map_err(|_| StripeError::invalid("parameter_invalid_integer", name, message))
            })
        };
        let (limit, since) = (number("limit", 10)?, number("created[gte]", 0)?);
        let kinds: Vec<_> = form.map("types").into_values().collect();
        let after = form.take("starting_after");
        form.end()?;
        let older = self.events().skip_while(|event| after.as_ref().is_some_and(|id| event.id != *id));
        let wanted = |event: &&Event| {
            event.created >= since && (kinds.is_empty() || kinds.iter().any(|kind| kind == event.kind))
        };
        let mut found = older.skip(usize::from(after.is_some())).filter(wanted);
        let page = found.by_ref().take(usize::try_from(limit.clamp(1, 100)).unwrap_or(1));
        let data: Vec<Value> = page.filter_map(|event| serde_json::from_str(&event.body).ok()).collect();
        Ok(json!({"object": "list", "data": data, "has_more": found.next().is_some(), "url": "/v1/events"}))
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
