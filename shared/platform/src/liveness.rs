//! Liveness of a process's loops. Each reports every iteration; a hung one causes a restart of the process.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;

/// Longer than any iteration: each call in a loop has its own timeout, and fails earlier.
pub const MAX_TURN: Duration = Duration::from_secs(120);

/// Time of each loop's last iteration. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Liveness(Arc<Mutex<BTreeMap<&'static str, Instant>>>);

impl Liveness {
    /// Records a loop's iteration.
    pub fn tick(&self, name: &'static str) {
        self.tick_at(name, Instant::now());
    }

    /// Records a loop's iteration at a given time.
    pub fn tick_at(&self, name: &'static str, at: Instant) {
        self.0.lock().insert(name, at);
    }

    /// Removes a loop that ended normally.
    pub fn ended(&self, name: &'static str) {
        self.0.lock().remove(name);
    }

    /// The hung loops.
    #[must_use]
    pub fn hung(&self) -> Vec<&'static str> {
        let ticks = self.0.lock();
        ticks.iter().filter(|(_, at)| at.elapsed() > MAX_TURN).map(|(name, _)| *name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hung_loops_are_named() {
        let liveness = Liveness::default();
        assert!(liveness.hung().is_empty(), "nothing runs yet");
        let long_ago = Instant::now().checked_sub(MAX_TURN + Duration::from_secs(1)).unwrap();
        liveness.tick_at("relay", long_ago);
        liveness.tick("reaper");
        assert_eq!(liveness.hung(), ["relay"]);
        liveness.tick("relay");
        assert!(liveness.hung().is_empty());
        liveness.tick_at("relay", long_ago);
        liveness.ended("relay");
        assert!(liveness.hung().is_empty());
    }
}
