use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::ids::{EventId, UserId};

/// A fact about something that a user owns.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// Its number. Of two facts about one thing the higher is the later; the log itself is in the order
    /// of transactions, in which numbers may step back a little.
    pub seq: i64,
    /// What happened: `job.succeeded`, `message.delivered`, `credits.balance_changed` …
    #[serde(rename = "type")]
    #[schema(examples("message.delivered"))]
    pub kind: String,
    /// What it happened to.
    #[schema(value_type = Object)]
    pub data: Value,
    /// When.
    pub created_at: DateTime<Utc>,
    /// Where a reader goes on after it.
    #[serde(skip)]
    pub cursor: Cursor,
}

/// A fact to be noted.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// Whose log it belongs to.
    pub owner: UserId,
    /// What happened.
    pub kind: String,
    /// What it happened to.
    pub data: Value,
}

/// A place in the log: transaction and number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cursor {
    pub(super) xact: i64,
    pub(super) seq: i64,
}

impl Cursor {
    /// Before everything.
    pub const START: Self = Self { xact: 0, seq: 0 };
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.xact, self.seq)
    }
}

/// A text that is no cursor.
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
