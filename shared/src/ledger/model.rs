use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::ids::{JobId, RechargeId, TransferId, UserId};

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
    /// Credits that were bought; refers to the recharge.
    Recharge,
    /// Money that was paid in; refers to the deposit.
    Deposit,
    /// What was bought, taken back because its payment went back; refers to itself.
    Reversal,
    /// What was taken back, given again because the payment came back; refers to itself.
    Restoration,
}

impl TransferKind {
    /// Whether what it refers to was made just now, so that there can't be an earlier one.
    pub(super) fn is_always_first(self) -> bool {
        matches!(self, Self::Charge) || self.refers_to_itself()
    }

    /// Whether the reference is the transfer's own id.
    pub(super) fn refers_to_itself(self) -> bool {
        matches!(self, Self::Mint | Self::Reversal | Self::Restoration)
    }

    /// The reference as its public id.
    #[must_use]
    pub fn reference(self, reference: Uuid) -> String {
        match self {
            Self::Grant => UserId::from(reference).to_string(),
            Self::Charge => crate::ids::MessageId::from(reference).to_string(),
            Self::Recharge | Self::Deposit => crate::ids::RechargeId::from(reference).to_string(),
            Self::Mint | Self::Refund | Self::Reversal | Self::Restoration => TransferId::from(reference).to_string(),
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
    pub(super) fn account(self) -> Uuid {
        Uuid::from_u128(match self {
            Self::Issuer => 1,
            Self::Revenue => 2,
            Self::External => 3,
        })
    }

    /// Where what users get of an asset comes from.
    fn source_of(asset: &str) -> Self {
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

/// One side of a movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    /// A user's wallet.
    User(UserId),
    /// An account of the platform.
    System(System),
}

/// Something that is to be moved.
#[derive(Debug, Clone)]
pub struct Movement {
    /// What for.
    pub kind: TransferKind,
    /// What it refers to; for a mint, its own id.
    pub reference: Uuid,
    /// Who gives.
    pub from: Party,
    /// Who gets.
    pub to: Party,
    /// How much, in whole credits or minor units; above zero.
    pub amount: i64,
    /// The job that it pays.
    pub job_id: Option<JobId>,
    /// What a person wrote to it.
    pub note: Option<String>,
    /// The admin who did it.
    pub created_by: Option<UserId>,
}

impl Movement {
    /// The gift at sign-up.
    #[must_use]
    pub fn grant(user: UserId, amount: i64) -> Self {
        Self::new(TransferKind::Grant, user.uuid(), Party::System(System::Issuer), Party::User(user), amount)
    }

    /// New credits for a user, made by an admin.
    #[must_use]
    pub fn mint(user: UserId, amount: i64, by: UserId, note: Option<String>) -> Self {
        let own = TransferId::new();
        let mint = Self::new(TransferKind::Mint, own.uuid(), Party::System(System::Issuer), Party::User(user), amount);
        Self { created_by: Some(by), note, ..mint }
    }

    /// The price of `reference`, whose work `job` does.
    #[must_use]
    pub fn charge(user: UserId, amount: i64, reference: Uuid, job: JobId) -> Self {
        let charge =
            Self::new(TransferKind::Charge, reference, Party::User(user), Party::System(System::Revenue), amount);
        Self { job_id: Some(job), ..charge }
    }

    /// What a user bought; it comes in once.
    #[must_use]
    pub fn recharge(user: UserId, asset: &str, quantity: i64, recharge: RechargeId) -> Self {
        let kind = if asset == CREDIT { TransferKind::Recharge } else { TransferKind::Deposit };
        Self::new(kind, recharge.uuid(), Party::System(System::source_of(asset)), Party::User(user), quantity)
    }

    /// What of a recharge is taken back.
    #[must_use]
    pub fn reversal(user: UserId, asset: &str, quantity: i64, recharge: RechargeId) -> Self {
        let (user, source) = (Party::User(user), Party::System(System::source_of(asset)));
        let back = Self::new(TransferKind::Reversal, TransferId::new().uuid(), user, source, quantity);
        Self { note: Some(recharge.to_string()), ..back }
    }

    /// What was taken back of a recharge, and is given again.
    #[must_use]
    pub fn restoration(user: UserId, asset: &str, quantity: i64, recharge: RechargeId) -> Self {
        let (user, source) = (Party::User(user), Party::System(System::source_of(asset)));
        let again = Self::new(TransferKind::Restoration, TransferId::new().uuid(), source, user, quantity);
        Self { note: Some(recharge.to_string()), ..again }
    }

    pub(super) fn new(kind: TransferKind, reference: Uuid, from: Party, to: Party, amount: i64) -> Self {
        Self { kind, reference, from, to, amount, job_id: None, note: None, created_by: None }
    }

    /// The id of its transfer.
    pub(super) fn transfer_id(&self) -> TransferId {
        if self.kind.refers_to_itself() { self.reference.into() } else { TransferId::new() }
    }
}

/// Why something was not moved. Nothing of it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The giver has too little.
    #[error("{needed} needed, {balance} there")]
    Insufficient {
        /// What was there.
        balance: i64,
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
    /// The giver's balance after it; `None` for the platform.
    pub from_balance: Option<i64>,
    /// The receiver's.
    pub to_balance: Option<i64>,
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
    /// The other side: a user's name or an account of the platform.
    pub counterparty: String,
    /// What a person wrote to it.
    pub note: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
}
