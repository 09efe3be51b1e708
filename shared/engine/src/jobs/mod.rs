//! Jobs: the public record of each piece of asynchronous work, and its queue.
//!
//! Postgres holds the truth: a job's row says what waits, what runs and who runs it. Redis holds
//! only ids of rows that are due, so that a worker hears of them at once; `docs/jobs.md` draws the
//! states and the way of a job.

mod attempts;
mod cancel;
mod claim;
mod db;
mod enqueue;
mod finish;
mod machine;
mod make_due;
mod model;
mod new_job;
mod purge;
mod queue;
mod relay;
mod resume;
mod stats;

pub use apalis_redis_fair::Capacity;
pub use attempts::{Attempt, attempts};
pub use cancel::{CancelError, cancel};
pub use claim::{Claimed, claim, hand_back, lock_lost, lost, now, renew};
pub use db::{Filter, Pace, Position, Task, get, is_running, list, pace, position, progress, task, waiting};
// For the statement that accepts messages, which writes jobs as well.
#[doc(hidden)]
pub use enqueue::{accepted_events, after_insert, immediate};
pub use enqueue::{enqueue, push};
pub use finish::{Ending, Lock, Next, lock_held, write_endings};
pub use machine::Transition;
pub use make_due::make_due;
pub use model::{Job, JobError, JobKind, JobState, Queue};
pub use new_job::NewJob;
pub use purge::purge;
pub use queue::{JobQueue, QueuedJob, job_of};
pub use relay::{Backlog, backlogs, select_due, unmark_enqueued};
pub use resume::resume;
pub use stats::{Ended, QueueDepth, depths, ended_lately, failed_lately};
