//! Completion failures.

use std::time::Duration;

use shared::jobs::JobError;

/// How to handle a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// It fails permanently.
    Permanent,
    /// The key, the model or the key's permissions: an operator has to fix it.
    Account,
    /// Delay all calls.
    Limited,
    /// A quota exhausted for more than minutes: a long pause.
    Exhausted,
    /// Retry.
    Transient,
    /// Retry once only.
    Once,
}

/// Why an answer is missing or incomplete.
#[derive(Debug)]
pub(crate) struct Failure {
    /// How to handle it.
    pub class: Class,
    /// The job's error.
    pub error: JobError,
    /// Retry delay, if given.
    pub after: Option<Duration>,
}

impl Failure {
    pub(super) fn new(class: Class, code: &str, message: &str) -> Self {
        let is_final = matches!(class, Class::Permanent | Class::Account);
        let error = if is_final { JobError::permanent(code, message) } else { JobError::transient(code, message) };
        Self { class, error, after: None }
    }

    /// The stream timed out.
    pub(super) fn late() -> Self {
        Self::new(Class::Once, "provider_timeout", "The model did not answer in time.")
    }

    /// It ended early.
    pub(super) fn incomplete() -> Self {
        Self::new(Class::Once, "answer_incomplete", "The answer broke off before its end.")
    }
}
