//! Jobs: the public record of each piece of asynchronous work, and its queue.
//!
//! Postgres is the source of truth: a job's row has its state, its schedule and its lease. Redis holds only ids of due
//! jobs, so that workers start them at once. `docs/jobs.md` describes the states.

mod attempts;
mod bulk;
mod cancel;
mod claim;
mod db;
mod enqueue;
mod failures;
mod finish;
mod kind;
mod machine;
mod make_due;
mod model;
mod new_job;
mod pause;
mod progress;
mod purge;
mod queue;
mod relay;
mod resume;
mod select;
mod stats;

pub use apalis_redis_fair::Capacity;
pub use attempts::{Attempt, attempts};
pub use bulk::{
    BulkAction, BulkError, BulkJobs, BulkOutcome, BulkResult, BulkSubject, BulkTurn, advance_bulk, bulk_ids,
    bulk_result, end_bulk, enqueue_bulk, is_retried, lock_bulk, lock_bulk_subject, stop_bulk,
};
pub use cancel::{CancelError, cancel};
pub use claim::{Claimed, LEASE, claim, hand_back, lock_lost, lost, now, renew};
pub use db::{Filter, Pace, Position, Task, get, is_running, list, pace, position, states, task, waiting};
pub use enqueue::{enqueue, push};
// For the statement that accepts messages, which writes jobs as well.
#[doc(hidden)]
pub use enqueue::{accepted_events, after_insert, immediate};
pub use failures::{FailureGroup, Failures, failures};
pub use finish::{Disposition, Lock, complete_attempts, lock_held};
pub use kind::{AnyKind, Cancel, Cancelled, Hooks, JobKind, Kind, Repeat, Retry};
pub use machine::Transition;
pub use make_due::make_due;
pub use model::{Job, JobError, JobState, Queue};
pub use new_job::NewJob;
pub use pause::{paused_queues, paused_since, set_paused};
pub use progress::report_progress;
pub use purge::purge;
pub use queue::{JobQueue, QueuedJob, job_of};
pub use relay::{Backlog, backlogs, select_due, unmark_enqueued};
pub use resume::resume;
pub use select::{MAX_MATCHES, Owners, StateCount, counts, matching};
pub use stats::{QueueDepth, Throughput, depths, ended_lately, failed_lately, held_by};
