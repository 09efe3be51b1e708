//! The endpoints, one file an area.

pub mod auth;
pub mod channels;
pub mod credits;
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
pub mod queues;
pub mod sessions;
pub mod templates;
mod whatsapp_payload;
