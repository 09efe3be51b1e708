//! The platform's maintenance jobs.

pub mod jobs;
