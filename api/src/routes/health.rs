//! `/health` and its two sisters.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use shared::app::App;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(health)).routes(routes!(live)).routes(routes!(ready))
}

/// How this process is.
#[derive(Debug, Serialize, ToSchema)]
struct Health {
    status: Status,
    /// Whether Postgres answers.
    database: bool,
    /// Whether Redis answers.
    redis: bool,
}

/// `degraded`: work is accepted and waits, because Redis is away; nothing is lost. `unhealthy`: Postgres is away.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Status {
    Healthy,
    Degraded,
    Unhealthy,
}

async fn check(app: &App) -> (StatusCode, Json<Health>) {
    let (database, redis) = tokio::join!(app.db.ping(), app.redis.ping());
    let (code, status) = match (database, redis) {
        (true, true) => (StatusCode::OK, Status::Healthy),
        (true, false) => (StatusCode::OK, Status::Degraded),
        (false, _) => (StatusCode::SERVICE_UNAVAILABLE, Status::Unhealthy),
    };
    (code, Json(Health { status, database, redis }))
}

/// How this process and what it needs are.
#[utoipa::path(get, path = "/health", tag = "ops", responses(
    (status = 200, description = "`healthy` or `degraded`", body = Health),
    (status = 503, description = "`unhealthy`", body = Health),
))]
async fn health(State(app): State<App>) -> (StatusCode, Json<Health>) {
    check(&app).await
}

/// Whether this process should get requests.
#[utoipa::path(get, path = "/health/ready", tag = "ops", responses(
    (status = 200, description = "Yes", body = Health),
    (status = 503, description = "Not now: Postgres is away, or it is not known which sessions have ended", body = Health),
))]
async fn ready(State(app): State<App>) -> (StatusCode, Json<Health>) {
    let (code, Json(health)) = check(&app).await;
    if app.revocations.is_current() {
        return (code, Json(health));
    }
    (StatusCode::SERVICE_UNAVAILABLE, Json(Health { status: Status::Unhealthy, ..health }))
}

/// Whether this process is alive. It looks at nothing else.
#[utoipa::path(get, path = "/health/live", tag = "ops", responses((status = 200, description = "Yes")))]
async fn live() -> StatusCode {
    StatusCode::OK
}
