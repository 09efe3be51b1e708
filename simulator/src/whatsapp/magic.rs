//! Recipients that trigger failures. The page renders this table.

use std::time::Duration;

use serde_json::{Value, json};

use super::graph_error::{TEMPORARY, THROUGHPUT, UNDELIVERABLE, codes, meaning};

/// The longest response delay.
pub(super) const MAX_DELAY: Duration = Duration::from_secs(60);
/// The delay of a late `failed` after the previous status.
pub(super) const LATE: Duration = Duration::from_secs(1);

/// A message's outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behaviour {
    /// Accepted, sent, delivered.
    Deliver,
    /// Refused with the code: always, or `once` for the same callback data.
    Refuse {
        code: u32,
        once: bool,
    },
    /// Accepted, then reported as failed with the code.
    Fail {
        code: u32,
    },
    /// Accepted, but the connection is closed without a response.
    LoseAnswer {
        statuses: bool,
    },
    /// Accepted; the response is delayed.
    Delay(Duration),
    /// Refused while the last accepted one is newer than this.
    PairRate(Duration),
    StatusesTwice,
    StatusesReversed,
    NoStatus,
    StatusesFirst,
    ReadAlone,
    FailAfterDelivered,
    FailAfterSent,
    /// The response has a different contact than requested, or none.
    OtherContact,
    HtmlAnswer,
    CutAnswer,
    /// Refused with an HTML page.
    HtmlRefusal,
    /// Refused; the connection is closed without a response.
    HangUp,
    /// The throughput code with a vague HTTP status, once.
    LimitedWith400,
    /// The throughput code without `Retry-After`, once.
    LimitedWithoutRetryAfter,
}

/// A single number (digits only).
type Row = (&'static str, Behaviour);

const KNOWN: [Row; 6] = [
    ("15550000026", Behaviour::Refuse { code: UNDELIVERABLE, once: false }),
    ("15550000126", Behaviour::Fail { code: UNDELIVERABLE }),
    ("15550000002", Behaviour::Refuse { code: TEMPORARY, once: true }),
    ("15550000429", Behaviour::Refuse { code: THROUGHPUT, once: true }),
    ("15550000408", Behaviour::LoseAnswer { statuses: true }),
    ("15550000409", Behaviour::LoseAnswer { statuses: false }),
];

const ACCEPTED: [Row; 9] = [
    ("9995000001", Behaviour::StatusesTwice),
    ("9995000002", Behaviour::StatusesReversed),
    ("9995000003", Behaviour::NoStatus),
    ("9995000004", Behaviour::StatusesFirst),
    ("9995000005", Behaviour::ReadAlone),
    ("9995000006", Behaviour::FailAfterDelivered),
    ("9995000007", Behaviour::OtherContact),
    ("9995000008", Behaviour::HtmlAnswer),
    ("9995000009", Behaviour::CutAnswer),
];

const TROUBLED: [Row; 5] = [
    ("9996000001", Behaviour::HtmlRefusal),
    ("9996000002", Behaviour::HangUp),
    ("9996000003", Behaviour::LimitedWith400),
    ("9996000004", Behaviour::LimitedWithoutRetryAfter),
    ("9996000005", Behaviour::FailAfterSent),
];

/// Individually listed numbers.
const NUMBERS: [(&str, &[Row]); 3] = [
    ("Well-known numbers", &KNOWN),
    ("+999500000N: accepted, with odd answers and statuses", &ACCEPTED),
    ("+999600000N: trouble around the answer", &TROUBLED),
];

/// All numbers of this prefix and six more digits.
struct Pattern {
    prefix: &'static str,
    name: &'static str,
    effect: &'static str,
    behaviour: fn(u32) -> Behaviour,
    examples: &'static [u32],
}

/// 999 is an unassigned country code.
const PATTERNS: [Pattern; 5] = [
    Pattern {
        prefix: "9991",
        name: "+9991CCCCCC",
        effect: "Refused always, with the Graph code CCCCCC",
        behaviour: |code| Behaviour::Refuse { code, once: false },
        examples: &[190, 368, 131_047, 999_500],
    },
    Pattern {
        prefix: "9992",
        name: "+9992CCCCCC",
        effect: "Refused with the Graph code CCCCCC the first time for the same callback data, then fine",
        behaviour: |code| Behaviour::Refuse { code, once: true },
        examples: &[4, 131_000, 131_056],
    },
    Pattern {
        prefix: "9993",
        name: "+9993CCCCCC",
        effect: "Accepted, then reported as failed with the code CCCCCC",
        behaviour: |code| Behaviour::Fail { code },
        examples: &[131_047, 131_049],
    },
    Pattern {
        prefix: "9994",
        name: "+9994SSSSSS",
        effect: "Accepted, and answered after SSSSSS milliseconds, at most 60,000",
        behaviour: |millis| Behaviour::Delay(Duration::from_millis(millis.into()).min(MAX_DELAY)),
        examples: &[1_500, 20_000],
    },
    Pattern {
        prefix: "9997",
        name: "+9997NNNNNN",
        effect: "Refused with code 131056 within NNNNNN milliseconds of the last accepted message to it",
        behaviour: |millis| Behaviour::PairRate(Duration::from_millis(millis.into())),
        examples: &[6_000],
    },
];

/// The outcome of a message to `recipient` (digits only).
pub(super) fn behaviour(recipient: &str) -> Behaviour {
    let mut listed = NUMBERS.iter().flat_map(|(_, rows)| *rows);
    if let Some((_, behaviour)) = listed.find(|(number, _)| *number == recipient) {
        return *behaviour;
    }
    let of_pattern = |pattern: &Pattern| {
        let rest = recipient.strip_prefix(pattern.prefix).filter(|rest| rest.len() == 6)?;
        Some((pattern.behaviour)(rest.parse().ok()?))
    };
    PATTERNS.iter().find_map(of_pattern).unwrap_or(Behaviour::Deliver)
}

/// The table for display: `{"data": [{"family", "number", "effect", "examples"?}], "codes": […]}`. Letters in a
/// number stand for any digits, with examples.
pub(super) fn table() -> Value {
    let row = |family: &str, number: &str| json!({"family": family, "number": format!("+{number}"), "effect": effect(behaviour(number))});
    let listed = NUMBERS.iter().flat_map(|(family, rows)| rows.iter().map(|(number, _)| row(family, number)));
    let patterns = PATTERNS.iter().map(|pattern| {
        let family = format!("{}: any six digits", pattern.name);
        let examples: Vec<_> =
            pattern.examples.iter().map(|digits| row(&family, &format!("{}{digits:06}", pattern.prefix))).collect();
        json!({"family": family, "number": pattern.name, "effect": pattern.effect, "examples": examples})
    });
    json!({"data": listed.chain(patterns).collect::<Vec<_>>(), "codes": codes()})
}

fn effect(behaviour: Behaviour) -> String {
    let fixed = match behaviour {
        Behaviour::Refuse { code, once } => {
            let meaning = meaning(code);
            let times = if once { "Refused the first time for the same callback data" } else { "Refused" };
            return format!("{times}: HTTP {}, code {code} ({})", meaning.http_status, meaning.title);
        }
        Behaviour::Fail { code } => return format!("Accepted, then failed: code {code} ({})", meaning(code).title),
        Behaviour::Delay(delay) => return format!("Accepted; the answer takes {} ms", delay.as_millis()),
        Behaviour::PairRate(interval) => {
            let millis = interval.as_millis();
            return format!("Code 131056 within {millis} ms of the last accepted message to it");
        }
        Behaviour::Deliver => "Accepted, sent, delivered",
        Behaviour::LoseAnswer { statuses: true } => "Accepted, but the answer is lost; statuses follow",
        Behaviour::LoseAnswer { statuses: false } => "Accepted, but the answer is lost; no status follows",
        Behaviour::StatusesTwice => "Accepted; each status comes twice",
        Behaviour::StatusesReversed => "Accepted; statuses come in the order read, delivered, sent",
        Behaviour::NoStatus => "Accepted; no status ever comes",
        Behaviour::StatusesFirst => "Accepted; both statuses come before the answer, which takes at least 300 ms",
        Behaviour::ReadAlone => "Accepted, sent, read; delivered never comes",
        Behaviour::FailAfterDelivered => "Accepted, sent, delivered, and failed with code 131026 a second later",
        Behaviour::FailAfterSent => "Accepted, sent, and failed with code 131026 a second later",
        Behaviour::OtherContact => {
            "Accepted; the answer to every other message names another wa_id, the others have no contacts; \
             statuses name the other wa_id"
        }
        Behaviour::HtmlAnswer => "Accepted, but the answer is an HTML page with HTTP 200",
        Behaviour::CutAnswer => "Accepted, but the JSON of the answer is cut off",
        Behaviour::HtmlRefusal => "Not accepted: an HTML page with HTTP 502",
        Behaviour::HangUp => "Not accepted: the connection is closed without a response",
        Behaviour::LimitedWith400 => "Refused the first time for the same callback data: HTTP 400, code 130429",
        Behaviour::LimitedWithoutRetryAfter => {
            "Refused the first time for the same callback data: HTTP 429, code 130429, without Retry-After"
        }
    };
    fixed.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_complete_numbers_are_magic() {
        let refused = Behaviour::Refuse { code: 131_047, once: false };
        assert_eq!(behaviour("9991131047"), refused);
        assert_eq!(behaviour("9991000190"), Behaviour::Refuse { code: 190, once: false });
        assert_eq!(behaviour("9994999999"), Behaviour::Delay(MAX_DELAY));
        for plain in ["999113104", "99911310470", "9995000010", "9996000000", "9998000001", "15550000027"] {
            assert_eq!(behaviour(plain), Behaviour::Deliver, "{plain}");
        }
    }
}
