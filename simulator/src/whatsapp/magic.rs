//! Recipients that cause a failure. The page renders this very table.

use serde_json::{Value, json};

use super::graph_error::{TEMPORARY, THROUGHPUT, UNDELIVERABLE, meaning};

/// What happens to a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behaviour {
    /// Accepted, sent, delivered.
    Deliver,
    /// Refused with the code: always, or `once` for the same callback data.
    Refuse { code: u32, once: bool },
    /// Accepted, then reported as failed with the code.
    Fail { code: u32 },
    /// Accepted, but the connection is closed in place of an answer.
    LoseAnswer { statuses: bool },
}

/// Recipients (digits only) and what happens to a message to them. All others get [`Behaviour::Deliver`].
const MAGIC: [(&str, Behaviour); 6] = [
    ("15550000026", Behaviour::Refuse { code: UNDELIVERABLE, once: false }),
    ("15550000126", Behaviour::Fail { code: UNDELIVERABLE }),
    ("15550000002", Behaviour::Refuse { code: TEMPORARY, once: true }),
    ("15550000429", Behaviour::Refuse { code: THROUGHPUT, once: true }),
    ("15550000408", Behaviour::LoseAnswer { statuses: true }),
    ("15550000409", Behaviour::LoseAnswer { statuses: false }),
];

/// What happens to a message to `recipient` (digits only).
pub(super) fn behaviour(recipient: &str) -> Behaviour {
    MAGIC.iter().find(|(number, _)| *number == recipient).map_or(Behaviour::Deliver, |(_, behaviour)| *behaviour)
}

/// The table for people: `[{"number", "effect"}]`.
pub(super) fn table() -> Value {
    MAGIC
        .iter()
        .map(|(number, behaviour)| json!({"number": format!("+{number}"), "effect": effect(*behaviour)}))
        .collect()
}

fn effect(behaviour: Behaviour) -> String {
    match behaviour {
        Behaviour::Deliver => "Accepted, sent, delivered".to_owned(),
        Behaviour::Refuse { code, once } => {
            let (status, title) = meaning(code);
            let times = if once { "Refused the first time for the same callback data" } else { "Refused" };
            format!("{times}: HTTP {}, code {code} ({title})", status.as_u16())
        }
        Behaviour::Fail { code } => {
            format!("Accepted, then failed: code {code} ({})", meaning(code).1)
        }
        Behaviour::LoseAnswer { statuses: true } => "Accepted, but the answer is lost; statuses follow".to_owned(),
        Behaviour::LoseAnswer { statuses: false } => "Accepted, but the answer is lost; no status follows".to_owned(),
    }
}
