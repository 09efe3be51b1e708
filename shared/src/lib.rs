#![doc = include_str!("../README.md")]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub use domains::{accounts, assistant, billing, chat, credits, messaging, transfers};
pub use engine::{jobs, ledger};
pub use kernel::{clock, config, dates, ids, lenient_json, metrics, money, page, secrets, telemetry, traces};
pub use platform::{
    app, audit, broadcast, cache, concurrency, db, events, fair_queue, idempotency, key_cache, keyed_mutex, liveness,
    presence, processes, provider_limits, pubsub, quotas, rate_limit, revocations, subscriber,
};

// across domains
pub mod ask_assistant;
pub mod ledger_audit;
pub mod maintenance;

// kinds of jobs
pub mod job_kinds;

// jobs of any kind
pub mod cancellation;

// many jobs of any kind
pub mod bulk_jobs;

// operations
pub mod ops;
