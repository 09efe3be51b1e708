//! `/v1/queues`: the state of queues, and pausing them.

use axum::Json;
use axum::extract::State;
use garde::Validate;
use serde::{Deserialize, Serialize};
use shared::app::App;
use shared::audit::{self, AuditEntry};
use shared::jobs::{self, Queue};
use shared::ops::{self, QueueStatus};
use shared::provider_limits::ThrottleState;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{Acting, Admin};
use crate::extract::{IdPath, ValidJson};
use crate::problem::Problem;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(change))
}

/// All queues, and all known provider throttles.
#[derive(Debug, Serialize, ToSchema)]
struct Queues {
    data: Vec<QueueStatus>,
    /// Rate and pause of calls to each provider account; null while Redis is unavailable.
    throttles: Option<Vec<ThrottleState>>,
    /// The same, under its former name.
    lanes: Option<Vec<ThrottleState>>,
}

/// A change of a queue.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct QueueChange {
    /// Whether workers take no jobs from it.
    #[garde(skip)]
    paused: bool,
}

/// Pauses or resumes a queue; admins only.
///
/// Workers stop taking jobs of a paused queue within seconds, and finish running ones. Its jobs wait until it is resumed; new
/// ones are accepted.
#[utoipa::path(patch, path = "/v1/queues/{queue}", tag = "ops", request_body = QueueChange, security(("bearer" = ["admin"])),
    params(("queue" = String, Path, description = "Its name")),
    responses(
        (status = 200, description = "The queue", body = QueueStatus),
        (status = 403, description = "`forbidden`: not an admin; `insufficient_scope`"),
        (status = 404, description = "`not_found`: no such queue"),
    ))]
async fn change(
    State(app): State<App>,
    Admin(admin): Admin,
    Acting(actor): Acting,
    IdPath(name): IdPath<String>,
    ValidJson(QueueChange { paused }): ValidJson<QueueChange>,
) -> Result<Json<QueueStatus>, Problem> {
    let queue: Queue = name.parse().map_err(|_| Problem::not_found())?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    if jobs::set_paused(&mut tx, queue, paused, (admin.id, now)).await? {
        let action = if paused { "queue.paused" } else { "queue.resumed" };
        let entry = AuditEntry { action, subject: None, target: Some(name.clone()), before: None, after: None };
        audit::record(&mut tx, &actor, &[entry], now).await?;
        tracing::warn!(%queue, paused, "an admin paused or resumed a queue");
    }
    tx.commit().await?;
    let status = ops::queues(&app).await?.into_iter().find(|status| status.queue == name);
    status.map(Json).ok_or_else(Problem::not_found)
}

/// Returns the state of all queues and provider throttles; admins only.
#[utoipa::path(get, path = "/v1/queues", tag = "ops", security(("bearer" = ["admin"])), responses(
    (status = 200, description = "All queues, including empty ones", body = Queues),
    (status = 403, description = "`forbidden`: not an admin; `insufficient_scope`"),
))]
async fn list(State(app): State<App>, _: Admin) -> Result<Json<Queues>, Problem> {
    let throttles = app
        .throttles
        .all()
        .await
        .inspect_err(|error| tracing::warn!(%error, "the state of provider throttles is unavailable"))
        .ok();
    Ok(Json(Queues { data: ops::queues(&app).await?, lanes: throttles.clone(), throttles }))
}
