//! Reading JSON of providers that a strict parser refuses.
//!
//! One unreadable character must not cost everything around it: half of a character beyond U+FFFF (a lone surrogate, from
//! a text that was cut in UTF-16), bytes that are not UTF-8, control characters, unknown escapes, numbers out of range.

use serde::de::DeserializeOwned;
use serde_json::{Error, Value};

/// Where the 2048 halves of characters are kept as characters: the end of the private use area, in the order of the
/// surrogates.
const HALVES: u32 = 0x10_F000;
const SURROGATES: std::ops::RangeInclusive<u32> = 0xD800..=0xDFFF;

/// Reads JSON; unreadable characters become U+FFFD.
///
/// # Errors
/// It is not JSON, or is of another type.
pub fn from_slice<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    read(bytes, |_| char::REPLACEMENT_CHARACTER)
}

/// The same, for a text that arrives in pieces: halves of characters are kept for [`join_halves`].
///
/// # Errors
/// It is not JSON, or is of another type.
pub fn piece_from_slice<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    read(bytes, |half| char::from_u32(HALVES + (half - SURROGATES.start())).unwrap_or(char::REPLACEMENT_CHARACTER))
}

fn read<T: DeserializeOwned>(bytes: &[u8], half: impl Fn(u32) -> char) -> Result<T, Error> {
    // By way of a value: untyped parts of a type would be skipped unread.
    let value: Value = match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(error) => serde_json::from_str(&repaired(&String::from_utf8_lossy(bytes), half)).map_err(|_| error)?,
    };
    serde_json::from_value(value)
}

/// Joins the halves of characters in the pieces of a text. A half at the end is kept in `rest` for the next piece; one
/// that has no other half becomes U+FFFD.
#[must_use]
pub fn join_halves(piece: &str, rest: &mut Option<char>) -> String {
    let mut text = String::with_capacity(piece.len());
    for char in piece.chars() {
        match (rest.take(), half_of(char)) {
            (None, None) => text.push(char),
            (None, Some(half)) if is_first(half) => *rest = Some(char),
            (None, Some(_)) => text.push(char::REPLACEMENT_CHARACTER),
            (Some(first), Some(half)) if !is_first(half) => {
                let first = half_of(first).unwrap_or_default();
                let joined = 0x1_0000 + ((first - 0xD800) << 10) + (half - 0xDC00);
                text.push(char::from_u32(joined).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            (Some(_), half) => {
                text.push(char::REPLACEMENT_CHARACTER);
                if half.is_some() { *rest = Some(char) } else { text.push(char) }
            }
        }
    }
    text
}

/// The surrogate that a character stands for.
fn half_of(char: char) -> Option<u32> {
    let surrogate = u32::from(char).checked_sub(HALVES)? + SURROGATES.start();
    SURROGATES.contains(&surrogate).then_some(surrogate)
}

fn is_first(surrogate: u32) -> bool {
    surrogate < 0xDC00
}

/// The text with readable strings and numbers.
fn repaired(text: &str, half: impl Fn(u32) -> char) -> String {
    let mut repaired = String::with_capacity(text.len());
    let mut rest = text;
    let mut in_string = false;
    while let Some(char) = rest.chars().next() {
        let mut length = char.len_utf8();
        match char {
            '"' => {
                in_string = !in_string;
                repaired.push('"');
            }
            '\\' if in_string => length = repair_escape(rest, &mut repaired, &half),
            char if in_string && char < ' ' => repaired.push_str(&format!("\\u{:04x}", u32::from(char))),
            '-' | '0'..='9' if !in_string => {
                let end = rest.find(|char: char| !matches!(char, '-' | '+' | '.' | 'e' | 'E' | '0'..='9'));
                length = end.unwrap_or(rest.len());
                let number = &rest[..length];
                let is_readable = serde_json::from_str::<Value>(number).is_ok();
                repaired.push_str(if is_readable { number } else { "null" });
            }
            char => repaired.push(char),
        }
        rest = &rest[length..];
    }
    repaired
}

/// Repairs the escape at the start of `text`; returns its length.
fn repair_escape(text: &str, repaired: &mut String, half: impl Fn(u32) -> char) -> usize {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    match (text[1..].chars().next(), unit(0)) {
        (_, Some(first)) if SURROGATES.contains(&first) => {
            let second = unit(6).filter(|second| is_first(first) && (0xDC00..=0xDFFF).contains(second));
            let Some(_) = second else {
                repaired.push(half(first));
                return 6;
            };
            repaired.push_str(&text[..12]);
            12
        }
        (_, Some(_)) => {
            repaired.push_str(&text[..6]);
            6
        }
        (Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't'), None) => {
            repaired.push_str(&text[..2]);
            2
        }
        // No escape: the backslash itself.
        _ => {
            repaired.push_str("\\\\");
            1
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn lenient(text: &[u8]) -> Value {
        from_slice(text).unwrap()
    }

    #[test]
    fn unreadable_characters_cost_only_themselves() {
        assert_eq!(lenient(br#"{"a": "x\ud83dy", "b": "\ude00"}"#), json!({"a": "x\u{fffd}y", "b": "\u{fffd}"}));
        assert_eq!(lenient(br#"["\ud83d\ude00", "\ud83d\u0041"]"#), json!(["😀", "\u{fffd}A"]));
        assert_eq!(lenient(b"[\"a\xffb\"]"), json!(["a\u{fffd}b"]));
        assert_eq!(lenient(b"[\"a\x01b\nc\"]"), json!(["a\u{1}b\nc"]));
        assert_eq!(lenient(br#"["a\xb", "c:\\d", "\u12"]"#), json!(["a\\xb", "c:\\d", "\\u12"]));
        assert_eq!(lenient(br#"{"n": 1e999, "m": -1.5}"#), json!({"n": null, "m": -1.5}));
        assert!(from_slice::<Value>(b"{").is_err() && from_slice::<Value>(b"<html>").is_err());
    }

    #[test]
    fn halves_of_a_character_in_two_pieces_are_joined() {
        let mut rest = None;
        let mut joined = |piece: &[u8]| join_halves(&piece_from_slice::<String>(piece).unwrap(), &mut rest);
        assert_eq!(joined(br#""a\ud83d""#), "a");
        assert_eq!(joined(br#""\ude00b""#), "😀b");
        assert_eq!(joined(br#""\ude00c\ud83d""#), "\u{fffd}c");
        assert_eq!(joined(br#""\ud83d""#), "\u{fffd}");
        assert_eq!(joined(br#""d""#), "\u{fffd}d");
        assert_eq!(rest, None);
    }

    proptest! {
        #[test]
        fn readable_json_is_not_changed(value in any::<String>(), number in any::<f64>()) {
            let text = json!({"a": value, "b": [number]}).to_string();
            prop_assert_eq!(repaired(&text, |_| 'x'), text);
        }
    }
}
