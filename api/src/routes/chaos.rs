//! `/v1/dev/chaos`: breaks a development system on purpose, and shows what becomes of it.
//!
//! The routes exist only where [`ChaosLab`] is given, which `switchboard dev` alone does. They are not part of the public
//! interface, so the OpenAPI document does not have them.

use std::pin::Pin;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Extension, Json, Router};
use garde::Validate;
use serde::Deserialize;
use serde_json::Value;
use shared::app::App;
use shared::ids::UserId;

use crate::auth::Admin;
use crate::extract::ValidJson;
use crate::problem::Problem;

/// Something to do to the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChaosAction {
    /// Sends a bounded burst of messages.
    Load,
    /// Kills a worker process.
    KillWorker,
    /// Deletes everything that the system has in Redis.
    FlushRedis,
    /// Delays all answers of the simulated WhatsApp.
    SlowProvider,
    /// Makes it refuse all messages.
    BreakProvider,
    /// Makes it report statuses in reverse.
    ReorderStatuses,
    /// Ends the three conditions above.
    HealProvider,
}

/// Why an action was not done.
#[derive(Debug)]
pub enum ChaosError {
    /// The last burst is still being sent.
    Busy,
    /// No worker process is running right now.
    NoWorker,
    /// Anything else; the cause goes to the log.
    Failed(String),
}

/// A future of a lab.
pub type ChaosFuture<'a> = Pin<Box<dyn Future<Output = Result<Value, ChaosError>> + Send + 'a>>;

/// What `switchboard dev` does on behalf of the routes.
pub trait ChaosLab: Send + Sync {
    /// The state of the workers and the provider, figures, the last ledger audit and a log.
    fn state(&self) -> ChaosFuture<'_>;

    /// Does an action for an admin; returns the state after it.
    fn act(&self, action: ChaosAction, admin: UserId) -> ChaosFuture<'_>;
}

/// The lab of this process.
#[derive(Clone)]
pub(crate) struct Lab(pub Arc<dyn ChaosLab>);

/// The routes, which need a [`Lab`] as an extension.
pub(crate) fn router() -> Router<App> {
    Router::new().route("/v1/dev/chaos", get(state)).route("/v1/dev/chaos/actions", post(act))
}

#[derive(Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
struct Wanted {
    #[garde(skip)]
    action: ChaosAction,
}

async fn state(State(_): State<App>, _: Admin, Extension(lab): Extension<Lab>) -> Result<Json<Value>, Problem> {
    lab.0.state().await.map(Json).map_err(problem)
}

async fn act(
    State(_): State<App>,
    Admin(admin): Admin,
    Extension(lab): Extension<Lab>,
    ValidJson(wanted): ValidJson<Wanted>,
) -> Result<Json<Value>, Problem> {
    lab.0.act(wanted.action, admin.id).await.map(Json).map_err(problem)
}

fn problem(error: ChaosError) -> Problem {
    match error {
        ChaosError::Busy => {
            Problem::new(StatusCode::CONFLICT, "chaos_busy", "The last burst is still being sent.").retry_in(2)
        }
        ChaosError::NoWorker => {
            Problem::new(StatusCode::CONFLICT, "chaos_no_worker", "No worker process is running yet.").retry_in(2)
        }
        ChaosError::Failed(cause) => {
            tracing::error!(cause, "a chaos action failed");
            Problem::internal()
        }
    }
}
