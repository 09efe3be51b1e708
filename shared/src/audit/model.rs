use std::net::IpAddr;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::ids::{ApiKeyId, AuditId, SessionId, UserId};

/// Who does something, and from where.
#[derive(Debug, Clone, Default)]
pub struct Actor {
    /// The user; `None` for whoever has the command line.
    pub user: Option<UserId>,
    /// The API key that was used.
    pub api_key: Option<ApiKeyId>,
    /// The session that was used.
    pub session: Option<SessionId>,
    /// Where the connection came from.
    pub address: Option<IpAddr>,
    /// The request.
    pub request_id: Option<String>,
}

impl Actor {
    /// Whoever has the command line.
    #[must_use]
    pub fn command_line() -> Self {
        Self::default()
    }
}

/// Something that was done.
#[derive(Debug, Clone)]
pub struct AuditEntry {
    /// What, as `thing.done`.
    pub action: &'static str,
    /// The user concerned.
    pub subject: Option<UserId>,
    /// The public id of the thing.
    pub target: Option<String>,
    /// What was there before: no secrets.
    pub before: Option<Value>,
    /// What is there now: no secrets.
    pub after: Option<Value>,
}

impl AuditEntry {
    /// Something done to a thing of `subject`.
    #[must_use]
    pub fn new(action: &'static str, subject: UserId, target: impl ToString) -> Self {
        Self { action, subject: Some(subject), target: Some(target.to_string()), before: None, after: None }
    }

    /// With what was there before. What can't be written as JSON is left out.
    #[must_use]
    pub fn before(self, before: &impl Serialize) -> Self {
        Self { before: serde_json::to_value(before).ok(), ..self }
    }

    /// With what is there now. What can't be written as JSON is left out.
    #[must_use]
    pub fn after(self, after: &impl Serialize) -> Self {
        Self { after: serde_json::to_value(after).ok(), ..self }
    }

    /// With those fields of a thing that changed. What can't be written as JSON is left out.
    #[must_use]
    pub fn changed(self, before: &impl Serialize, after: &impl Serialize) -> Self {
        let (before, after) = (serde_json::to_value(before).ok(), serde_json::to_value(after).ok());
        let (before, after) = difference(before.unwrap_or_default(), after.unwrap_or_default());
        Self { before: Some(before), after: Some(after), ..self }
    }
}

/// Those fields of two objects that differ.
fn difference(before: Value, after: Value) -> (Value, Value) {
    let (Value::Object(before), Value::Object(after)) = (&before, &after) else { return (before, after) };
    let changed = |one: &Map<String, Value>, other: &Map<String, Value>| {
        let fields = one.iter().filter(|(name, value)| other.get(*name) != Some(*value));
        Value::Object(fields.map(|(name, value)| (name.clone(), value.clone())).collect())
    };
    (changed(before, after), changed(after, before))
}

/// A user whom an entry names.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Who {
    /// Its id.
    pub id: UserId,
    /// Its name now; null where there is no such user any more.
    pub username: Option<String>,
}

/// An entry of the log.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Entry {
    /// Its id.
    pub id: AuditId,
    /// What was done.
    #[schema(examples("user.suspended"))]
    pub action: String,
    /// Who did it; null: somebody on the command line.
    pub actor: Option<Who>,
    /// The API key that was used. Where another one did it, this and the three that follow are for admins only.
    pub api_key_id: Option<ApiKeyId>,
    /// The session that was used.
    pub session_id: Option<SessionId>,
    /// The address that it came from.
    pub address: Option<String>,
    /// The request.
    pub request_id: Option<String>,
    /// The user concerned.
    pub subject: Option<Who>,
    /// The id of the thing.
    pub target: Option<String>,
    /// What was there before; of a change the fields that differ.
    pub before: Option<Value>,
    /// What is there now; of a change the fields that differ.
    pub after: Option<Value>,
    /// When.
    pub created_at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_differs_is_told() {
        let (before, after) = difference(json!({"a": 1, "b": 2, "c": 3}), json!({"a": 1, "b": null, "d": 4}));
        assert_eq!((before, after), (json!({"b": 2, "c": 3}), json!({"b": null, "d": 4})));
        let (before, after) = difference(Value::Null, json!({"a": 1}));
        assert_eq!((before, after), (Value::Null, json!({"a": 1})));
    }
}
