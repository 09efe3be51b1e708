use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::ids::{DistributionId, JobId, RechargeId, TransferId, UserId};

/// The asset that pays for messages; whole numbers.
pub const CREDIT: &str = "CREDIT";

crate::text_enum! {
    /// Kind of a transfer. Unique with its reference: it happens once.
    pub enum TransferKind {
        /// Sign-up credits; refers to the user.
        Grant,
        /// Made by an admin; refers to itself.
        Mint,
        /// The price of a message; refers to it.
        Charge,
        /// A refunded charge; refers to the charge.
        Refund,
        /// A reseller's credits for its business owner; refers to the distribution.
        Distribution,
        /// Credits that a reseller takes back; refers to the distribution.
        Reclaim,
        /// Money from one user to another; refers to itself.
        Transfer,
        /// Opening balance of a demo user; refers to itself.
        Funding,
        /// Purchased credits; refers to the recharge.
        Recharge,
        /// Deposited money; refers to the deposit.
        Deposit,
        /// A purchase taken back because its payment was returned; refers to itself.
        Reversal,
        /// A reversal undone because the payment came back; refers to itself.
        Restoration,
        /// Credits replaced by promotional ones, by the migration that introduced these; refers to itself.
        Conversion,
    }
}

impl TransferKind {
    /// Whether the reference was just created, which rules out an earlier transfer.
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

/// Platform accounts. Their balances are summed on demand, because a row for each would serialize all transfers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// Source of credits.
    Issuer,
    /// Destination of spent credits.
    Revenue,
    /// Source and destination of money: the outside world.
    External,
}

impl System {
    /// The id of the account, the same in every database.
    #[must_use]
    pub fn account(self) -> Uuid {
        Uuid::from_u128(match self {
            Self::Issuer => 1,
            Self::Revenue => 2,
            Self::External => 3,
        })
    }

    /// The account that issues an asset to users.
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

/// State of a wallet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WalletState {
    /// The balance.
    pub balance: i64,
    /// The part of it that is promotional credits.
    pub promotional: i64,
    /// A lower balance notifies the owner.
    pub low_balance_threshold: Option<i64>,
}

/// Why a movement was refused. Nothing of it was moved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The payer's balance is too low.
    #[error("{needed} needed, {balance} there")]
    Insufficient {
        /// The balance.
        balance: i64,
        /// The part of it that can't be used for this: promotional credits.
        promotional: i64,
        /// The required amount.
        needed: i64,
    },
    /// It is already done.
    #[error("it happened before")]
    Done,
    /// A user without a wallet for the asset.
    #[error("no such wallet")]
    NoWallet,
}

/// A completed movement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// Its id.
    pub id: TransferId,
    /// The payer's account and, for a wallet, its entry's number.
    pub from: (Uuid, Option<i64>),
    /// The payer's balance after it; `None` for the platform.
    pub from_balance: Option<i64>,
    /// The receiver's balance after it.
    pub to_balance: Option<i64>,
    /// The part of it that is promotional credits.
    pub promotional: i64,
}

/// The other side of a movement. A username may equal the name of a platform account; the kind distinguishes them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Counterparty {
    /// Its kind.
    pub kind: CounterpartyKind,
    /// A user's id.
    pub id: Option<UserId>,
    /// A username, or a platform account: `issuer`, `revenue` or `external`.
    pub name: String,
}

/// Kind of the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CounterpartyKind {
    /// A user's wallet.
    User,
    /// A platform account.
    System,
}

impl Counterparty {
    /// A platform account.
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
    /// Its kind.
    pub kind: TransferKind,
    /// The amount; negative if outgoing.
    pub amount: i64,
    /// The balance after it.
    pub balance_after: i64,
    /// Its reference.
    pub reference: Uuid,
    /// The job that it paid for.
    pub job_id: Option<JobId>,
    /// The other side.
    pub counterparty: Counterparty,
    /// A note written by a person.
    pub note: Option<String>,
    /// Time of the transfer.
    pub created_at: DateTime<Utc>,
}
