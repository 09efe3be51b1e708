use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::ids::{EventId, UserId};

/// An event about a user's resource.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// Its number. Of two events about one resource, the higher is later; the log is in the order of transactions, in
    /// which numbers may step back a little.
    pub seq: i64,
    /// Its type: `job.succeeded`, `message.delivered`, `credits.balance_changed` …
    #[serde(rename = "type")]
    #[schema(examples("message.delivered"))]
    pub kind: String,
    /// Its payload.
    #[schema(value_type = std::collections::HashMap<String, Value>)]
    pub data: Value,
    /// Time of the event.
    pub created_at: DateTime<Utc>,
    /// Where a reader continues after it.
    #[serde(skip)]
    pub cursor: Cursor,
}

/// An event to record.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// The owner of the log.
    pub owner: UserId,
    /// Its type.
    pub kind: String,
    /// Its payload.
    pub data: Value,
}

/// A position in the log: transaction and number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cursor {
    pub(super) xact: i64,
    pub(super) seq: i64,
}

impl Cursor {
    /// Before the first event.
    pub const START: Self = Self { xact: 0, seq: 0 };
    /// After the last event.
    pub const END: Self = Self { xact: i64::MAX, seq: i64::MAX };
}

/// The direction in which the log is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Oldest first.
    #[default]
    Asc,
    /// Newest first.
    Desc,
}

impl Order {
    /// Where reading begins without a cursor.
    #[must_use]
    pub fn start(self) -> Cursor {
        match self {
            Self::Asc => Cursor::START,
            Self::Desc => Cursor::END,
        }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.xact, self.seq)
    }
}

/// An invalid cursor.
#[derive(Debug, thiserror::Error)]
#[error("not a cursor")]
pub struct NotACursor;

impl FromStr for Cursor {
    type Err = NotACursor;

    fn from_str(text: &str) -> Result<Self, NotACursor> {
        let (xact, seq) = text.split_once('.').ok_or(NotACursor)?;
        Ok(Self { xact: xact.parse().map_err(|_| NotACursor)?, seq: seq.parse().map_err(|_| NotACursor)? })
    }
}

/// Maximum number of types in a filter.
const MAX_TYPES: usize = 20;
/// Maximum length of a type in a filter.
const MAX_TYPE_LENGTH: usize = 64;

/// A reader's event types; empty for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypeFilter(Vec<String>);

/// An invalid list of types.
#[derive(Debug, thiserror::Error)]
#[error(
    "must be at most {MAX_TYPES} types, separated by commas: exact ones like message.failed, or all of a kind like message.*"
)]
pub struct NotATypeFilter;

impl TypeFilter {
    /// Whether all types match.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a type matches.
    #[must_use]
    pub fn matches(&self, kind: &str) -> bool {
        let matches = |wanted: &String| match wanted.strip_suffix(".*") {
            Some(family) => kind.strip_prefix(family).is_some_and(|rest| rest.starts_with('.')),
            None => wanted == kind,
        };
        self.is_empty() || self.0.iter().any(matches)
    }
}

impl FromStr for TypeFilter {
    type Err = NotATypeFilter;

    fn from_str(text: &str) -> Result<Self, NotATypeFilter> {
        let types: Vec<_> = text.split(',').map(str::trim).map(str::to_owned).collect();
        let is_name = |part: &str| {
            !part.is_empty()
                && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        };
        let is_type = |wanted: &String| {
            let name = wanted.strip_suffix(".*").unwrap_or(wanted);
            wanted.len() <= MAX_TYPE_LENGTH && name.split('.').all(is_name)
        };
        if types.len() <= MAX_TYPES && types.iter().all(is_type) { Ok(Self(types)) } else { Err(NotATypeFilter) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_match_types_and_prefixes() {
        let filter: TypeFilter = "message.*, credits.balance_changed".parse().unwrap();
        for wanted in ["message.sent", "message.delivered", "credits.balance_changed"] {
            assert!(filter.matches(wanted), "{wanted}");
        }
        for other in ["message", "messages.sent", "credits.balance_low", "job.failed"] {
            assert!(!filter.matches(other), "{other}");
        }
        assert!(TypeFilter::default().matches("job.failed"));
        for wrong in ["", "*", "message.*,", "Message.sent", "message sent", ".*", "a..b", &"a,".repeat(30)] {
            assert!(wrong.parse::<TypeFilter>().is_err(), "{wrong}");
        }
        assert!(vec!["a"; MAX_TYPES + 1].join(",").parse::<TypeFilter>().is_err());
    }
}
