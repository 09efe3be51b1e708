use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::ids::{DistributionId, JobId, RechargeId, TransferId, UserId};

/// The asset that messages are paid with; whole numbers.
pub const CREDIT: &str = "CREDIT";

/// What a transfer is for. With its reference it is unique: it happens once.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema, sqlx::Type, strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum TransferKind {
    /// A gift at sign-up; refers to the user.
    Grant,
    /// Made by an admin; refers to itself.
    Mint,
    /// The price of a message; refers to it.
    Charge,
    /// A charge given back; refers to the charge.
    Refund,
    /// A reseller's credits for its business owner; refers to the distribution.
    Distribution,
    /// What a reseller takes back of them; refers to the distribution.
    Reclaim,
    /// Money from one user to another; refers to itself.
    Transfer,
    /// Money that sample users begin with; refers to itself.
    Funding,
    /// Credits that were bought; refers to the recharge.
    Recharge,
    /// Money that was paid in; refers to the deposit.
    Deposit,
    /// What was bought, taken back because its payment went back; refers to itself.
    Reversal,
    /// What was taken back, given again because the payment came back; refers to itself.
    Restoration,
    /// Credits taken and given again as promotional ones, by the migration that introduced these; refers to itself.
    Conversion,
}

impl TransferKind {
    /// Whether what it refers to was made just now, so that there can't be an earlier one.
    pub(super) fn is_always_first(self) -> bool {
        self.refers_to_itself() || self == Self::Charge
    }

    /// Whether the reference is the transfer's own id.
    pub(super) fn refers_to_itself(self) -> bool {
        matches!(
            self,
            Self::Mint | Self::Transfer | Self::Funding | Self::Reversal | Self::Restoration | Self::Conversion
        )
    }

    /// The reference as its public id.
    #[must_use]
    pub fn reference(self, reference: Uuid) -> String {
        match self {
            Self::Grant => UserId::from(reference).to_string(),
            Self::Charge => crate::ids::MessageId::from(reference).to_string(),
            Self::Distribution | Self::Reclaim => DistributionId::from(reference).to_string(),
            Self::Recharge | Self::Deposit => RechargeId::from(reference).to_string(),
            Self::Mint
            | Self::Refund
            | Self::Transfer
            | Self::Funding
            | Self::Reversal
            | Self::Restoration
            | Self::Conversion => TransferId::from(reference).to_string(),
        }
    }
}

/// Accounts of the platform. Their balances are summed up when asked for, not kept in a row, for
/// which all transfers would queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// Where credits come from.
    Issuer,
    /// Where they go when they are spent.
    Revenue,
    /// Where money comes from and goes to: the world outside.
    External,
}

impl System {
    pub(crate) fn account(self) -> Uuid {
        Uuid::from_u128(match self {
            Self::Issuer => 1,
            Self::Revenue => 2,
            Self::External => 3,
        })
    }

    /// Where what users get of an asset comes from.
    pub(super) fn source_of(asset: &str) -> Self {
        if asset == CREDIT { Self::Issuer } else { Self::External }
    }

    /// The name of the account with this id.
    #[must_use]
    pub fn name_of(account: Uuid) -> Option<&'static str> {
        match account.as_u128() {
            1 => Some("issuer"),
            2 => Some("revenue"),
            3 => Some("external"),
            _ => None,
        }
    }
}

/// How a wallet stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WalletState {
    /// What is there.
    pub balance: i64,
    /// How many of these are promotional credits.
    pub promotional: i64,
    /// Its owner is told when the balance falls below this.
    pub low_balance_threshold: Option<i64>,
}

/// Why something was not moved. Nothing of it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The giver has too little.
    #[error("{needed} needed, {balance} there")]
    Insufficient {
        /// What was there.
        balance: i64,
        /// How much of that can't be used for this: promotional credits.
        promotional: i64,
        /// What was asked for.
        needed: i64,
    },
    /// It happened before.
    #[error("it happened before")]
    Done,
    /// A user without a wallet for the asset.
    #[error("no such wallet")]
    NoWallet,
}

/// A movement that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// Its id.
    pub id: TransferId,
    /// The giver's account, and for a wallet the number of its entry.
    pub from: (Uuid, Option<i64>),
    /// The giver's balance after it; `None` for the platform.
    pub from_balance: Option<i64>,
    /// The receiver's.
    pub to_balance: Option<i64>,
    /// How much of it is promotional credits.
    pub promotional: i64,
}

/// The other side of a movement. A user may be called like an account of the platform; the kind tells them apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Counterparty {
    /// Which of the two it is.
    pub kind: CounterpartyKind,
    /// A user's id.
    pub id: Option<UserId>,
    /// A user's name, or an account of the platform: `issuer`, `revenue` or `external`.
    pub name: String,
}

/// What is on the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CounterpartyKind {
    /// A user's wallet.
    User,
    /// An account of the platform.
    System,
}

impl Counterparty {
    /// An account of the platform.
    #[must_use]
    pub fn system(name: &str) -> Self {
        Self { kind: CounterpartyKind::System, id: None, name: name.to_owned() }
    }

    pub(super) fn of(account: Uuid, user: Option<(UserId, String)>) -> Self {
        match user {
            Some((id, name)) => Self { kind: CounterpartyKind::User, id: Some(id), name },
            None => Self::system(System::name_of(account).unwrap_or("unknown")),
        }
    }
}

/// A row of a wallet's statement.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The transfer.
    pub id: TransferId,
    /// The row's number in this wallet, from 1, without gaps.
    pub number: i64,
    /// What for.
    pub kind: TransferKind,
    /// What came in, or, below zero, went out.
    pub amount: i64,
    /// The balance after it.
    pub balance_after: i64,
    /// What it refers to.
    pub reference: Uuid,
    /// The job that it paid.
    pub job_id: Option<JobId>,
    /// The other side.
    pub counterparty: Counterparty,
    /// What a person wrote to it.
    pub note: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
}
