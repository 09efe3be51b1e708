//! The throttle of the model's API key, shared by all workers.

use std::time::Duration;

use secrecy::ExposeSecret;
use shared::app::App;
use shared::config::Gemini;
use shared::jobs::JobError;
use shared::provider_limits::Grant;

use crate::providers::gemini::{Class, Failure};

/// Initial calls per second. Each account has its own limits; rate limit errors adjust this.
const START: f64 = 1000.0;
/// The pause after an error that an operator has to fix, before one probe call.
const UNAUTHORIZED: Duration = Duration::from_secs(60);
/// The pause after a daily quota is exhausted.
const EXHAUSTED: Duration = Duration::from_secs(3600);
/// How long the throttle stays closed after a probe call.
const PROBE: Duration = Duration::from_secs(60);

/// The configured key's throttle.
pub(crate) struct Throttle {
    name: String,
}

/// Whether a call is allowed.
pub(crate) enum Admission {
    Go,
    /// Yes, as a probe of a stopped throttle.
    Probe,
    /// Retry after this delay, for this reason.
    Later(Duration, JobError),
    /// Not until an operator fixes the error.
    Never(JobError),
}

impl Throttle {
    pub fn new(app: &App, config: &Gemini) -> Self {
        let key = app.limiter.hidden(config.api_key.expose_secret());
        Self { name: format!("gemini:{}", key.get(..8).unwrap_or_default()) }
    }

    pub async fn admit(&self, app: &App) -> Admission {
        loop {
            match app.throttles.take(&self.name, 1, START, PROBE).await {
                Grant::Go(_) => return Admission::Go,
                Grant::Probe => return Admission::Probe,
                Grant::Wait(wait) => tokio::time::sleep(wait).await,
                Grant::Closed(_) => {
                    let state = app.throttles.state(&self.name).await.ok().flatten();
                    return self.closed(app, state.and_then(|state| state.code)).await;
                }
            }
        }
    }

    async fn closed(&self, app: &App, code: Option<String>) -> Admission {
        match code.as_deref() {
            Some(code @ ("provider_auth" | "model_unavailable")) => Admission::Never(JobError::permanent(
                code,
                "The model is unavailable until an operator fixes its configuration.",
            )),
            Some(code @ "provider_quota_exhausted") => {
                Admission::Never(JobError::transient(code, "The model's daily quota is used up."))
            }
            _ => {
                let error = JobError::transient("provider_rate_limited", "The model's rate limit is reached for now.");
                Admission::Later(self.later(app).await, error)
            }
        }
    }

    /// When a call may be retried; each gets a different time.
    async fn later(&self, app: &App) -> Duration {
        app.throttles.defer(&self.name, START, 0).await
    }

    /// Closes the throttle if the failure concerns the key; returns when to retry.
    pub async fn note(&self, app: &App, failure: &Failure) -> Option<Duration> {
        let code = &failure.error.code;
        match (failure.class, failure.after) {
            (Class::Account, _) => {
                if app.throttles.stop(&self.name, UNAUTHORIZED, code).await {
                    tracing::error!(throttle = self.name, code, "model unavailable until its configuration is fixed");
                }
            }
            (Class::Exhausted, after) => {
                app.throttles.close(&self.name, after.unwrap_or_default().max(EXHAUSTED), code).await;
                tracing::error!(throttle = self.name, code, "model paused");
            }
            (Class::Limited, Some(after)) => {
                app.throttles.close(&self.name, after, code).await;
                return Some(self.later(app).await);
            }
            (Class::Limited, None) => {
                // Only the first of many concurrent failures sets the pause.
                if app.throttles.closed_for(&self.name).await.is_none() {
                    app.throttles.back_off(&self.name).await;
                }
                return Some(self.later(app).await);
            }
            (Class::Permanent | Class::Transient | Class::Once, _) => {}
        }
        None
    }

    /// Opens a stopped throttle.
    pub async fn mark_recovered(&self, app: &App) {
        if app.throttles.open(&self.name).await {
            tracing::info!(throttle = self.name, "model resumed");
        }
    }
}
