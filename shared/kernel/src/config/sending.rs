use super::{Env, Quota};

/// External sending: rights and limits.
#[derive(Debug, Clone)]
pub struct Sending {
    /// `EXTERNAL_SENDING`: accounts with the right.
    pub external: ExternalSending,
    /// `EXTERNAL_SENDS_PER_ACCOUNT_PER_DAY`: messages of an account per UTC day; `None` if disabled.
    pub of_account: Option<u32>,
    /// `SHARED_NUMBER_SENDS_PER_HOUR` and `SHARED_NUMBER_SENDS_PER_DAY`: messages of all accounts from the platform's
    /// number, without disabled limits.
    pub of_shared_number: Vec<Quota>,
}

/// Accounts that may send outside the platform, besides admins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumString, strum::Display)]
#[strum(serialize_all = "snake_case")]
pub enum ExternalSending {
    /// All accounts, with any template of the platform's number.
    Open,
    /// Accounts with a verified phone number or a grant.
    Proven,
    /// Accounts with a grant.
    Granted,
}

impl Sending {
    pub(super) fn read(env: &mut Env) -> Self {
        let of_account = env.number("EXTERNAL_SENDS_PER_ACCOUNT_PER_DAY", 1_000, 0..=100_000_000);
        let per_hour = env.number("SHARED_NUMBER_SENDS_PER_HOUR", 10_000, 0..=100_000_000);
        let per_day = env.number("SHARED_NUMBER_SENDS_PER_DAY", 100_000, 0..=100_000_000);
        let quota = |name, amount, window_seconds| (amount > 0).then_some(Quota { name, amount, window_seconds });
        let hour = quota("shared_number_hour", per_hour, 60 * 60);
        let day = quota("shared_number_day", per_day, 24 * 60 * 60);
        Self {
            external: env.parsed("EXTERNAL_SENDING", ExternalSending::Proven),
            of_account: (of_account > 0).then_some(of_account),
            of_shared_number: hour.into_iter().chain(day).collect(),
        }
    }
}
