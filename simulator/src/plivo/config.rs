//! The credentials of the simulated Plivo.

/// The credentials that the simulator demands.
#[derive(Debug, Clone)]
pub struct Config {
    /// The account: part of every path, and the name of HTTP Basic.
    pub auth_id: String,
    /// The password of HTTP Basic.
    pub auth_token: String,
    /// The only sender that the account has.
    pub source: String,
}

impl Config {
    /// Visibly fake credentials.
    #[must_use]
    pub fn test_credentials() -> Self {
        Self {
            auth_id: "SIMULATORPLIVOACCOUNT".to_owned(),
            auth_token: "simulator-plivo-token".to_owned(),
            source: "15550109999".to_owned(),
        }
    }
}
