use super::Env;

/// A rate limit: a burst of `amount`, refilled evenly over the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// Separates the counts of quotas; visible to clients in `RateLimit-Policy`.
    pub name: &'static str,
    /// Maximum burst.
    pub amount: u32,
    /// Seconds until a full refill.
    pub window_seconds: u32,
}

impl Quota {
    /// The quota for an operation of weight `cost`.
    #[must_use]
    pub fn at_cost(self, cost: u32) -> Self {
        Self { amount: (self.amount / cost.max(1)).max(1), ..self }
    }

    /// The share of one of several processes when they can't count together; at least one.
    #[must_use]
    pub fn shared_by(self, processes: u32) -> Self {
        self.at_cost(processes)
    }
}

/// Limits of the API; `None` if disabled.
#[derive(Debug, Clone)]
pub struct Limits {
    /// `RATE_LIMIT_REQUESTS_PER_SECOND`: requests of an account.
    pub account: Option<Quota>,
    /// The same number: unauthenticated requests of an address.
    pub address: Option<Quota>,
    /// `RATE_LIMIT_SIGNUPS_PER_HOUR`: sign-ups of an address.
    pub signups: Option<Quota>,
    /// `RATE_LIMIT_LOGINS_PER_ACCOUNT`: failed logins under a username.
    pub logins_of_account: Option<Quota>,
    /// `RATE_LIMIT_SUCCESSFUL_LOGINS_PER_ACCOUNT`: logins by password that succeed.
    pub successful_logins: Option<Quota>,
    /// `RATE_LIMIT_LOGINS_PER_ADDRESS`: failed logins of an address.
    pub logins_of_address: Option<Quota>,
    /// `RATE_LIMIT_OTPS_PER_NUMBER`: one-time codes sent to a number.
    pub otps_of_number: Option<Quota>,
    /// `RATE_LIMIT_OTPS_PER_ADDRESS`: one-time codes requested by an address.
    pub otps_of_address: Option<Quota>,
    /// `RATE_LIMIT_OTPS_PER_BLOCK`: one-time codes sent to numbers that differ in their last four digits only.
    pub otps_of_block: Option<Quota>,
    /// `RATE_LIMIT_OTPS_PER_HOUR`: all one-time codes.
    pub otps: Option<Quota>,
    /// `MAX_CONCURRENT_REQUESTS_PER_ACCOUNT`: concurrent requests of an account per process.
    pub concurrent_requests: Option<usize>,
    /// `MAX_CONCURRENT_SENDS_PER_ACCOUNT`: the same for sends, which share transactions.
    pub concurrent_sends: Option<usize>,
    /// `RATE_LIMIT_CHAT_MESSAGES_PER_SECOND`: messages of a user in one conversation.
    pub chat_messages: Option<Quota>,
    /// `RATE_LIMIT_CHAT_USER_MESSAGES_PER_SECOND`: messages and edits of a user in all conversations together.
    pub chat_messages_of_user: Option<Quota>,
    /// `RATE_LIMIT_CHAT_USER_BYTES_PER_MINUTE`: bytes of their texts.
    pub chat_bytes_of_user: Option<Quota>,
    /// `RATE_LIMIT_LOOKUPS_PER_MINUTE`: users that an account looks up by name.
    pub lookups: Option<Quota>,
    /// `RATE_LIMIT_NUMBER_VERIFICATIONS_PER_HOUR`: claims of an account to a WhatsApp number of its own.
    pub number_verifications: Option<Quota>,
}

/// The burst: two seconds' worth of requests.
const BURST_SECONDS: u32 = 2;
const MINUTE_SECONDS: u32 = 60;
/// Maximum size of a chat message, in bytes.
pub const LARGEST_CHAT_MESSAGE: u32 = 16 * 1024;
const HOUR_SECONDS: u32 = 60 * 60;
const LOGINS_WINDOW_SECONDS: u32 = 15 * 60;

impl Limits {
    pub(super) fn read(env: &mut Env) -> Self {
        let requests = env.number("RATE_LIMIT_REQUESTS_PER_SECOND", 200, 0..=10_000);
        let signups = env.number("RATE_LIMIT_SIGNUPS_PER_HOUR", 20, 0..=100_000);
        let logins_of_account = env.number("RATE_LIMIT_LOGINS_PER_ACCOUNT", 10, 0..=100_000);
        let successful_logins = env.number("RATE_LIMIT_SUCCESSFUL_LOGINS_PER_ACCOUNT", 30, 0..=100_000);
        let logins_of_address = env.number("RATE_LIMIT_LOGINS_PER_ADDRESS", 100, 0..=100_000);
        let otps_of_number = env.number("RATE_LIMIT_OTPS_PER_NUMBER", 10, 0..=100_000);
        let otps_of_address = env.number("RATE_LIMIT_OTPS_PER_ADDRESS", 50, 0..=100_000);
        let otps_of_block = env.number("RATE_LIMIT_OTPS_PER_BLOCK", 200, 0..=1_000_000);
        let otps = env.number("RATE_LIMIT_OTPS_PER_HOUR", 10_000, 0..=10_000_000);
        let chat_messages = env.number("RATE_LIMIT_CHAT_MESSAGES_PER_SECOND", 1, 0..=1_000);
        let chat_messages_of_user = env.number("RATE_LIMIT_CHAT_USER_MESSAGES_PER_SECOND", 10, 0..=10_000);
        let chat_bytes_of_user = env.number("RATE_LIMIT_CHAT_USER_BYTES_PER_MINUTE", 262_144, 0..=1_000_000_000);
        if (1..LARGEST_CHAT_MESSAGE).contains(&chat_bytes_of_user) {
            env.problem(format!(
                "RATE_LIMIT_CHAT_USER_BYTES_PER_MINUTE: must be at least {LARGEST_CHAT_MESSAGE}, the largest message, or 0 for no limit"
            ));
        }
        let concurrent_requests = env.number("MAX_CONCURRENT_REQUESTS_PER_ACCOUNT", 8, 0..=1_000);
        let concurrent_sends = env.number("MAX_CONCURRENT_SENDS_PER_ACCOUNT", 256, 0..=4_096);
        let at_a_time = |limit: u32| usize::try_from(limit).ok().filter(|limit| *limit > 0);
        let lookups = env.number("RATE_LIMIT_LOOKUPS_PER_MINUTE", 30, 0..=100_000);
        let verifications = env.number("RATE_LIMIT_NUMBER_VERIFICATIONS_PER_HOUR", 10, 0..=100_000);
        let quota = |name, amount, window_seconds| (amount > 0).then_some(Quota { name, amount, window_seconds });
        // Out-of-range values were recorded as errors, so this configuration is never used.
        let burst = requests.saturating_mul(BURST_SECONDS);
        Self {
            account: quota("account", burst, BURST_SECONDS),
            address: quota("address", burst, BURST_SECONDS),
            signups: quota("signups", signups, HOUR_SECONDS),
            logins_of_account: quota("logins_of_account", logins_of_account, LOGINS_WINDOW_SECONDS),
            successful_logins: quota("successful_logins", successful_logins, LOGINS_WINDOW_SECONDS),
            logins_of_address: quota("logins_of_address", logins_of_address, LOGINS_WINDOW_SECONDS),
            otps_of_number: quota("otps_of_number", otps_of_number, HOUR_SECONDS),
            otps_of_address: quota("otps_of_address", otps_of_address, HOUR_SECONDS),
            otps_of_block: quota("otps_of_block", otps_of_block, HOUR_SECONDS),
            otps: quota("otps", otps, HOUR_SECONDS),
            concurrent_requests: at_a_time(concurrent_requests),
            concurrent_sends: at_a_time(concurrent_sends),
            chat_messages: quota("chat_messages", chat_messages, 1),
            chat_messages_of_user: quota("chat_messages_of_user", chat_messages_of_user, 1),
            chat_bytes_of_user: quota("chat_bytes_of_user", chat_bytes_of_user, MINUTE_SECONDS),
            lookups: quota("lookups", lookups, MINUTE_SECONDS),
            number_verifications: quota("number_verifications", verifications, HOUR_SECONDS),
        }
    }
}
