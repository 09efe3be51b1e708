//! Ended sessions in memory: access tokens are checked without I/O.
//!
//! The feeding task repeatedly confirms that the set is complete up to a moment. Once that moment is too old, all
//! tokens are refused: the set may be out of date.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::RwLock;
use uuid::Uuid;

/// Maximum age of the last confirmation.
const MAX_STALENESS: Duration = Duration::from_secs(5);

/// Session status is unavailable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is not known which sessions have ended")]
pub struct Unknown;

/// Recently ended sessions. Clones share the set.
#[derive(Debug, Clone, Default)]
pub struct Revocations(Arc<RwLock<State>>);

#[derive(Debug, Default)]
struct State {
    /// When this process added each session, by the monotonic clock.
    ended: HashMap<Uuid, Instant>,
    /// The set is complete up to then.
    complete_until: Option<Instant>,
}

impl Revocations {
    /// Adds ended sessions. The first time of a known one is kept: repeated reads must not prolong it.
    pub fn add(&self, ended: impl IntoIterator<Item = Uuid>) {
        let now = Instant::now();
        self.change(|state| {
            for session in ended {
                state.ended.entry(session).or_insert(now);
            }
        });
    }

    /// Removes sessions added more than `age` ago: their access tokens have expired.
    pub fn forget(&self, age: Duration) {
        self.change(|state| state.ended.retain(|_, learned| learned.elapsed() <= age));
    }

    /// Records that the set is complete up to `moment`.
    pub fn complete_until(&self, moment: Instant) {
        self.change(|state| state.complete_until = state.complete_until.max(Some(moment)));
    }

    /// Whether the set is recent enough to authenticate.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.read(|state| state.complete_until).is_some_and(|until| until.elapsed() <= MAX_STALENESS)
    }

    /// Whether a session has ended.
    ///
    /// # Errors
    /// The status is unavailable.
    pub fn has(&self, session: Uuid) -> Result<bool, Unknown> {
        if self.read(|state| state.ended.contains_key(&session)) {
            return Ok(true);
        }
        if self.is_current() { Ok(false) } else { Err(Unknown) }
    }

    fn read<T>(&self, read: impl FnOnce(&State) -> T) -> T {
        read(&self.0.read())
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) {
        change(&mut self.0.write());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stale_revocations_refuse_everyone() {
        let (revocations, one, other, minute) =
            (Revocations::default(), Uuid::now_v7(), Uuid::now_v7(), Duration::from_secs(60));
        revocations.add([one]);
        assert_eq!((revocations.has(one), revocations.has(other)), (Ok(true), Err(Unknown)));
        let old = Instant::now().checked_sub(MAX_STALENESS + Duration::from_millis(1)).unwrap();
        revocations.complete_until(old);
        assert_eq!(revocations.has(other), Err(Unknown));
        revocations.complete_until(Instant::now());
        // A late, older confirmation has no effect.
        revocations.complete_until(old);
        assert_eq!((revocations.has(one), revocations.has(other)), (Ok(true), Ok(false)));
        revocations.forget(minute);
        assert_eq!(revocations.has(one), Ok(true));
        let learned = Instant::now().checked_sub(minute + Duration::from_millis(1)).unwrap();
        revocations.change(|state| state.ended.insert(one, learned));
        revocations.add([one]);
        revocations.forget(minute);
        assert_eq!(revocations.has(one), Ok(false), "adding it again does not extend its lifetime");
    }
}
