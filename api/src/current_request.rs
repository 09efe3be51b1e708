//! State of the current request, available to all code that runs for it.

use std::sync::Arc;

use parking_lot::Mutex;
use shared::concurrency::Slot;
use tokio_util::sync::CancellationToken;

tokio::task_local! {
    pub(crate) static CURRENT: Current;
}

/// The current request.
#[derive(Clone)]
pub(crate) struct Current {
    pub id: String,
    /// Cancelled when the client disconnects.
    pub gone: CancellationToken,
    /// Its slot among the requests of its account.
    pub slot: Arc<Mutex<Option<Slot>>>,
}

/// Stores the slot of the current request.
pub(crate) fn occupy(slot: Slot) {
    replace_slot(Some(slot));
}

/// Releases the slot: the request is answered, or waits without a Postgres connection.
pub(crate) fn vacate() {
    replace_slot(None);
}

fn replace_slot(slot: Option<Slot>) {
    // Outside of a request, as in a stream, there is no slot.
    let Ok(place) = CURRENT.try_with(|current| current.slot.clone()) else { return };
    *place.lock() = slot;
}

/// The id of the current request.
pub(crate) fn id() -> Option<String> {
    CURRENT.try_with(|current| current.id.clone()).ok()
}
