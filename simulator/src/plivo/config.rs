//! The credentials of the simulated Plivo.

/// The required credentials.
#[derive(Debug, Clone)]
pub struct Config {
    /// The account: part of every path, and the HTTP Basic user. Plivo's libraries require 20 characters, of which the
    /// first are `MA`.
    pub auth_id: String,
    /// The HTTP Basic password.
    pub auth_token: String,
    /// The account's only sender.
    pub source: String,
}

impl Config {
    /// Visibly fake credentials.
    #[must_use]
    pub fn test_credentials() -> Self {
        Self {
            auth_id: "MASIMULATORPLIVOACCO".to_owned(),
            auth_token: "simulator-plivo-token".to_owned(),
            source: "15550109999".to_owned(),
        }
    }
}
