//! The endpoints, one file an area.

pub mod auth;
pub mod credits;
pub mod events;
pub mod health;
pub mod hooks_whatsapp;
pub mod jobs;
pub mod messages;
pub mod metrics;
pub mod queues;
