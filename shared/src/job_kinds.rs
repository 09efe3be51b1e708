//! All kinds of jobs, and what the owner of a job can do with it.

use chrono::{DateTime, Utc};
use futures::FutureExt;

use crate::accounts::jobs::{PurgeLogins, SendOtp, WithdrawWork};
use crate::assistant;
use crate::assistant::jobs::{GenerateCompletion, ResetUsage};
use crate::billing;
use crate::billing::jobs::{
    ApplyEvent, ChangeSubscription, CreateCheckout, OpenPortal, Subscribe, SyncPayments, SyncSubscriptions,
};
use crate::credits;
use crate::credits::jobs::DistributeCredits;
use crate::db::Tx;
use crate::ids::MessageId;
use crate::jobs::{self, AnyKind, BulkJobs, Cancel, CancelError, Hooks, JobState, Kind, Repeat, Retry, Task};
use crate::ledger_audit::jobs::ProveCredits;
use crate::maintenance::jobs::{IndexChat, PurgeIdempotency, PurgeJobs, PurgeThreads, SumFlows};
use crate::messaging;
use crate::messaging::jobs::{ApplyStatuses, DeliverWhatsApp, RecheckNumbers, SendInApp, SendsMessage, VerifyNumber};

/// All kinds. A test compares them with the implementations of `JobKind`.
pub static ALL: [&dyn AnyKind; 25] = [
    &send::<SendInApp>(),
    &send::<DeliverWhatsApp>(),
    &Kind::<ApplyStatuses>::new(Hooks::JOB_ONLY),
    &Kind::<VerifyNumber>::new(Hooks {
        cancel: Cancel::WithSubject(|_, tx, it| {
            async move { Ok(messaging::verification::withdraw(tx, &it.payload, it.at).await?) }.boxed()
        }),
        ..Hooks::JOB_ONLY
    }),
    &Kind::<RecheckNumbers>::new(Hooks::JOB_ONLY),
    &Kind::<SendOtp>::new(Hooks::JOB_ONLY),
    &Kind::<PurgeLogins>::new(Hooks::JOB_ONLY),
    &Kind::<WithdrawWork>::new(Hooks::JOB_ONLY),
    &Kind::<GenerateCompletion>::new(Hooks {
        cancel: Cancel::WithSubject(|app, tx, it| {
            async move { Ok(assistant::withdraw(app, tx, it.job, it.at).await?) }.boxed()
        }),
        retry: Retry::Question,
        streams_text: true,
    }),
    &Kind::<ResetUsage>::new(Hooks::JOB_ONLY),
    &Kind::<CreateCheckout>::new(Hooks {
        cancel: Cancel::WithSubject(|_, tx, it| {
            async move { Ok(billing::withdraw(tx, it.payload.recharge_id, it.at).await?) }.boxed()
        }),
        ..Hooks::JOB_ONLY
    }),
    &Kind::<ApplyEvent>::new(Hooks::JOB_ONLY),
    &Kind::<SyncPayments>::new(Hooks::JOB_ONLY),
    &Kind::<Subscribe>::new(Hooks::JOB_ONLY),
    &Kind::<ChangeSubscription>::new(Hooks::JOB_ONLY),
    &Kind::<OpenPortal>::new(Hooks::JOB_ONLY),
    &Kind::<SyncSubscriptions>::new(Hooks::JOB_ONLY),
    &Kind::<DistributeCredits>::new(Hooks {
        cancel: Cancel::WithSubject(|_, tx, it| async move { Ok(credits::withdraw(tx, it.job, it.at).await?) }.boxed()),
        ..Hooks::JOB_ONLY
    }),
    &Kind::<ProveCredits>::new(Hooks::JOB_ONLY),
    &Kind::<BulkJobs>::new(Hooks {
        cancel: Cancel::WithSubject(|_, tx, it| async move { Ok(jobs::end_bulk(tx, &[it.job], it.at).await?) }.boxed()),
        ..Hooks::JOB_ONLY
    }),
    &Kind::<PurgeIdempotency>::new(Hooks::JOB_ONLY),
    &Kind::<PurgeJobs>::new(Hooks::JOB_ONLY),
    &Kind::<PurgeThreads>::new(Hooks::JOB_ONLY),
    &Kind::<SumFlows>::new(Hooks::JOB_ONLY),
    &Kind::<IndexChat>::new(Hooks::JOB_ONLY),
];

/// The kind of a channel's jobs: they are cancelled and retried with their message.
const fn send<K: SendsMessage>() -> Kind<K> {
    Kind::new(Hooks {
        cancel: Cancel::WithSubject(|_, tx, it| withdraw_message(tx, it.payload.message(), it.at).boxed()),
        retry: Retry::Message(|payload| payload.message()),
        streams_text: false,
    })
}

/// Cancels the message of a cancelled send, unless it may have been sent.
async fn withdraw_message(tx: &mut Tx, id: MessageId, now: DateTime<Utc>) -> Result<(), CancelError> {
    if messaging::withdraw(tx, id, now).await? { Ok(()) } else { Err(CancelError::TooLate(JobState::Running)) }
}

/// The kind of this name; `None` for a job of an older version whose kind is gone.
#[must_use]
pub fn find(name: &str) -> Option<&'static dyn AnyKind> {
    ALL.iter().copied().find(|kind| kind.name() == name)
}

/// What to repeat for a failed job; `None` if it can't be retried.
#[must_use]
pub fn repeat(task: &Task) -> Option<Repeat> {
    find(&task.kind)?.repeat(&task.payload)
}
