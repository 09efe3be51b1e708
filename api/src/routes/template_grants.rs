//! `/v1/template-grants`: the platform number's templates that an account may send.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use shared::accounts::{self, Role};
use shared::app::App;
use shared::audit::{self, AuditEntry};
use shared::ids::{TemplateGrantId, UserId};
use shared::messaging::{self, GrantError, NewTemplateGrant, TemplateGrant};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{Acting, Admin, CanRead, active};
use crate::extract::{IdPath, Query};
use crate::idempotent::{EarlyResponse, IdempotencyKey, Idempotent, Principal};
use crate::problem::Problem;
use crate::schemas::{Page, PageQuery};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(grant, grants)).routes(routes!(revoke))
}

fn refused(error: GrantError) -> Problem {
    let conflict = |code, detail: &'static str| Problem::new(StatusCode::CONFLICT, code, detail);
    match error {
        GrantError::Exists => conflict("template_grant_exists", "This template is already granted to this account."),
        GrantError::TooMany => conflict("too_many_template_grants", "This account has reached its limit of grants."),
        GrantError::Database(error) => error.into(),
    }
}

/// Grants an account a template of the platform's number; admins only.
#[utoipa::path(
    post, path = "/v1/template-grants", tag = "templates", request_body = NewTemplateGrant,
    security(("bearer" = ["admin"])), params(IdempotencyKey),
    responses(
        (status = 201, description = "The grant", body = TemplateGrant),
        (status = 403, description = "`forbidden`: not an admin; `insufficient_scope`"),
        (status = 409, description = "`template_grant_exists`, `too_many_template_grants`"),
        (status = 422, description = "`validation_failed`, `user_not_found`"),
    )
)]
async fn grant(
    State(app): State<App>,
    Admin(admin): Admin,
    Acting(actor): Acting,
    request: Idempotent<NewTemplateGrant>,
) -> Result<Response, EarlyResponse> {
    let (mut work, new) = request.begin(&app, Principal::User(admin.id)).await?;
    let now = app.clock.now();
    let missing = || Problem::invalid_field("user_not_found", "user", "There is no user with this id or name.");
    let user = accounts::resolve(work.tx.conn(), std::slice::from_ref(&new.user)).await?.pop().flatten();
    let Some(user) = user else { return Err(work.abort(missing()).await) };
    let subject = user.id;
    match messaging::grant_template(&mut work.tx, user, &new, now).await {
        Ok(grant) => {
            let deed = AuditEntry::new("template.granted", subject, grant.id).after(&grant);
            audit::record(&mut work.tx, &actor, &[deed], now).await?;
            work.created(&grant).await
        }
        Err(error) => Err(work.abort(refused(error)).await),
    }
}

/// Filters of the list of grants.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct GrantQuery {
    /// Only those of this user.
    user: Option<UserId>,
}

/// Lists template grants, newest first: your own; for admins all.
#[utoipa::path(get, path = "/v1/template-grants", tag = "templates", params(GrantQuery, PageQuery), security(("bearer" = ["read"])), responses(
    (status = 200, description = "A page of grants", body = Page<TemplateGrant>),
    (status = 400, description = "`invalid_cursor`"),
    (status = 404, description = "`not_found`: another user's"),
))]
async fn grants(
    State(app): State<App>,
    CanRead(id): CanRead,
    Query(query): Query<GrantQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<TemplateGrant>>, Problem> {
    let is_admin = active(&app, id).await?.role == Role::Admin;
    if !is_admin && query.user.is_some_and(|user| user != id) {
        return Err(Problem::not_found());
    }
    let of = if is_admin { query.user } else { Some(id) };
    let request = page.request(format!("template-grants {of:?}"))?;
    Ok(Json(messaging::template_grants(&mut *app.db.listing(id.uuid()).await?, of, &request).await?.into()))
}

/// Revokes a grant; admins only.
///
/// Waiting messages under it fail and are refunded.
#[utoipa::path(delete, path = "/v1/template-grants/{id}", tag = "templates", params(("id" = TemplateGrantId, Path)), security(("bearer" = ["admin"])), responses(
    (status = 204, description = "Revoked"),
    (status = 403, description = "`forbidden`: not an admin; `insufficient_scope`"),
    (status = 404, description = "`not_found`: no such grant"),
))]
async fn revoke(
    State(app): State<App>,
    _: Admin,
    Acting(actor): Acting,
    IdPath(id): IdPath<TemplateGrantId>,
) -> Result<StatusCode, Problem> {
    let mut tx = app.db.begin().await?;
    let grant = messaging::revoke_template_grant(&mut tx, id).await?.ok_or_else(Problem::not_found)?;
    let deed = AuditEntry::new("template.grant_revoked", grant.user.id, id).before(&grant);
    audit::record(&mut tx, &actor, &[deed], app.clock.now()).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
