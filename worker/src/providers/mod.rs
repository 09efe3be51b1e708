//! Clients of providers, one file each.

pub(crate) mod gemini;
pub(crate) mod plivo;
pub(crate) mod stripe;
pub(crate) mod whatsapp;
