//! The endpoints, one file an area.

pub mod api_keys;
pub mod audit;
pub mod auth;
pub mod channels;
pub mod credit_stats;
pub mod credits;
pub mod distributions;
mod dry_run;
pub mod events;
mod explain;
pub mod health;
pub mod hooks_whatsapp;
pub mod jobs;
pub mod messages;
pub mod metrics;
pub mod otp;
pub mod password;
pub mod profile;
pub mod queues;
pub mod resellers;
pub mod sessions;
pub mod sockets;
pub mod templates;
pub mod transfers;
pub mod users;
pub mod wallet;
mod whatsapp_payload;
