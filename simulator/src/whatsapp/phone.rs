//! Phone numbers.

/// The digits of a phone number: with and without a plus it is the same number.
pub(super) fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

pub(super) fn is_phone_number(text: &str) -> bool {
    let number = text.strip_prefix('+').unwrap_or(text);
    (7..=15).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0')
}

/// The user id of the person with a phone number (digits): always the same, and visibly simulated.
pub(super) fn user_id(digits: &str) -> String {
    format!("US.9{digits:0>15}")
}

/// The phone number with this user id; none for a person without a phone number.
pub(super) fn of_user_id(id: &str) -> Option<String> {
    let number = id.strip_prefix("US.9").filter(|digits| digits.len() == 15)?.trim_start_matches('0');
    is_phone_number(number).then(|| format!("+{number}"))
}
