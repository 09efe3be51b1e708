#![doc = include_str!("../README.md")]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod clock;
pub mod dates;
pub mod money;
pub mod text_enum;

pub mod config;
pub mod ids;
pub mod json;
pub mod lenient_json;
pub mod metrics;
pub mod page;
pub mod secrets;
pub mod telemetry;
pub mod traces;
