use super::Env;

/// Grants and prices, in whole credits.
#[derive(Debug, Clone)]
pub struct Credits {
    /// `SIGNUP_CREDITS`: credits of a new user.
    pub signup: i64,
    /// `SIGNUP_CREDITS_FOR`: messages that they pay for.
    pub signup_for: SignupCreditsFor,
    /// `PRICE_IN_APP`: an in-app message.
    pub in_app: i64,
    /// `PRICE_WHATSAPP`: a WhatsApp message.
    pub whatsapp: i64,
}

/// Messages that sign-up credits pay for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumString, strum::Display)]
#[strum(serialize_all = "snake_case")]
pub enum SignupCreditsFor {
    /// In-app messages only.
    InApp,
    /// All messages.
    All,
}

impl Credits {
    pub(super) fn read(env: &mut Env) -> Self {
        let mut price = |name, default| i64::from(env.number(name, default, 0..=1_000_000));
        Self {
            signup: price("SIGNUP_CREDITS", 100),
            in_app: price("PRICE_IN_APP", 1),
            whatsapp: price("PRICE_WHATSAPP", 1),
            signup_for: env.parsed("SIGNUP_CREDITS_FOR", SignupCreditsFor::InApp),
        }
    }
}
