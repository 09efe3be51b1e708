//! The state of a simulated provider.

use parking_lot::{Mutex, MutexGuard};

use crate::background::Background;

/// A provider: `C`, which stays as it was set up, and `S`, which changes.
pub(crate) struct Provider<C, S> {
    /// Its configuration, and what was built from it.
    pub(crate) setup: C,
    /// Its tasks.
    pub(crate) background: Background,
    state: Mutex<S>,
}

impl<C, S> Provider<C, S> {
    pub(crate) fn new(setup: C, state: S, background: Background) -> Self {
        Self { setup, background, state: Mutex::new(state) }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, S> {
        self.state.lock()
    }
}
