use uuid::Uuid;

use super::{CREDIT, Promotional, System, TransferKind};
use crate::ids::{DistributionId, JobId, RechargeId, TransferId, UserId};

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
    /// What it refers to; its own id where it refers to itself.
    pub reference: Uuid,
    /// Who gives.
    pub from: Party,
    /// Who gets.
    pub to: Party,
    /// How much, in whole credits or minor units; above zero.
    pub amount: i64,
    /// Which part of it is promotional credits. Between users none is.
    pub promotional: Promotional,
    /// The job that it pays.
    pub job_id: Option<JobId>,
    /// What a person wrote to it.
    pub note: Option<String>,
    /// The admin who did it.
    pub created_by: Option<UserId>,
}

impl Movement {
    /// The credits granted at sign-up, which of them promotional.
    #[must_use]
    pub fn grant(user: UserId, amount: i64, promotional: Promotional) -> Self {
        let (from, to) = (Party::System(System::Issuer), Party::User(user));
        Self { promotional, ..Self::new(TransferKind::Grant, user.uuid(), from, to, amount) }
    }

    /// New credits for a user, made by an admin.
    #[must_use]
    pub fn mint(user: UserId, amount: i64, by: UserId, note: Option<String>) -> Self {
        let own = TransferId::new();
        let mint = Self::new(TransferKind::Mint, own.uuid(), Party::System(System::Issuer), Party::User(user), amount);
        Self { created_by: Some(by), note, ..mint }
    }

    /// The price of `reference`, whose work `job` does, and whether promotional credits pay for it.
    #[must_use]
    pub fn charge(user: UserId, amount: i64, promotional: Promotional, reference: Uuid, job: JobId) -> Self {
        let charge =
            Self::new(TransferKind::Charge, reference, Party::User(user), Party::System(System::Revenue), amount);
        Self { promotional, job_id: Some(job), ..charge }
    }

    /// A reseller's credits for its business owner.
    #[must_use]
    pub fn distribution(id: DistributionId, (reseller, owner): (UserId, UserId), amount: i64, job: JobId) -> Self {
        let (from, to) = (Party::User(reseller), Party::User(owner));
        Self { job_id: Some(job), ..Self::new(TransferKind::Distribution, id.uuid(), from, to, amount) }
    }

    /// What a reseller takes back of them.
    #[must_use]
    pub fn reclaim(id: DistributionId, (reseller, owner): (UserId, UserId), amount: i64, job: JobId) -> Self {
        let (from, to) = (Party::User(owner), Party::User(reseller));
        Self { job_id: Some(job), ..Self::new(TransferKind::Reclaim, id.uuid(), from, to, amount) }
    }

    /// Money from one user to another.
    #[must_use]
    pub fn transfer(sender: UserId, receiver: UserId, amount: i64, note: Option<String>) -> Self {
        let (own, from, to) = (TransferId::new(), Party::User(sender), Party::User(receiver));
        Self { note, created_by: Some(sender), ..Self::new(TransferKind::Transfer, own.uuid(), from, to, amount) }
    }

    /// Money that a sample user begins with.
    #[must_use]
    pub fn funding(user: UserId, amount: i64) -> Self {
        let (own, from) = (TransferId::new(), Party::System(System::External));
        Self::new(TransferKind::Funding, own.uuid(), from, Party::User(user), amount)
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
        Self {
            kind,
            reference,
            from,
            to,
            amount,
            promotional: Promotional::Unused,
            job_id: None,
            note: None,
            created_by: None,
        }
    }

    /// The id of its transfer.
    pub(super) fn transfer_id(&self) -> TransferId {
        if self.kind.refers_to_itself() { self.reference.into() } else { TransferId::new() }
    }
}

impl Party {
    /// The user, if it is one.
    pub(super) fn user(self) -> Option<UserId> {
        match self {
            Self::User(user) => Some(user),
            Self::System(_) => None,
        }
    }
}
