#![doc = include_str!("../README.md")]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

use kernel::{ids, metrics, money, page, text_enum};
use platform::{app, cache, db, events};

pub mod jobs;
pub mod ledger;
