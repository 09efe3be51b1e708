//! `/v1/queues`: the state of queues.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use shared::app::App;
use shared::ops::{self, QueueStatus};
use shared::provider_limits::ThrottleState;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::Admin;
use crate::problem::Problem;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
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
