//! The businesses' numbers and tokens.

use std::collections::BTreeMap;

use hashlink::LruCache;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{
    graph_error::{GraphError, INVALID_TOKEN, TEMPORARY, UNKNOWN_OBJECT},
    phone::{digits, is_phone_number},
};

/// Maximum registered numbers.
const MAX_REGISTERED: usize = 10_000;
/// In digits.
const MAX_ID: usize = 32;
/// The token prefix of an unregistered number; the phone number id follows.
const TOKEN_PREFIX: &str = "simulator-token-";

/// The prefix of a business account's id; the phone number id follows.
const ACCOUNT_PREFIX: &str = "7";
/// Lookups of ids with this prefix fail with the code in the six digits after it.
const REFUSED_PREFIX: &str = "9991";
/// Business accounts of ids with this prefix have no subscribed app.
const UNSUBSCRIBED_PREFIX: &str = "9993";

/// A number's registration or update.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Registration {
    access_token: String,
    display_phone_number: Option<String>,
    /// Other valid tokens.
    #[serde(default)]
    other_tokens: Vec<String>,
    /// Tokens with temporary failures.
    #[serde(default)]
    failing_tokens: Vec<String>,
    /// Whether its business account has no subscribed app.
    #[serde(default)]
    unsubscribed: bool,
}

#[derive(Serialize)]
pub(super) struct Number {
    /// None: revoked.
    access_token: Option<String>,
    /// Digits.
    display_phone_number: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    other_tokens: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    failing_tokens: Vec<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unsubscribed: bool,
}

impl Number {
    fn new(access_token: Option<String>, display_phone_number: String) -> Self {
        let (other_tokens, failing_tokens) = (Vec::new(), Vec::new());
        Self { access_token, display_phone_number, other_tokens, failing_tokens, unsubscribed: false }
    }

    fn has(&self, token: &str) -> bool {
        self.access_token.as_deref() == Some(token) || self.other_tokens.iter().any(|other| other == token)
    }
}

/// By phone number id. An unregistered number's token is derived from its id.
pub(super) struct Numbers {
    known: BTreeMap<String, Number>,
    /// Changed business profiles, by phone number id.
    profiles: LruCache<String, Map<String, Value>>,
}

impl Numbers {
    pub(super) fn new(phone_number_id: &str, access_token: &str) -> Self {
        let display_phone_number = "15550109999".to_owned();
        let number = Number::new(Some(access_token.to_owned()), display_phone_number);
        let known = BTreeMap::from([(phone_number_id.to_owned(), number)]);
        Self { known, profiles: LruCache::new(MAX_REGISTERED) }
    }

    /// Returns a validation error.
    pub(super) fn register(
        &mut self,
        phone_number_id: &str,
        registration: Registration,
    ) -> Result<&Number, &'static str> {
        let Registration { access_token, display_phone_number, other_tokens, failing_tokens, unsubscribed } =
            registration;
        if access_token.is_empty() {
            return Err("access_token must not be empty");
        }
        if display_phone_number.as_deref().is_some_and(|number| !is_phone_number(number)) {
            return Err("display_phone_number must be a phone number: 7 to 15 digits, optionally with a plus");
        }
        let display_phone_number = display_phone_number.as_deref().map(digits);
        let number = self.put(phone_number_id, Some(access_token), display_phone_number)?;
        (number.other_tokens, number.failing_tokens) = (other_tokens, failing_tokens);
        number.unsubscribed = unsubscribed;
        Ok(number)
    }

    /// Invalidates all tokens of the number, until it is registered again.
    pub(super) fn revoke(&mut self, phone_number_id: &str) -> Result<&Number, &'static str> {
        self.put(phone_number_id, None, None).map(|number| &*number)
    }

    fn put(
        &mut self,
        phone_number_id: &str,
        access_token: Option<String>,
        display: Option<String>,
    ) -> Result<&mut Number, &'static str> {
        if !is_id(phone_number_id) {
            return Err("a phone number id is 1 to 32 digits");
        }
        if self.known.len() >= MAX_REGISTERED && !self.known.contains_key(phone_number_id) {
            return Err("too many numbers are registered");
        }
        let display_phone_number = display.unwrap_or_else(|| self.display(phone_number_id));
        let number = Number::new(access_token, display_phone_number);
        Ok(self.known.entry(phone_number_id.to_owned()).insert_entry(number).into_mut())
    }

    pub(super) fn all(&self) -> &BTreeMap<String, Number> {
        &self.known
    }

    /// Whether the token is the number's: 190 for an unknown one, 33 for another number's, 2 for one with temporary
    /// failures.
    pub(super) fn authorize(&self, phone_number_id: &str, token: &str) -> Result<(), GraphError> {
        if self.known.get(phone_number_id).is_some_and(|number| number.failing_tokens.iter().any(|it| it == token)) {
            return Err(GraphError::new(TEMPORARY, "the service is temporarily unavailable"));
        }
        let is_its_own = match self.known.get(phone_number_id) {
            Some(number) => number.has(token),
            None => is_id(phone_number_id) && token.strip_prefix(TOKEN_PREFIX) == Some(phone_number_id),
        };
        if is_its_own {
            return Ok(());
        }
        self.recognize(token)?;
        Err(GraphError::new(UNKNOWN_OBJECT, "no such phone number id, or the token is another number's"))
    }

    /// Whether the token is any number's.
    pub(super) fn recognize(&self, token: &str) -> Result<(), GraphError> {
        let made_of = token.strip_prefix(TOKEN_PREFIX);
        let is_known = made_of.is_some_and(|id| is_id(id) && !self.known.contains_key(id))
            || self.known.values().any(|number| number.has(token));
        if is_known { Ok(()) } else { Err(GraphError::new(INVALID_TOKEN, "the bearer token is missing or wrong")) }
    }

    /// The business account of a number; each has its own.
    pub(super) fn business_account(&self, phone_number_id: &str) -> String {
        format!("{ACCOUNT_PREFIX}{phone_number_id}")
    }

    /// The number of a business account; the token must be the number's.
    pub(super) fn of_business_account<'a>(&self, account: &'a str, token: &str) -> Result<&'a str, GraphError> {
        let no_such = || GraphError::new(UNKNOWN_OBJECT, "no such business account");
        let id = account.strip_prefix(ACCOUNT_PREFIX).ok_or_else(no_such)?;
        self.authorize(id, token)?;
        Ok(id)
    }

    pub(super) fn profile(&self, phone_number_id: &str) -> Map<String, Value> {
        let initial = || {
            let member = |(name, value): (&str, &str)| (name.to_owned(), json!(value));
            Map::from_iter([("about", "A simulated business"), ("vertical", "OTHER")].map(member))
        };
        self.profiles.peek(phone_number_id).cloned().unwrap_or_else(initial)
    }

    pub(super) fn change_profile(&mut self, phone_number_id: &str, change: Map<String, Value>) {
        let mut profile = self.profile(phone_number_id);
        profile.extend(change);
        self.profiles.insert(phone_number_id.to_owned(), profile);
    }

    /// Whether a business account's webhooks go to the app; the token must be its number's.
    pub(super) fn is_subscribed(&self, business_account: &str, token: &str) -> Result<bool, GraphError> {
        let id = self.of_business_account(business_account, token)?;
        Ok(self.known.get(id).map_or_else(|| !id.starts_with(UNSUBSCRIBED_PREFIX), |number| !number.unsubscribed))
    }

    /// The number for display, digits.
    pub(super) fn display(&self, phone_number_id: &str) -> String {
        let registered = self.known.get(phone_number_id).map(|number| number.display_phone_number.clone());
        registered.unwrap_or_else(|| {
            let last = phone_number_id.len().saturating_sub(7);
            format!("1555{:0>7}", phone_number_id.get(last..).unwrap_or_default())
        })
    }
}

/// The error code of looking up a number.
pub(super) fn magic_error(phone_number_id: &str) -> Option<u32> {
    phone_number_id.strip_prefix(REFUSED_PREFIX)?.get(..6)?.parse().ok()
}

pub(super) fn is_id(text: &str) -> bool {
    (1..=MAX_ID).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}
