//! The assistant: who may ask it how often, in which order its answers are made, and how they come.
//!
//! A completion takes a unit of the day on which it is accepted, and gives it back to that day where it fails or is
//! cancelled. In a conversation one completion runs at a time, in the order in which they were accepted.

mod accept;
mod archive;
mod db;
mod end;
mod error;
pub mod jobs;
mod model;
pub mod stream;
mod tiers;

pub use accept::{Ask, Unit, enqueue, reserve};
pub use archive::archive;
pub use db::{
    Exchange, Unanswered, answers, begin_attempt, cancel_requested, completion, days, exchanges, is_first,
    job_of_prompt, request_cancel, request_cancel_all, unanswered, usage,
};
pub use end::{End, Made, end, withdraw};
pub use error::Refusal;
pub use model::{Completion, CompletionInfo, Day, Tier, Tokens, Usage};
pub use tiers::{daily_limit, fair_use, limit_of, set_limit, set_tier};
