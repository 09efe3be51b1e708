use secrecy::{ExposeSecret, SecretString};

use super::Env;

/// Long enough not to be guessed.
const MIN_TOKEN_BYTES: usize = 16;

/// Access to metrics, and their port.
#[derive(Debug, Clone)]
pub struct Metrics {
    /// `METRICS_TOKEN`: required to read metrics; without one, clients in the same network may.
    pub token: Option<SecretString>,
    /// `METRICS_PORT`: metrics port of a worker or scheduler; `None` for no listener.
    pub port: Option<u16>,
}

impl Metrics {
    pub(super) fn read(env: &mut Env) -> Self {
        let token = env.optional_secret("METRICS_TOKEN");
        if token.as_ref().is_some_and(|token| token.expose_secret().len() < MIN_TOKEN_BYTES) {
            env.problem(format!("METRICS_TOKEN: must have at least {MIN_TOKEN_BYTES} bytes"));
        }
        let port = env.optional("METRICS_PORT").is_some().then(|| env.parsed("METRICS_PORT", 0));
        Self { token, port }
    }
}
