//! Provider clients, one file each.

pub(crate) mod gemini;
mod http;
pub(crate) mod plivo;
pub(crate) mod stripe;
pub(crate) mod whatsapp;

pub(crate) use http::Unsent;
