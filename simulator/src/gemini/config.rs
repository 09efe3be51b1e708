//! The credentials and the answers of the simulated Gemini.

use std::collections::HashMap;

/// The required credentials, and answers.
#[derive(Debug, Clone)]
pub struct Config {
    /// The key in `x-goog-api-key`.
    pub api_key: String,
    /// Answers by prompt. Other prompts are echoed.
    pub answers: HashMap<String, String>,
}

impl Config {
    /// A visibly fake key.
    #[must_use]
    pub fn test_credentials() -> Self {
        Self { api_key: "simulator-gemini-key".to_owned(), answers: HashMap::new() }
    }
}
