//! The lane of the model: one key, and what closes it for every worker.

use std::time::Duration;

use secrecy::ExposeSecret;
use shared::app::App;
use shared::config::Gemini;
use shared::jobs::JobError;
use shared::provider_limits::Grant;

use crate::providers::gemini::{Class, Failure};

/// Calls a second at first. The model's own limits are other ones for each account: its refusals tell.
const START: f64 = 1000.0;
/// How long nothing is asked after an error that an operator has to mend, before one question tries again.
const UNAUTHORIZED: Duration = Duration::from_secs(60);
/// The same where a quota of the day is used up.
const EXHAUSTED: Duration = Duration::from_secs(3600);
/// How long a closed lane is closed again after the question that tries.
const PROBE: Duration = Duration::from_secs(60);

/// The lane of the key that is set.
pub(crate) struct Throttle {
    name: String,
}

/// Whether the model may be asked.
pub(crate) enum Admission {
    Go,
    /// Yes; it tries whether a stopped lane works again.
    Probe,
    /// Not before this time has passed, and why.
    Later(Duration, JobError),
    /// Not until somebody mends what stands in the error.
    Never(JobError),
}

impl Throttle {
    pub fn new(app: &App, config: &Gemini) -> Self {
        let key = app.limiter.hidden(config.api_key.expose_secret());
        Self { name: format!("gemini:{}", key.get(..8).unwrap_or_default()) }
    }

    pub async fn admit(&self, app: &App) -> Admission {
        loop {
            match app.lanes.take(&self.name, 1, START, PROBE).await {
                Grant::Go(_) => return Admission::Go,
                Grant::Probe => return Admission::Probe,
                Grant::Wait(wait) => tokio::time::sleep(wait).await,
                Grant::Closed(_) => {
                    let state = app.lanes.state(&self.name).await.ok().flatten();
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

    /// When a question may be asked again; each gets a time of its own.
    async fn later(&self, app: &App) -> Duration {
        app.lanes.defer(&self.name, START, 0).await
    }

    /// Closes the lane where a failure is about the key, and tells when to come again.
    pub async fn note(&self, app: &App, failure: &Failure) -> Option<Duration> {
        let code = &failure.error.code;
        match (failure.class, failure.after) {
            (Class::Account, _) => {
                if app.lanes.stop(&self.name, UNAUTHORIZED, code).await {
                    tracing::error!(lane = self.name, code, "model unavailable until its configuration is fixed");
                }
            }
            (Class::Exhausted, after) => {
                app.lanes.close(&self.name, after.unwrap_or_default().max(EXHAUSTED), code).await;
                tracing::error!(lane = self.name, code, "model paused");
            }
            (Class::Limited, Some(after)) => {
                app.lanes.close(&self.name, after, code).await;
                return Some(self.later(app).await);
            }
            (Class::Limited, None) => {
                // One of many that were refused at the same time makes the pause.
                if app.lanes.closed_for(&self.name).await.is_none() {
                    app.lanes.back_off(&self.name).await;
                }
                return Some(self.later(app).await);
            }
            (Class::Permanent | Class::Transient | Class::Once, _) => {}
        }
        None
    }

    /// Opens a lane that was stopped.
    pub async fn mark_recovered(&self, app: &App) {
        if app.lanes.open(&self.name).await {
            tracing::info!(lane = self.name, "model resumed");
        }
    }
}
