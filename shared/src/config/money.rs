use super::Env;
use crate::money::Amount;

/// Currencies of ISO 4217 whose minor unit is not a hundredth: amounts have two places here.
const OTHER_MINOR_UNITS: [&str; 23] = [
    "BHD", "BIF", "CLF", "CLP", "DJF", "GNF", "IQD", "ISK", "JOD", "JPY", "KMF", "KRW", "KWD", "LYD", "OMR", "PYG",
    "RWF", "TND", "UGX", "VND", "VUV", "XAF", "XPF",
];

/// The currency of wallets, and how much of it may be sent to others.
#[derive(Debug, Clone)]
pub struct Money {
    /// `CURRENCY`: its code, such as `USD`.
    pub currency: String,
    /// `TRANSFER_LIMIT`: the most that one transfer may move, in minor units.
    pub transfer_limit: i64,
    /// `TRANSFER_DAILY_LIMIT`: the most that a user may send on a UTC day, in minor units.
    pub transfer_daily_limit: i64,
}

impl Money {
    pub(super) fn read(env: &mut Env) -> Self {
        let currency = env.text("CURRENCY").unwrap_or_else(|| "USD".into());
        if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
            env.problem("CURRENCY: must be a code of three capital letters, like USD".into());
        } else if OTHER_MINOR_UNITS.contains(&currency.as_str()) {
            env.problem(format!("CURRENCY: {currency} has no hundredths, and amounts here have two places"));
        }
        let mut limit = |name, default: &str| match env.text(name).as_deref().unwrap_or(default).parse::<Amount>() {
            Ok(amount) => amount.minor(),
            Err(why) => {
                env.problem(format!("{name}: {why}"));
                0
            }
        };
        let transfer_limit = limit("TRANSFER_LIMIT", "10000.00");
        let transfer_daily_limit = limit("TRANSFER_DAILY_LIMIT", "100000.00");
        Self { currency, transfer_limit, transfer_daily_limit }
    }
}
