//! Numbers of a body that would not come back as they were sent.
//!
//! JSON has decimals of any size and precision; the platform stores doubles and 64-bit integers. A number that is neither
//! is rejected, so that whatever is accepted is returned with the same value.

/// Digits of a number when it is written without an exponent, as the database returns it.
const MAX_DIGITS: i64 = 64;
/// Invalid numbers per body.
const MAX_FOUND: usize = 10;

/// A level of nesting, with the position in it.
enum Level<'a> {
    /// The current member's name, as written.
    Object {
        name: &'a str,
        expects_name: bool,
    },
    Array(usize),
}

/// The paths of numbers that can't be stored exactly, in the notation of invalid fields. Linear in the body, which is
/// known to be JSON.
pub(crate) fn inexact(body: &[u8]) -> Vec<String> {
    let (Ok(text), mut found, mut levels, mut at) = (str::from_utf8(body), Vec::new(), Vec::new(), 0) else {
        return Vec::new();
    };
    while let Some(byte) = body.get(at)
        && found.len() < MAX_FOUND
    {
        let start = at;
        at += 1;
        match byte {
            b'{' => levels.push(Level::Object { name: "", expects_name: true }),
            b'[' => levels.push(Level::Array(0)),
            b'}' | b']' => drop(levels.pop()),
            b',' => match levels.last_mut() {
                Some(Level::Object { expects_name, .. }) => *expects_name = true,
                Some(Level::Array(index)) => *index += 1,
                None => {}
            },
            b'"' => {
                at = end_of_string(body, at);
                if let Some(Level::Object { name, expects_name }) = levels.last_mut()
                    && *expects_name
                {
                    (*name, *expects_name) = (text.get(start..at).unwrap_or_default(), false);
                }
            }
            b'-' | b'0'..=b'9' => {
                let rest = &body[start..];
                let length =
                    rest.iter().position(|byte| !matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9'));
                at = start + length.unwrap_or(rest.len());
                if !is_exact(&text[start..at]) {
                    found.push(path(&levels));
                }
            }
            _ => {}
        }
    }
    found
}

/// Where a string ends that begins before `at`.
fn end_of_string(body: &[u8], mut at: usize) -> usize {
    while let Some(byte) = body.get(at) {
        at += 1;
        match byte {
            b'"' => break,
            b'\\' => at += 1,
            _ => {}
        }
    }
    at.min(body.len())
}

fn path(levels: &[Level<'_>]) -> String {
    let mut path = String::new();
    for level in levels {
        match level {
            Level::Object { name, .. } => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&serde_json::from_str::<String>(name).unwrap_or_default());
            }
            Level::Array(index) => path.push_str(&format!("[{index}]")),
        }
    }
    if path.is_empty() { ".".to_owned() } else { path }
}

/// Whether a number is what a double or a 64-bit integer prints, in other notation perhaps.
fn is_exact(number: &str) -> bool {
    if number.parse::<i64>().is_ok() || number.parse::<u64>().is_ok() {
        return true;
    }
    let (Some(given), Ok(value)) = (Decimal::parse(number), number.parse::<f64>()) else { return false };
    // The shortest text that reads as this double.
    let printed = Decimal::parse(&format!("{value:e}"));
    printed.is_some_and(|printed| printed == given) && given.plain_digits() <= MAX_DIGITS
}

/// A decimal number as digits without zeros around them, and their exponent.
#[derive(PartialEq, Eq)]
struct Decimal {
    digits: String,
    exponent: i64,
}

impl Decimal {
    fn parse(number: &str) -> Option<Self> {
        let number = number.trim_start_matches('-');
        let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let exponent = exponent.parse::<i64>().ok()?.checked_sub(i64::try_from(fraction.len()).ok()?)?;
        let all = format!("{whole}{fraction}");
        let digits = all.trim_start_matches('0');
        let significant = digits.trim_end_matches('0');
        let zeros = i64::try_from(digits.len() - significant.len()).ok()?;
        let exponent = if significant.is_empty() { 0 } else { exponent.checked_add(zeros)? };
        Some(Self { digits: significant.to_owned(), exponent })
    }

    fn plain_digits(&self) -> i64 {
        let digits = i64::try_from(self.digits.len()).unwrap_or(i64::MAX);
        if self.exponent >= 0 {
            digits.saturating_add(self.exponent)
        } else {
            digits.max(self.exponent.saturating_neg())
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    #[test]
    fn numbers_that_would_change_are_named_by_their_path() {
        let body =
            br#"{"a": 1, "b": {"c": [1.5, 1.7976931348623157e308, "1e999"]}, "d": 36893488147419103232.5, "e": 1e999}"#;
        assert_eq!(inexact(body), ["b.c[1]", "d", "e"]);
        let names = br#"{"1e999": "1e999", "a\"b": [[], {"c": "x\\"}, [-1e999]], "d": {"e": {}}, "f": 1e999}"#;
        assert_eq!(inexact(names), ["a\"b[2][0]", "f"]);
        assert_eq!(inexact(b"0.12345678901234567890"), ["."]);
    }

    #[test]
    fn doubles_and_64_bit_integers_are_exact() {
        for exact in [
            "0",
            "-0",
            "0.0",
            "-0.0e5",
            "1",
            "1.0",
            "1e2",
            "0.1",
            "12.917521550408111",
            "9007199254740993",
            "1E+23",
            "18446744073709551615",
            "-9223372036854775808",
            "100000000000000000000",
            "1.50e-10",
            "500.00",
        ] {
            assert!(is_exact(exact), "{exact}");
        }
        for inexact in [
            "18446744073709551617",
            "-9223372036854775809",
            "0.30000000000000001",
            "9007199254740993.0",
            "1e400",
            "1e-400",
            "1.7976931348623157e308",
            "5e-324",
            "1e65",
            "1e99999999999999999999",
        ] {
            assert!(!is_exact(inexact), "{inexact}");
        }
    }

    proptest! {
        #[test]
        fn an_accepted_number_comes_back_with_the_same_value(
            text in "-?(0|[1-9][0-9]{0,25})(\\.[0-9]{1,20})?([eE][-+]?[0-9]{1,2})?",
        ) {
            if is_exact(&text) {
                let read: Value = serde_json::from_str(&text).unwrap();
                prop_assert!(Decimal::parse(&text) == Decimal::parse(&read.to_string()), "{} became {}", text, read);
            }
        }
    }
}
