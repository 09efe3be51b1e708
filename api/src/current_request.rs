//! What is known of the request that is being handled, wherever its code runs.

use std::sync::{Arc, Mutex, PoisonError};

use shared::concurrency::Slot;
use tokio_util::sync::CancellationToken;

tokio::task_local! {
    pub(crate) static CURRENT: Current;
}

/// The request that is being handled.
#[derive(Clone)]
pub(crate) struct Current {
    pub id: String,
    /// Cancelled when the client has hung up.
    pub gone: CancellationToken,
    /// Its place among the requests of its account.
    pub slot: Arc<Mutex<Option<Slot>>>,
}

/// Keeps a place for the request that is being handled.
pub(crate) fn occupy(slot: Slot) {
    replace_slot(Some(slot));
}

/// Gives the place back: the request is answered, or waits without a connection to Postgres.
pub(crate) fn vacate() {
    replace_slot(None);
}

fn replace_slot(slot: Option<Slot>) {
    // Outside of a request, as in a stream, there is no place.
    let Ok(place) = CURRENT.try_with(|current| current.slot.clone()) else { return };
    *place.lock().unwrap_or_else(PoisonError::into_inner) = slot;
}

/// The id of the request that is being handled.
pub(crate) fn id() -> Option<String> {
    CURRENT.try_with(|current| current.id.clone()).ok()
}
