//! Password rules: not too short, not easy to guess, not similar to the user's data.

use secrecy::{ExposeSecret, SecretString};
use zxcvbn::{Score, zxcvbn};

/// Minimum password length, in characters.
pub const PASSWORD_MIN_CHARACTERS: usize = 8;
/// Maximum password length, in bytes: fits typed and generated ones; bounds the work of one request.
pub const PASSWORD_MAX_BYTES: usize = 1024;
/// Fewer than a million guesses are too few: logins are throttled and hashes are slow.
const MIN_SCORE: Score = Score::Two;
/// Longer passwords are not estimated: the cost grows faster than the length (at 32 characters up to some 10 ms).
const MAX_ESTIMATED: usize = 32;
/// The shortest field that a password is compared with.
const MIN_FIELD: usize = 3;

/// A user's own fields.
pub(super) struct OwnFields<'a> {
    pub username: &'a str,
    pub email: Option<&'a str>,
    pub mobile: Option<&'a str>,
    pub first_name: Option<&'a str>,
    pub last_name: Option<&'a str>,
}

impl OwnFields<'_> {
    /// The fields and their parts: `olive.miller@example.test` is also guessed by `olive`.
    fn guesses(&self) -> Vec<&str> {
        let fields = [Some(self.username), self.email, self.mobile, self.first_name, self.last_name];
        let fields = fields.into_iter().flatten();
        let parts = fields.clone().flat_map(|field| field.split(|character: char| !character.is_alphanumeric()));
        fields.chain(parts).filter(|text| text.chars().count() >= MIN_FIELD).collect()
    }
}

/// Checks that don't depend on the user; returns the violated rule.
pub(super) fn check(password: &SecretString) -> Result<(), String> {
    let password = password.expose_secret();
    check_length(password)?;
    check_guesses(password, &[])
}

/// All checks for a password of a user; returns the violated rule.
pub(super) fn check_for(password: &SecretString, own: &OwnFields<'_>) -> Result<(), String> {
    let password = password.expose_secret();
    check_length(password)?;
    if is_like(password, own) {
        return Err("must not be like your name, e-mail address or number".into());
    }
    check_guesses(password, &own.guesses())
}

fn check_length(password: &str) -> Result<(), String> {
    if password.chars().count() < PASSWORD_MIN_CHARACTERS {
        return Err(format!("must have at least {PASSWORD_MIN_CHARACTERS} characters"));
    }
    if password.len() > PASSWORD_MAX_BYTES {
        return Err(format!("must have at most {PASSWORD_MAX_BYTES} bytes"));
    }
    Ok(())
}

/// Estimates the guesses that an attacker needs who tries common passwords, words, patterns and `own` first.
fn check_guesses(password: &str, own: &[&str]) -> Result<(), String> {
    if password.chars().count() > MAX_ESTIMATED {
        return Ok(());
    }
    let estimate = zxcvbn(password, own);
    if estimate.score() >= MIN_SCORE {
        return Ok(());
    }
    let mut message = "is too easy to guess.".to_owned();
    if let Some(feedback) = estimate.feedback() {
        let warning = feedback.warning().map(|warning| warning.to_string());
        let advice = feedback.suggestions().first().map(|advice| advice.to_string());
        for sentence in warning.into_iter().chain(advice) {
            message.push(' ');
            message.push_str(&sentence);
        }
    }
    Err(message)
}

/// Whether a password is one of its user's fields, reversed or surrounded by digits or signs.
fn is_like(password: &str, own: &OwnFields<'_>) -> bool {
    let password = letters_and_digits(password);
    let (bare, backwards) = (without_digits(&password), password.chars().rev().collect::<String>());
    let (first, last) = (own.first_name.unwrap_or_default(), own.last_name.unwrap_or_default());
    let email = own.email.unwrap_or_default();
    let local = email.split('@').next().unwrap_or_default();
    let (both, turned) = (format!("{first}{last}"), format!("{last}{first}"));
    let fields = [own.username, email, local, own.mobile.unwrap_or_default(), first, last, &both, &turned];
    fields.into_iter().any(|field| {
        let field = letters_and_digits(field);
        let is_core = field.chars().count() >= MIN_FIELD && (field == password || field == backwards);
        let bare_field = without_digits(&field);
        is_core || (bare_field.chars().count() >= MIN_FIELD && bare_field == bare)
    })
}

fn letters_and_digits(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn without_digits(text: &str) -> &str {
    text.trim_matches(|character: char| character.is_ascii_digit())
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
            "passwordpassword",
            "hunter22",
        ] {
            assert!(check(&common.into()).is_err(), "{common}");
        }
        let advice = "is too easy to guess. This is a top-10 common password. Add another word or two. Uncommon words are better.";
        assert_eq!(check(&"password".into()), Err(advice.into()));
    }

    #[test]
    fn others_are_taken_whatever_they_are_made_of() {
        let long = ["a".repeat(72), "a".repeat(128), format!("{}1", "p".repeat(100))];
        let short =
            ["correct horse battery", "switchboard-demo-1", "my dragon sleeps", "kx7-Blau!q", "ÄÖÜäöüß€", "19471121#x"];
        for good in short.map(str::to_owned).into_iter().chain(long) {
            assert_eq!(check(&good.as_str().into()), Ok(()), "{good}");
        }
        assert!(check(&"short 7".into()).is_err());
        assert!(check(&"ä".repeat(513).into()).is_err());
    }

    #[test]
    fn a_password_differs_from_its_users_fields() {
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
            assert!(check_for(&like.into(), &own).is_err(), "{like}");
        }
        // Its fields are guessed first.
        assert_eq!(check_guesses("night_owl", &[]), Ok(()));
        assert!(check_guesses("night_owl", &own.guesses()).is_err());
        for unlike in ["an owl at night", "the millers' olive tree", "correct horse battery"] {
            assert_eq!(check_for(&unlike.into(), &own), Ok(()), "{unlike}");
        }
    }
}
