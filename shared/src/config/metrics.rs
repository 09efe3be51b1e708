use secrecy::{ExposeSecret, SecretString};

use super::Env;

/// As many as nobody guesses.
const MIN_TOKEN_BYTES: usize = 16;

/// Who may read metrics, and where.
#[derive(Debug, Clone)]
pub struct Metrics {
    /// `METRICS_TOKEN`: whoever has it may; without one, whoever calls from the same network.
    pub token: Option<SecretString>,
    /// `METRICS_PORT`: where a worker and a scheduler show theirs; `None` for nowhere.
    pub port: Option<u16>,
}

impl Metrics {
    pub(super) fn read(env: &mut Env) -> Self {
        let token = env.text("METRICS_TOKEN").map(SecretString::from);
        if token.as_ref().is_some_and(|token| token.expose_secret().len() < MIN_TOKEN_BYTES) {
            env.problem(format!("METRICS_TOKEN: must have at least {MIN_TOKEN_BYTES} bytes"));
        }
        let port = env.text("METRICS_PORT").is_some().then(|| env.parsed("METRICS_PORT", 0));
        Self { token, port }
    }
}
