//! Prompts that trigger failures or odd answers. All others are echoed.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::{
    answer::{Speaker, Step, failure},
    refusal::Refusal,
    request::Call,
};

/// The response to a call.
#[derive(Debug, Clone)]
pub(super) enum Behaviour {
    /// An answer.
    Answer(Vec<Step>),
    /// An answer split into pieces of a few bytes at any place.
    Shredded(Vec<Step>),
    /// An error.
    Refuse(Refusal),
    /// An error wrapped into an array.
    RefuseInArray(Refusal),
    /// An HTML page, as from a proxy.
    Html,
    /// No response.
    Silence,
}

/// The longest pause of a prompt.
const MAX_PAUSE_MS: u64 = 60_000;
const MAX_PARTS: usize = 5_000;
const TEXT_OF_MANY_BYTES: &str = "Grüße aus Köln – 東京 and Ελλάδα 🚀🎉.";

/// Prompts and their effects.
static TABLE: [(&str, &str); 27] = [
    ("sim:slow", "20 parts, 100 ms before each"),
    ("sim:slow:N:MS", "N parts (at most 5000), MS milliseconds before each"),
    ("sim:clock:MS", "the simulator's time in microseconds, twice, MS milliseconds before each"),
    ("sim:split", "text with characters of several bytes, in pieces of three bytes"),
    ("sim:thoughts", "a part marked as a thought, then text in two parts of one object"),
    ("sim:no-usage", "text, and no token counts"),
    ("sim:blocked", "the prompt is blocked: no candidate, `blockReason` SAFETY"),
    ("sim:unsafe", "some text, then `finishReason` SAFETY"),
    ("sim:unsafe-empty", "no text, `finishReason` SAFETY"),
    ("sim:recitation", "some text, then `finishReason` RECITATION"),
    ("sim:max-tokens", "truncated text, `finishReason` MAX_TOKENS"),
    ("sim:max-tokens-empty", "no text, `finishReason` MAX_TOKENS"),
    ("sim:empty", "no text, `finishReason` STOP"),
    ("sim:other", "no text, `finishReason` OTHER"),
    ("sim:cut", "the first, third, … time the stream ends after some text without a `finishReason`"),
    ("sim:hang-up", "the first, third, … time the connection is closed after some text"),
    ("sim:error-late", "the first, third, … time an error 503 comes after some text"),
    ("sim:stall", "some text, then nothing; the connection stays open"),
    ("sim:silent", "no response; the connection stays open"),
    ("sim:quota:S", "refused the first, third, … time: HTTP 429 with `RetryInfo` of S seconds"),
    ("sim:quota", "refused the first, third, … time: HTTP 429 without `RetryInfo`"),
    ("sim:quota-day", "refused always: HTTP 429 with a quota per day"),
    ("sim:overloaded", "refused the first, third, … time: HTTP 503"),
    ("sim:status:S", "refused always: HTTP status S (400, 403, 404, 500, 503 or 504)"),
    ("sim:status-array:S", "the same, with the error in an array"),
    ("sim:bad-key", "refused always: HTTP 400 with `API_KEY_INVALID`"),
    ("sim:html", "HTTP 502 with a proxy's HTML page"),
];

/// The response to a call with this prompt, for the `turn`th time from 0. `answers`: fixed ones, by prompt.
pub(super) fn behaviour(speaker: &Speaker, call: &Call, turn: usize, answers: &HashMap<String, String>) -> Behaviour {
    let prompt = call.prompt();
    if let Some(answer) = answers.get(prompt) {
        return Behaviour::Answer(speaker.say(answer, Some("STOP")));
    }
    let Some(magic) = prompt.strip_prefix("sim:") else {
        return Behaviour::Answer(speaker.say(&format!("You said: {prompt}"), Some("STOP")));
    };
    let mut words = magic.split(':');
    let name = words.next().unwrap_or_default();
    let numbers: Vec<u64> = words.filter_map(|word| word.parse().ok()).collect();
    let is_refused_now = turn.is_multiple_of(2);
    refusal(name, &numbers, is_refused_now)
        .or_else(|| odd_answer(speaker, name, is_refused_now))
        .or_else(|| answer(speaker, name, &numbers))
        .unwrap_or_else(|| Behaviour::Answer(speaker.say(&format!("You said: {prompt}"), Some("STOP"))))
}

fn refusal(name: &str, numbers: &[u64], is_refused_now: bool) -> Option<Behaviour> {
    let per_minute = "GenerateRequestsPerMinutePerProjectPerModel";
    Some(match (name, numbers.first()) {
        ("quota", seconds) if is_refused_now => {
            Behaviour::Refuse(Refusal::quota(per_minute, seconds.map(|seconds| format!("{seconds}s"))))
        }
        ("quota-day", _) => Behaviour::Refuse(Refusal::quota("GenerateRequestsPerDayPerProjectPerModel", None)),
        ("overloaded", _) if is_refused_now => Behaviour::Refuse(Refusal::overloaded()),
        ("status", Some(status)) => Behaviour::Refuse(of_status(*status)),
        ("status-array", Some(status)) => Behaviour::RefuseInArray(of_status(*status)),
        ("bad-key", _) => Behaviour::Refuse(Refusal::bad_key()),
        ("html", _) => Behaviour::Html,
        ("silent", _) => Behaviour::Silence,
        _ => return None,
    })
}

fn of_status(status: u64) -> Refusal {
    match status {
        400 => Refusal::invalid("Request contains an invalid argument."),
        403 => Refusal::new(403, "PERMISSION_DENIED", "The caller does not have permission"),
        404 => Refusal::unknown_model("gemini-retired", "v1beta"),
        503 => Refusal::overloaded(),
        504 => Refusal::new(504, "DEADLINE_EXCEEDED", "The request timed out."),
        _ => Refusal::new(500, "INTERNAL", "An internal error has occurred."),
    }
}

/// Answers that end early or abnormally.
fn odd_answer(speaker: &Speaker, name: &str, is_broken_now: bool) -> Option<Behaviour> {
    let finish = |reason| Step::Object(speaker.object(&json!([]), Some(reason), 0));
    let some_text = || speaker.say("This is where the answer begins, ", None);
    let and = |step: Step| [some_text(), vec![step]].concat();
    let mut blocked = speaker.bare(0);
    blocked["promptFeedback"] = json!({"blockReason": "SAFETY"});
    Some(Behaviour::Answer(match name {
        "blocked" => vec![Step::Object(blocked)],
        "unsafe" => and(finish("SAFETY")),
        "unsafe-empty" => vec![finish("SAFETY")],
        "recitation" => and(finish("RECITATION")),
        "max-tokens" => speaker.say("This is where the answer begins, and where", Some("MAX_TOKENS")),
        "max-tokens-empty" => vec![finish("MAX_TOKENS")],
        "empty" => vec![finish("STOP")],
        "other" => vec![finish("OTHER")],
        "stall" => and(Step::Stall),
        "cut" if is_broken_now => some_text(),
        // Pieces already written are sent before the close.
        "hang-up" if is_broken_now => [and(Step::Wait(Duration::from_millis(50))), vec![Step::HangUp]].concat(),
        "error-late" if is_broken_now => and(failure(&Refusal::overloaded())),
        _ => return None,
    }))
}

fn answer(speaker: &Speaker, name: &str, numbers: &[u64]) -> Option<Behaviour> {
    let pause = |place: usize, otherwise| {
        Duration::from_millis(numbers.get(place).copied().unwrap_or(otherwise).min(MAX_PAUSE_MS))
    };
    let parts = numbers.first().and_then(|parts| usize::try_from(*parts).ok()).unwrap_or(20).clamp(1, MAX_PARTS);
    Some(Behaviour::Answer(match name {
        "slow" => speaker.say_slowly(parts, pause(1, 100)),
        "clock" => speaker.tell_the_time(pause(0, 100)),
        "split" => return Some(Behaviour::Shredded(speaker.say(TEXT_OF_MANY_BYTES, Some("STOP")))),
        "thoughts" => {
            let thought = json!([{"text": "Let me think about it.", "thought": true}]);
            let text = json!([{"text": "I thought "}, {"functionCall": {"name": "none"}}, {"text": "about it."}]);
            vec![Step::Object(speaker.object(&thought, None, 6)), Step::Object(speaker.object(&text, Some("STOP"), 10))]
        }
        "no-usage" => {
            let mut object = speaker.object(&json!([{"text": "Nobody counts."}]), Some("STOP"), 0);
            object.as_object_mut()?.remove("usageMetadata");
            vec![Step::Object(object)]
        }
        _ => return None,
    }))
}

/// The table, for display.
pub(super) fn table() -> Value {
    let row = |(prompt, effect): &(&str, &str)| json!({"prompt": prompt, "effect": effect});
    json!({"data": TABLE.iter().map(row).collect::<Vec<_>>()})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_prompt_is_documented() {
        let page = include_str!("../../../docs/simulator.md");
        for (prompt, effect) in TABLE {
            let row = format!("| `{prompt}` | {effect} |");
            assert!(page.contains(&row), "{row}");
        }
    }
}
