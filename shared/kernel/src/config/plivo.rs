use secrecy::SecretString;

use super::Env;

const DEFAULT_BASE_URL: &str = "https://api.plivo.com";

/// Plivo, for text messages.
#[derive(Debug, Clone)]
pub struct Plivo {
    /// `PLIVO_BASE_URL`: everything before `/v1/Account/…`.
    pub base_url: String,
    /// `PLIVO_AUTH_ID`: the account, part of its URLs.
    pub auth_id: String,
    /// `PLIVO_AUTH_TOKEN`.
    pub auth_token: SecretString,
    /// `PLIVO_SOURCE`: the sender, a number or a name.
    pub source: String,
}

impl Plivo {
    const VARIABLES: [&str; 3] = ["PLIVO_AUTH_ID", "PLIVO_AUTH_TOKEN", "PLIVO_SOURCE"];

    /// Whether any of its variables is set.
    #[must_use]
    pub fn is_mentioned(env: &Env) -> bool {
        Self::VARIABLES.iter().chain(&["PLIVO_BASE_URL"]).any(|name| env.text(name).is_some())
    }

    pub(super) fn read(env: &mut Env) -> Option<Self> {
        if !Self::is_mentioned(env) {
            return None;
        }
        let missing: Vec<_> = Self::VARIABLES.into_iter().filter(|name| env.text(name).is_none()).collect();
        if !missing.is_empty() {
            env.problem(format!("Plivo is only half set up: {} missing", missing.join(", ")));
        }
        Some(Self {
            base_url: env.text_or("PLIVO_BASE_URL", DEFAULT_BASE_URL).trim_end_matches('/').into(),
            auth_id: env.optional("PLIVO_AUTH_ID").unwrap_or_default(),
            auth_token: env.secret("PLIVO_AUTH_TOKEN"),
            source: env.optional("PLIVO_SOURCE").unwrap_or_default(),
        })
    }
}
