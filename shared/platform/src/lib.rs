#![doc = include_str!("../README.md")]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

// Modules of the crates below, under the names that they have in `shared`: paths in this crate stay the same when a module
// moves to another layer.
use kernel::{clock, config, ids, json, metrics, page, secrets, text_enum, traces};

pub mod cache;

pub mod subscriber;

pub mod broadcast;
pub mod concurrency;
pub mod db;
pub mod fair_queue;
pub mod idempotency;
pub mod key_cache;
pub mod keyed_mutex;
pub mod liveness;
pub mod presence;
pub mod provider_limits;
pub mod pubsub;
pub mod rate_limit;
pub mod redis_queues;
pub mod revocations;

pub mod quotas;

pub mod audit;
pub mod events;

// composition root
pub mod app;

// of an application
pub mod processes;
