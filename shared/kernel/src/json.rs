//! Free-form JSON of users: bounds before it is stored, and reading what is stored.

use std::ops::Deref;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sqlx::error::BoxDynError;
use sqlx::postgres::{PgTypeInfo, PgValueRef};
use sqlx::{Decode, Postgres, Type};

/// Levels of nesting. Stored values are embedded in others (events, responses), and parsers stop at 128.
const MAX_DEPTH: usize = 32;

/// Checks that an object can be stored and read back.
///
/// # Errors
/// What is wrong with it: NUL, which Postgres rejects; too deep; larger than `max_bytes`.
pub fn check(object: &Map<String, Value>, max_bytes: usize) -> Result<(), String> {
    let text = serde_json::to_string(object).map_err(|error| error.to_string())?;
    if text.len() > max_bytes {
        return Err(format!("must have at most {max_bytes} bytes"));
    }
    check_values(object.iter(), MAX_DEPTH).map_err(str::to_owned)
}

fn check_values<'a>(members: impl Iterator<Item = (&'a String, &'a Value)>, depth: usize) -> Result<(), &'static str> {
    for (name, value) in members {
        if name.contains('\0') {
            return Err(NUL);
        }
        check_value(value, depth)?;
    }
    Ok(())
}

const NUL: &str = "must have no NUL";

fn check_value(value: &Value, depth: usize) -> Result<(), &'static str> {
    let Some(below) = depth.checked_sub(1) else { return Err("must not be nested deeper than 32 levels") };
    match value {
        Value::String(text) if text.contains('\0') => Err(NUL),
        Value::Array(items) => items.iter().try_for_each(|item| check_value(item, below)),
        Value::Object(object) => check_values(object.iter(), below),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
    }
}

/// A JSON column. An unreadable value becomes `{"unreadable": true}`, so that it never costs the page that it is on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StoredJson(pub Value);

impl From<Value> for StoredJson {
    fn from(value: Value) -> Self {
        Self(value)
    }
}

impl Deref for StoredJson {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.0
    }
}

impl Type<Postgres> for StoredJson {
    fn type_info() -> PgTypeInfo {
        <Value as Type<Postgres>>::type_info()
    }

    fn compatible(ty: &PgTypeInfo) -> bool {
        <Value as Type<Postgres>>::compatible(ty)
    }
}

impl<'r> Decode<'r, Postgres> for StoredJson {
    fn decode(value: PgValueRef<'r>) -> Result<Self, BoxDynError> {
        Ok(Self(Value::decode(value).unwrap_or_else(|error| {
            tracing::error!(%error, "a stored JSON value is unreadable");
            json!({"unreadable": true})
        })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(value: Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn values_that_cannot_be_read_back_are_rejected() {
        assert_eq!(check(&object(json!({"a": [1, "b", {"c": null}]})), 100), Ok(()));
        for nul in [json!({"\0": 1}), json!({"a": "\0"}), json!({"a": [{"b\0": 1}]})] {
            assert_eq!(check(&object(nul), 100).unwrap_err(), NUL);
        }
        assert_eq!(check(&object(json!({"a": "\\u0000"})), 100), Ok(()), "an escaped backslash is no NUL");
        let nested = |depth| (0..depth).fold(json!(1), |value, _| json!([value]));
        assert_eq!(check(&object(json!({"a": nested(31)})), 1000), Ok(()));
        assert!(check(&object(json!({"a": nested(32)})), 1000).is_err());
        assert!(check(&object(json!({"a": "x".repeat(100)})), 100).is_err());
    }

    #[test]
    fn numbers_are_read_as_written() {
        // Postgres stores them as decimals and returns all digits.
        let largest = format!("17976931348623157{}", "0".repeat(292));
        assert_eq!(serde_json::from_str::<f64>(&largest).unwrap(), f64::MAX);
        for text in ["12.917521550408111", "0.1", "5e-324", "1234567890.5"] {
            assert_eq!(serde_json::from_str::<Value>(text).unwrap().to_string(), text);
        }
    }
}
