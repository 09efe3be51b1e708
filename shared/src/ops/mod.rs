//! Monitoring for operators: queues and metrics.

mod process;
mod queues;
mod scrape;

pub use queues::{QueueStatus, queues};
pub use scrape::{Scope, scrape};
