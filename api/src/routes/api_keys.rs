//! `/v1/api-keys`: keys for programs.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use secrecy::ExposeSecret;
use serde::Serialize;
use shared::accounts::{self, ApiKey, NewApiKey};
use shared::app::App;
use shared::ids::{ApiKeyId, UserId};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{Acting, CanManage, Grants, insufficient_scope};
use crate::extract::{IdPath, Query};
use crate::idempotent::{EarlyResponse, Idempotent, Principal};
use crate::problem::Problem;
use crate::reading::AdminReading;
use crate::schemas::{Page, PageQuery};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create, list)).routes(routes!(revoke)).routes(routes!(keys_of))
}

/// An API key with its secret.
#[derive(Debug, Serialize, ToSchema)]
struct CreatedKey {
    #[serde(flatten)]
    api_key: ApiKey,
    /// For the header `Authorization: Bearer …`. Shown only once.
    #[schema(examples("swb_00c0ffee00000000000000000000000000000000000000000000000000000000"))]
    key: String,
}

/// Creates an API key that acts for its creator, within its scopes.
#[utoipa::path(
    post, path = "/v1/api-keys", tag = "api_keys", request_body = NewApiKey, security(("bearer" = ["admin"])),
    params(("Idempotency-Key" = Option<String>, Header, description = "The same key and body return the same response for a day, but without `key`")),
    responses(
        (status = 201, description = "The key", body = CreatedKey),
        (status = 403, description = "`insufficient_scope`: your API key lacks `admin`, or a scope of the new key"),
        (status = 409, description = "`quota_exceeded`: `api_keys`"),
    )
)]
async fn create(
    State(app): State<App>,
    CanManage(user): CanManage,
    Grants(grants): Grants,
    Acting(actor): Acting,
    request: Idempotent<NewApiKey>,
) -> Result<Response, EarlyResponse> {
    let scopes = request.body.granted(grants.as_deref()).map_err(insufficient_scope)?;
    let (mut work, new) = request.begin(&app, Principal::User(user)).await?;
    let now = app.clock.now();
    if new.expires_at.is_some_and(|until| until <= now) {
        let problem = Problem::invalid_field("validation_failed", "expires_at", "must lie ahead");
        return Err(work.abort(problem).await);
    }
    let made = match accounts::create_key(&mut work.tx, &actor, user, &new, scopes, now).await {
        Ok(made) => made,
        Err(error) => return Err(work.abort(error.into()).await),
    };
    let shown = CreatedKey { api_key: made.key.clone(), key: made.secret.expose_secret().into() };
    work.created_with_secret(&shown, &made.key).await
}

/// Lists your API keys, newest first.
#[utoipa::path(get, path = "/v1/api-keys", tag = "api_keys", params(PageQuery), security(("bearer" = ["admin"])), responses(
    (status = 200, description = "A page of keys", body = Page<ApiKey>),
    (status = 400, description = "`invalid_cursor`"),
))]
async fn list(
    State(app): State<App>,
    CanManage(user): CanManage,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<ApiKey>>, Problem> {
    let request = page.request("api-keys".into())?;
    Ok(Json(accounts::api_keys(app.db.pool(), user, &request).await?.into()))
}

/// Lists a user's API keys, newest first, without secrets; admins only. The audit log records it.
#[utoipa::path(get, path = "/v1/users/{id}/api-keys", tag = "users", params(("id" = UserId, Path), PageQuery),
    security(("bearer" = ["admin"])), responses(
    (status = 200, description = "A page of keys", body = Page<ApiKey>),
    (status = 400, description = "`invalid_cursor`"),
    (status = 403, description = "`forbidden`: not an admin; `insufficient_scope`"),
    (status = 404, description = "`not_found`: no such user"),
))]
async fn keys_of(
    State(app): State<App>,
    reading: AdminReading,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<ApiKey>>, Problem> {
    let request = page.request(format!("api-keys of {}", reading.owner))?;
    Ok(Json(accounts::api_keys(app.db.pool(), reading.owner, &request).await?.into()))
}

/// Revokes an API key immediately.
#[utoipa::path(delete, path = "/v1/api-keys/{id}", tag = "api_keys", params(("id" = ApiKeyId, Path)), security(("bearer" = ["admin"])), responses(
    (status = 204, description = "Revoked"),
    (status = 404, description = "`not_found`: no such key, or not yours"),
))]
async fn revoke(
    State(app): State<App>,
    CanManage(user): CanManage,
    Acting(actor): Acting,
    IdPath(id): IdPath<ApiKeyId>,
) -> Result<StatusCode, Problem> {
    let mut tx = app.db.begin().await?;
    let revoked = accounts::revoke_key(&mut tx, &actor, user, id, app.clock.now()).await?;
    tx.commit().await?;
    if revoked { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::not_found()) }
}
