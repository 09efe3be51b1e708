//! Names of users and their conversations.

use std::ops::Deref;

use garde::Validate;
use serde::{Deserialize, Deserializer};
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Reserved usernames, one per line, in lower case and without separators.
const RESERVED: &str = include_str!("reserved_usernames.txt");

/// The stored form of a name: composed (NFC), so that identical-looking names are equal, and without invisible
/// characters: controls, line breaks, and text direction or format characters (categories Cc, Cf, Zl and Zp).
#[must_use]
pub fn clean_name(text: &str) -> String {
    use GeneralCategory::{Control, Format, LineSeparator, ParagraphSeparator};
    let is_seen = |character: &char| {
        !matches!(character.general_category(), Control | Format | LineSeparator | ParagraphSeparator)
    };
    text.chars().filter(is_seen).nfc().collect()
}

/// A user's first or last name, in its stored form.
#[derive(Debug, Clone, Validate)]
#[garde(transparent)]
pub struct PersonName(#[garde(length(chars, max = 100))] String);

impl<'de> Deserialize<'de> for PersonName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_name(deserializer).map(Self)
    }
}

impl Deref for PersonName {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// Deserializes a name, cleaned.
///
/// # Errors
/// Not a string.
pub fn read_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    String::deserialize(deserializer).map(|text| clean_name(&text))
}

/// Deserializes a name that may be null, cleaned.
///
/// # Errors
/// Neither a string nor null.
pub fn read_optional_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.map(|text| clean_name(&text)))
}

/// Deserializes a present name, null or not, cleaned.
pub(super) fn read_given_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    read_optional_name(deserializer).map(Some)
}

/// Whether a username is reserved because it could be mistaken for the platform's own.
pub(super) fn is_reserved(username: &str) -> bool {
    let bare: String = username.chars().filter(char::is_ascii_alphanumeric).collect();
    let bare = bare.to_ascii_lowercase();
    RESERVED.lines().any(|name| name == bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_normalized_without_invisible_characters() {
        for (given, kept) in [
            ("Jose\u{301}", "Jos\u{e9}"),
            ("Ann\u{202e}nimda", "Annnimda"),
            ("a\u{2066}b\u{2069}c\u{200f}d\u{61c}e", "abcde"),
            ("a\u{0}b\nc\td\u{7f}e\u{85}f", "abcdef"),
            ("a\u{200b}b\u{feff}c\u{ad}d\u{2028}e\u{2029}f", "abcdef"),
            // Composed with its neighbor after cleaning.
            ("e\u{200d}\u{301}", "\u{e9}"),
            ("Müller-Lüdenscheidt 李 محمد 🙂", "Müller-Lüdenscheidt 李 محمد 🙂"),
            ("", ""),
        ] {
            assert_eq!(clean_name(given), kept, "{given:?}");
        }
    }

    #[test]
    fn reserved_usernames_match_in_any_spelling() {
        for reserved in ["admin", "Administrator", "ROOT", "sup.port", "_system_", "bill-ing", "issuer", "external"] {
            assert!(is_reserved(reserved), "{reserved}");
        }
        for free in ["alice", "demo_admin", "the_admin", "administratrix", "rooted", "user_0a1b2c3d4e"] {
            assert!(!is_reserved(free), "{free}");
        }
        assert!(RESERVED.lines().all(|name| name.bytes().all(|byte| byte.is_ascii_alphanumeric())));
        assert!(RESERVED.lines().all(|name| name == name.to_ascii_lowercase()));
    }
}
