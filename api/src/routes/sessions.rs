//! `/v1/sessions`: login sessions.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use shared::accounts::{self, Session};
use shared::app::App;
use shared::ids::{SessionId, UserId};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::auth::client;
use crate::auth::InSession;
use crate::edge::ClientAddress;
use crate::extract::{IdPath, Query};
use crate::problem::Problem;
use crate::reading::AdminReading;
use crate::schemas::{Page, PageQuery};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list_sessions)).routes(routes!(end_session)).routes(routes!(sessions_of))
}

/// Lists your open sessions.
#[utoipa::path(get, path = "/v1/sessions", tag = "auth", params(PageQuery), security(("bearer" = [])), responses(
    (status = 200, description = "Open sessions, newest first", body = Page<Session>),
))]
async fn list_sessions(
    State(app): State<App>,
    InSession(access): InSession,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Session>>, Problem> {
    let request = page.request("sessions".into())?;
    Ok(Json(accounts::sessions(&app, access.user, Some(access.session), &request).await?.into()))
}

/// Lists a user's open sessions; admins only. The audit log records it.
#[utoipa::path(get, path = "/v1/users/{id}/sessions", tag = "users", params(("id" = UserId, Path), PageQuery),
    security(("bearer" = ["admin"])), responses(
    (status = 200, description = "Open sessions, newest first; none is `current`", body = Page<Session>),
    (status = 400, description = "`invalid_cursor`"),
    (status = 403, description = "`forbidden`: not an admin; `insufficient_scope`"),
    (status = 404, description = "`not_found`: no such user"),
))]
async fn sessions_of(
    State(app): State<App>,
    reading: AdminReading,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Session>>, Problem> {
    let request = page.request(format!("sessions of {}", reading.owner))?;
    Ok(Json(accounts::sessions(&app, reading.owner, None, &request).await?.into()))
}

/// Ends a session and invalidates its tokens.
#[utoipa::path(
    delete, path = "/v1/sessions/{id}", tag = "auth", security(("bearer" = [])),
    params(("id" = SessionId, Path, description = "The session")),
    responses(
        (status = 204, description = "Ended"),
        (status = 404, description = "`not_found`: no such session, or already ended"),
    )
)]
async fn end_session(
    State(app): State<App>,
    InSession(access): InSession,
    address: ClientAddress,
    headers: HeaderMap,
    IdPath(id): IdPath<SessionId>,
) -> Result<StatusCode, Problem> {
    let mut tx = app.db.begin().await?;
    if !accounts::end_session(&app, &mut tx, access, &client(address, &headers), id).await? {
        return Err(Problem::not_found());
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
