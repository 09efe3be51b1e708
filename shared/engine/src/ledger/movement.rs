use uuid::Uuid;

use super::{CREDIT, Promotional, System, TransferKind};
use crate::ids::{DistributionId, JobId, RechargeId, TransferId, UserId};

/// One side of a movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    /// A user's wallet.
    User(UserId),
    /// A platform account.
    System(System),
}

/// A movement to post.
#[derive(Debug, Clone)]
pub struct Movement {
    /// Its kind.
    pub kind: TransferKind,
    /// Its reference; its own id if it refers to itself.
    pub reference: Uuid,
    /// The payer.
    pub from: Party,
    /// The receiver.
    pub to: Party,
    /// The amount, in whole credits or minor units; above zero.
    pub amount: i64,
    /// The part of it that is promotional credits. None between users.
    pub promotional: Promotional,
    /// The job that it pays for.
    pub job_id: Option<JobId>,
    /// A note written by a person.
    pub note: Option<String>,
    /// The admin who made it.
    pub created_by: Option<UserId>,
}

impl Movement {
    /// The sign-up credits, and which of them are promotional.
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

    /// The price of `reference`, whose work `job` does, and whether promotional credits may pay for it.
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

    /// Credits that a reseller takes back.
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

    /// Opening balance of a demo user.
    #[must_use]
    pub fn funding(user: UserId, amount: i64) -> Self {
        let (own, from) = (TransferId::new(), Party::System(System::External));
        Self::new(TransferKind::Funding, own.uuid(), from, Party::User(user), amount)
    }

    /// A user's purchase; posted once.
    #[must_use]
    pub fn recharge(user: UserId, asset: &str, quantity: i64, recharge: RechargeId) -> Self {
        let kind = if asset == CREDIT { TransferKind::Recharge } else { TransferKind::Deposit };
        Self::new(kind, recharge.uuid(), Party::System(System::source_of(asset)), Party::User(user), quantity)
    }

    /// The part of a recharge that is taken back.
    #[must_use]
    pub fn reversal(user: UserId, asset: &str, quantity: i64, recharge: RechargeId) -> Self {
        let (user, source) = (Party::User(user), Party::System(System::source_of(asset)));
        let back = Self::new(TransferKind::Reversal, TransferId::new().uuid(), user, source, quantity);
        Self { note: Some(recharge.to_string()), ..back }
    }

    /// The part of a recharge that is restored after a reversal.
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
