//! Errors of a worker's start.

/// Why a worker did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Two handlers for one kind of job.
    #[error("two handlers for jobs of kind {0}")]
    DuplicateKind(&'static str),
    /// An unknown queue.
    #[error("there is no queue {0}")]
    UnknownQueue(String),
    /// A provider client that could not be created.
    #[error("HTTP client: {0}")]
    Client(#[from] reqwest::Error),
}
