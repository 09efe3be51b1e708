use chrono::Days;

use super::{Env, Quota};

const MINUTE_SECONDS: u32 = 60;

/// Limits of users' completions.
#[derive(Debug, Clone)]
pub struct Tiers {
    /// `BASIC_TIER_DAILY_LIMIT`: completions of a Basic user per UTC day.
    pub basic_daily_limit: i32,
    /// `PRO_TIER_COMPLETIONS_PER_MINUTE`: fair use of users without a daily limit; `None` if disabled.
    pub fair_use: Option<Quota>,
    /// `USAGE_RETENTION_DAYS`: retention of usage by day; `None` for no limit.
    pub usage_retention: Option<Days>,
}

impl Tiers {
    pub(super) fn read(env: &mut Env) -> Self {
        let limit = env.number("BASIC_TIER_DAILY_LIMIT", 5, 0..=1_000_000);
        let amount = env.number("PRO_TIER_COMPLETIONS_PER_MINUTE", 20, 0..=10_000);
        let retention = env.number("USAGE_RETENTION_DAYS", 400, 0..=36_500);
        let quota = Quota { name: "completions", amount, window_seconds: MINUTE_SECONDS };
        Self {
            // Out-of-range values were recorded as errors, so this configuration is never used.
            basic_daily_limit: i32::try_from(limit).unwrap_or(i32::MAX),
            usage_retention: (retention > 0).then(|| Days::new(retention.into())),
            fair_use: (amount > 0).then_some(quota),
        }
    }
}
