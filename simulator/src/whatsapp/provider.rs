//! The simulated WhatsApp.

use tokio::sync::Semaphore;

use super::{
    config::{Config, Identity},
    limits::Gate,
    media::Media,
    numbers::Numbers,
    payload::Business,
    store::Store,
    template::Templates,
    webhooks::Webhooks,
};
use crate::provider;

pub(super) type Provider = provider::Provider<Setup, Memory>;

/// Its fixed parts.
pub(super) struct Setup {
    pub(super) config: Config,
    /// The simulator's address, without a trailing slash.
    pub(super) base_url: String,
    pub(super) webhooks: Webhooks,
    pub(super) uploads: Semaphore,
}

/// Mutable state.
pub(super) struct Memory {
    pub(super) store: Store,
    pub(super) numbers: Numbers,
    pub(super) templates: Templates,
    pub(super) media: Media,
    pub(super) gate: Gate,
    pub(super) identity: Identity,
}

impl Provider {
    pub(super) fn business(&self, phone_number_id: &str) -> Business {
        let display_phone_number = self.state().numbers.display(phone_number_id);
        Business { phone_number_id: phone_number_id.to_owned(), display_phone_number }
    }
}
