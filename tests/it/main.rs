//! Tests of the whole: real HTTP, real Postgres, real Redis, and the simulator as the provider.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod harness;

mod accounts;
mod api_keys;
mod audit;
mod authorization;
mod chores;
mod command_line;
mod conventions;
mod crash;
mod distributions;
mod doctor;
mod events;
mod group_commit;
mod health;
mod hooks;
mod job_states;
mod jobs;
mod ledger;
mod messages;
mod metrics;
mod openapi;
mod otp;
mod packaging;
mod passwords;
mod people;
mod proof;
mod queues;
mod rate_limits;
mod recharges;
mod restarts;
mod sample_data;
mod secrecy;
mod sessions;
mod storm;
mod ticks;
mod traces;
mod transfers;
mod watching;
mod whatsapp;
mod whatsapp_inbound;
mod whatsapp_lanes;
