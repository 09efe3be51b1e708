//! Why a worker does not start.

/// Why a worker did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Two handlers for one kind of job.
    #[error("two handlers for jobs of kind {0}")]
    DuplicateKind(&'static str),
    /// A queue that nobody knows.
    #[error("there is no queue {0}")]
    UnknownQueue(String),
    /// A client of a provider that could not be made.
    #[error("HTTP client: {0}")]
    Client(#[from] reqwest::Error),
}
