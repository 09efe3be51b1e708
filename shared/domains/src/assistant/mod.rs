//! The assistant: its limits, the order of its answers, and their streaming.
//!
//! A completion takes a unit of the day of its acceptance, and returns it to that day if it fails or is cancelled. A
//! conversation runs one completion at a time, in the order of acceptance.

mod accept;
mod db;
mod end;
mod error;
pub mod jobs;
mod model;
mod reset;
pub mod stream;
mod tiers;

pub use accept::{Ask, Unit, enqueue, reserve};
pub use db::{
    Exchange, Unanswered, answers, begin_attempt, cancel_requested, completion, days, exchanges, is_first,
    job_of_prompt, jobs_of_questions, request_cancel, request_cancel_all, unanswered, usage,
};
pub use end::{End, Made, end, withdraw};
pub use error::Refusal;
pub use model::{Completion, CompletionInfo, Day, Tier, Tokens, Usage};
pub use reset::{close_days, purge_days};
pub use tiers::{daily_limit, fair_use, limit_of, set_limit, set_tier};
