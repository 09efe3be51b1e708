//! Clients of providers, one file each.

pub(crate) mod whatsapp;
