//! `/health`, readiness and liveness.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;
use shared::app::App;
use shared::{cache, db};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(health)).routes(routes!(live)).routes(routes!(ready))
}

/// The health of this process.
#[derive(Debug, Serialize, ToSchema)]
struct Health {
    status: Status,
    /// Whether Postgres accepts writes.
    database: bool,
    /// Whether Redis accepts writes.
    redis: bool,
    /// The problems found.
    problems: Vec<Trouble>,
}

/// `degraded`: requests are accepted but jobs wait, because Redis is unreachable or refuses writes; nothing is lost.
/// `unhealthy`: Postgres is unreachable or read-only.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Status {
    Healthy,
    Degraded,
    Unhealthy,
}

/// A health problem.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Trouble {
    DatabaseUnreachable,
    DatabaseReadOnly,
    RedisUnreachable,
    /// Redis refuses writes: it is a replica.
    RedisReadOnly,
    /// Redis refuses writes: its memory is full.
    RedisFull,
    /// Redis refuses writes: it lacks the replicas that it must have.
    RedisNoReplicas,
    /// Redis refuses writes for another reason, such as a full disk.
    RedisRefusesWrites,
    /// The ended sessions are unknown, so no access token can be accepted.
    SessionsUnknown,
}

async fn check(app: &App) -> (StatusCode, Health) {
    let (database, redis) = tokio::join!(app.db.writability(), app.redis.writability());
    let database_trouble = match database {
        db::Writability::Writable => None,
        db::Writability::ReadOnly => Some(Trouble::DatabaseReadOnly),
        db::Writability::Unreachable => Some(Trouble::DatabaseUnreachable),
    };
    let redis_trouble = match redis {
        cache::Writability::Writable => None,
        cache::Writability::ReadOnly => Some(Trouble::RedisReadOnly),
        cache::Writability::Full => Some(Trouble::RedisFull),
        cache::Writability::NoReplicas => Some(Trouble::RedisNoReplicas),
        cache::Writability::RefusesWrites => Some(Trouble::RedisRefusesWrites),
        cache::Writability::Unreachable => Some(Trouble::RedisUnreachable),
    };
    let (database, redis) = (database_trouble.is_none(), redis_trouble.is_none());
    let (code, status) = match (database, redis) {
        (true, true) => (StatusCode::OK, Status::Healthy),
        (true, false) => (StatusCode::OK, Status::Degraded),
        (false, _) => (StatusCode::SERVICE_UNAVAILABLE, Status::Unhealthy),
    };
    let problems = database_trouble.into_iter().chain(redis_trouble).collect();
    (code, Health { status, database, redis, problems })
}

/// Returns the health of this process and its servers.
#[utoipa::path(get, path = "/health", tag = "ops", responses(
    (status = 200, description = "`healthy` or `degraded`", body = Health),
    (status = 503, description = "`unhealthy`", body = Health),
))]
async fn health(State(app): State<App>) -> (StatusCode, Json<Health>) {
    let (code, health) = check(&app).await;
    (code, Json(health))
}

/// Checks whether this process can serve requests.
#[utoipa::path(get, path = "/health/ready", tag = "ops", responses(
    (status = 200, description = "Ready", body = Health),
    (status = 503, description = "Not ready: Postgres is unreachable or read-only, or the ended sessions are unknown", body = Health),
))]
async fn ready(State(app): State<App>) -> (StatusCode, Json<Health>) {
    let (code, mut health) = check(&app).await;
    if app.revocations.is_current() {
        return (code, Json(health));
    }
    health.status = Status::Unhealthy;
    health.problems.push(Trouble::SessionsUnknown);
    (StatusCode::SERVICE_UNAVAILABLE, Json(health))
}

/// Whether the loops of a process without an API still run: 503 with the names of stalled ones, so that it is
/// restarted.
pub(super) async fn of_loops(State(app): State<App>) -> (StatusCode, String) {
    match app.liveness.hung().as_slice() {
        [] => (StatusCode::OK, String::new()),
        hung => {
            tracing::error!(?hung, "background loops hang; restart this process");
            (StatusCode::SERVICE_UNAVAILABLE, format!("these loops hang: {}\n", hung.join(", ")))
        }
    }
}

/// Checks whether this process is alive, and nothing else.
#[utoipa::path(get, path = "/health/live", tag = "ops", responses((status = 200, description = "Alive")))]
async fn live() -> StatusCode {
    StatusCode::OK
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use shared::config::{Config, Env};
    use shared::liveness::MAX_TURN;

    use super::*;

    #[tokio::test]
    async fn a_hung_loop_makes_a_background_process_unhealthy() {
        let variables = [
            ("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none"),
            ("REDIS_URL", "redis://127.0.0.1:1"),
            ("JWT_SECRET", "a secret for tests, not a real one"),
        ];
        let env: Env = variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect();
        let app = App::build(Config::read(env).unwrap()).unwrap();
        app.liveness.tick("relay");
        assert_eq!(of_loops(State(app.clone())).await.0, StatusCode::OK);
        let long_ago = Instant::now().checked_sub(MAX_TURN + Duration::from_secs(1)).unwrap();
        app.liveness.tick_at("relay", long_ago);
        let (status, text) = of_loops(State(app.clone())).await;
        assert_eq!((status, text.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "these loops hang: relay\n"));
    }
}
