//! The domain, and code shared by `api`, `worker` and `scheduler`.
//!
//! Modules are listed bottom-up: each imports only from those above it (a test checks the `use` edges). Only a domain
//! itself writes its tables.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

// kernel
pub mod clock;
pub mod money;

pub mod config;
pub mod ids;
pub mod metrics;
pub mod page;
pub mod secrets;
pub mod telemetry;
pub mod traces;

// platform
pub mod cache;

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
pub mod revocations;

pub mod quotas;

pub mod audit;

// composition root
pub mod app;

// log
pub mod events;

// work
pub mod jobs;

// money
pub mod ledger;

// people
pub mod accounts;

// domains
pub mod assistant;
pub mod billing;
pub mod chat;
pub mod credits;
pub mod maintenance;
pub mod messaging;
pub mod transfers;

// across domains
pub mod ask_assistant;
pub mod cancellation;
pub mod ledger_audit;

// operations
pub mod ops;
