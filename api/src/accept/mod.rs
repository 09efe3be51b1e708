//! Accepting sends: a request hands its [send](send) to the [group commit](group_commit), which accepts batches by
//! `messaging::accept` and resolves each send; the [answer](answer) follows from that. A [dry run](dry_run) only plans.

mod answer;
pub(crate) mod dry_run;
mod group_commit;
mod refusal;
mod send;

pub(crate) use answer::Accepted;
pub(crate) use group_commit::GroupCommit;
pub(crate) use send::{accept, resend};
