//! Why there is no answer.

use std::time::Duration;

use shared::jobs::JobError;

/// What is to be done after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// It will never work.
    Permanent,
    /// The key, the model, or what the key may do: never, until somebody mends that.
    Account,
    /// Wait, with every call.
    Limited,
    /// A quota that won't come back within minutes: no call, for long.
    Exhausted,
    /// Try again.
    Transient,
    /// Try again once, and not more often.
    Once,
}

/// Why there is no answer, or not a whole one.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What is to be done.
    pub class: Class,
    /// What stands in the job.
    pub error: JobError,
    /// When to try again, where that was said.
    pub after: Option<Duration>,
}

impl Failure {
    pub(super) fn new(class: Class, code: &str, message: &str) -> Self {
        let is_final = matches!(class, Class::Permanent | Class::Account);
        let error = if is_final { JobError::permanent(code, message) } else { JobError::transient(code, message) };
        Self { class, error, after: None }
    }

    /// Nothing came for too long.
    pub(super) fn late() -> Self {
        Self::new(Class::Once, "provider_timeout", "The model did not answer in time.")
    }

    /// The answer broke off.
    pub(super) fn incomplete() -> Self {
        Self::new(Class::Once, "answer_incomplete", "The answer broke off before its end.")
    }
}
