//! The endpoints, one file an area.

pub mod api_keys;
pub mod audit;
pub mod auth;
pub mod channels;
pub mod credits;
mod dry_run;
pub mod events;
mod explain;
pub mod health;
pub mod hooks_stripe;
pub mod hooks_whatsapp;
pub mod jobs;
pub mod messages;
pub mod metrics;
pub mod profile;
pub mod queues;
pub mod recharges;
pub mod resellers;
pub mod templates;
pub mod users;
mod whatsapp_payload;
