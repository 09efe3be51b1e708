//! Recipients that trigger failures. Other numbers work.

use serde_json::{Value, json};

/// A text message's outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behaviour {
    /// Delivered.
    Arrive,
    /// Refused; only every second time if configured.
    Refuse {
        status: u16,
        says: &'static str,
        /// Whether `error` is an object, not a text.
        as_object: bool,
        by_turns: bool,
    },
    /// Refused with a proxy's HTML page.
    HtmlRefusal,
    /// Delivered, and the connection is closed without a response.
    LoseAnswer,
    /// The response to a bulk call without valid numbers.
    InvalidNumber,
}

/// Digits, behaviour and description.
static TABLE: [(&str, Behaviour, &str); 8] = [
    ("15550000400", refuse(400, "dst is not a valid number", true), "refused: HTTP 400, with an object as `error`"),
    ("15550000403", refuse(403, "geo permissions disabled for this country", false), "refused: HTTP 403"),
    ("15550000422", Behaviour::InvalidNumber, "HTTP 202 with the number in `invalid_number`, and no message"),
    ("15550000002", by_turns(503, "service unavailable"), "refused the first, third, … time: HTTP 503"),
    ("15550000429", by_turns(429, "too many requests"), "refused the first, third, … time: HTTP 429, `Retry-After: 1`"),
    ("15550000500", refuse(500, "internal error", false), "refused always: HTTP 500"),
    ("15550000502", Behaviour::HtmlRefusal, "HTTP 502 with a proxy's HTML page, and no message"),
    ("15550000408", Behaviour::LoseAnswer, "delivered, but the connection is closed without a response"),
];

const fn refuse(status: u16, says: &'static str, as_object: bool) -> Behaviour {
    Behaviour::Refuse { status, says, as_object, by_turns: false }
}

const fn by_turns(status: u16, says: &'static str) -> Behaviour {
    Behaviour::Refuse { status, says, as_object: false, by_turns: true }
}

pub(super) fn behaviour(digits: &str) -> Behaviour {
    TABLE.iter().find(|(number, ..)| *number == digits).map_or(Behaviour::Arrive, |(_, behaviour, _)| *behaviour)
}

/// The table, for display.
pub(super) fn table() -> Value {
    let row = |(number, _, effect): &(&str, Behaviour, &str)| json!({"number": format!("+{number}"), "effect": effect});
    json!({"data": TABLE.iter().map(row).collect::<Vec<_>>()})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_documented() {
        let page = include_str!("../../../docs/simulator.md");
        for (number, _, effect) in TABLE {
            let row = format!("| `+{number}` | {effect} |");
            assert!(page.contains(&row), "{row}");
        }
    }
}
