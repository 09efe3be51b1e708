//! Dates of requests and providers: RFC 3339 has years of four digits, and clients and the database no others.

use chrono::{DateTime, Datelike, SubsecRound, Utc};
use serde::de::{Deserialize, Deserializer, Error};

/// Whether RFC 3339 can express a date. It has a year 0, which the database and many clients have not.
#[must_use]
pub fn is_expressible(date: DateTime<Utc>) -> bool {
    (1..=9999).contains(&date.year())
}

/// Reads a date of a request, to the microsecond, which is what the database stores.
///
/// # Errors
/// Not a date, or one that RFC 3339 can't express.
pub fn read_optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<DateTime<Utc>>, D::Error> {
    match Option::<DateTime<Utc>>::deserialize(deserializer)? {
        Some(date) if !is_expressible(date) => Err(D::Error::custom("must have a year from 0001 to 9999")),
        date => Ok(date.map(|date| date.trunc_subsecs(6))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<DateTime<Utc>> {
        read_optional(&serde_json::Value::String(text.to_owned())).ok().flatten()
    }

    #[test]
    fn dates_have_years_of_four_digits_and_microseconds() {
        for text in ["0001-01-01T00:00:00Z", "2026-02-28T23:59:59.123456Z", "9999-12-31T23:59:59.999999Z"] {
            assert_eq!(read(text).map(|date| date.to_rfc3339().replace("+00:00", "Z")), Some(text.to_owned()));
        }
        let precise = read("2026-01-01T00:00:00.123456789Z").unwrap();
        assert_eq!(precise.timestamp_subsec_nanos(), 123_456_000);
        for text in [
            "-000001-01-01T00:00:00Z",
            "+262142-01-01T00:00:00Z",
            "+010000-01-01T00:00:00Z",
            "0000-12-31T23:59:59Z",
            "9999-12-31T23:59:59-01:00",
            "soon",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
