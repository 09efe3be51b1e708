use std::net::IpAddr;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::ids::{ApiKeyId, AuditId, SessionId, UserId};

/// The actor of an action, and its origin.
#[derive(Debug, Clone, Default)]
pub struct Actor {
    /// The user; `None` for the command line.
    pub user: Option<UserId>,
    /// The API key in use.
    pub api_key: Option<ApiKeyId>,
    /// The session in use.
    pub session: Option<SessionId>,
    /// The client's address.
    pub address: Option<IpAddr>,
    /// The request.
    pub request_id: Option<String>,
}

impl Actor {
    /// The operator at the command line.
    #[must_use]
    pub fn command_line() -> Self {
        Self::default()
    }
}

/// An action.
#[derive(Debug, Clone)]
pub struct AuditEntry {
    /// Its name, as `thing.done`.
    pub action: &'static str,
    /// The affected user.
    pub subject: Option<UserId>,
    /// The public id of the target.
    pub target: Option<String>,
    /// The previous state, without secrets.
    pub before: Option<Value>,
    /// The new state, without secrets.
    pub after: Option<Value>,
}

impl AuditEntry {
    /// An action on a target of `subject`.
    #[must_use]
    pub fn new(action: &'static str, subject: UserId, target: impl ToString) -> Self {
        Self { action, subject: Some(subject), target: Some(target.to_string()), before: None, after: None }
    }

    /// Adds the previous state. A value that can't be serialized is left out.
    #[must_use]
    pub fn before(self, before: &impl Serialize) -> Self {
        Self { before: serde_json::to_value(before).ok(), ..self }
    }

    /// Adds the new state. A value that can't be serialized is left out.
    #[must_use]
    pub fn after(self, after: &impl Serialize) -> Self {
        Self { after: serde_json::to_value(after).ok(), ..self }
    }

    /// Adds the changed fields. Values that can't be serialized are left out.
    #[must_use]
    pub fn changed(self, before: &impl Serialize, after: &impl Serialize) -> Self {
        let (before, after) = (serde_json::to_value(before).ok(), serde_json::to_value(after).ok());
        let (before, after) = difference(before.unwrap_or_default(), after.unwrap_or_default());
        Self { before: Some(before), after: Some(after), ..self }
    }
}

/// The differing fields of two objects.
fn difference(before: Value, after: Value) -> (Value, Value) {
    let (Value::Object(before), Value::Object(after)) = (&before, &after) else { return (before, after) };
    let changed = |one: &Map<String, Value>, other: &Map<String, Value>| {
        let fields = one.iter().filter(|(name, value)| other.get(*name) != Some(*value));
        Value::Object(fields.map(|(name, value)| (name.clone(), value.clone())).collect())
    };
    (changed(before, after), changed(after, before))
}

/// A user in an entry.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Who {
    /// Its id.
    pub id: UserId,
    /// Its current name; null if the user no longer exists.
    pub username: Option<String>,
}

/// An entry of the log.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Entry {
    /// Its id.
    pub id: AuditId,
    /// The action.
    #[schema(examples("user.suspended"))]
    pub action: String,
    /// The actor; null for the command line.
    pub actor: Option<Who>,
    /// The API key in use. If another user acted, this and the next three fields are for admins only.
    pub api_key_id: Option<ApiKeyId>,
    /// The session in use.
    pub session_id: Option<SessionId>,
    /// The client's address.
    pub address: Option<String>,
    /// The request.
    pub request_id: Option<String>,
    /// The affected user.
    pub subject: Option<Who>,
    /// The target's id.
    pub target: Option<String>,
    /// The previous state; for a change, the differing fields.
    pub before: Option<Value>,
    /// The new state; for a change, the differing fields.
    pub after: Option<Value>,
    /// Time of the action.
    pub created_at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_changed_fields_are_recorded() {
        let (before, after) = difference(json!({"a": 1, "b": 2, "c": 3}), json!({"a": 1, "b": null, "d": 4}));
        assert_eq!((before, after), (json!({"b": 2, "c": 3}), json!({"b": null, "d": 4})));
        let (before, after) = difference(Value::Null, json!({"a": 1}));
        assert_eq!((before, after), (Value::Null, json!({"a": 1})));
    }
}
