//! The simulated WhatsApp Cloud API, called by an adapter and a webhook receiver over real HTTP.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod clients;
mod harness;
mod inbound;
mod limits;
mod magic;
mod media;
mod numbers;
mod sending;
mod templates;
mod webhooks;
