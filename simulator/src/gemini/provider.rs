//! The state of the simulated Gemini.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{config::Config, store::Store};
use crate::background::Background;

/// The provider's whole state.
pub(super) struct Provider {
    pub(super) config: Config,
    pub(super) store: Mutex<Store>,
    pub(super) background: Background,
}

impl Provider {
    pub(super) fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
