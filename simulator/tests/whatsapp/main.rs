//! The WhatsApp Cloud API as its adapter and its webhooks' receiver see it, over real HTTP.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod harness;
mod inbound;
mod limits;
mod magic;
mod media;
mod numbers;
mod sending;
mod templates;
mod webhooks;
