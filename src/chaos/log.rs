//! What happened, for the chaos page.

use std::collections::VecDeque;
use std::sync::Mutex;

use serde_json::{Value, json};
use shared::clock::Clock;

/// Entries kept.
const CAPACITY: usize = 100;

/// The newest entries.
pub(super) struct Log {
    clock: Clock,
    entries: Mutex<(u64, VecDeque<Value>)>,
}

impl Log {
    pub(super) fn new(clock: Clock) -> Self {
        Self { clock, entries: Mutex::default() }
    }

    /// Adds an entry; `detail` is an object with what the page fills into its sentence.
    pub(super) fn add(&self, event: &str, detail: &Value) {
        let Ok(mut entries) = self.entries.lock() else { return };
        entries.0 += 1;
        let entry = json!({"number": entries.0, "at": self.clock.now(), "event": event, "detail": detail});
        entries.1.push_front(entry);
        entries.1.truncate(CAPACITY);
    }

    /// All entries, newest first.
    pub(super) fn all(&self) -> Vec<Value> {
        self.entries.lock().map(|entries| entries.1.iter().cloned().collect()).unwrap_or_default()
    }
}
