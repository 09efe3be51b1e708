#![doc = include_str!("../README.md")]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

// Modules of the crates below, under the names that they have in `shared`: paths in this crate stay the same when a module
// moves to another layer.
use engine::{jobs, ledger};
use kernel::{config, dates, ids, json, metrics, money, page, secrets, text_enum};
use platform::{
    app, audit, broadcast, cache, db, events, idempotency, key_cache, quotas, rate_limit, revocations, subscriber,
};

// people
pub mod accounts;

// domains
pub mod assistant;
pub mod billing;
pub mod chat;
pub mod credits;
pub mod messaging;
pub mod transfers;
