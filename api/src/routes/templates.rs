//! `/v1/templates`: texts with named placeholders.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use shared::app::App;
use shared::audit::{self, AuditEntry};
use shared::ids::TemplateId;
use shared::messaging::{self, NewTemplate, Template, TemplateError};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::auth::{Acting, CanRead, CanSend};
use crate::extract::{IdPath, Query, ValidJson};
use crate::idempotent::{EarlyResponse, IdempotencyKey, Idempotent, Principal};
use crate::problem::Problem;
use crate::schemas::{Page, PageQuery};

pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(create, list)).routes(routes!(get, replace, remove))
}

fn refused(error: TemplateError) -> Problem {
    match error {
        TemplateError::Taken => Problem::new(
            StatusCode::CONFLICT,
            "template_exists",
            "A template with this name and language already exists.",
        ),
        TemplateError::Quota(exceeded) => exceeded.into(),
        TemplateError::Database(error) => error.into(),
    }
}

/// Creates a template.
///
/// WhatsApp sends it by name and language, which Meta must have approved.
#[utoipa::path(
    post, path = "/v1/templates", tag = "templates", request_body = NewTemplate, security(("bearer" = ["send"])),
    params(IdempotencyKey),
    responses(
        (status = 201, description = "The template", body = Template),
        (status = 409, description = "`template_exists`; `quota_exceeded`: `templates`"),
    )
)]
async fn create(
    State(app): State<App>,
    CanSend(user): CanSend,
    Acting(actor): Acting,
    request: Idempotent<NewTemplate>,
) -> Result<Response, EarlyResponse> {
    let (mut work, new) = request.begin(&app, Principal::User(user)).await?;
    let now = app.clock.now();
    match messaging::add_template(&mut work.tx, user, &new, now).await {
        Ok(template) => {
            let deed = AuditEntry::new("template.created", user, template.id).after(&template);
            audit::record(&mut work.tx, &actor, &[deed], now).await?;
            work.created(&template).await
        }
        Err(error) => Err(work.abort(refused(error)).await),
    }
}

/// Lists your templates, newest first.
#[utoipa::path(get, path = "/v1/templates", tag = "templates", params(PageQuery), security(("bearer" = ["read"])), responses(
    (status = 200, description = "A page of templates", body = Page<Template>),
    (status = 400, description = "`invalid_cursor`"),
))]
async fn list(
    State(app): State<App>,
    CanRead(user): CanRead,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<Template>>, Problem> {
    let request = page.request("templates".into())?;
    Ok(Json(messaging::templates(app.db.pool(), user, &request).await?.into()))
}

/// Returns a template.
#[utoipa::path(get, path = "/v1/templates/{id}", tag = "templates", params(("id" = TemplateId, Path)), security(("bearer" = ["read"])), responses(
    (status = 200, description = "The template", body = Template),
    (status = 404, description = "`not_found`: no such template, or not yours"),
))]
async fn get(
    State(app): State<App>,
    CanRead(user): CanRead,
    IdPath(id): IdPath<TemplateId>,
) -> Result<Json<Template>, Problem> {
    messaging::template(app.db.pool(), user, id).await?.map(Json).ok_or_else(Problem::not_found)
}

/// Replaces a template.
///
/// Accepted messages keep the old one.
#[utoipa::path(put, path = "/v1/templates/{id}", tag = "templates", request_body = NewTemplate,
    params(("id" = TemplateId, Path)), security(("bearer" = ["send"])), responses(
    (status = 200, description = "The template", body = Template),
    (status = 404, description = "`not_found`: no such template, or not yours"),
    (status = 409, description = "`template_exists`"),
))]
async fn replace(
    State(app): State<App>,
    CanSend(user): CanSend,
    Acting(actor): Acting,
    IdPath(id): IdPath<TemplateId>,
    ValidJson(new): ValidJson<NewTemplate>,
) -> Result<Json<Template>, Problem> {
    let (mut tx, now) = (app.db.begin().await?, app.clock.now());
    let before = messaging::template(tx.conn(), user, id).await?;
    let replaced = messaging::replace_template(&mut tx, user, id, &new, now).await.map_err(refused)?;
    let template = replaced.ok_or_else(Problem::not_found)?;
    let deed = AuditEntry::new("template.replaced", user, id).changed(&before, &template);
    audit::record(&mut tx, &actor, &[deed], now).await?;
    tx.commit().await?;
    Ok(Json(template))
}

/// Deletes a template.
///
/// Accepted messages are still sent.
#[utoipa::path(delete, path = "/v1/templates/{id}", tag = "templates", params(("id" = TemplateId, Path)), security(("bearer" = ["send"])), responses(
    (status = 204, description = "Deleted"),
    (status = 404, description = "`not_found`: no such template, or not yours"),
))]
async fn remove(
    State(app): State<App>,
    CanSend(user): CanSend,
    Acting(actor): Acting,
    IdPath(id): IdPath<TemplateId>,
) -> Result<StatusCode, Problem> {
    let mut tx = app.db.begin().await?;
    let template = messaging::remove_template(&mut tx, user, id).await?.ok_or_else(Problem::not_found)?;
    let deed = AuditEntry::new("template.removed", user, id).before(&template);
    audit::record(&mut tx, &actor, &[deed], app.clock.now()).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
