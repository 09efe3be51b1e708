//! Amounts of money: integer minor units internally (cents), decimal text externally (`100.50`), never floats.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};

/// Minor units per unit of a currency. Currencies with other ones are not supported.
pub const MINOR_UNITS: i64 = 100;
/// The largest accepted amount, in minor units. Sums of many of them still fit.
const LARGEST: i64 = 99_999_999_999_999;

/// Minor units of the configured currency, of either sign; written as a decimal with two places.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money(pub i64);

/// A requested amount: above zero, with at most two decimals. Read from a number or a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount(i64);

/// Why an amount is invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// It is not a decimal number.
    #[error("must be an amount, such as 100.50")]
    NotANumber,
    /// It has fractions of minor units.
    #[error("must have at most 2 places after the point")]
    TooPrecise,
    /// Zero or less.
    #[error("must be above zero")]
    NotPositive,
    /// It is too large.
    #[error("is too large")]
    TooLarge,
}

/// Parses a decimal as minor units, exactly.
///
/// # Errors
/// Not an amount above zero with at most two decimals.
pub fn parse_minor(text: &str) -> Result<i64, AmountError> {
    let is_plain = |c: char| c.is_ascii_digit() || ".eE+-".contains(c);
    if !text.chars().all(is_plain) {
        return Err(AmountError::NotANumber);
    }
    let decimal = match text.contains(['e', 'E']) {
        true => Decimal::from_scientific(text),
        false => Decimal::from_str_exact(text),
    };
    let decimal = decimal.map_err(|_| refusal(text))?;
    let minor = decimal.checked_mul(MINOR_UNITS.into()).ok_or(AmountError::TooLarge)?;
    if !minor.fract().is_zero() {
        return Err(AmountError::TooPrecise);
    }
    match minor.to_i64() {
        Some(minor) if minor <= 0 => Err(AmountError::NotPositive),
        Some(minor) if minor <= LARGEST => Ok(minor),
        None if minor.is_sign_negative() => Err(AmountError::NotPositive),
        _ => Err(AmountError::TooLarge),
    }
}

/// The error for a text with too many digits or no decimal. The float only selects the error.
fn refusal(text: &str) -> AmountError {
    match text.parse::<f64>() {
        Err(_) => AmountError::NotANumber,
        Ok(number) if number < 0.0 => AmountError::NotPositive,
        Ok(number) if number < 1e12 => AmountError::TooPrecise,
        Ok(_) => AmountError::TooLarge,
    }
}

impl Amount {
    /// An amount of minor units; `None` if not above zero or too large.
    #[must_use]
    pub fn of_minor(minor: i64) -> Option<Self> {
        (1..=LARGEST).contains(&minor).then_some(Self(minor))
    }

    /// Its minor units.
    #[must_use]
    pub fn minor(self) -> i64 {
        self.0
    }
}

impl FromStr for Amount {
    type Err = AmountError;

    fn from_str(text: &str) -> Result<Self, AmountError> {
        parse_minor(text).map(Self)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The digits as sent: as a float, 0.29 would be 28.999… cents.
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let amount = match serde_json::from_str::<String>(raw.get()) {
            Ok(text) => text.parse(),
            Err(_) => raw.get().parse(),
        };
        amount.map_err(D::Error::custom)
    }
}

impl From<Amount> for Money {
    fn from(amount: Amount) -> Self {
        Self(amount.0)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, minor) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        let units = MINOR_UNITS.unsigned_abs();
        write!(f, "{sign}{}.{:02}", minor / units, minor % units)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl utoipa::PartialSchema for Money {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new().schema_type(Type::String).pattern(Some(r"^-?\d+\.\d\d$")).examples(["250.75"]).into()
    }
}

impl utoipa::ToSchema for Money {}

impl utoipa::PartialSchema for Amount {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::SchemaType::from_iter([Type::String, Type::Number]))
            .description(Some("Above zero, with at most two places; a text or a number."))
            .examples(["100.50"])
            .into()
    }
}

impl utoipa::ToSchema for Amount {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(json: &str) -> Result<i64, String> {
        serde_json::from_str::<Amount>(json).map(Amount::minor).map_err(|error| error.to_string())
    }

    #[test]
    fn amounts_are_parsed_exactly() {
        for (json, minor) in [
            ("100.50", 10_050),
            (r#""100.50""#, 10_050),
            ("1e2", 10_000),
            ("1.5E+1", 1_500),
            (r#""1e2""#, 10_000),
            ("0.29", 29),
            ("0.01", 1),
            ("100.500", 10_050),
            ("7", 700),
            ("999999999999.99", LARGEST),
        ] {
            assert_eq!(read(json), Ok(minor), "{json}");
        }
    }

    #[test]
    fn invalid_amounts_are_rejected() {
        use AmountError::{NotANumber, NotPositive, TooLarge, TooPrecise};
        for (json, why) in [
            ("1.001", TooPrecise),
            (r#""0.001""#, TooPrecise),
            ("1e-3", TooPrecise),
            ("0.0000000000000000000000000000000000001", TooPrecise),
            ("0", NotPositive),
            ("-0.0", NotPositive),
            ("-5", NotPositive),
            ("-1e25", NotPositive),
            ("1e30", TooLarge),
            ("1e999999", TooLarge),
            ("1000000000000", TooLarge),
            ("99999999999999999999999999999999999", TooLarge),
            (r#""NaN""#, NotANumber),
            (r#""""#, NotANumber),
            (r#"" 1""#, NotANumber),
            (r#""1,50""#, NotANumber),
            (r#""1_000""#, NotANumber),
            (r#""٣""#, NotANumber),
            ("null", NotANumber),
            ("true", NotANumber),
            ("[1]", NotANumber),
        ] {
            let answer = read(json).unwrap_err();
            assert!(answer.starts_with(&why.to_string()), "{json}: {answer}");
        }
    }

    #[test]
    fn money_is_formatted_with_two_decimals() {
        for (minor, text) in [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (25_075, "250.75"), (-10_000, "-100.00")] {
            assert_eq!(Money(minor).to_string(), text);
            assert_eq!(serde_json::to_string(&Money(minor)).unwrap(), format!("\"{text}\""));
        }
    }

    proptest! {
        #[test]
        fn formatted_amounts_parse_back(minor in 1..=LARGEST) {
            let text = Money(minor).to_string();
            prop_assert_eq!(read(&text), Ok(minor));
            prop_assert_eq!(read(&format!("\"{text}\"")), Ok(minor));
        }

        #[test]
        fn no_text_parses_as_zero(text in "[-+0-9.eE]{0,12}|\\PC{0,8}") {
            if let Ok(minor) = parse_minor(&text) {
                prop_assert!((1..=LARGEST).contains(&minor), "{} is {}", text, minor);
            }
        }
    }
}
