//! The state of the simulated WhatsApp.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Semaphore;

use super::{
    config::Config, limits::Gate, media::Media, numbers::Numbers, payload::Business, store::Store, template::Templates,
    webhooks::Webhooks,
};
use crate::background::Background;

/// The provider's whole state.
pub(super) struct Provider {
    pub(super) config: Config,
    /// The simulator's address, without a trailing slash.
    pub(super) base_url: String,
    pub(super) memory: Mutex<Memory>,
    pub(super) webhooks: Webhooks,
    pub(super) uploads: Semaphore,
    pub(super) background: Background,
}

/// Mutable state.
pub(super) struct Memory {
    pub(super) store: Store,
    pub(super) numbers: Numbers,
    pub(super) templates: Templates,
    pub(super) media: Media,
    pub(super) gate: Gate,
}

impl Provider {
    pub(super) fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn business(&self, phone_number_id: &str) -> Business {
        let display_phone_number = self.memory().numbers.display(phone_number_id);
        Business { phone_number_id: phone_number_id.to_owned(), display_phone_number }
    }
}
