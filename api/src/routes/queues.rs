//! `/v1/queues`: how the work stands.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use shared::app::App;
use shared::ops::{self, QueueStatus};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::extract::Admin;
use crate::problem::Problem;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// All queues.
#[derive(Debug, Serialize, ToSchema)]
struct Queues {
    data: Vec<QueueStatus>,
}

/// How each queue stands; admins only.
#[utoipa::path(get, path = "/v1/queues", tag = "ops", security(("bearer" = [])), responses(
    (status = 200, description = "All queues, empty ones too", body = Queues),
    (status = 403, description = "`forbidden`: not an admin"),
))]
async fn list(State(app): State<App>, _: Admin) -> Result<Json<Queues>, Problem> {
    Ok(Json(Queues { data: ops::queues(&app).await? }))
}
