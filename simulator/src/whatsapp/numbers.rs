//! The numbers of businesses, and their tokens.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    graph_error::{GraphError, INVALID_TOKEN, UNKNOWN_OBJECT},
    request::{digits, is_phone_number},
};

/// How many numbers can be registered.
const MAX_REGISTERED: usize = 10_000;
/// In digits.
const MAX_ID: usize = 32;
/// What comes before the phone number id in the token of a number that nobody registered.
const TOKEN_PREFIX: &str = "simulator-token-";

/// How a number is registered, or changed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Registration {
    access_token: String,
    display_phone_number: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Number {
    /// None: revoked.
    access_token: Option<String>,
    /// Digits.
    display_phone_number: String,
}

/// By phone number id. A number that is not here has the token that is made of its id.
pub(super) struct Numbers(BTreeMap<String, Number>);

impl Numbers {
    pub(super) fn new(phone_number_id: &str, access_token: &str) -> Self {
        let display_phone_number = "15550109999".to_owned();
        let number = Number { access_token: Some(access_token.to_owned()), display_phone_number };
        Self(BTreeMap::from([(phone_number_id.to_owned(), number)]))
    }

    /// An error says what is wrong.
    pub(super) fn register(
        &mut self,
        phone_number_id: &str,
        registration: Registration,
    ) -> Result<&Number, &'static str> {
        let Registration { access_token, display_phone_number } = registration;
        if access_token.is_empty() {
            return Err("access_token must not be empty");
        }
        if display_phone_number.as_deref().is_some_and(|number| !is_phone_number(number)) {
            return Err("display_phone_number must be a phone number: 7 to 15 digits, optionally with a plus");
        }
        self.put(phone_number_id, Some(access_token), display_phone_number.as_deref().map(digits))
    }

    /// Makes every token of the number worthless, until it is registered again.
    pub(super) fn revoke(&mut self, phone_number_id: &str) -> Result<&Number, &'static str> {
        self.put(phone_number_id, None, None)
    }

    fn put(
        &mut self,
        phone_number_id: &str,
        access_token: Option<String>,
        display: Option<String>,
    ) -> Result<&Number, &'static str> {
        if !is_id(phone_number_id) {
            return Err("a phone number id is 1 to 32 digits");
        }
        if self.0.len() >= MAX_REGISTERED && !self.0.contains_key(phone_number_id) {
            return Err("too many numbers are registered");
        }
        let display_phone_number = display.unwrap_or_else(|| self.display(phone_number_id));
        let number =
            self.0.entry(phone_number_id.to_owned()).insert_entry(Number { access_token, display_phone_number });
        Ok(number.into_mut())
    }

    pub(super) fn all(&self) -> &BTreeMap<String, Number> {
        &self.0
    }

    /// Whether the token is that of the number: 190 for one that nobody has, 33 for one that another number has.
    pub(super) fn authorize(&self, phone_number_id: &str, token: &str) -> Result<(), GraphError> {
        let is_its_own = match self.0.get(phone_number_id) {
            Some(number) => number.access_token.as_deref() == Some(token),
            None => is_id(phone_number_id) && token.strip_prefix(TOKEN_PREFIX) == Some(phone_number_id),
        };
        if is_its_own {
            return Ok(());
        }
        self.recognize(token)?;
        Err(GraphError::new(UNKNOWN_OBJECT, "no such phone number id, or the token is another number's"))
    }

    /// Whether the token is that of any number.
    pub(super) fn recognize(&self, token: &str) -> Result<(), GraphError> {
        let made_of = token.strip_prefix(TOKEN_PREFIX);
        let is_known = made_of.is_some_and(|id| is_id(id) && !self.0.contains_key(id))
            || self.0.values().any(|number| number.access_token.as_deref() == Some(token));
        if is_known { Ok(()) } else { Err(GraphError::new(INVALID_TOKEN, "the bearer token is missing or wrong")) }
    }

    /// The number as people see it, digits.
    pub(super) fn display(&self, phone_number_id: &str) -> String {
        let registered = self.0.get(phone_number_id).map(|number| number.display_phone_number.clone());
        registered.unwrap_or_else(|| {
            let last = phone_number_id.len().saturating_sub(7);
            format!("1555{:0>7}", phone_number_id.get(last..).unwrap_or_default())
        })
    }
}

pub(super) fn is_id(text: &str) -> bool {
    (1..=MAX_ID).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}
