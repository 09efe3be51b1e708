//! Password rules: not too short, not common, not similar to the user's data.

use std::collections::HashSet;
use std::sync::LazyLock;

use secrecy::{ExposeSecret, SecretString};

/// Minimum password length, in characters.
pub const PASSWORD_MIN_CHARACTERS: usize = 8;
/// Maximum password length, in bytes: fits typed and generated ones; bounds the work of one request.
pub const PASSWORD_MAX_BYTES: usize = 1024;
/// Longer passwords never count as common.
const MAX_COMMON: usize = 16;
/// Digits and signs around a word that leave it common.
const MAX_TRIMMINGS: usize = 6;
/// The shortest field that a password is compared with.
const MIN_FIELD: usize = 3;

/// Words and whole passwords, in lower case; short ones count too, since `dragon1999` is as common as `dragon`.
static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("common_passwords.txt").lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
});
/// Keyboard walks.
const WALKS: [&str; 8] = [
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1234567890123456",
    "abcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "qazwsxedcrfvtgbyhnujm",
    "1q2w3e4r5t6y7u8i9o0p",
];

/// A user's own fields.
pub(super) struct OwnFields<'a> {
    pub username: &'a str,
    pub email: Option<&'a str>,
    pub mobile: Option<&'a str>,
    pub first_name: Option<&'a str>,
    pub last_name: Option<&'a str>,
}

/// Checks that don't depend on the user; returns the violated rule.
pub(super) fn check(password: &SecretString) -> Result<(), &'static str> {
    let password = password.expose_secret();
    if password.chars().count() < PASSWORD_MIN_CHARACTERS {
        return Err("must have at least 8 characters");
    }
    if password.len() > PASSWORD_MAX_BYTES {
        return Err("must have at most 1024 bytes");
    }
    if is_common(password) {
        return Err("must not be a common password, like this one");
    }
    Ok(())
}

/// Checks that a password is not one of its user's fields, reversed or surrounded by digits or signs.
pub(super) fn check_unlike(password: &SecretString, own: &OwnFields<'_>) -> Result<(), &'static str> {
    let password = letters_and_digits(password.expose_secret());
    let (bare, backwards) = (without_digits(&password), password.chars().rev().collect::<String>());
    let (first, last) = (own.first_name.unwrap_or_default(), own.last_name.unwrap_or_default());
    let email = own.email.unwrap_or_default();
    let local = email.split('@').next().unwrap_or_default();
    let (both, turned) = (format!("{first}{last}"), format!("{last}{first}"));
    let fields = [own.username, email, local, own.mobile.unwrap_or_default(), first, last, &both, &turned];
    let is_like = |field: &str| {
        let field = letters_and_digits(field);
        let is_core = field.chars().count() >= MIN_FIELD && (field == password || field == backwards);
        let bare_field = without_digits(&field);
        is_core || (bare_field.chars().count() >= MIN_FIELD && bare_field == bare)
    };
    if fields.into_iter().any(is_like) { Err("must not be like your name, e-mail address or number") } else { Ok(()) }
}

fn letters_and_digits(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn without_digits(text: &str) -> &str {
    text.trim_matches(|character: char| character.is_ascii_digit())
}

fn is_common(password: &str) -> bool {
    let lower = password.to_lowercase();
    let length = lower.chars().count();
    if length > MAX_COMMON {
        return COMMON.contains(lower.as_str());
    }
    let word = lower.trim_matches(|character: char| !character.is_alphabetic());
    let trimmings = length - word.chars().count();
    let is_word = trimmings <= MAX_TRIMMINGS && spellings(word).iter().any(|word| COMMON.contains(word.as_str()));
    COMMON.contains(lower.as_str()) || is_word || is_repeated(&lower) || is_walk(&lower)
}

/// A word as given, and with digits and signs replaced by the letters that they resemble.
fn spellings(word: &str) -> [String; 3] {
    let plain = |one: char| {
        word.chars()
            .map(|character| match character {
                '0' => 'o',
                '1' | '!' => one,
                '3' => 'e',
                '4' | '@' => 'a',
                '5' | '$' => 's',
                '7' => 't',
                other => other,
            })
            .collect()
    };
    [word.to_owned(), plain('i'), plain('l')]
}

/// A repetition of up to four characters.
fn is_repeated(text: &str) -> bool {
    let characters: Vec<_> = text.chars().collect();
    (1..=4).any(|length| characters.iter().zip(characters.iter().skip(length)).all(|(one, other)| one == other))
}

/// A part of a keyboard walk, forwards or backwards.
fn is_walk(text: &str) -> bool {
    let backwards: String = text.chars().rev().collect();
    WALKS.iter().any(|walk| walk.contains(text) || walk.contains(&backwards))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_passwords_are_refused_however_they_are_dressed_up() {
        for common in [
            "password",
            "Password1",
            "P@ssw0rd!",
            "passw0rd2024",
            "12345678",
            "87654321",
            "0987654321",
            "qwertyuiop",
            "QWERTY123",
            "1q2w3e4r5t",
            "1qaz2wsx",
            "iloveyou",
            "ILoveYou!!",
            "aaaaaaaa",
            "abababab",
            "12341234",
            "abcdefgh",
            "letmein123",
            "dragon1999",
            "welcome1!",
            "admin1234",
            "11111111",
            "asdfghjkl",
            "football7",
        ] {
            assert!(check(&common.into()).is_err(), "{common}");
        }
    }

    #[test]
    fn others_are_taken_whatever_they_are_made_of() {
        let long = ["a".repeat(72), "a".repeat(128), format!("{}1", "p".repeat(100)), "password".repeat(3)];
        let short =
            ["correct horse battery", "switchboard-demo-1", "my dragon sleeps", "kx7-Blau!q", "ÄÖÜäöüß€", "19471121#x"];
        for good in short.map(str::to_owned).into_iter().chain(long) {
            assert_eq!(check(&good.as_str().into()), Ok(()), "{good}");
        }
        assert!(check(&"short 7".into()).is_err());
        assert!(check(&"ä".repeat(513).into()).is_err());
    }

    #[test]
    fn a_password_is_nothing_that_is_known_of_its_user() {
        let own = OwnFields {
            username: "night_owl",
            email: Some("olive.private@example.test"),
            mobile: Some("+15550100001"),
            first_name: Some("Olive"),
            last_name: Some("Miller"),
        };
        for like in [
            "night_owl",
            "NightOwl!",
            "night.owl.1999",
            "lwothgin",
            "olive.private@example.test",
            "OlivePrivate1",
            "+15550100001",
            "15550100001",
            "olivemiller",
            "Miller, Olive",
            "miller77",
            "olive12345",
        ] {
            assert!(check_unlike(&like.into(), &own).is_err(), "{like}");
        }
        for unlike in ["an owl at night", "the millers' olive tree", "20051234", "correct horse battery"] {
            assert_eq!(check_unlike(&unlike.into(), &own), Ok(()), "{unlike}");
        }
    }

    #[test]
    fn the_list_is_in_lower_case() {
        assert!(COMMON.len() > 400, "{}", COMMON.len());
        assert!(COMMON.iter().all(|word| *word == word.to_lowercase()));
    }
}
