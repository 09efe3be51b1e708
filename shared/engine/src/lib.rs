#![doc = include_str!("../README.md")]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

// Modules of the crates below, under the names that they have in `shared`: paths in this crate stay the same when a module
// moves to another layer.
use kernel::{ids, json, metrics, money, page, text_enum};
use platform::{app, cache, db, events};

pub mod jobs;
pub mod ledger;
