//! Which sessions have ended, in memory: access tokens are checked without asking anybody.
//!
//! Whoever feeds it also proves, again and again, that it has all that ended until a moment. Once
//! that moment lies too far back nobody is let in: what is here may be out of date.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use uuid::Uuid;

/// How old the newest proof may be.
const MAX_STALENESS: Duration = Duration::from_secs(5);

/// It is not known which sessions have ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is not known which sessions have ended")]
pub struct Unknown;

/// Sessions that ended lately. A clone is the same set.
#[derive(Debug, Clone, Default)]
pub struct Revocations(Arc<RwLock<State>>);

#[derive(Debug, Default)]
struct State {
    /// When this process learned of each: by a clock that nobody sets.
    ended: HashMap<Uuid, Instant>,
    /// All that ended until then is here.
    complete_until: Option<Instant>,
}

impl Revocations {
    /// Adds sessions that ended. Of one that is known the first time stands: it must not stay because it is read again.
    pub fn add(&self, ended: impl IntoIterator<Item = Uuid>) {
        let now = Instant::now();
        self.change(|state| {
            for session in ended {
                state.ended.entry(session).or_insert(now);
            }
        });
    }

    /// Removes those that this process learned of more than `age` ago: no access token of theirs is valid any more.
    pub fn forget(&self, age: Duration) {
        self.change(|state| state.ended.retain(|_, learned| learned.elapsed() <= age));
    }

    /// Notes that all that ended until `moment` is here.
    pub fn complete_until(&self, moment: Instant) {
        self.change(|state| state.complete_until = state.complete_until.max(Some(moment)));
    }

    /// Whether enough is known to let anybody in.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.read(|state| state.complete_until).is_some_and(|until| until.elapsed() <= MAX_STALENESS)
    }

    /// Whether a session has ended.
    ///
    /// # Errors
    /// That is not known.
    pub fn has(&self, session: Uuid) -> Result<bool, Unknown> {
        if self.read(|state| state.ended.contains_key(&session)) {
            return Ok(true);
        }
        if self.is_current() { Ok(false) } else { Err(Unknown) }
    }

    fn read<T>(&self, read: impl FnOnce(&State) -> T) -> T {
        read(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) {
        change(&mut self.0.write().unwrap_or_else(PoisonError::into_inner));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_to_be_current_lets_nobody_in() {
        let (revocations, one, other, minute) =
            (Revocations::default(), Uuid::now_v7(), Uuid::now_v7(), Duration::from_secs(60));
        revocations.add([one]);
        assert_eq!((revocations.has(one), revocations.has(other)), (Ok(true), Err(Unknown)));
        let old = Instant::now().checked_sub(MAX_STALENESS + Duration::from_millis(1)).unwrap();
        revocations.complete_until(old);
        assert_eq!(revocations.has(other), Err(Unknown));
        revocations.complete_until(Instant::now());
        // An older proof that comes later takes nothing back.
        revocations.complete_until(old);
        assert_eq!((revocations.has(one), revocations.has(other)), (Ok(true), Ok(false)));
        revocations.forget(minute);
        assert_eq!(revocations.has(one), Ok(true));
        let learned = Instant::now().checked_sub(minute + Duration::from_millis(1)).unwrap();
        revocations.change(|state| state.ended.insert(one, learned));
        revocations.add([one]);
        revocations.forget(minute);
        assert_eq!(revocations.has(one), Ok(false), "reading it again does not make it newer");
    }
}
