//! Quotas: what an account may have, hold open, or do in an hour. One table describes them all; the checks, the answers of
//! the API and the documentation come from it.

mod check;
mod count;
mod open;
mod overrides;

use serde::{Deserialize, Serialize};
use strum::{EnumIter, IntoEnumIterator, IntoStaticStr};
use utoipa::ToSchema;

pub use check::{QuotaError, QuotaExceeded, limit, reserve, reserve_sessions, take};
pub use count::{count, scheduled};
pub use open::{OpenSlots, Slot};
pub use overrides::{Overrides, overrides, set_overrides};

/// Something that is bounded for each account.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    ToSchema,
    EnumIter,
    IntoStaticStr,
    strum::Display,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Quota {
    /// Open WebSockets.
    Sockets,
    /// Open event streams and requests that wait (`Prefer: wait`), together.
    Streams,
    /// API keys, with those that have expired.
    ApiKeys,
    /// Message templates.
    Templates,
    /// Sessions. The oldest one is ended for a new login.
    Sessions,
    /// Groups and assistant conversations that the user owns.
    OwnedConversations,
    /// Conversations that the user is in.
    Memberships,
    /// Messages whose `send_at` lies ahead.
    ScheduledMessages,
    /// Recharges and deposits that are not paid yet.
    OpenRecharges,
    /// Groups that the user creates.
    GroupsPerHour,
    /// People that the user brings into conversations.
    MembersPerHour,
    /// Refreshes of one session.
    RefreshesPerHour,
}

/// How a quota is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuotaKind {
    /// What is stored: it counts until it is removed or over.
    Stock,
    /// What is open at the same time, over all processes.
    Open,
    /// What happens within an hour: all of it at once, and it comes back evenly over the hour.
    Rate,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Description {
    /// What is bounded.
    pub quota: Quota,
    /// How it is counted.
    pub kind: QuotaKind,
    /// What is counted, for people.
    pub unit: &'static str,
    /// Defaults for `user`, `business_owner`, `reseller` and `admin`.
    pub defaults: [i64; 4],
    /// The most that an admin may allow.
    pub most: i64,
}

/// The roles, in the order of the defaults.
pub const ROLES: [&str; 4] = ["user", "business_owner", "reseller", "admin"];

/// Rates are counted over this many seconds.
pub const RATE_WINDOW_SECONDS: u32 = 3_600;

impl Quota {
    /// Its name, in the API and in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Its row of the table.
    #[must_use]
    pub const fn describe(self) -> Description {
        use QuotaKind::{Open, Rate, Stock};
        let (kind, unit, defaults, most) = match self {
            Self::Sockets => (Open, "open WebSockets", [20; 4], 1_000),
            Self::Streams => (Open, "open event streams and waiting requests", [50; 4], 2_000),
            Self::ApiKeys => (Stock, "API keys", [50; 4], 1_000),
            Self::Templates => (Stock, "message templates", [500; 4], 10_000),
            Self::Sessions => (Stock, "sessions", [50; 4], 1_000),
            Self::OwnedConversations => (Stock, "groups and assistant conversations owned", [500; 4], 10_000),
            Self::Memberships => (Stock, "conversations joined", [5_000, 10_000, 10_000, 10_000], 10_000),
            Self::ScheduledMessages => (Stock, "scheduled messages", [10_000; 4], 100_000),
            Self::OpenRecharges => (Stock, "unpaid recharges and deposits", [20; 4], 1_000),
            Self::GroupsPerHour => (Rate, "groups created", [50; 4], 10_000),
            Self::MembersPerHour => (Rate, "people brought into conversations", [500; 4], 100_000),
            Self::RefreshesPerHour => (Rate, "refreshes of a session", [120; 4], 3_600),
        };
        Description { quota: self, kind, unit, defaults, most }
    }

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::iter()
    }
}

impl Description {
    /// What a role has where no admin said otherwise. A role that is not known here has the least.
    #[must_use]
    pub fn default_of(&self, role: &str) -> i64 {
        let place = ROLES.iter().position(|known| *known == role);
        place.map_or_else(|| self.defaults.into_iter().min().unwrap_or_default(), |place| self.defaults[place])
    }
}

/// What one account may have of something.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QuotaState {
    /// What is bounded.
    pub name: Quota,
    /// How it is counted.
    pub kind: QuotaKind,
    /// What is counted.
    #[schema(examples("API keys"))]
    pub unit: &'static str,
    /// How many there may be.
    pub limit: i64,
    /// Of a rate: the seconds over which it is counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window_seconds: Option<u32>,
    /// How many there are; not told of rates, and of what is open while that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used: Option<i64>,
}
