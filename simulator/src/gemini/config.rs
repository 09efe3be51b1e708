//! The credentials of the simulated Gemini.

/// The required credentials.
#[derive(Debug, Clone)]
pub struct Config {
    /// The key in `x-goog-api-key`.
    pub api_key: String,
}

impl Config {
    /// A visibly fake key.
    #[must_use]
    pub fn test_credentials() -> Self {
        Self { api_key: "simulator-gemini-key".to_owned() }
    }
}
