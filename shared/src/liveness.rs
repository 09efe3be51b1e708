//! Whether the loops of a process still turn. Each says so at every turn; one that hangs makes the process be restarted.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// No turn takes this long: every call that a loop makes has a time limit of its own, and fails before.
pub const MAX_TURN: Duration = Duration::from_secs(120);

/// When each loop last said that it turns. A clone shares that.
#[derive(Debug, Clone, Default)]
pub struct Liveness(Arc<Mutex<BTreeMap<&'static str, Instant>>>);

impl Liveness {
    /// Notes that a loop turns.
    pub fn tick(&self, name: &'static str) {
        self.tick_at(name, Instant::now());
    }

    /// Notes that a loop turned at a moment.
    pub fn tick_at(&self, name: &'static str, at: Instant) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name, at);
    }

    /// Forgets a loop that ended as it should.
    pub fn ended(&self, name: &'static str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
    }

    /// The loops that hang.
    #[must_use]
    pub fn hung(&self) -> Vec<&'static str> {
        let ticks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        ticks.iter().filter(|(_, at)| at.elapsed() > MAX_TURN).map(|(name, _)| *name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_that_stops_turning_is_named() {
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
