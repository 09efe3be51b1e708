#![doc = include_str!("../README.md")]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

#[cfg(feature = "backend")]
mod backend;
#[cfg(feature = "backend")]
mod claim;
mod error;
mod failover;
#[cfg(feature = "backend")]
mod persistence;
mod queue;

#[cfg(feature = "backend")]
pub use backend::FairStorage;
#[cfg(feature = "backend")]
pub use claim::{AsIs, Claim};
pub use error::Error;
pub use failover::FailoverConnection;
pub use queue::{Capacity, Entry, FairQueue, Pushed};
