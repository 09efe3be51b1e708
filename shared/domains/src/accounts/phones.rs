//! Phone numbers: one spelling for each, and which of them get codes.

use phonenumber::metadata::DATABASE;
use phonenumber::{Mode, PhoneNumber, Type};
use serde::{Deserialize, Deserializer};

use super::model::is_e164;

/// Calling codes of no country: freephone, shared cost, satellite phones, universal numbers, premium rate.
const NO_COUNTRY: [u16; 9] = [800, 808, 870, 878, 881, 882, 883, 888, 979];

/// A number in E.164: without spaces, signs, and a national prefix (`+44 (0)20 …`). `None` if it is none. Fictional
/// numbers of a country that exists are numbers.
pub(super) fn normalise(text: &str) -> Option<String> {
    let text = text.trim();
    // Without letters: neither extensions nor words belong to a number.
    let is_plain = text.starts_with('+') && text.chars().all(|char| char.is_ascii_digit() || " ()-./+".contains(char));
    let number = Some(text).filter(|_| is_plain).and_then(parse)?;
    let e164 = number.format().mode(Mode::E164).to_string();
    (number.extension().is_none() && is_e164(&e164)).then_some(e164)
}

fn parse(text: &str) -> Option<PhoneNumber> {
    // Longer texts are no numbers; parsing them is slow.
    Some(text).filter(|text| text.len() <= 32).and_then(|text| phonenumber::parse(None, text).ok())
}

/// Whether codes are sent to a number in E.164: to mobile and ordinary numbers of these countries (by their ISO code; all
/// if there are none). Numbers that earn their owners money, such as premium and personal ones, get none.
pub(super) fn may_get_codes(mobile: &str, countries: &[String]) -> bool {
    let Some(number) = parse(mobile) else { return false };
    if NO_COUNTRY.contains(&number.code().value()) {
        return false;
    }
    let is_expensive = matches!(
        number.number_type(&DATABASE),
        Type::PremiumRate
            | Type::SharedCost
            | Type::PersonalNumber
            | Type::Uan
            | Type::Pager
            | Type::TollFree
            | Type::Voicemail
    );
    !is_expensive && (countries.is_empty() || is_of(&number, countries))
}

/// A fictional number is of no country of its own: its calling code counts.
fn is_of(number: &PhoneNumber, countries: &[String]) -> bool {
    match number.country().id() {
        Some(id) => countries.iter().any(|country| country == id.as_ref()),
        None => countries
            .iter()
            .filter_map(|country| DATABASE.by_id(country.as_str()))
            .any(|country| country.country_code() == number.code().value()),
    }
}

/// The block of numbers that a number belongs to: all but its last four digits.
#[must_use]
pub fn block_of(mobile: &str) -> &str {
    mobile.get(..mobile.len().saturating_sub(4)).unwrap_or_default()
}

/// Reads a number; one that is none stays as it is, and fails validation.
pub(super) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    Ok(normalise(&text).unwrap_or(text))
}

/// The same for a number that may be absent.
pub(super) fn read_optional<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    Ok(text.map(|text| normalise(&text).unwrap_or(text)))
}

/// The same for a number that may be removed.
pub(super) fn read_change<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    read_optional(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_has_one_spelling() {
        for (text, number) in [
            ("+15550100001", "+15550100001"),
            (" +1 (555) 010-0001 ", "+15550100001"),
            ("+447400123456", "+447400123456"),
            ("+4407400123456", "+447400123456"),
            ("+44 (0) 7400 123456", "+447400123456"),
            ("+49 (0)171 2345678", "+491712345678"),
            ("+390612345678", "+390612345678"),
            ("+5511912345678", "+5511912345678"),
        ] {
            assert_eq!(normalise(text).as_deref(), Some(number), "{text}");
        }
        for none in [
            "",
            "+",
            "15550100001",
            "07400123456",
            "+1555",
            "+99912345678",
            "+1555010000100000",
            "+1 555 010 0001 ext. 5",
            "hello",
        ] {
            assert_eq!(normalise(none), None, "{none}");
        }
        assert_eq!(normalise(&format!("+1{}", "5".repeat(100_000))), None);
    }

    #[test]
    fn expensive_numbers_get_no_codes() {
        for number in ["+15550100001", "+447400123456", "+491712345678", "+919876543210"] {
            assert!(may_get_codes(number, &[]), "{number}");
        }
        for number in [
            "+19005551234",
            "+447012345678",
            "+449098790000",
            "+499001234567",
            "+870773111632",
            "+881612345678",
            "+882162345678",
            "+979123456789",
            "+80012345678",
            "+18005551234",
        ] {
            assert!(!may_get_codes(number, &[]), "{number}");
        }
        let countries = ["GB".to_owned(), "US".to_owned()];
        assert!(may_get_codes("+447400123456", &countries) && may_get_codes("+15550100001", &countries));
        assert!(!may_get_codes("+491712345678", &countries));
        assert!(!may_get_codes("+16135550123", &["US".to_owned()]), "Canada shares the calling code");
    }

    #[test]
    fn a_block_is_all_but_the_last_four_digits() {
        assert_eq!((block_of("+15550100001"), block_of("+1")), ("+1555010", ""));
    }
}
