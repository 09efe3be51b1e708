use super::Env;

/// Currencies that Stripe counts in other parts than hundredths, or charges in whole units only.
const NOT_IN_HUNDREDTHS: [&str; 24] = [
    "BHD", "BIF", "CLP", "DJF", "GNF", "HUF", "ISK", "JOD", "JPY", "KMF", "KRW", "KWD", "MGA", "OMR", "PYG", "RWF",
    "TND", "TWD", "UGX", "VND", "VUV", "XAF", "XOF", "XPF",
];

/// The currency of wallets and payments.
#[derive(Debug, Clone)]
pub struct Money {
    /// `CURRENCY`: ISO 4217, upper case.
    pub currency: String,
    /// `CREDIT_PRICE_MINOR`: what a credit costs, in minor units.
    pub credit_price: i64,
}

impl Money {
    pub(super) fn read(env: &mut Env) -> Self {
        let currency = env.text("CURRENCY").unwrap_or_else(|| "USD".into()).to_ascii_uppercase();
        if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
            env.problem("CURRENCY: must be a code of ISO 4217, like USD".into());
        } else if NOT_IN_HUNDREDTHS.contains(&currency.as_str()) {
            env.problem(format!(
                "CURRENCY: {currency} is not counted in hundredths, and only such currencies are served"
            ));
        }
        Self { currency, credit_price: env.number("CREDIT_PRICE_MINOR", 10, 1..=1_000_000).into() }
    }
}
