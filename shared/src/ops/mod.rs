//! What whoever runs the platform looks at: its queues, and its metrics.

mod process;
mod queues;
mod scrape;

pub use queues::{QueueStatus, queues};
pub use scrape::{Scope, scrape};
