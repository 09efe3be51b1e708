//! The platform's own chores.

pub mod jobs;
