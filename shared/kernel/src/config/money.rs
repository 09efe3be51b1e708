use chrono::TimeDelta;

use super::Env;
use crate::money::Amount;

/// Currencies without hundredths, or not counted in them by Stripe: amounts have two places here.
const NOT_IN_HUNDREDTHS: [&str; 27] = [
    "BHD", "BIF", "CLF", "CLP", "DJF", "GNF", "HUF", "IQD", "ISK", "JOD", "JPY", "KMF", "KRW", "KWD", "LYD", "MGA",
    "OMR", "PYG", "RWF", "TND", "TWD", "UGX", "VND", "VUV", "XAF", "XOF", "XPF",
];

/// The currency of wallets and payments, the price of a credit, and transfer limits.
#[derive(Debug, Clone)]
pub struct Money {
    /// `CURRENCY`: ISO 4217, upper case.
    pub currency: String,
    /// `CREDIT_PRICE_MINOR`: price of a credit, in minor units.
    pub credit_price: i64,
    /// `TRANSFER_LIMIT`: maximum of one transfer, in minor units.
    pub transfer_limit: i64,
    /// `TRANSFER_DAILY_LIMIT`: a user's maximum per UTC day, in minor units.
    pub transfer_daily_limit: i64,
    /// `DEPOSIT_HOLD_HOURS`: how long deposited money can't be transferred.
    pub deposit_hold: TimeDelta,
}

impl Money {
    pub(super) fn read(env: &mut Env) -> Self {
        let currency = env.text_or("CURRENCY", "USD").to_ascii_uppercase();
        if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
            env.problem("CURRENCY: must be a code of ISO 4217, like USD".into());
        } else if NOT_IN_HUNDREDTHS.contains(&currency.as_str()) {
            env.problem(format!(
                "CURRENCY: {currency} is not counted in hundredths, and only such currencies are served"
            ));
        }
        let credit_price = env.number("CREDIT_PRICE_MINOR", 10, 1..=1_000_000).into();
        let mut limit = |name, default: &str| match env.text_or(name, default).parse::<Amount>() {
            Ok(amount) => amount.minor(),
            Err(why) => {
                env.problem(format!("{name}: {why}"));
                0
            }
        };
        let transfer_limit = limit("TRANSFER_LIMIT", "10000.00");
        let transfer_daily_limit = limit("TRANSFER_DAILY_LIMIT", "100000.00");
        let deposit_hold = TimeDelta::hours(env.number("DEPOSIT_HOLD_HOURS", 72, 0..=8_760).into());
        Self { currency, credit_price, transfer_limit, transfer_daily_limit, deposit_hold }
    }
}
