//! The state machine: every change of a job's state goes through [`JobState::after`].

use strum::IntoEnumIterator;

use super::JobState::{self, Cancelled, Failed, Queued, Retrying, Running, Succeeded};

/// A transition of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumIter)]
pub enum Transition {
    /// A worker claims it; counts as an attempt.
    Claim,
    /// The attempt succeeded.
    Succeed,
    /// The attempt failed and another follows.
    Retry,
    /// The attempt did not count: it waits for a limit or a pause, or its worker is stopping.
    Snooze,
    /// It failed permanently.
    Fail,
    /// Its owner cancels it.
    Cancel,
    /// Its owner requested cancellation, and its handler stopped.
    Stop,
}

impl JobState {
    /// The state after `transition`; `None` if that is impossible in this state.
    #[must_use]
    pub fn after(self, transition: Transition) -> Option<Self> {
        match (self, transition) {
            (Queued | Retrying, Transition::Claim) => Some(Running),
            (Running, Transition::Succeed) => Some(Succeeded),
            (Running, Transition::Retry) => Some(Retrying),
            (Running, Transition::Snooze) => Some(Queued),
            (Running, Transition::Fail) => Some(Failed),
            (Queued | Retrying, Transition::Cancel) | (Running, Transition::Stop) => Some(Cancelled),
            _ => None,
        }
    }

    /// The states in which `transition` can happen, for the condition of an update.
    pub(super) fn before(transition: Transition) -> Vec<Self> {
        Self::iter().filter(|state| state.after(transition).is_some()).collect()
    }

    /// Whether the state is final.
    #[must_use]
    pub fn is_end(self) -> bool {
        Transition::iter().all(|transition| self.after(transition).is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn three_states_are_final() {
        let ends: Vec<_> = JobState::iter().filter(|state| state.is_end()).collect();
        assert_eq!(ends, [Succeeded, Failed, Cancelled]);
    }

    #[test]
    fn updates_require_the_states_before() {
        assert_eq!(JobState::before(Transition::Claim), [Queued, Retrying]);
        assert_eq!(JobState::before(Transition::Succeed), [Running]);
        assert_eq!(JobState::before(Transition::Cancel), [Queued, Retrying]);
    }

    fn transitions() -> impl Strategy<Value = Vec<Transition>> {
        proptest::collection::vec(proptest::sample::select(Transition::iter().collect::<Vec<_>>()), 0..64)
    }

    proptest! {
        #[test]
        fn a_job_ends_once_and_runs_only_when_claimed(transitions in transitions()) {
            let mut state = Queued;
            let mut ends = 0;
            for transition in transitions {
                let Some(next) = state.after(transition) else { continue };
                prop_assert!(!state.is_end(), "{transition:?} left the final state {state:?}");
                prop_assert_eq!(next == Running, transition == Transition::Claim);
                ends += usize::from(next.is_end());
                state = next;
            }
            prop_assert_eq!(ends, usize::from(state.is_end()));
        }
    }
}
