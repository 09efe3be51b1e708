//! The state of the simulated Stripe.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{config::Config, store::Store, webhooks::Webhooks};
use crate::background::Background;

/// The provider's whole state.
pub(super) struct Provider {
    pub(super) config: Config,
    /// The simulator's public address, without a trailing slash.
    pub(super) base_url: String,
    pub(super) store: Mutex<Store>,
    pub(super) webhooks: Webhooks,
    pub(super) background: Background,
}

impl Provider {
    pub(super) fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
