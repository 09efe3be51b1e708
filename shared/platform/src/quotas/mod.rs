//! Quotas: limits on stored items, open connections and hourly actions per account. One table describes them all;
//! checks, API answers and documentation derive from it.

mod check;
mod count;
mod open;
mod overrides;

use serde::Serialize;
use strum::IntoEnumIterator;
use utoipa::ToSchema;

pub use check::{QuotaError, QuotaExceeded, limit, reserve, reserve_sessions, take};
pub use count::{count, scheduled};
pub use open::{OpenSlots, Slot};
pub use overrides::{Overrides, overrides, set_overrides};

crate::text_enum! {
    /// A quota per account.
    #[derive(PartialOrd, Ord)]
    pub enum Quota {
        /// Open WebSockets.
        Sockets,
        /// Open event streams and waiting requests (`Prefer: wait`), together.
        Streams,
        /// API keys, including expired ones.
        ApiKeys,
        /// Message templates.
        Templates,
        /// Sessions. A new login ends the oldest one.
        Sessions,
        /// Groups and assistant conversations that the user owns.
        OwnedConversations,
        /// Conversations that the user is in.
        Memberships,
        /// Messages with a future `send_at`.
        ScheduledMessages,
        /// Unpaid recharges and deposits.
        OpenRecharges,
        /// Groups that the user creates.
        GroupsPerHour,
        /// People whom the user adds to conversations.
        MembersPerHour,
        /// Refreshes of one session.
        RefreshesPerHour,
        /// Bulk jobs that the user creates.
        BulkJobsPerHour,
    }
}

/// Kind of a quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuotaKind {
    /// Stored items: counted until they are removed or ended.
    Stock,
    /// Concurrently open items, over all processes.
    Open,
    /// Actions per hour: a burst of the whole limit, refilled evenly over the hour.
    Rate,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Description {
    /// The quota.
    pub quota: Quota,
    /// Its kind.
    pub kind: QuotaKind,
    /// The counted unit, as text.
    pub unit: &'static str,
    /// Defaults for `user`, `business_owner`, `reseller` and `admin`.
    pub defaults: [i64; 4],
    /// The maximum that an admin may set.
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
            Self::BulkJobsPerHour => (Rate, "operations on many jobs", [20, 20, 20, 100], 1_000),
        };
        Description { quota: self, kind, unit, defaults, most }
    }

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::iter()
    }
}

impl Description {
    /// A role's default. An unknown role gets the lowest.
    #[must_use]
    pub fn default_of(&self, role: &str) -> i64 {
        let place = ROLES.iter().position(|known| *known == role);
        place.map_or_else(|| self.defaults.into_iter().min().unwrap_or_default(), |place| self.defaults[place])
    }
}

/// An account's quota.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct QuotaState {
    /// The quota.
    pub name: Quota,
    /// Its kind.
    pub kind: QuotaKind,
    /// The counted unit.
    #[schema(examples("API keys"))]
    pub unit: &'static str,
    /// Its limit.
    pub limit: i64,
    /// For a rate: the window in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window_seconds: Option<u32>,
    /// Current count; null for rates, and for open items while it is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub used: Option<i64>,
}
